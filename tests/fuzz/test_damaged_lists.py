"""Damaged lists: the reader ends with an answer or its own error, and never misses in silence what is listed."""

import random

import pytest

from viewmark.lists.builder import Edition, build
from viewmark_protocol.errors import ListError
from viewmark_protocol.lists.coding import in_memory
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header
from viewmark_protocol.lists.offline import OfflineList, verify

KEY = bytes(range(32))
LISTED = [(f"AB{number:04}", "GLOCK", "stolen") for number in range(400)]
CONTENT, _ = build(LISTED, KEY, Edition(1, 1000, 2000, "test"))
BODY_AT = decode_header(CONTENT[:HEADER_BYTES]).head_bytes


def damaged(dice: random.Random) -> bytes:
    """The list with bits turned, bytes written over, stretches moved, or its end cut off."""
    content = bytearray(CONTENT)
    for _ in range(dice.choice((1, 1, 2, 8))):
        at = dice.randrange(len(content))
        way = dice.randrange(4)
        if way == 0:
            content[at] ^= 1 << dice.randrange(8)
        elif way == 1:
            content[at : at + 4] = dice.randbytes(4)
        elif way == 2:
            start = dice.randrange(len(content))
            content[at : at + 40] = content[start : start + 40]
        else:
            del content[max(at, HEADER_BYTES) :]
            break
    return bytes(content)


def holds(seed: int) -> None:
    dice = random.Random(seed)
    content = damaged(dice)
    if content != CONTENT:
        try:
            verify(in_memory(content))
        except ListError:
            pass
        else:
            assert content[: len(CONTENT)] == CONTENT, f"damage {seed} is not noticed"
    try:
        asked = OfflineList(in_memory(content), KEY)
        for serial, _, _ in dice.sample(LISTED, 3):
            assert asked.find(serial), f"damage {seed}: {serial} is missed in silence"
    except ListError:
        pass


def test_a_damaged_list_is_noticed_and_never_misses_in_silence() -> None:
    for seed in range(3000):
        holds(seed)


@pytest.mark.prove
def test_of_a_hundred_thousand_damaged_lists_none_misses_in_silence() -> None:
    for seed in range(100_000):
        holds(seed)
