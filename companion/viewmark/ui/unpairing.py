"""Unpairing one handheld on a page: the button, the question, and what is left to do on the handheld."""

from nicegui import ui

from viewmark.ui.desk import Desk
from viewmark.ui.elements import box, button, text
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.pairing import is_at_laptop
from viewmark_protocol.errors import ViewmarkError

_SURE = N_("Unpair {0}? Nothing is synced with it until it is paired anew, over the cable. No check is lost.")
_TOLD = N_("{0} was told: neither trusts the other any more.")
_NOT_TOLD = N_(
    "{0} could not be told. Unpair this laptop on the handheld's own screen too: setup, laptops."
    " A handheld that is lost need not be told: this laptop trusts it no more."
)


class Unpairing:
    """The foot of a handheld's card. `told` is what came of unpairing it, until it is paired again."""

    def __init__(self, desk: Desk, device_id: str, told: str = "") -> None:
        self._desk = desk
        self._device_id = device_id
        self._is_at_laptop = is_at_laptop(ui.context.client.ip)
        self._is_asking = False
        self._is_paired: bool | None = None
        self.told = told
        self._place = box("vm-foot")

    def show(self, is_paired: bool) -> None:
        """Bring it up to date; what stands still is left alone, for a finger may be on the button."""
        if is_paired == self._is_paired:
            return
        if is_paired:
            self.told = ""
        self._is_paired, self._is_asking = is_paired, False
        self._draw()

    def _draw(self) -> None:
        self._place.clear()
        with self._place:
            if self.told:
                text(self.told, "vm-told", "p", "unpaired-outcome")
            if not self._is_paired or not self._is_at_laptop:
                return
            if not self._is_asking:
                button(_("Unpair"), lambda: self._ask(True), test="unpair")
                return
            text(_(_SURE).format(self._device_id), tag="p", test="unpair-question")
            with box("vm-buttons"):
                button(_("Unpair"), self._unpair, "vm-danger-button", "unpair-now")
                button(_("Keep"), lambda: self._ask(False), test="keep")

    def _ask(self, is_asking: bool) -> None:
        self._is_asking = is_asking
        self._draw()

    async def _unpair(self) -> None:
        self._place.clear()
        with self._place:
            text(_("{0} is being unpaired.").format(self._device_id), tag="p")
        try:
            was_told = await self._desk.unpair(self._device_id)
        except ViewmarkError as error:
            self.told = sentence(str(error))
        else:
            self._is_paired = False
            self.told = (_(_TOLD) if was_told else _(_NOT_TOLD)).format(self._device_id)
        self._is_asking = False
        self._draw()
