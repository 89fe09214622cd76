"""A form behind its summary, so that a page stays short until somebody wants to act."""

from nicegui.element import Element

from viewmark.ui.elements import box, text


def form_part(title: str, test: str) -> Element:
    """Open a form behind its summary."""
    part = box("vm-form", "details", f"{test}-form")
    with part:
        text(title, tag="summary", test=f"{test}-open")
    return part
