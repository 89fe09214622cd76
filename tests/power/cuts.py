"""What is wrong after the power went at one operation of a shift: nothing, if the store keeps its word.

The flash is brought to the operation by its trace, so that every cut costs one start, not a whole shift.
"""

from checks import files, photos
from flash import DROPPED, LANDED, TORN, TORN_END, PowerCut, RamFlash
from keys.slots import SLOT_BYTES
from link.pairings import Pairings
from shift import CHECKS, SIZES, Board, content, digest_of, is_writable, picture, start
from viewmark_protocol.errors import ViewmarkError
from viewmark_protocol.sealing.box import open_box
from viewmark_protocol.sealing.record import end_proof, next_key, unseal

SLOTS_AT = 3 * 1024


class Told:
    """What had been told as done before the cut, and what was under way."""

    def __init__(self):
        self.recorded = 0
        self.acknowledged = self.acknowledging = 0
        self.kept = {}  # digest -> (check, key), while it must be there
        self.leaving = set()  # digests that may be gone already
        self.forgets_first_key = self.first_key_forgotten = False
        self.paired = set()  # certificates of laptops that must be trusted
        self.unsure = set()  # and of those that may be
        self.certificate = b""  # the handheld's own

    def take(self, what, value):
        if what == "recorded":
            self.recorded = value
        elif what == "acknowledging":
            self.acknowledging = value
        elif what == "acknowledged":
            self.acknowledged = value
        elif what == "kept":
            self.kept[value[1]] = (value[0], value[2])
        elif what == "letting go":
            self.leaving.add(value)
        elif what == "forgetting first key":
            self.forgets_first_key = True
        elif what == "first key forgotten":
            self.first_key_forgotten = True
        elif what == "pairing":
            self.unsure.add(value)
        elif what == "paired":
            self.unsure.discard(value[0])
            self.paired.add(value[0])
            self.certificate = value[1]
        elif what == "unpairing":
            self.paired.discard(value)
            self.unsure.add(value)
        elif what == "unpaired":
            self.unsure.discard(value)


