"""The report as one page: a file of its own, made as a tree, so that no text of a record can be anything but text.

It fetches nothing, holds no script, and prints on A4. Bars are SVG, and each has its number beside it.
"""

from collections.abc import Iterable

from lxml import etree

from viewmark.casework.trace_states import LEVELS
from viewmark.cli.output import utc, visible
from viewmark.focal_report.completeness import CODED, FIELDS, PostRow
from viewmark.focal_report.report import Report
from viewmark_protocol.checks import CONTEXTS

_SHOWN = 50
_WIDE, _HIGH = 300, 12
_COLOURS: dict[str, str] = dict(zip(LEVELS, ("#1b7837", "#7fbf7b", "#2166ac", "#e08214", "#878787"), strict=True))
_STYLE = """
@page { size: A4; margin: 15mm }
body { font: 10pt/1.4 sans-serif; color: #111; max-width: 180mm; margin: 1em auto }
h1 { font-size: 15pt } h2 { font-size: 12pt; margin-top: 1.4em; break-after: avoid }
table { border-collapse: collapse; width: 100% } thead { display: table-header-group } tr { break-inside: avoid }
th, td { border-bottom: 1px solid #bbb; padding: 2px 6px 2px 0; text-align: left; overflow-wrap: anywhere }
td.number, th.number { text-align: right; padding-left: 8px } td.number { white-space: nowrap }
th { overflow-wrap: normal } th:first-child { min-width: 7em }
svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
p.note { color: #444 } .key { display: inline-block; width: 10px; height: 10px; margin-right: 4px }
"""


