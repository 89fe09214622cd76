"""Reports of weapons. The same report sent twice is one, by the id that its sender chose."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ..access import Reports, Store
from ..fields import GivenText, Id, Serial, Text
from ..records import FIRST_YEAR, LAST_YEAR, REGISTER_ID_CHARACTERS, FirearmRecord
from ..reports import Reported, close_report, report

router = APIRouter()


class ReportBody(BaseModel):
    """A weapon and what is reported of it; `kind` is a category of the offline list."""

    register_id: Annotated[str, Field(min_length=1, max_length=REGISTER_ID_CHARACTERS, pattern=r"^[A-Za-z0-9._-]+$")]
    serial: Serial
    kind: GivenText
    authority: GivenText
    maker: Text | None = None
    model: Text | None = None
    calibre: Text | None = None
    country: Text | None = None
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None


class CloseBody(BaseModel):
    """Who says that it is over."""

    authority: GivenText


@router.put("/reports/{report_id}")
def put_report(report_id: Id, body: ReportBody, who: Reports, store: Store) -> Reported:
    """Open a report (422: it cannot be listed; 409: the id is another's); 200 means durable."""
    record = FirearmRecord(body.register_id, body.serial, body.maker, body.model, body.calibre, body.country, body.year)
    return report(store, report_id, record, body.kind, body.authority, who)


@router.post("/reports/{report_id}/close")
def post_close(report_id: Id, body: CloseBody, who: Reports, store: Store) -> Reported:
    """Close a report (404: there is none); closing it again changes nothing."""
    return close_report(store, report_id, body.authority, who)
