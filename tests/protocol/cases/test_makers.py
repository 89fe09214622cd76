"""The table of makers: a code belongs to one maker, a name leads to one code."""

from viewmark_protocol import makers
from viewmark_protocol.makers import (
    FIRST_SHARED_CODE,
    SHARED_CODES,
    UNKNOWN_MAKER,
    is_model_name,
    is_shared,
    maker_code,
    maker_name,
    maker_names,
    maker_shapes,
)
from viewmark_protocol.serials import exact, shape

# (code, name, keys) of every line.
LINES = [line.split("|") for line in makers.MAKERS.strip().split("\n")]
ROWS = [(int(cells[0]), cells[1], cells[2:-1]) for cells in LINES]


def test_codes_are_unique_and_below_the_shared_ones():
    codes = [row[0] for row in ROWS]
    assert codes == sorted(set(codes))
    assert codes[0] > UNKNOWN_MAKER
    assert codes[-1] < FIRST_SHARED_CODE


def test_keys_are_written_as_keys_and_the_name_is_one_of_them():
    for _, name, keys in ROWS:
        assert exact(name) in keys, name
        for key in keys:
            assert key == exact(key), key


def test_no_name_or_alias_belongs_to_two_makers():
    seen = {}
    for code, _, keys in ROWS:
        for key in keys:
            assert seen.setdefault(key, code) == code, key


def test_every_name_and_alias_leads_to_its_code():
    assert maker_names() == [row[1] for row in ROWS]
    for code, name, keys in ROWS:
        assert maker_name(code) == name
        for one in [name] + keys:
            assert maker_code(one) == code
            assert maker_code(" " + one.lower() + ".") == code


def test_part_of_a_name_is_another_maker():
    for name in ("GLOC", "LOCK", "1", "S", "SMITH", "GLOCK GLOCK", "GLOCK|GLOCKGMBH"):
        assert is_shared(maker_code(name)), name


def test_no_maker_given_is_the_unknown_one():
    for name in (None, "", " - "):
        assert maker_code(name) == UNKNOWN_MAKER
    assert maker_name(UNKNOWN_MAKER) is None


def test_makers_outside_of_the_table_share_codes():
    codes = {maker_code("MAKER NUMBER " + str(number)) for number in range(500)}
    assert codes == set(range(FIRST_SHARED_CODE, FIRST_SHARED_CODE + SHARED_CODES))
    for code in codes:
        assert is_shared(code)
        assert maker_name(code) is None
        assert maker_shapes(code) == ()
    assert not is_shared(ROWS[-1][0])


def test_a_shared_code_is_the_same_on_both_interpreters():
    assert maker_code("Nobody & Sons") == maker_code("NOBODY SONS") == 252
    assert maker_code("\u0412\u042f\u0422\u0421\u041a\u0418\u0415 \u041f\u041e\u041b\u042f\u041d\u042b") == 241


def test_shapes_are_written_as_serials_print_them():
    assert sum([len(maker_shapes(code)) for code, _, _ in ROWS]) == 63
    for code, name, _ in ROWS:
        shapes = maker_shapes(code)
        assert len(set(shapes)) == len(shapes), name
        for one in shapes:
            assert one and not one.replace("A", "").replace("9", ""), name
            assert shape(one) == one


def test_model_names_are_known_in_any_writing():
    assert is_model_name("p-226") and is_model_name("CZ 75 B") and is_model_name("10-22")
    for raw in ("P2261", "226", "", " ", "P226 P228", "\n"):
        assert not is_model_name(raw), raw