def page(report: Report, source: str, tables: str, made_s: int) -> bytes:
    """Return the page of a report: from which source, coded by which tables, made when (UTC second)."""
    root = etree.Element("html", lang="en")
    head = _put(root, "head")
    _put(head, "meta", charset="utf-8")
    policy = {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    etree.SubElement(head, "meta", policy)
    _put(head, "title", "Report of the focal point")
    _put(head, "style", _STYLE)
    body = _put(root, "body")
    _put(body, "h1", "Report of the focal point")
    total = report.posts.total()
    _put(body, "p", f"{total.checks} checks with {total.records} firearms. From {source}. Made {utc(made_s)}.")
    _tracing(body, report)
    _completeness(body, report, total, tables)
    _left_out(body, report)
    return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")


def _tracing(body: "etree._Element", report: Report) -> None:
    _put(body, "h2", "SDG 16.4.2 and IAFQ tables 5.1 to 5.3")
    every, marked = _share(*report.counts.indicator()), _share(*report.counts.indicator(True))
    said = f"Indicator: {every} seized, found and surrendered arms were traced or established otherwise"
    _put(body, "p", f"{said}; of the uniquely marked ones {marked}.")
    rows = list(report.counts.rows())
    most = max((sum(one[3] for one in rows if one[0] == context) for context in CONTEXTS.words), default=0)
    table = _table(body, ("context", "by level of tracing", "firearms", "uniquely marked"), words=2)
    for context in CONTEXTS.words:
        own = [one for one in rows if one[0] == context]
        by_level = [(level, sum(one[3] for one in own if one[1] == level)) for level in LEVELS]
        line = _put(table, "tr")
        _put(line, "td", context)
        said = ", ".join(f"{_words(level)}: {count}" for level, count in by_level)
        _bar(_put(line, "td"), [(_COLOURS[level], count) for level, count in by_level], most, said)
        _put(line, "td", str(sum(one[3] for one in own)), **{"class": "number"})
        _put(line, "td", str(sum(one[3] for one in own if one[2] == "yes")), **{"class": "number"})
    key = _put(body, "p")
    for level in LEVELS:
        _put(key, "span", " ", **{"class": "key", "style": f"background:{_COLOURS[level]}"})
        _put(key, "span", f"{_words(level)}   ")
    table = _table(body, ("context", *map(_words, LEVELS), "of which uniquely marked"))
    for context in CONTEXTS.words:
        line = _put(table, "tr")
        _put(line, "td", context)
        own = [one for one in rows if one[0] == context]
        for level in LEVELS:
            _put(line, "td", str(sum(one[3] for one in own if one[1] == level)), **{"class": "number"})
        _put(line, "td", str(sum(one[3] for one in own if one[2] == "yes")), **{"class": "number"})
    note = (
        "Seized, found and surrendered arms count for the indicator; inspected ones stay with their holder. How far"
        " tracing came is what the trace requests of this laptop say of each firearm. A document of"
        " another post carries none of them: its arms stand under never attempted, or under not enough information"
        " where they are not uniquely marked."
    )
    _put(body, "p", note, **{"class": "note"})


def _completeness(body: "etree._Element", report: Report, total: PostRow, tables: str) -> None:
    _put(body, "h2", "Completeness and comparability")
    for field in FIELDS:
        _put(body, "h3", field.capitalize())
        columns = ("post", "records", "given", "", *(("in a code", "") if field in CODED else ()))
        table = _table(body, columns)
        for row in (*report.posts.rows(), total):
            line = _put(table, "tr")
            _put(line, "td", row.post)
            _put(line, "td", str(row.records), **{"class": "number"})
            for counts in (row.given, *((row.coded,) if field in CODED else ())):
                share = row.share(counts[field])
                said = "-" if share is None else f"{share:.0%}"
                _put(line, "td", f"{counts[field]} ({said})", **{"class": "number"})
                _bar(_put(line, "td"), [("#2166ac", counts[field])], row.records, said, _WIDE // 3)
    _put(body, "p", f"In a code means: {tables}.", **{"class": "note"})


def _left_out(body: "etree._Element", report: Report) -> None:
    _put(body, "h2", "Not counted")
    if not report.left_out_count:
        _put(body, "p", "Nothing was left out.")
        return
    more = f" The first {_SHOWN} are here, all in not-counted.csv." if report.left_out_count > _SHOWN else ""
    _put(body, "p", f"{report.left_out_count} documents or records were not counted.{more}")
    table = _table(body, ("what", "why"), words=2)
    for what, why in report.left_out(_SHOWN):
        line = _put(table, "tr")
        _put(line, "td", what[:200])
        _put(line, "td", why[:500])


def _table(body: "etree._Element", columns: Iterable[str], words: int = 1) -> "etree._Element":
    """Put a table with these columns, the first ones of words, the others of numbers; return where rows go."""
    table = _put(body, "table")
    line = _put(_put(table, "thead"), "tr")
    for place, column in enumerate(columns):
        _put(line, "th", column, **({"class": "number"} if place >= words else {}))
    return _put(table, "tbody")


def _bar(parent: "etree._Element", parts: Iterable[tuple[str, int]], whole: int, said: str, width: int = _WIDE) -> None:
    """Put a bar of coloured parts out of a whole, and what it says for who does not see it."""
    size = {"width": str(width), "height": str(_HIGH), "viewBox": f"0 0 {width} {_HIGH}", "role": "img"}
    drawing = etree.SubElement(parent, "svg", {**size, "aria-label": said})
    _put(drawing, "rect", width=str(width), height=str(_HIGH), fill="#eee")
    left = 0.0
    for colour, count in parts:
        wide = width * count / whole if whole else 0.0
        _put(drawing, "rect", x=f"{left:.2f}", width=f"{wide:.2f}", height=str(_HIGH), fill=colour)
        left += wide


def _put(parent: "etree._Element", name: str, text: str | None = None, **attributes: str) -> "etree._Element":
    element = etree.SubElement(parent, name, attributes)
    if text is not None:
        element.text = text if name == "style" else visible(text.encode("utf-8", "replace").decode())
    return element


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({part / whole:.0%})" if whole else "")


def _words(level: str) -> str:
    return level.replace("-", " ")
