"""A surface of a bullet or case as an X3P file (ISO 25178-72, ISO 5436-2): what it holds, once it was proved whole.

Axes, increments, sizes and data type are read; surfaces are not compared. Its MD5 sums are verified, of `main.xml` in
`md5checksum.hex` and of the points in Record3, and so is how many points there are; whatever else lies in it is held
to the ZIP's own sums. They tell damage, not forgery.
"""

import hashlib
import math
import re
from typing import NamedTuple

from lxml import etree

from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.x3p_container import Container

MOST_POINTS = 1 << 27
_MAIN, _SUMS = "main.xml", "md5checksum.hex"
_SUM_LINE = re.compile(rb"\s*([0-9a-fA-F]{32})(?:\s[^\n]*)?\s*")
_DOUBLE = re.compile(r"[+-]?[0-9]{0,40}(?:[0-9]|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,4})?")  # xsd:double, but for words
_BYTES = {"I": 2, "L": 4, "F": 4, "D": 8}  # int16, int32, float32, float64
_FEATURES = ("SUR", "PRF", "PCL")
_AGAIN = "Have it saved or sent again; nothing was attached."


class Axis(NamedTuple):
    """One axis: X, Y or Z; I where points stand at even steps, A where each has its own value, then of which data type.

    Increment and offset in metres; None where the file gives none.
    """

    name: str
    kind: str
    data_type: str | None
    increment_m: float | None
    offset_m: float | None


class X3p(NamedTuple):
    """A whole file: SUR, PRF or PCL; its axes; how many points in X, Y and Z (of a list: n, 1, 1); bytes of points."""

    feature: str
    axes: tuple[Axis, ...]
    sizes: tuple[int, int, int]
    data_bytes: int


def read_x3p(content: bytes) -> X3p:
    """Return what a file holds; ExchangeError, which says what is wrong, where it is none, damaged or too large."""
    container = Container(content)
    container.verify()
    main = container.read(_MAIN)
    root = _parsed(main)
    _verify(_text(_one(root, "Record4"), "ChecksumFile", _SUMS), container, main)
    axes = _axes(_one(_one(root, "Record1"), "Axes"))
    feature = _text(_one(root, "Record1"), "FeatureType")
    if feature not in _FEATURES:
        raise _damaged(f"{feature[:20]!r} is no kind of feature")
    record = _one(root, "Record3")
    sizes = _sizes(record)
    expected = math.prod(sizes) * sum(_BYTES[one.data_type] for one in axes if one.data_type and one.kind == "A")
    link = _found(record, "DataLink")
    if link is None:
        _verify_list(record, math.prod(sizes))
        return X3p(feature, axes, sizes, 0)
    name = _text(link, "PointDataLink")
    length, digest = container.measured(name)
    if digest != _digest(_text(link, "MD5ChecksumPointData")):
        raise _damaged("its points are other ones than its sum says")
    if length != expected:
        raise _damaged(f"it has {length} bytes of points, and its axes and sizes ask for {expected}")
    if _found(link, "ValidPointsLink") is not None:
        _, digest = container.measured(_text(link, "ValidPointsLink"))
        if digest != _digest(_text(link, "MD5ChecksumValidPoints")):
            raise _damaged("which of its points are valid is told otherwise than its sum says")
    return X3p(feature, axes, sizes, length)


def _parsed(main: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(main, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(f"main.xml is no XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ExchangeError("This X3P file has a DTD, which none needs. It is not attached.")
    if _local(root) != "ISO5436_2":
        raise ExchangeError("main.xml is no record of ISO 5436-2, so this is no X3P file. Choose another one.")
    return root


def _verify(name: str, container: Container, main: bytes) -> None:
    line = _SUM_LINE.fullmatch(container.read(name or _SUMS))
    if line is None:
        raise _damaged(f"{_SUMS} holds no MD5 sum")
    if line[1].decode().lower() != hashlib.md5(main, usedforsecurity=False).hexdigest():
        raise _damaged(f"main.xml is another one than {_SUMS} says")


def _axes(element: "etree._Element") -> tuple[Axis, ...]:
    axes = tuple(_axis(name, _one(element, "C" + name)) for name in "XYZ")
    if axes[2].kind != "A":
        raise _damaged("its Z axis is not absolute")
    return axes


def _axis(name: str, element: "etree._Element") -> Axis:
    kind, data_type = _text(element, "AxisType"), _text(element, "DataType", "") or None
    if kind not in ("I", "A") or (kind == "A" and data_type not in _BYTES):
        raise _damaged(f"its {name} axis has no type that there is")
    increment, offset = (_number(element, one) for one in ("Increment", "Offset"))
    if kind == "I" and (increment is None or increment <= 0):
        raise _damaged(f"its {name} axis has no increment")
    return Axis(name, kind, data_type if data_type in _BYTES else None, increment, offset)


def _sizes(record: "etree._Element") -> tuple[int, int, int]:
    matrix = _found(record, "MatrixDimension")
    if matrix is not None:
        sizes = (_count(_text(matrix, "SizeX")), _count(_text(matrix, "SizeY")), _count(_text(matrix, "SizeZ")))
    else:
        sizes = (_count(_text(record, "ListDimension")), 1, 1)
    if math.prod(sizes) > MOST_POINTS:
        raise ExchangeError(
            f"This X3P file claims {math.prod(sizes)} points, {MOST_POINTS} at most. Save a part of it."
        )
    return sizes


def _verify_list(record: "etree._Element", points: int) -> None:
    """Hold points that stand in main.xml itself, under its sum, to how many there should be."""
    found = sum(1 for one in _one(record, "DataList").iterchildren() if _local(one) == "Datum")
    if found != points:
        raise _damaged(f"it lists {found} points, and its sizes ask for {points}")


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text) or not int(text):
        raise _damaged(f"{text[:20]!r} is no number of points")
    return int(text)


def _number(element: "etree._Element", name: str) -> float | None:
    text = _text(element, name, "")
    if not text:
        return None
    value = float(text) if _DOUBLE.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise _damaged(f"{text[:20]!r} is no {name.lower()}")
    return value


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{32}", text):
        raise _damaged(f"{text[:40]!r} is no MD5 sum")
    return text.lower()


def _found(element: "etree._Element", name: str) -> "etree._Element | None":
    """Return a child by its local name: programs write them with and without the namespace."""
    return next((one for one in element.iterchildren() if _local(one) == name), None)


def _one(element: "etree._Element", name: str) -> "etree._Element":
    found = _found(element, name)
    if found is None:
        raise _damaged(f"main.xml lacks {name}")
    return found


def _text(element: "etree._Element", name: str, otherwise: str | None = None) -> str:
    found = _found(element, name) if otherwise is not None else _one(element, name)
    return (found.text or "").strip() if found is not None else otherwise or ""


def _local(element: "etree._Element") -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _damaged(what: str) -> ExchangeError:
    return ExchangeError(f"This X3P file is damaged: {what}. {_AGAIN}")
