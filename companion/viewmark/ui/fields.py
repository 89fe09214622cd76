"""Form fields: a label and the browser's own control, so that keyboard and screen reader know them."""

from collections.abc import Sequence

from nicegui.element import Element

from viewmark.ui.elements import box, marked, text
from viewmark.ui.wording import words


class Field:
    """One labelled field, whose `value` follows what is typed or chosen. `options` are choices and their words."""

    def __init__(
        self,
        label: str,
        test: str,
        value: str = "",
        options: Sequence[tuple[str, str]] = (),
        kind: str = "text",
        hint: str = "",
    ) -> None:
        self.value = value or (options[0][0] if options else "")
        with box("vm-field", "label"):
            text(label, "vm-label")
            self._control = marked(Element("select" if options else "input"), test)
            with self._control:
                for choice, called in options:
                    option = text(called, tag="option")
                    option.props["value"] = choice
                    if choice == self.value:
                        option.props["selected"] = True
        if not options:
            self._control.props.update({"type": kind, "value": value, "placeholder": hint, "autocomplete": "off"})
        self._control.on("change" if options else "input", self._changed, js_handler="(e) => emit(e.target.value)")

    def clear(self) -> None:
        """Empty a field of text."""
        self.value = ""
        self._control.run_method("setAttribute", "value", "")
        self._control.props["value"] = ""
        self._control.update()

    def _changed(self, event: object) -> None:
        given = getattr(event, "args", "")
        self.value = given if isinstance(given, str) else str(given)


def choices(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return names as choices, written as people write them."""
    return [(name, words(name)) for name in names]
