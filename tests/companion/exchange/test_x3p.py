"""X3P files: what a whole one holds, and that no damaged, hostile or overgrown one is taken."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewmark.exchange import x3p_container
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.x3p import Axis, read_x3p

from .x3p_files import LINK, MATRIX, VALID, main_xml, md5, members, points, whole, zipped

Members = dict[str, bytes]


def test_axes_sizes_and_data_type_of_a_whole_file_are_told() -> None:
    held = read_x3p(whole())
    assert (held.feature, held.sizes, held.data_bytes) == ("SUR", (4, 3, 1), 96)
    assert held.axes == (
        Axis("X", "I", None, 6.25e-07, 0.0),
        Axis("Y", "I", None, 6.25e-07, 0.0),
        Axis("Z", "A", "D", 1.0, None),
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("data_type", ["I", "L", "F", "D"])
def test_iso_25178_72_every_data_type_is_read_packed_or_not(data_type: str, method: int) -> None:
    held = read_x3p(zipped(members(points(data_type), data_type=data_type), method))
    assert (held.axes[2].data_type, held.data_bytes) == (data_type, len(points(data_type)))


def test_a_point_cloud_gives_each_axis_its_values() -> None:
    data = points("D", 24)
    cloud = {"feature": "PCL", "x": "A", "x_type": "<DataType>D</DataType>"}
    held = read_x3p(zipped(members(data, dimension="<ListDimension>12</ListDimension>", **cloud)))
    assert (held.feature, held.sizes, held.axes[0].kind) == ("PCL", (12, 1, 1), "A")


def test_points_may_stand_in_the_document_itself() -> None:
    listed = "<DataList>" + "<Datum>1.5</Datum>" * 12 + "</DataList>"
    file = {"main.xml": main_xml(b"", data=listed)}
    file["md5checksum.hex"] = md5(file["main.xml"]).encode()
    assert read_x3p(zipped(file)).sizes == (4, 3, 1)
    file["main.xml"] = main_xml(b"", data=listed.replace("<Datum>1.5</Datum>", "", 1))
    file["md5checksum.hex"] = md5(file["main.xml"]).encode()
    with pytest.raises(ExchangeError, match="lists 11 points"):
        read_x3p(zipped(file))


def test_programs_that_qualify_every_name_are_understood_and_further_members_do_not_matter() -> None:
    data = points()
    main = main_xml(data).replace(b"<p:", b"<").replace(b"</p:", b"</").replace(b"xmlns:p=", b"xmlns=")
    file = {"main.xml": main, "bindata/data.bin": data, "bindata/mask.png": b"x"}
    file["md5checksum.hex"] = md5(main).upper().encode()
    assert read_x3p(zipped(file)).sizes == (4, 3, 1)


def with_valid(valid: bytes, said: bytes) -> bytes:
    data = points()
    link = LINK.format(md5(data), VALID.format(md5(said)))
    return zipped(members(data) | members(data, data=link) | {"bindata/valid.bin": valid})


def test_which_points_are_valid_is_verified_too() -> None:
    assert read_x3p(with_valid(b"\xff\x0f", b"\xff\x0f")).sizes == (4, 3, 1)
    with pytest.raises(ExchangeError, match="valid is told otherwise"):
        read_x3p(with_valid(b"\xff\x0e", b"\xff\x0f"))


def changed(**other: bytes) -> bytes:
    names = {"main": "main.xml", "sums": "md5checksum.hex", "data": "bindata/data.bin"}
    return zipped(members() | {names[name]: content for name, content in other.items()})


def without(name: str) -> bytes:
    return zipped({one: content for one, content in members().items() if one != name})


DAMAGED: list[tuple[Callable[[], bytes], str]] = [
    (lambda: changed(data=points()[:-8] + bytes(8)), "points are other ones"),
    (lambda: changed(data=points()[:-8]), "points are other ones"),
    (lambda: changed(main=main_xml(points()) + b" "), "main.xml is another one"),
    (lambda: changed(sums=b"0" * 32), "main.xml is another one"),
    (lambda: changed(sums=b"no sum"), "holds no MD5 sum"),
    (lambda: without("main.xml"), "lacks 'main.xml'"),
    (lambda: without("md5checksum.hex"), "lacks 'md5checksum.hex'"),
    (lambda: without("bindata/data.bin"), "lacks 'bindata/data.bin'"),
    (lambda: whole(dimension=MATRIX.format(5, 3, 1)), "96 bytes of points, and its axes and sizes ask for 120"),
    (lambda: whole(dimension=MATRIX.format(0, 3, 1)), "'0' is no number of points"),
    (lambda: whole(dimension=MATRIX.format("4e9", 3, 1)), "no number of points"),
    (lambda: whole(dimension=""), "lacks ListDimension"),
    (lambda: whole(data=""), "lacks DataList"),
    (lambda: whole(data=LINK.format("xyz", "")), "'xyz' is no MD5 sum"),
    (lambda: whole(data=LINK.format(md5(points()), "").replace("bindata/data", "../../etc/passwd")), "lacks"),
    (lambda: whole(feature="CAT"), "no kind of feature"),
    (lambda: whole(data_type="Q"), "Z axis has no type"),
    (lambda: whole(z="I"), "Z axis is not absolute"),
    (lambda: whole(increment="nan"), "no increment"),
    (lambda: whole(increment="-1"), "X axis has no increment"),
    (lambda: whole(increment="wide"), "no increment"),
    (lambda: changed(main=b"<x", sums=md5(b"<x").encode()), "no XML"),
]


@pytest.mark.parametrize(("make", "says"), DAMAGED)
def test_what_is_damaged_is_refused_with_what_is_wrong(make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(ExchangeError, match=says):
        read_x3p(make())


def raw(name: str, content: bytes, **other: int) -> bytes:
    """Make a file with one further member whose head is written as it is."""
    file = io.BytesIO(whole())
    with zipfile.ZipFile(file, "a") as container:
        info = zipfile.ZipInfo(name)
        for key, value in other.items():
            setattr(info, key, value)
        container.writestr(info, content)
    return file.getvalue()


def claims(size: int) -> bytes:
    """Make a file whose directory claims another size of the points."""
    content = bytearray(whole())
    place = content.rindex(b"bindata/data.bin") - 46
    content[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(content)


def bomb(name: str = "bindata/data.bin") -> bytes:
    return zipped(members() | {name: bytes(64 * 1024 * 1024)})


def doctype(text: str) -> bytes:
    main = main_xml(points()).decode().replace("?>\n", "?>\n" + text, 1).encode()
    return changed(main=main, sums=md5(main).encode())


HOSTILE: list[tuple[Callable[[], bytes], str]] = [
    (lambda: bomb(), "ZIP bomb"),
    (lambda: bomb("other.bin"), "ZIP bomb"),
    (lambda: claims(1024 * 1024 * 1024), "ZIP bomb|claims"),
    (lambda: claims(0xFFFFFFFE), "ZIP bomb|claims"),
    (lambda: claims(90), "damaged"),
    (lambda: zipped(members() | {f"m{number}": b"" for number in range(40)}), "32 members at most"),
    (lambda: raw("../escaped", b""), "leads out"),
    (lambda: raw("/absolute", b""), "leads out"),
    (lambda: raw("a\\b", b""), "leads out"),
    (lambda: raw("C:evil", b""), "leads out"),
    (lambda: raw("x" * 300, b""), "leads out"),
    (lambda: raw("link", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16), "leads out"),
    (lambda: doctype('<!DOCTYPE p [<!ENTITY a "b">]>\n'), "DTD"),
    (lambda: doctype('<!DOCTYPE p SYSTEM "file:///etc/passwd">\n'), "DTD"),
    (lambda: doctype("<!DOCTYPE p [<!ENTITY a '&#38;b;'><!ENTITY b '&#38;a;'>]>\n"), "DTD|no XML"),
    (lambda: b"before" + whole(), "before or behind"),
    (lambda: whole() + b"behind", "before or behind"),
    (lambda: whole()[:-1], "before or behind"),
    (lambda: b"", "no X3P"),
    (lambda: b"PK\x05\x06" + bytes(18), "no X3P"),
    (lambda: zipped({"note.txt": b"hello"}), "lacks 'main.xml'"),
    (lambda: zipped(members() | {"main.xml": bytes(17 * 1024 * 1024)}), "ZIP bomb|at most"),
    (lambda: whole(dimension=MATRIX.format(99_999, 99_999, 9)), "points, 134217728 at most"),
]


@pytest.mark.parametrize(("make", "says"), HOSTILE)
def test_what_is_hostile_is_refused_before_it_is_unpacked(make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(ExchangeError, match=says):
        read_x3p(make())


def test_a_member_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = raw("main.xml", b"<other/>")
    with pytest.raises(ExchangeError, match="twice"):
        read_x3p(twice)


@pytest.mark.parametrize("flag", [0x1, 0x41])
def test_an_encrypted_member_is_refused(flag: int) -> None:
    content = bytearray(whole())
    place = content.rindex(b"bindata/data.bin") - 46
    content[place + 8 : place + 10] = flag.to_bytes(2, "little")
    with pytest.raises(ExchangeError, match="encrypted"):
        read_x3p(bytes(content))


def test_a_directory_of_millions_is_refused_by_its_claim_alone() -> None:
    content = bytearray(whole())
    content[-12:-8] = (50_000_000).to_bytes(4, "little")
    with pytest.raises(ExchangeError, match="members at most"):
        read_x3p(bytes(content))


def test_a_file_beyond_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(x3p_container, "MOST_FILE_BYTES", len(whole()) - 1)
    with pytest.raises(ExchangeError, match="bytes at most"):
        read_x3p(whole())


def test_a_flat_surface_packs_well_and_is_no_bomb() -> None:
    data = zlib.decompress(zlib.compress(bytes(800_000)))
    assert read_x3p(zipped(members(data, dimension=MATRIX.format(100_000, 1, 1)))).data_bytes == 800_000


def held_or_none(content: bytes) -> object:
    try:
        return read_x3p(content)
    except ExchangeError:
        return None


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(whole()) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_a_file_with_flipped_bytes_is_refused_or_says_the_same(flips: list[tuple[int, int]]) -> None:
    content = bytearray(whole())
    for place, by in flips:
        content[place] ^= by
    assert held_or_none(bytes(content)) in (None, read_x3p(whole()))


def test_every_single_flipped_byte_of_what_is_stored_is_refused_or_says_the_same() -> None:
    stored = zipped(members(), zipfile.ZIP_STORED)
    expected = read_x3p(stored)
    for place in range(len(stored)):
        content = bytearray(stored)
        content[place] ^= 0x20
        assert held_or_none(bytes(content)) in (None, expected), place


@given(st.integers(0, len(whole()) - 1))
def test_a_file_that_was_cut_is_refused(length: int) -> None:
    assert held_or_none(whole()[:length]) is None


@given(st.binary(max_size=400))
def test_bytes_that_are_no_file_are_refused_with_a_sentence(content: bytes) -> None:
    for given_bytes in (content, b"PK\x03\x04" + content, whole()[:40] + content + whole()[-22:]):
        with pytest.raises(ExchangeError):
            read_x3p(given_bytes)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["feature", "x", "z", "data_type", "increment"]), st.text(max_size=20)))
def test_any_claim_in_the_document_is_refused_or_read(claimed: dict[str, str]) -> None:
    plain = {name: "".join(one for one in text if one.isalnum()) for name, text in claimed.items()}
    held = held_or_none(whole(**plain))
    if held is None:
        return
    assert plain.get("z", "A") == "A" and plain.get("data_type", "D") == "D"
    assert plain.get("feature", "SUR") in ("SUR", "PRF", "PCL") and plain.get("x", "I") == "I"
