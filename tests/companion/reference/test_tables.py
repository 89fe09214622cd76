"""Look-ups: one code only where nothing else fits, sets of calibre codes, and `none` where the lists say nothing."""

from pathlib import Path

import pytest

from viewmark.reference.calibre_codes import codes_of_name
from viewmark.reference.importing import import_file
from viewmark.reference.names import PLACE, SEVERAL, names_of
from viewmark.reference.tables import MAY_BE, NONE, NOT_KNOWN, ONE, OTHER, OVERLAP, SAME, Tables
from viewmark_protocol.calibres import CALIBRES

from .conftest import CODES, MODELS, Import


@pytest.fixture
def tables(folder: Path, imported: Import) -> Tables:
    """Both small tables."""
    imported(CODES)
    imported(MODELS)
    return Tables(folder)


@pytest.mark.parametrize("text", ["Heckler & Koch", "HK", "h. & k."])
def test_a_maker_by_name_and_by_alias_is_one_code(tables: Tables, text: str) -> None:
    found = tables.maker(text)
    assert (found.word, [one.code for one in found.codes]) == (ONE, ["HEC"])


def test_one_brand_with_two_codes_is_ambiguous_and_none_is_chosen(tables: Tables) -> None:
    found = tables.maker("Glock")
    assert (found.word, [one.code for one in found.codes]) == (MAY_BE, ["GLC", "GLD"])


def test_a_foreign_branch_and_the_maker_of_a_coded_model_are_possible_and_no_more(tables: Tables) -> None:
    found = tables.maker("BERETTA")
    assert (found.word, [one.code for one in found.codes]) == (MAY_BE, ["BER", "FII"])


@pytest.mark.parametrize("text", ["", "?", "Austria", "NOBODY KNOWS", "AU", "\udcff", "x" * 10_000])
def test_what_names_no_maker_has_no_code(tables: Tables, text: str) -> None:
    assert tables.maker(text) == (NONE, None, [])


@pytest.mark.parametrize("text", ["9 mm Kurz", ".380 ACP", "9x17", "9 mm corto"])
def test_one_calibre_by_each_of_its_names_is_the_same_set_of_codes(tables: Tables, text: str) -> None:
    found = tables.calibre(text)
    assert found.name == "9x17" and {one.code for one in found.codes} == {"380", "9"}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("9 mm Kurz", ".380 ACP", SAME),
        ("9x17", "9x19", OVERLAP),
        ("9x19", ".44-40 Winchester", OTHER),
        ("9 mm P.A.K.", "9x19", OTHER),
        ("something", "9x19", NOT_KNOWN),
    ],
)
def test_calibres_are_compared_by_name_then_by_their_sets(tables: Tables, one: str, other: str, said: str) -> None:
    assert tables.calibre(one).beside(tables.calibre(other)) == said


def test_a_model_is_found_with_every_maker_that_made_it(tables: Tables) -> None:
    assert tables.makers_of("pt 92") == [("OTHER", "PT-92"), ("TAURUS", "PT92")]
    assert tables.makers_of("none") == []


def test_a_folder_without_tables_answers_none(folder: Path) -> None:
    tables = Tables(folder)
    assert tables.maker("Glock").word == NONE and tables.calibre("9x19").codes == [] and tables.sources == []


@pytest.mark.parametrize(
    ("definition", "role", "key"),
    [
        ("AUSTRIA CODE BY COUNTRY IF MAKE CAN NOT BE DETERMINED", PLACE, None),
        ("SMITH & WESSON OR SWAZILAND USE COUNTRY CODE IF MAKE CANNOT BE DETERMINED", "maker", "SMITHWESSON"),
        ("LUGER VARIOUS MANUFACTURERS (CODED: MAK/ZZZ)", SEVERAL, None),
        ("STURM, RUGER AND COMPANY, INC. AKA RUGER SOUTHPORT, CT", "maker", "STURMRUGER"),
        ("BERSA/BERSA PICCOLA MADE BY INDUSTRIA", "maker", "BERSA"),
        ("CESKA ZBROJOVKAMFR. OF FOX", "maker", "CESKAZBROJOVKA"),
    ],
)
def test_a_definition_says_whether_it_is_a_maker_and_its_name(definition: str, role: str, key: str | None) -> None:
    names = names_of(definition)
    assert names.role == role and (key in names.keys if key else not names.keys)


@pytest.fixture(scope="module")
def official(public_files: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The public files, imported."""
    folder = tmp_path_factory.mktemp("official")
    for file in public_files:
        import_file(folder, file, 0, lambda _: None)
    return Tables(folder)


def test_each_code_given_to_a_starter_calibre_is_in_the_public_list(official: Tables) -> None:
    names = [line.split("|")[0] for line in CALIBRES.strip().split("\n")]
    coded = {name: codes_of_name(name) for name in names if codes_of_name(name)}
    assert len(coded) == 24
    for name, codes in coded.items():
        assert {one.code for one in official.calibre(name).codes} >= codes, name


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("SMITH & WESSON", ONE, {"SW"}),
        ("S&W", ONE, {"SW"}),
        ("Ruger", ONE, {"SR"}),
        ("GLOCK", MAY_BE, {"GLC", "GLD"}),
        ("Taurus", MAY_BE, {"TAS"}),
        ("Luger", MAY_BE, {"LUG"}),
        ("Zoraki", NONE, set()),
        ("Texas", NONE, set()),
    ],
)
def test_the_public_list_is_asked_without_guessing(official: Tables, text: str, word: str, codes: set[str]) -> None:
    found = official.maker(text)
    assert (found.word, {one.code for one in found.codes}) == (word, codes)
