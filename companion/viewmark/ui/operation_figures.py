"""The indicators of an operation: figures at a glance, plots with their tables, and every indicator by name."""

from collections.abc import Sequence

from viewmark.operations.indicators import Indicator
from viewmark.operations.report import ALL_POSTS, ELSEWHERE, NOT_READABLE, Report
from viewmark.ui.elements import box, link, section, text
from viewmark.ui.exchange import OPERATIONS
from viewmark.ui.language import N_, _
from viewmark.ui.operation_desk import Looked
from viewmark.ui.plots import as_table, bars, number
from viewmark.ui.tables import Cell, row, table
from viewmark.ui.wording import age, line, utc, words

_GLANCE = ("checks", "firearms", "hits", "seized", "trace requests sent", "traced")
_FINDINGS = ("hits", "near", "unchecked", "unmarked", "altered", "seized")
_BY_POST = ("checks", "firearms", "hits", "near", "unchecked", "seizures", "seized")
_HIT = "hits: "
_OURS = (ALL_POSTS, ELSEWHERE, NOT_READABLE)  # what stands for no single post is a word of ours
OTHER_NAMES = (N_("all posts"), N_("(other posts)"), N_("(not readable)"))


def figures_part(looked: Looked) -> None:
    """Put the indicators."""
    report = looked.report
    found = {one.name: one for one in report.by_post[ALL_POSTS]}
    with section(_("At a glance"), "operation-glance"):
        with box("vm-counts"):
            for name in _GLANCE:
                one = found[name]
                number("–" if one.of == 0 else _value(one), _glance_name(one))
        with box("vm-row"):
            link(_("All of it as CSV"), f"{OPERATIONS}/{report.plan.operation}.csv", test="operation-csv")
            text(_("Computed from its checks at {0} UTC.").format(utc(looked.at_s)[11:]), "vm-label")
    with box("vm-plots"):
        bars(_("What was found"), "operation-found", _bars(found, _FINDINGS), N_("firearms"))
        hits = [name for name in found if name.startswith(_HIT) and found[name].value]
        bars(_("Hits, by what the list says"), "operation-hits", _bars(found, hits), N_("firearms"))
        bars(_("By post"), "operation-posts", _posts(report))
    _all_of_it(report)


def _glance_name(one: Indicator) -> str:
    return f"{_(one.name)}, {_('of {0}').format(one.of)}" if one.of else _(one.name)


def _bars(found: dict[str, Indicator], names: Sequence[str]) -> list[tuple[str, int]]:
    rows = [(words(name.removeprefix(_HIT)), int(found[name].value or 0)) for name in names]
    return rows if any(count for _, count in rows) else []


def _posts(report: Report) -> list[tuple[str, int]]:
    rows = [
        (_post(post), int(next(one.value or 0 for one in found if one.name == "checks")))
        for post, found in report.by_post.items()
        if post != ALL_POSTS
    ]
    return sorted((one for one in rows if one[1]), key=lambda one: -one[1])[:12]


def _post(name: str) -> str:
    return _(name) if name in _OURS else name


def _all_of_it(report: Report) -> None:
    with section(_("Every indicator, all posts together"), "operation-indicators"):
        rows = [
            (_named(one), _value(one), "" if one.of is None else str(one.of), _unit(one))
            for one in report.by_post[ALL_POSTS]
        ]
        as_table((_("indicator"), _("value"), _("of"), _("unit")), rows)
    headings = (_("post"), *(_(name) for name in _BY_POST))
    with section(_("Post by post"), "operation-by-post"), table(headings, "by-post-table"):
        for post, indicators in report.by_post.items():
            values = {one.name: one for one in indicators}
            row("by-post", (_cell(_post(post)), *(_value(values[name]) for name in _BY_POST)))


def _cell(name: str) -> Cell:
    return lambda: text(line(name), "vm-raw")


def _named(one: Indicator) -> str:
    return f"{_('hits')}: {words(one.name.removeprefix(_HIT))}" if one.name.startswith(_HIT) else _(one.name)


def _unit(one: Indicator) -> str:
    return "" if one.unit == "seconds" else _(one.unit)


def _value(one: Indicator) -> str:
    if one.value is None:
        return _("not known")
    return age(one.value) if one.unit == "seconds" else f"{one.value:g}"
