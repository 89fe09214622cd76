"""A trace request as a PDF for a person: the parts of ATF 3312.1, in the fonts that every reader of PDF has.

Those fonts are Latin-1. Whatever else a mark bears, controls and characters that are not seen among it, stands as its
number, `\\uXXXX`, and is named at the end: the page shows every character, or that it is another one, never none.
"""

import re
import time
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from viewmark.exchange.trace_document import TraceDocument

MOST_CHARACTERS = 4000  # of one text; a page more of a hostile one helps nobody, and the JSON has it whole
_LABEL_MM, _LINE_MM, _MARGIN_MM = 52, 5, 18
_LAST_S = 253_402_300_799  # of the year 9999
_LINE_CHARACTERS = 56  # of Courier 10, beside the label
# Spaces at an end, or several; what Latin-1 lacks, the hyphen that is not seen, and the backslash, which tells numbers.
_NUMBERED = re.compile(r"^ +| +\Z|(?<= ) +|[^\x20-\x5b\x5d-\x7e\xa1-\xac\xae-\xff]")
_EMPTY, _GREY = "(empty)", 120
_PROSE = ("Why", "1c Special instructions", "Intended use of the reply", "Circumstances")
_EXPLAINED = (
    "A character that this page cannot print, or that would not be seen, stands as its number in Unicode: \\u and four"
    " digits, or \\U and eight. So do a backslash, a space at an end, and a second space."
)


def printable(text: str) -> str:
    """Return a text as the page prints it: what Latin-1 lacks or would hide stands as its number."""
    return _NUMBERED.sub(lambda one: "".join(_number(character) for character in one[0]), text)


def pdf(document: TraceDocument) -> bytes:
    """Return the PDF of a request, the same for the same document."""
    return bytes(_printed(document, _printed(document, 0).pages_count).output())


def _printed(document: TraceDocument, pages: int) -> "_Page":
    """Return the pages; how many there are is known once they were printed."""
    page = _Page(document.request_id, pages)
    page.set_creation_date(datetime.fromtimestamp(min(document.request.made_s, _LAST_S), UTC))
    page.heading(f"Trace request {document.request_id}")
    page.part("Addressee")
    page.row("Country", document.addressee.country)
    page.row("Why", document.addressee.why)
    for title, rows in _parts(document):
        page.part(title)
        for label, text in rows:
            page.row(label, text)
    page.legend()
    return page


def _parts(document: TraceDocument) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    asked, weapon, found = document.request, document.firearm, document.recovery
    yield (
        "Parts I, II, IV: request",
        [
            ("1a Date of request", _when(asked.made_s)),
            ("1b Priority", asked.priority),
            ("1c Special instructions", asked.special_instructions),
            ("2a Crime code", asked.crime_code),
            ("4 Requested by post", asked.post),
            ("Intended use of the reply", asked.intended_use),
        ],
    )
    yield (
        "Part V: firearm",
        [
            ("5a Serial", weapon.serial),
            ("5b Obliterated", "yes, see part IX" if weapon.serial_obliterated else "no"),
            ("5c Manufacturer", weapon.manufacturer),
            ("5d Type", weapon.type),
            ("5e Calibre", weapon.calibre),
            ("5f Model", weapon.model),
            ("5g Country of origin", weapon.country_of_origin),
            ("5h Importer", weapon.importer),
            *(("5i Additional marking", one) for one in weapon.additional_markings),
            *(("5i Other serial", one) for one in weapon.other_serials),
        ],
    )
    yield (
        "Part VIII: recovery",
        [
            ("Date", _when(found.recovered_s)),
            ("Context", found.context),
            ("Circumstances", found.circumstances),
        ],
    )
    if document.obliterated is not None:
        removed = document.obliterated
        yield (
            "Part IX: obliterated serial",
            [
                *(
                    (f"On the {one.component}", f"{one.state}; reads: {one.reads or 'nothing'}")
                    for one in removed.serials
                ),
                ("How it was removed", removed.removal),
                ("Restoration", removed.restoration),
            ],
        )
    states = [(f"{one.state}", f"{_when(one.at_s)}; level of tracing: {one.level}") for one in document.states]
    yield "States", states or [("drafted", "not kept yet, not sent")]


class _Page(FPDF):
    """Pages of labels and values; remembers which characters stood as their numbers."""

    def __init__(self, request_id: str, pages: int) -> None:
        super().__init__(format="A4")
        self._of = f"{request_id}    page {{}} of {pages}"
        self._numbered: set[str] = set()
        self.set_margins(_MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(True, _MARGIN_MM)
        self.set_title(f"Trace request {request_id}")
        self.set_lang("en")
        self.str_alias_nb_pages = None  # else `{nb}` on a mark would be printed as a number of pages
        self.add_page()

    def footer(self) -> None:
        """Say on every page of which request it is, and how many there are."""
        self.set_y(-12)
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, self._of.format(self.page_no()))

    def heading(self, text: str) -> None:
        """Put the title."""
        self.set_font("Helvetica", style="B", size=15)
        self.multi_cell(0, 8, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def part(self, title: str) -> None:
        """Begin a part."""
        self.ln(2)
        self.set_font("Helvetica", style="B", size=11)
        self.cell(0, 7, title, border="B", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def row(self, label: str, text: str) -> None:
        """Put a label and its text; a long one is broken at words where it is prose, else after so many characters."""
        more = len(text) - MOST_CHARACTERS
        text = text[:MOST_CHARACTERS]
        self._numbered.update(*_NUMBERED.findall(text))
        shown = printable(text) or _EMPTY
        if more > 0:
            shown += f" [{more} characters more: the JSON has them]"
        if self.will_page_break(_LINE_MM):
            self.add_page()
        self.set_font("Helvetica", size=9)
        self.cell(_LABEL_MM, _LINE_MM, label)
        self.set_font(*(("Courier", "", 10) if text else ("Helvetica", "", 9)))
        self.set_text_color(0 if text else _GREY)
        if label not in _PROSE:
            shown = "\n".join(shown[at : at + _LINE_CHARACTERS] for at in range(0, len(shown), _LINE_CHARACTERS))
        self.multi_cell(0, _LINE_MM, shown, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(0)

    def legend(self) -> None:
        """Name the characters that stood as their numbers, and what else has to be known to read the page."""
        self.part("How to read this")
        self.set_font("Helvetica", size=9)
        lines = [
            _EXPLAINED,
            "? in a serial is a character that could not be read.",
            f"{_EMPTY} in grey says that there is nothing.",
            f"Marks are broken after {_LINE_CHARACTERS} characters, a space at a line's end among them.",
            *(f"{_number(one)}  {unicodedata.name(one, 'without a name')}" for one in sorted(self._numbered)),
        ]
        for line in lines:
            self.multi_cell(0, _LINE_MM, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _number(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _when(seconds: int | None) -> str:
    if seconds is None:
        return ""
    try:
        return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))
    except (OverflowError, ValueError, OSError):  # a handheld's clock may say anything
        return f"{seconds} s UTC"
