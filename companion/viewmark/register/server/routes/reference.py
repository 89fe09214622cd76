"""Reference tables: the makers and calibres that the register knows by name."""

from fastapi import APIRouter

from viewmark_protocol.calibres import CALIBRES
from viewmark_protocol.lists.entries import CATEGORIES
from viewmark_protocol.makers import maker_code, maker_names, maker_shapes

from ..access import Carries

router = APIRouter()


@router.get("/reference/makers")
def makers(who: Carries) -> dict[str, list[dict[str, object]]]:
    """Return each maker's name, its assigned code on lists, and the shapes of its serials."""
    rows = [(name, maker_code(name)) for name in maker_names()]
    return {"makers": [{"name": name, "code": code, "shapes": list(maker_shapes(code))} for name, code in rows]}


@router.get("/reference/calibres")
def calibres(who: Carries) -> dict[str, list[dict[str, object]]]:
    """Return each calibre's name and the forms in which it stands on weapons."""
    rows = [line.strip("|").split("|") for line in CALIBRES.strip().splitlines()]
    return {"calibres": [{"name": name, "forms": forms} for name, *forms in rows]}


@router.get("/reference/categories")
def categories(who: Carries) -> dict[str, list[str]]:
    """Return the kinds of reports, which are the categories of the offline list."""
    return {"categories": list(CATEGORIES)}
