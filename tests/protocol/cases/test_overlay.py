"""Changes on top of a base list: added, dropped, removed, day after day, and what does not follow."""

from protocol_helpers import refusal
from protocol_helpers.lists import KEY, delta_bytes, list_bytes, pair_of, reader

from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.delta import Delta
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header
from viewmark_protocol.lists.merging import Merging
from viewmark_protocol.lists.offline import OfflineList
from viewmark_protocol.lists.overlay import Overlay

WEAPONS = [("AB%04d" % number, "GLOCK", "stolen") for number in range(300)]
BASE = list_bytes(WEAPONS)
BUCKETS = decode_header(BASE).buckets
LATER = [("CD%04d" % number, "BERETTA", "lost") for number in range(90)]


def opened():
    return OfflineList(reader(BASE), KEY)


def pairs(weapons):
    return sorted([pair_of(weapon, BUCKETS) for weapon in weapons])


def places(weapons):
    """Return `bucket << 8 | place` of weapons of the base."""
    rows = {}
    for number, payload in pairs(WEAPONS):
        rows.setdefault(number >> 20, []).append((number, payload))
    return sorted([one[0] >> 20 << 8 | rows[one[0] >> 20].index(one) for one in pairs(weapons)])


def merged(base, present, content):
    """Return the overlay that a delta makes of the present one."""
    header = decode_header(content[:HEADER_BYTES])
    merging = Merging(base, present, Delta(reader(content), header))
    body = b"".join(list(merging.pieces()))
    return Overlay(reader(merging.header() + body), base)


def test_what_was_added_is_found_and_what_was_removed_is_not():
    asked = opened()
    overlay = merged(asked.base, None, delta_bytes(pairs(LATER), [], places(WEAPONS[:20]), BUCKETS, 6, 5))
    asked.use(overlay)
    assert asked.header.version == 6
    assert [asked.find(one[0])[0].category for one in LATER] == ["lost"] * 90
    assert not [one for one in WEAPONS[:20] if asked.find(one[0])]
    assert [len(asked.find(one[0])) for one in WEAPONS[20:]] == [1] * 280
    assert len(list(overlay.verifying())) > 0


def test_days_follow_on_one_another_and_all_at_once_gives_the_same():
    asked = opened()
    first = merged(asked.base, None, delta_bytes(pairs(LATER[:50]), [], places(WEAPONS[:9]), BUCKETS, 6, 5))
    dropped = pairs(LATER[:10])
    second = merged(asked.base, first, delta_bytes(pairs(LATER[50:]), dropped, places(WEAPONS[5:30]), BUCKETS, 7, 6))
    at_once = merged(asked.base, second, delta_bytes(pairs(LATER[10:]), [], places(WEAPONS[:30]), BUCKETS, 7, 5))
    for overlay in (second, at_once):
        asked.use(overlay)
        assert [len(asked.find(one[0])) for one in LATER] == [0] * 10 + [1] * 80
        assert [len(asked.find(one[0])) for one in WEAPONS] == [0] * 30 + [1] * 270
        assert (asked.header.version, asked.header.entries) == (7, 300 + 80 - 30)


def test_what_was_removed_can_come_back():
    asked = opened()
    first = merged(asked.base, None, delta_bytes([], [], places(WEAPONS[:1]), BUCKETS, 6, 5))
    asked.use(merged(asked.base, first, delta_bytes(pairs(WEAPONS[:1]), [], [], BUCKETS, 7, 6)))
    assert len(asked.find(WEAPONS[0][0])) == 1


def test_every_removed_place_is_known_however_they_lie():
    base = decode_header(BASE[:HEADER_BYTES])
    end = BUCKETS << 8
    for removed in (
        list(range(300)),  # all at the beginning, where few are expected
        list(range(end - 300, end)),
        list(range(0, end, 7)),
        [0, end - 1],
        [],
    ):
        overlay = merged(base, None, delta_bytes([], [], removed, BUCKETS, 6, 5))
        assert [place for place in range(end) if overlay.removes(place)] == removed
        assert list(overlay.removed()) == removed


def test_changes_that_do_not_follow_are_refused():
    base = opened().base
    first = merged(base, None, delta_bytes([], [], [], BUCKETS, 6, 5))
    assert "do not follow" in refusal(ListError, merged, base, first, delta_bytes([], [], [], BUCKETS, 8, 7))
    assert "do not follow" in refusal(ListError, merged, base, None, delta_bytes([], [], [], BUCKETS, 7, 6))
    other = delta_bytes([], [], [], BUCKETS, 6, 4, base=4)
    assert "another list" in refusal(ListError, merged, base, None, other)
    foreign = delta_bytes([], [], [], BUCKETS, 6, 5, key=bytes(32))
    assert "another list" in refusal(ListError, merged, base, None, foreign)


def test_changes_that_make_no_sense_are_refused():
    base = opened().base
    not_there = delta_bytes([], pairs(LATER[:1]), [], BUCKETS, 6, 5)
    assert "not there" in refusal(ListError, merged, base, None, not_there)
    beyond = delta_bytes([(BUCKETS << 26, 1)], [], [], BUCKETS, 6, 5)
    assert "more buckets" in refusal(ListError, merged, base, None, beyond)


def test_an_overlay_of_another_base_or_a_damaged_one_is_refused():
    base = opened().base
    content = delta_bytes(pairs(LATER), [], [], BUCKETS, 6, 5)
    header = decode_header(content[:HEADER_BYTES])
    merging = Merging(base, None, Delta(reader(content), header))
    body = b"".join(list(merging.pieces()))
    image = merging.header() + body
    other = decode_header(list_bytes(WEAPONS[1:]))
    assert "another list" in refusal(ListError, Overlay, reader(image), other)
    assert "no changes" in refusal(ListError, Overlay, reader(b"\xff" * 200), base)
    for place in range(0, len(image), 29):
        damaged = bytearray(image)
        damaged[place] ^= 4
        try:
            list(Overlay(reader(bytes(damaged)), base).verifying())
            raise AssertionError("accepted at %d" % place)
        except ListError:
            pass
