"""Which image starts: the newest that was confirmed, or a newer one that was not tried yet, once."""

from updates.slot import REFUSED, TRIED


def choose(slots, newer_than=None):
    """Return the number of the slot to start, None for none; one that was not confirmed is marked as tried first.

    One that was tried and not confirmed, or is damaged, is marked as refused and never starts again. With `newer_than`
    only a higher version counts.
    """
    numbers = [number for number, slot in enumerate(slots) if slot.is_complete and not slot.is_refused]
    numbers.sort(key=lambda number: slots[number].head.version, reverse=True)
    for number in numbers:
        slot = slots[number]
        if newer_than is not None and slot.head.version <= newer_than:
            continue
        if not slot.is_whole() or (slot.is_tried and not slot.is_confirmed):
            slot.mark(REFUSED)
            continue
        if not slot.is_confirmed:
            slot.mark(TRIED)
        return number
    return None
