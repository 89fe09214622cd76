"""Runs a ring with the power cut at one operation, boots again, and says what is wrong then."""

from checks.ring import Ring, RingFullError
from flash import PowerCut, RamFlash

LOG_ID = b"log-0001"
SECTOR_BYTES = 1024
SECTORS = 5
RECORDS = 120
AFTERWARDS = 12  # records that a store must take once the laptop has everything


def content(number):
    """Return the record with this sequence, 20 to 118 bytes."""
    return b"%05d:" % number + bytes([(number * 7 + place) & 255 for place in range(14 + number * 37 % 99)])


def run(make_ring, flash):
    """Append all records, the laptop acknowledging late; return `(appended, acknowledged)` at the cut or end."""
    appended = acknowledged = 1
    try:
        ring = make_ring(flash, LOG_ID, 0)
        for number in range(1, RECORDS + 1):
            ring.append(content(number))
            appended = number + 1
            if number % 9 == 0:
                acknowledged = number - 4
                ring.acknowledge(acknowledged)
    except PowerCut:
        pass
    return appended, acknowledged


def count_operations(make_ring=Ring):
    """Return how many operations a run has; each can be cut."""
    flash = RamFlash(SECTOR_BYTES, SECTORS, unit_bytes=16)
    assert run(make_ring, flash)[0] == RECORDS + 1
    return flash.operations


def faults(make_ring, mode, cut):
    """Return what is wrong after a cut in this mode at this operation, as sentences; none when all is well."""
    flash = RamFlash(SECTOR_BYTES, SECTORS, unit_bytes=16)
    flash.cut, flash.mode = cut, mode
    appended, acknowledged = run(make_ring, flash)
    found = ["before: " + one for one in flash.violations]
    flash = flash.rebooted()
    ring = make_ring(flash, LOG_ID if appended > 1 else b"log-0002", acknowledged)
    if appended > 1 and ring.log_id != LOG_ID:
        found.append("the log id changed")
    if ring.first_sequence > acknowledged:
        found.append("record %d is gone and was not acknowledged" % acknowledged)
    if not appended <= ring.next_sequence <= appended + 1:
        found.append("%d records were appended, %d are there" % (appended - 1, ring.next_sequence - 1))
    found.extend(_differing(ring, acknowledged))
    found.extend(_not_writable(make_ring, flash, ring))
    return found + ["after: " + one for one in flash.violations]


def _differing(ring, acknowledged):
    found = []
    # A sector whose erasure was cut can hold less than its header says; all of it was acknowledged.
    for number in range(max(ring.first_sequence, acknowledged), ring.next_sequence):
        if ring.read(number) != content(number):
            found.append("record %d differs" % number)
    return found


def _not_writable(make_ring, flash, ring):
    start = ring.next_sequence
    ring.acknowledge(start)
    for number in range(start, start + AFTERWARDS):
        try:
            ring.append(content(number))
        except RingFullError:
            return ["the store is full although all was acknowledged"]
    again = make_ring(flash, b"log-0003", start)
    if again.next_sequence != start + AFTERWARDS:
        return ["after the cut %d records were appended, %d are there" % (AFTERWARDS, again.next_sequence - start)]
    return [
        "record %d differs after going on" % number
        for number in range(start, start + AFTERWARDS)
        if again.read(number) != content(number)
    ]
