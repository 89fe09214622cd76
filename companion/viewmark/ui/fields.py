"""Form fields: a label and the browser's own control, so that keyboard and screen reader know them."""

from collections.abc import Sequence

from nicegui.element import Element

from viewmark.ui.elements import box, marked, text
from viewmark.ui.wording import words


def control(
    label: str,
    name: str,
    test: str,
    value: str = "",
    options: Sequence[tuple[str, str]] = (),
    kind: str = "text",
    autocomplete: str = "off",
) -> Element:
    """Put a labelled input, or a select where there are `options` (value, words); return the browser's control."""
    with box("vm-field", "label"):
        text(label, "vm-label")
        element = marked(Element("select" if options else "input"), test)
        element.props["name"] = name
        with element:
            for choice, called in options:
                option = text(called, tag="option")
                option.props["value"] = choice
                if choice == value:
                    option.props["selected"] = True
    if not options:
        # Not `value`: that is written anew with every change of the page, over what is being typed.
        element.props.update({"type": kind, "defaultValue": value, "autocomplete": autocomplete})
    return element


class Field:
    """One labelled field, whose `value` follows what is typed or chosen. `options` are choices and their words."""

    def __init__(
        self, label: str, test: str, value: str = "", options: Sequence[tuple[str, str]] = (), kind: str = "text"
    ) -> None:
        self.value = value or (options[0][0] if options else "")
        element = control(label, test, test, self.value, options, kind, "off" if kind == "text" else "new-password")
        element.on("change" if options else "input", self._changed, js_handler="(e) => emit(e.target.value)")

    def _changed(self, event: object) -> None:
        given = getattr(event, "args", "")
        self.value = given if isinstance(given, str) else str(given)


def choices(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return names as choices, written as people write them."""
    return [(name, words(name)) for name in names]
