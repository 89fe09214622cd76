"""One check at the weapon: picture, reading, confirmation, marks, verdict, record. Recorded before it is shown."""

import asyncio

import buffers
from checks import answers, files, photos
from checks import draft as drafts
from checks.draft import Draft
from checks.taken import Taken
from loading import give_back
from ports import CameraError, StorageError
from screens.aim import reading
from screens.language import told
from screens.message import message, unfinished
from viewmark_protocol.clock import CLOCK_TRUSTS, Clock
from viewmark_protocol.makers import maker_code
from viewmark_protocol.verdicts import VERDICTS

# All four quadrants first; each further picture is lit from one side, which brings out worn strokes.
_LIGHTS = (15, 1, 2, 4, 8)
# What judges and records a check: not in memory while its verdict is shown and a laptop may come.
_RECORDING = ("checks", "marks", "warning_words", "judging", "enumeration", "plausibility", "shapes")


class CheckFlow:
    """Runs checks on an app, which shows pages and owns the stores."""

    def __init__(self, app) -> None:
        self._app = app
        self._view = 0
        self._trouble = ""  # why the photo could not be kept

    async def run(self) -> None:
        """Take one weapon from picture to recorded verdict; the officer can leave until it is recorded."""
        app = self._app
        if files.damage:
            await app.show(message("STORE DAMAGED", files.damage))
            return
        if not app.store.log.can_append:
            text = "The keys of this store are lost. Sync: once all is on the laptop it goes on with new ones."
            await app.show(message("KEYS LOST", text))
            return
        if not app.has_room():
            text = "The store is full: the checks on it wait for the laptop. Sync, then go on. Nothing is lost."
            await app.show(message("STORE FULL", text))
            return
        self._view = 0
        app.holds_unkept = True
        taken, serial = await self._confirmed()
        give_back("screens.confirm", "checks.serial", "screens.leaving")
        if serial is not None:
            await self._drop_early_keys()
            await self._go_on(await self._begun(taken, serial or None))

    async def _confirmed(self) -> tuple:
        """Return what was taken with the serial: empty where the weapon has none, None where the officer leaves."""
        from screens.confirm import confirm  # for this alone: what follows needs the memory

        app = self._app
        taken = await self._take_picture()
        while True:
            fault = app.burst.fault if taken.photo and app.burst else ""
            key = await app.show(confirm(taken.lattice, fault, taken.code_serial))
            if key == "ok":
                return taken, taken.read or taken.code_serial or ""
            if key == "up":
                if taken.photo is not None:
                    taken.photo.close()
                return taken, None
            if key == "back":
                self._view = (self._view + 1) % len(_LIGHTS)
                taken = await self._take_picture()
            else:
                from checks.serial import type_serial

                serial = await type_serial(app, taken.first_guess(), taken)
                if serial is not None:
                    return taken, serial

    async def resume(self) -> None:
        """Go on with the check that a power cut has left, or give it up."""
        draft = Draft.load()
        if draft and draft.is_recorded(self._app.ring):
            draft = None  # the power went between the two
        if draft and await self._app.show(unfinished(draft.serial)) == "ok":
            await self._go_on(draft)
            return
        self._forget()

    def _forget(self) -> None:
        """Forget the draft and its photo: it is recorded, or given up."""
        drafts.forget()
        photos.settle(self._app.ring)

    async def _begun(self, taken: Taken, serial) -> Draft:
        """Return the draft of a check with its photo kept and, where a picture shows more lines, what they say."""
        place = (self._app.ring.log_id, self._app.ring.next_sequence)
        draft = Draft(taken, serial, taken.source_of(serial), place=place)
        if taken.photo is not None:
            await self._app.show(reading(), wait=False)
            from checks.asking import beside  # with its tables: in memory only while marks are asked for

            draft.answers = beside(self._app.burst.beside())
            try:
                draft.photo = photos.keep(taken.photo, self._app.ring, self._app.ports.random)
            except StorageError as error:
                self._trouble = str(error)
            finally:
                taken.photo.close()
        self._app.holds_unkept = not draft.keep()
        await self._drop_early_keys()
        return draft

    async def _go_on(self, draft: Draft) -> None:
        from checks.guide import lead

        while not await lead(self._app, draft, self._read_line, self._scan_code):
            from screens.leaving import give_up

            if await self._app.show(give_up(draft.serial)) == "down":
                self._forget()
                return
        await self._drop_early_keys()
        give_back(
            "checks.guide", "checks.asking", "checks.serial", "screens.leaving", "screens.guide", "screens.choice"
        )
        give_back(*["viewmark_protocol." + name for name in ("inscriptions", "phrases", "origins", "calibres")])
        await self._tell_by_shape(draft)
        await self._finish(draft)

    async def _tell_by_shape(self, draft: Draft) -> None:
        """Ask about look-alikes that the maker's shapes tell apart otherwise; what the officer takes is the serial."""
        if draft.serial is None or draft.maker is None:
            return
        from screens.shape import shape_question
        from viewmark_protocol.shapes import by_shape, by_shape_text

        code = maker_code(draft.maker)
        is_read = draft.serial == draft.read
        shaped = by_shape(draft.lattice, code) if is_read else by_shape_text(draft.serial, code)
        if shaped is None:
            return
        key = await self._app.show(shape_question(draft.serial, shaped.serial, draft.maker, shaped.shape))
        await self._drop_early_keys()
        if key == "down":
            draft.serial, draft.source = shaped.serial, "typed"

    async def _read_line(self) -> list:
        """Return the lattice of a line in a new picture, of which no photo is kept."""
        taken = await self._take_picture()
        if taken.photo is not None:
            taken.photo.close()
        return taken.lattice

    async def _scan_code(self) -> "str | None":
        """Return what a code in sight says, as text; None where there is none."""
        code, _ = await _result(_begun_scan(self._app.ports))
        return code[0][1] if code else None

    async def _take_picture(self) -> Taken:
        """Take a picture and read it; without one there is no photo and an empty lattice, so that one can type."""
        ports = self._app.ports
        scan = _begun_scan(ports)
        light = _LIGHTS[self._view]
        ports.light.show(light)
        try:
            photo = ports.camera.capture(buffers.frame)
        except CameraError as error:
            await self._app.show(message("NO PICTURE", str(error)))
            return Taken(None, [], *(await _result(scan)))
        if self._app.burst is None:
            from checks.burst import Burst  # with the reader and its buffers: what only types stays small

            self._app.burst = Burst(self._app)
        lattice = await self._app.burst.read(light)
        code, code_serial = await _result(scan)
        await self._drop_early_keys()
        return Taken(photo, lattice, code, code_serial)

    async def _drop_early_keys(self) -> None:
        """Let the keys that were pressed so far arrive, and drop them: nobody answers what he has not seen."""
        await asyncio.sleep_ms(0)
        self._app.ports.keys.forget()

    async def _finish(self, draft: Draft) -> None:
        app = self._app
        serial, maker = draft.serial, draft.maker
        sequence, result, list_text = self._record(draft)
        give_back("checks.record", *["viewmark_protocol." + name for name in _RECORDING])
        await self._drop_early_keys()
        if self._trouble:
            text = told("The check is recorded without its photo.") + " " + told(self._trouble)
            await app.show(message("NO PHOTO", text))
        from screens.verdict import verdict

        while not app.store.is_locked:
            answer = answers.load(app.ring.log_id, sequence)
            page = verdict(result.word, result.reason, result.matched, serial, maker, sequence, list_text, answer)
            if answer and app.lines.server.register_hit == sequence:
                app.lines.server.register_hit = 0
            if await app.show(page, refresh=True) in page.keys:
                return

    def _record(self, draft: Draft) -> tuple:
        """Judge and record a check; return its sequence, its verdict and what is said of the list that was asked."""
        from checks.record import build_record
        from viewmark_protocol.checks import encode_check
        from viewmark_protocol.judging import judge  # what asks the list: not in memory while a list comes

        app = self._app
        clock, log = app.ports.clock, app.store.log
        # The record names the list that was asked: a sync can bring another while a page is shown.
        asked = app.lists.current
        now_s = clock.now_s()
        list_text = told("List %s") % app.list_date() + app.list_age()[0] if asked else ""
        opened = Clock(utc_s=now_s, trust=clock.trust(), boot_count=app.boot_count, behind_s=log.behind_s(now_s))
        result = judge(draft.serial, draft.maker, asked, opened.utc_s, opened.trust, draft.lattice, draft.code_serial)
        record = build_record(opened, asked.header if asked else None, result, draft)
        app.has_draft = True  # until it is recorded: what fails here is offered again, with its photo
        sequence = log.append(
            encode_check(record),
            opened.utc_s,
            VERDICTS.index(result.word),
            CLOCK_TRUSTS.words.index(opened.trust),
        )
        app.has_draft = app.holds_unkept = False
        self._forget()
        return sequence, result, list_text


def _begun_scan(ports):
    """Return a scan that has begun, None where the board has no scan engine."""
    if not ports.scan_engine:
        return None
    from checks.code import CodeScan  # with its protocols: in memory only while it scans

    return CodeScan(ports.scan_engine, ports.clock)


async def _result(scan) -> tuple:
    """Return what the code says and the serial among it (`CodeScan.result`), and give back what scanning needed."""
    if scan is None:
        return [], None
    result = await scan.result()
    give_back("checks.code", "viewmark_protocol.scanning", "viewmark_protocol.iso15434")
    return result
