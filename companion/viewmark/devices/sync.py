"""One sync: the log's key and checks up, clock and answers down, photos up, list and firmware down. Resumes by itself.

What takes long yields: each second it lets new checks come up and new answers go down.
"""

import time
from collections.abc import Awaitable, Callable

from viewmark.archive.archive import Archive
from viewmark.devices.carried_firmware import is_newer
from viewmark.devices.list_file import OfflineListFile, head_of
from viewmark.devices.logkeys import LogKeys
from viewmark.devices.photopulls import PhotoPulls
from viewmark.devices.progress import Progress, Report
from viewmark.devices.pushing import push
from viewmark.devices.session import Session
from viewmark.devices.troubles import Troubles
from viewmark.errors import RefusedError
from viewmark.handheld.signed_image import SignedImage
from viewmark.register.client import ListSecrets
from viewmark.register.errors import RegisterError
from viewmark_protocol.checks import LOG_ID_BYTES, check_id
from viewmark_protocol.errors import SyncError
from viewmark_protocol.firmware_image import version_text
from viewmark_protocol.messages.downward import (
    Candidate,
    ListWanted,
    OfferList,
    PushAnswer,
    PushListPart,
    SetClock,
    SetListKey,
)
from viewmark_protocol.messages.firmware import FirmwareWanted, OfferFirmware, PushFirmwarePart
from viewmark_protocol.messages.hello import Done, Hello
from viewmark_protocol.messages.records import PullRecords, Records
from viewmark_protocol.sync.pull import RecordPull

SecretsFor = Callable[[str], Awaitable[ListSecrets]]

_CLOCK_OFF_S = 2
_FIRST_SEQUENCE = 1  # of every log
# What the handheld shows, and what fits into one message whatever a register sends; all of it is on the laptop.
_MOST_CANDIDATES = 4
_MOST_CHARACTERS = 100
_YIELD_S = 1.0


