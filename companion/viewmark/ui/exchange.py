"""What the pages of the exchange have in common: one way in the header, and a tab for each page beneath it."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, link
from viewmark.ui.frame import EXCHANGE, NAME, frame
from viewmark.ui.language import N_, _

GATEWAYS, OPERATIONS, REFERENCE = "/gateways", "/operations", "/reference"
_TABS = ((N_("Gateways"), GATEWAYS), (N_("Operations"), OPERATIONS), (N_("Reference tables"), REFERENCE))


@contextmanager
def exchange_frame(desk: Desk, current: str, is_below: bool = False) -> Iterator[None]:
    """Open a page of the exchange; `is_below` for one that a tab's page leads to, and that is not the tab's itself."""
    with frame(desk, EXCHANGE), box("vm-handhelds"):
        with box("vm-tabs", "nav") as tabs:
            tabs.props["aria-label"] = _("Pages of the exchange")
            for title, address in _TABS:
                tab = link(_(title), address, "vm-tab")
                if address == current:
                    tab.props["aria-current"] = "true" if is_below else "page"
                    ui.page_title(f"{_(title)} – {NAME}")
        yield
