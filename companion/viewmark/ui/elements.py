"""The few elements that pages are made of. Text is always set as text, never parsed as markup or as properties."""

from collections.abc import Awaitable, Callable

from nicegui import html
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from viewmark.ui.language import _
from viewmark.ui.wording import SIGNS, line, shown


def text(content: str, classes: str = "", tag: str = "span", test: str = "") -> TextElement:
    """Put a text into the current element; what cannot be seen in it is shown as its code point."""
    element = TextElement(tag=tag, text=shown(content)).classes(classes)
    marked(element, test)
    return element


def link(content: str, address: str, classes: str = "", test: str = "") -> Element:
    """Put a link into the current element."""
    element = text(content, classes, "a", test)
    element.props["href"] = address
    return element


def button(content: str, press: Callable[[], Awaitable[None] | None], classes: str = "", test: str = "") -> Element:
    """Put a button into the current element; `press` is called when it is pressed."""
    element = text(content, f"vm-button {classes}", "button", test)
    element.props["type"] = "button"
    element.on("click", press, [])
    return element


def box(classes: str = "", tag: str = "div", test: str = "") -> Element:
    """Open an element that holds others."""
    return marked(Element(tag).classes(classes), test)


def section(title: str, test: str, classes: str = "") -> Element:
    """Open a titled part of a page."""
    part = box(f"vm-section {classes}", "section", test)
    with part:
        text(title, "vm-title", "h2")
    return part


def verdict(word: str) -> Element:
    """Put a verdict into the current element, or the word for having none: colour, sign and word."""
    with box(f"vm-verdict vm-{word if word in SIGNS else 'none-given'}", "span", "verdict") as badge:
        text(SIGNS.get(word, "!"), "vm-sign", test="verdict-sign")
        text(_(word), test="verdict-word")
    return badge


def cell(content: str | None, classes: str = "", test: str = "") -> Element:
    """Put a text of a line, cut to a line's length, or a dash where there is none."""
    element = text(
        line(content) if content else "–", f"{classes} vm-cell" if content else f"{classes} vm-none", test=test
    )
    if content:
        element.props["title"] = shown(content, 400)
    return element


def facts(pairs: list[tuple[str, str | None]], test: str) -> None:
    """Put a list of names and values, leaving out what is not there."""
    with box("vm-facts", "dl", test):
        for name, value in pairs:
            if value:
                text(name, tag="dt")
                text(value, "vm-raw", "dd")


def bar(done: int, total: int, test: str) -> Element:
    """Put a bar of how much is done; the browser's own element, so that it is read aloud too."""
    element = html.progress(max=max(total, 1), value=min(done, total) if total else 1)
    element.classes("vm-bar")
    return marked(element, test)


def marked(element: Element, test: str) -> Element:
    """Give an element the name that browser tests know it by."""
    if test:
        element.props["data-testid"] = test
    return element