class Sync:
    """Syncs one handheld over one session into the archive. What cannot be had or brought is noted in `troubles`.

    Records are opened by `keys`, which also takes over the first key of a log that is new here. `filed` holds the ids
    of the checks that were new, and `on_filed` is called whenever there are more.
    """

    def __init__(
        self,
        session: Session,
        archive: Archive,
        keys: LogKeys,
        report: Report = lambda progress: None,
        troubles: Troubles | None = None,
        on_filed: Callable[[], None] = lambda: None,
        filed: list[str] | None = None,
    ) -> None:
        self._session = session
        self._archive = archive
        self._keys = keys
        self._report = report
        self.troubles = Troubles() if troubles is None else troubles
        self.device: Hello | None = None
        self.filed: list[str] = [] if filed is None else filed
        self._on_filed = on_filed
        self._yielded_s = time.monotonic()

    async def greet(self) -> Hello:
        """Say hello and file what the handheld says of itself."""
        device = await self._session.hello()
        if len(device.log_id or b"") != LOG_ID_BYTES:
            raise RefusedError("The handheld does not say which log it writes. Have it examined.")
        self.device = device
        self._archive.see_device(device, int(time.time()))
        await self._keys.take(self._session, device, self.troubles)
        return device

    @property
    def is_unlocked(self) -> bool:
        """Whether the handheld takes what goes down to it."""
        return self._greeted().store_state not in ("locked", "wiped")

    async def set_clock(self) -> None:
        """Set the handheld's clock where it is off; one that refuses this laptop's time is a trouble, no more."""
        device = self._greeted()
        now_s = int(time.time())
        if device.clock_trust == "laptop" and abs(device.clock_s - now_s) <= _CLOCK_OFF_S:
            return
        try:
            await self._session.ask(SetClock(utc_s=now_s), Done)
        except RefusedError as error:
            self.troubles.note("clock", f"{device.device_id} does not take this laptop's time: {error}")
        else:
            self.troubles.clear("clock")

    async def pull(self) -> list[str]:
        """Pull every new check and its photos; return the ids of the checks that were filed."""
        await self.pull_checks()
        await self.pull_photos()
        return self.filed

    async def pull_photos(self) -> None:
        """Pull every photo that a check here names."""
        device = self._greeted()
        if self._keys.may_pull(device):
            photos = PhotoPulls(
                self._session, self._archive, device.device_id, self.troubles, self._report, self._yield
            )
            await photos.pull_all()

    async def pull_checks(self) -> None:
        """Pull every new check."""
        device = self._greeted()
        if not self._keys.may_pull(device):
            return
        cursor = self._archive.cursor(device.device_id, device.log_id)
        missing = self._archive.missing_records(device.device_id, device.log_id)
        self._tell_gap(cursor)
        pull = RecordPull(device.log_id, cursor, device.first_sequence, device.next_sequence)
        acknowledged, first = device.acknowledged, pull.cursor
        while request := pull.request():
            records = pull.accept(await self._session.ask(request, Records))
            self._file(records)
            stored = pull.stored(len(records))
            if self._keys.may_acknowledge(device):
                await self._session.ask(stored, Done)
                acknowledged = pull.cursor
            self._report(Progress(device.device_id, "checks", pull.cursor - first, pull.end - first))
        # What an earlier sync filed that was cut before it said so.
        if pull.cursor > max(device.acknowledged, acknowledged) and self._keys.may_acknowledge(device):
            await self._session.ask(pull.stored(0), Done)
            acknowledged = pull.cursor
        self._archive.see_acknowledged(device.device_id, acknowledged)
        for sequence in missing:
            if device.first_sequence <= sequence < device.next_sequence and not self.troubles.is_resting(sequence):
                await self._pull_missing(sequence)
        self._tell_missing()
        self._keys.tell_broken(device, self.troubles)

    async def push_list(self, offered: OfflineListFile, secrets_for: SecretsFor) -> None:
        """Bring a list and its key down; one that the handheld refuses, or whose key is not to be had, is a trouble."""
        device = self._greeted()
        if device.list_version == offered.version or self.troubles.is_resting("list"):
            return
        try:
            secrets = await secrets_for(device.device_id)
            await self._push_list(offered, secrets)
        except RegisterError as error:
            self.troubles.note("list", f"{device.device_id} gets no new list, for want of its key: {error}")
        except RefusedError as error:
            self.troubles.note("list", f"{device.device_id} does not take list {offered.version}: {error}")
        else:
            self.troubles.clear("list")

    async def _push_list(self, offered: OfflineListFile, secrets: ListSecrets) -> None:
        """Bring what leads from the handheld's version to the newest, each file from where an earlier try was cut."""
        device = self._greeted()
        message = SetListKey(key=secrets.box, root=secrets.root, endorsement=secrets.endorsement)
        await self._session.ask(message, Done)
        for content in offered.way_from(device.list_version):
            await self._push_file(content)

    async def _push_file(self, content: bytes) -> None:
        offer = OfferList(header=head_of(content), total_bytes=len(content))
        await push(self._session, offer, PushListPart, ListWanted, content, self._telling("list"))

    async def push_firmware(self, carried: SignedImage) -> None:
        """Bring firmware down where it is newer than what runs; what is refused is noted and does not come again."""
        device = self._greeted()
        version = version_text(carried.head.version)
        about = ("firmware", version)
        if not is_newer(carried.head, device.board, device.software_version) or self.troubles.is_resting(about):
            return
        head = carried.content[: carried.head_bytes]
        offer = OfferFirmware(head=head, total_bytes=len(carried.content))
        telling = self._telling("firmware")
        try:
            await push(self._session, offer, PushFirmwarePart, FirmwareWanted, carried.content, telling)
        except RefusedError as error:
            self.troubles.note(about, f"{device.device_id} does not take firmware {version}: {error}")
        else:
            self.troubles.clear(about)

    def _telling(self, what: str) -> Callable[[int, int], Awaitable[None]]:
        """Return what reports how much of something is down, and lets checks and answers pass in between."""
        device_id = self._greeted().device_id

        async def told(done: int, total: int) -> None:
            self._report(Progress(device_id, what, done, total))
            await self._yield()

        return told

    async def push_answers(self) -> int:
        """Bring the register's answers down to the handheld that asked; return how many it took."""
        device = self._greeted()
        pushed = 0
        for answer in self._archive.answers.undelivered(device.device_id, device.log_id):
            message = PushAnswer(
                log_id=device.log_id,
                sequence=answer.sequence,
                answer=answer.word,
                answered_s=answer.answered_s,
                candidates=[_shortened(one) for one in answer.candidates[:_MOST_CANDIDATES]],
                text=_short(answer.text),
            )
            about = ("answer", answer.sequence)
            if self.troubles.is_resting(about):
                continue
            try:
                await self._session.ask(message, Done)
            except RefusedError as error:
                which = f"the answer to check {check_id(device.log_id, answer.sequence)}"
                self.troubles.note(about, f"{device.device_id} does not take {which}: {error}")
            else:
                self.troubles.clear(about)
                self._archive.answers.delivered(answer)
                pushed += 1
        return pushed

    async def _yield(self) -> None:
        """Let checks that are new on the handheld come up, and answers that are new here go down."""
        if time.monotonic() - self._yielded_s < _YIELD_S:
            return
        self._yielded_s = time.monotonic()
        before = self._greeted()
        device = await self._session.hello()
        if device.log_id != before.log_id:
            raise SyncError("The handheld has begun another log meanwhile. Sync starts anew.")
        self.device = device
        if device.next_sequence > before.next_sequence:
            await self.pull_checks()
        if self.is_unlocked:
            await self.push_answers()

    def _tell_gap(self, cursor: int) -> None:
        """Say which records the handheld has given up although they never came here."""
        device = self._greeted()
        first = max(cursor, _FIRST_SEQUENCE)
        if device.first_sequence > first:
            self.troubles.note(
                "gap",
                f"{device.device_id} no longer has its checks {first} to {device.first_sequence - 1}, and they never"
                " came here. Look for them on the other laptops and in the register.",
            )

    async def _pull_missing(self, sequence: int) -> None:
        """Ask again for a record that could not be read."""
        device = self._greeted()
        wanted = PullRecords(log_id=device.log_id, from_sequence=sequence, max_bytes=1)  # one comes whatever its size
        try:
            got = await self._session.ask(wanted, Records)
        except RefusedError:  # it has been given up in the meantime
            return
        found = [(one.sequence, one.content) for one in got.records if one.sequence == sequence and one.content]
        if got.log_id != device.log_id or not found:
            return
        self.troubles.clear(sequence)
        self._file(found[:1])

    def _file(self, records: list[tuple[int, bytes]]) -> None:
        """Open what came and file it."""
        device = self._greeted()
        arrived = self._keys.open_all(device, records)
        new = self._archive.file_records(device.device_id, device.log_id, arrived, int(time.time()))
        if new:
            self.filed += new
            self._on_filed()

    def _tell_missing(self) -> None:
        """Note every record that is missing here while the handheld still holds its place."""
        device = self._greeted()
        for sequence in self._archive.missing_records(device.device_id, device.log_id, with_broken=False):
            if sequence >= device.first_sequence and not self.troubles.is_resting(sequence):
                which = f"Check {check_id(device.log_id, sequence)}"
                self.troubles.note(
                    sequence, f"{which} cannot be read on {device.device_id}. It is asked for again at the next sync."
                )

    def _greeted(self) -> Hello:
        if self.device is None:
            raise RefusedError("The handheld has not been greeted yet.")
        return self.device


def _shortened(candidate: Candidate) -> Candidate:
    """Return a candidate with every text cut to what a small screen can show."""
    values = {name: getattr(candidate, name) for name, _ in Candidate.FIELDS}
    return Candidate(**{name: _short(value) if isinstance(value, str) else value for name, value in values.items()})


def _short(text: str) -> str:
    """Return the beginning of a text, without the halves of characters that no message can carry."""
    return text[:_MOST_CHARACTERS].encode("utf-8", "replace").decode()