class Cuts:
    """Goes through a shift operation by operation."""

    def __init__(self, shift):
        self._shift = shift
        self._flashes = {
            name: RamFlash(
                *SIZES[name], unit_bytes=0 if name == "photos" else 16, errors=name == "photos", zeroes=name == "keys"
            )
            for name in SIZES
        }
        self._done = 0  # operations that the flashes have seen
        self._event = 0
        self._told = Told()
        self._keys = [b"", shift.first_key]
        while len(self._keys) < CHECKS + 8:
            self._keys.append(next_key(self._keys[-1]))

    def faults(self, cut, mode, second=-1):
        """Return what is wrong after a cut at this operation, as sentences. Operations ascend from call to call.

        With `second` the power goes again at that operation of the start that follows.
        """
        self._bring_to(cut)
        flashes = {name: flash.rebooted() for name, flash in self._flashes.items()}
        name, at, new = self._shift.trace[cut]
        half = len(new) // 2
        begin, end = {DROPPED: (0, 0), TORN: (0, half), TORN_END: (half, len(new)), LANDED: (0, len(new))}[mode]
        flashes[name].content[at + begin : at + end] = new[begin:end]
        if second >= 0:
            flashes = self._started_and_cut(flashes, second, mode)
        try:
            return self._look(flashes)
        except (ViewmarkError, OSError) as error:
            return ["%s: %s" % (type(error).__name__, error)]

    def _bring_to(self, cut):
        while self._done < cut:
            name, at, new = self._shift.trace[self._done]
            self._flashes[name].content[at : at + len(new)] = new
            self._done += 1
        events = self._shift.events
        while self._event < len(events) and events[self._event][0] <= cut:
            self._told.take(events[self._event][1], events[self._event][2])
            self._event += 1

    def _started_and_cut(self, flashes, second, mode):
        for flash in flashes.values():
            flash.cut, flash.mode, flash.errors = second, mode, False
        try:
            start(Board(flashes, b"cut again", 100))
        except (PowerCut, ViewmarkError, OSError):
            pass
        again = {name: flash.rebooted() for name, flash in flashes.items()}
        again["photos"].errors = True
        return again

    def _look(self, flashes):
        told = self._told
        store = start(Board(flashes, b"after the cut", 200))
        ring = store.ring
        found = []
        if told.recorded and (store.state != "open" or ring.log_id != self._shift.log_id):
            return ["the store is %s, its log %s" % (store.state, ring.log_id)]
        if not told.recorded + 1 <= ring.next_sequence <= told.recorded + 2:
            found.append("%d checks were told as recorded, %d are there" % (told.recorded, ring.next_sequence - 1))
        if not told.acknowledged <= max(1, ring.acknowledged) <= max(1, told.acknowledging):
            found.append("acknowledged is %d, told was %d" % (ring.acknowledged, told.acknowledged))
        if ring.first_sequence > max(1, told.acknowledged):
            found.append("check %d is gone and was not acknowledged" % max(1, told.acknowledged))
        if ring.log_id == self._shift.log_id:
            found += self._records(store, max(1, told.acknowledged))
            found += self._key(store, flashes["keys"])
        found += self._photos(ring)
        found += self._paired(Pairings(Board(flashes, b"pairings"), lambda: None))
        return found + self._goes_on(store, flashes)

    def _records(self, store, first):
        found = []
        for number in range(max(store.ring.first_sequence, first), store.ring.next_sequence):
            try:
                if unseal(self._keys[number], number, store.ring.read(number)) != content(number):
                    found.append("check %d differs" % number)
            except ViewmarkError as error:
                found.append("check %d: %s" % (number, error))
        return found

    def _key(self, store, flash):
        sequence = store.ring.next_sequence
        found = []
        if store.log.end_proof != end_proof(self._keys[sequence], store.ring.log_id, sequence):
            found.append("the end of the log is not proved")
        if store.log.first_key_waits and self._told.first_key_forgotten:
            found.append("the first key is here again")
        if not store.log.first_key_waits and not self._told.forgets_first_key:
            found.append("the first key is gone")
        slots = 0
        for sector in range(SLOTS_AT, len(flash.content), 1024):
            for at in range(sector, sector + 1024 - SLOT_BYTES + 1, SLOT_BYTES):
                slots += bytes(flash.content[at : at + SLOT_BYTES]) not in (b"\xff" * SLOT_BYTES, bytes(SLOT_BYTES))
        if slots != 1:
            found.append("%d key slots hold something" % slots)
        return found

    def _paired(self, pairings):
        there = {certificate for _, certificate in pairings.laptops}
        if there - self._told.unsure - self._told.paired or self._told.paired - there:
            return ["paired are %s, told were %s" % (sorted(there), sorted(self._told.paired))]
        if self._told.certificate and pairings.certificate() != self._told.certificate:
            return ["the handheld has another certificate"]
        return []

    def _photos(self, ring):
        told, found, there = self._told, [], []
        for name in files.names("taken"):
            there.append(name)
        for digest, (number, key) in told.kept.items():
            name = "".join(["%02x" % byte for byte in digest])
            if digest in told.leaving:
                if name in there and number < told.acknowledged:
                    there.remove(name)  # it may be there still: the laptop has it, and asks again
                continue
            if name in there:
                there.remove(name)
                box = photos.read(digest, 0, 100000)
                if digest_of(box) != digest or open_box(key, box) != picture(number):
                    found.append("the photo of check %d differs" % number)
                if number >= ring.next_sequence:
                    found.append("a photo is there and its check %d is not" % number)
            elif number <= told.recorded or number < ring.next_sequence:
                found.append("the photo of check %d is gone" % number)
        # One that was written but not yet told is there with its check, or not at all.
        if there:
            found.append("%d photos that no check names" % len(there))
        return found

    def _goes_on(self, store, flashes):
        sequence = store.ring.next_sequence
        store.acknowledge(sequence)
        for number in range(3):
            store.log.append(content(number), 1790001000)
        if not is_writable():
            return ["the file store is not writable"]
        again = start(Board(flashes, b"after going on", 300))
        if again.ring.next_sequence != sequence + 3 or again.state != "open":
            return ["it does not go on: %d are there, the store is %s" % (again.ring.next_sequence, again.state)]
        found = []
        if again.ring.log_id == self._shift.log_id:
            for number in range(3):
                sealed = again.ring.read(sequence + number)
                if unseal(self._key_of(sequence + number), sequence + number, sealed) != content(number):
                    found.append("after going on check %d differs" % (sequence + number))
        violations = [one for flash in flashes.values() for one in flash.violations]
        return found + violations[:1]

    def _key_of(self, number):
        while len(self._keys) <= number:
            self._keys.append(next_key(self._keys[-1]))
        return self._keys[number]
