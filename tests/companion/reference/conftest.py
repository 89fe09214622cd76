"""The public files, where they lie beside the project, and small ones of our own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from viewmark.reference.importing import Imported, import_file

CODES = """type,code,definition
MAKCodeSimpleType,GLC,"GLOCK, INC."
MAKCodeSimpleType,GLD,"GLOCK INC (SMYRNA, GEORGIA) SUBSIDIARY"
MAKCodeSimpleType,HEC,HECKLER & KOCH
MAKCodeSimpleType,BER,BANTAM MODEL MFG BY BERETTA
MAKCodeSimpleType,FII,BERETTA USA CORP.FORMERLY F. I. INDUSTRIES
MAKCodeSimpleType,AU,AUSTRIA CODE BY COUNTRY IF MAKE CAN NOT BE DETERMINED
CALCodeSimpleType,9,"9MM LUGER/PARABELLUM/9X19, 9MM KURZ/CORTO/9X17 (.380ACP)"
CALCodeSimpleType,380,".380 ACP IN U.S.; ALSO KNOWN AS THE 9 MM KURZ/CORTO/SHORT, AND THE 9X17"
CALCodeSimpleType,44,".44-40 WINCHESTER, .44 SPECIAL"
"""
MODELS = "make,model\nBERETTA,92FS\nTAURUS,PT92\nOTHER,PT-92\n"

Import = Callable[[str | bytes], Imported]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop's folder without reference tables."""
    return tmp_path / "laptop"


@pytest.fixture
def imported(tmp_path: Path, folder: Path) -> Import:
    """A function that imports a file of this content."""

    def run(content: str | bytes) -> Imported:
        file = tmp_path / "file.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_file(folder, file, 1_790_000_000, lambda rows: None)

    return run


@pytest.fixture(scope="session")
def public_files(root: Path) -> tuple[Path, Path]:
    """The public files of codes and models."""
    data = root.parent / "shared" / "data"
    if not data.exists():
        pytest.skip("the public files are not part of the project: they lie beside it where it is developed")
    return data / "ncic_gun_codes.csv", data / "firearm_models.csv"
