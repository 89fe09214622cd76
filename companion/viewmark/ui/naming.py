"""The name of one handheld and the report that it is lost, on its card."""

from collections.abc import Callable

from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, text
from viewmark.ui.fields import Field
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.tried import tried
from viewmark.ui.wording import utc
from viewmark_protocol.errors import ViewmarkError

_LOST = N_(
    "Reported lost by {0}, {1} UTC: this laptop trusts it no more and does not pair with it. Have the register's keeper"
    " refuse it too: `viewmark register handhelds --refuse {2}`; it gets no new list then."
)


class Naming:
    """A handheld's name and its report, behind a summary; drawn again after each act alone."""

    def __init__(self, desk: Desk, token: str, device_id: str) -> None:
        self._desk, self._token, self._device_id = desk, token, device_id
        self._place = box("")
        self._draw()

    def _draw(self, why: str = "") -> None:
        note = self._desk.handheld_book.note(self._device_id)
        self._place.clear()
        with self._place:
            if note.lost_s:
                said = _(_LOST).format(note.lost_by, utc(note.lost_s), self._device_id)
                text(said, "vm-warning", "p", "handheld-lost")
            if self._desk.people.operator(self._token) is None:
                return
            with box("vm-form", "details", "naming-form"):
                text(_("Name it, or report it lost"), tag="summary", test="naming-open")
                name = Field(_("What it is called here"), "naming-name", note.name)
                with box("vm-row"):
                    button(_("Keep the name"), lambda: self._act(lambda: self._rename(name.value)), test="naming-keep")
                    if note.lost_s:
                        button(_("It was found"), lambda: self._act(self._found), test="naming-found")
                    else:
                        button(_("It is lost: refuse it"), self._lost, "vm-danger-button", "naming-lost")
                    text(why, "vm-bad-text", test="naming-why").props["role"] = "alert"

    def _rename(self, name: str) -> None:
        self._desk.handheld_book.rename(self._token, self._device_id, name)

    def _found(self) -> None:
        self._desk.handheld_book.report_found(self._token, self._device_id)

    async def _lost(self) -> None:
        try:
            await self._desk.handheld_book.report_lost(self._token, self._device_id)
        except ViewmarkError as error:
            self._draw(sentence(str(error)))
        else:
            self._draw()

    def _act(self, act: Callable[[], None]) -> None:
        self._draw(tried(act))
