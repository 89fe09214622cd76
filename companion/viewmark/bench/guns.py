"""Generated weapons for `bench list`: serials in dense blocks, as makers number them, of makers large and small."""

import numpy as np
from numpy.typing import NDArray

from viewmark_protocol.makers import maker_code, maker_names, maker_shapes

LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPRSTUVWXYZ", np.uint8)  # no I, O, Q: makers leave them out
DIGITS = np.frombuffer(b"0123456789", np.uint8)
OCCUPANCY = 0.3  # of a block of running numbers: what is registered at all
RUNNING_DIGITS = 4
SERIAL_BYTES = 14
RARE_SHARE = 0.05  # of all weapons: makers outside of the table, who share codes
RARE_MAKERS = 60
_COMMON_SHAPES = ("A999999", "AA99999", "99999999", "999999", "AAA9999", "9999999")

Serials = NDArray[np.bytes_]


def makers() -> list[str]:
    """Return the names of all makers, those outside of the table last."""
    return [*maker_names(), *(f"WORKSHOP NUMBER {number}" for number in range(RARE_MAKERS))]


def guns(count: int, seed: int) -> tuple[Serials, NDArray[np.uint8]]:
    """Return serials and places in `makers()` of so many different weapons, in random order."""
    rng = np.random.default_rng(seed)
    names = makers()
    known = len(names) - RARE_MAKERS
    weights = np.concatenate([1 / np.arange(1, known + 1) ** 0.8, np.ones(RARE_MAKERS)])
    weights[:known] *= (1 - RARE_SHARE) / weights[:known].sum()
    weights[known:] *= RARE_SHARE / RARE_MAKERS
    serials: list[Serials] = []
    made_by: list[NDArray[np.uint8]] = []
    for place, name in enumerate(names):
        shapes = maker_shapes(maker_code(name)) or (_COMMON_SHAPES[place % 6], _COMMON_SHAPES[(place + 1) % 6])
        wanted = int(count * 1.25 * weights[place] / len(shapes)) + 4
        found = np.unique(np.concatenate([_block_serials(rng, shape, wanted) for shape in shapes]))
        serials.append(found)
        made_by.append(np.full(len(found), place, np.uint8))
    all_serials, all_makers = np.concatenate(serials), np.concatenate(made_by)
    order = rng.permutation(len(all_serials))[:count]
    if len(order) < count:
        raise ValueError(f"only {len(order)} different weapons could be made of {count}")
    return all_serials[order], all_makers[order]


def _block_serials(rng: np.random.Generator, shape: str, count: int) -> Serials:
    """Serials of one shape: random blocks whose last digits run."""
    digits = [place for place, one in enumerate(shape) if one == "9"]
    running = digits[-RUNNING_DIGITS:]
    fixed = [place for place in range(len(shape)) if place not in running]
    block = 10 ** len(running)
    room = 1
    for place in fixed:
        room *= len(LETTERS) if shape[place] == "A" else 10
    blocks = max(1, min(room, round(count / (block * OCCUPANCY) + 0.5)))
    heads = np.zeros((blocks, SERIAL_BYTES), np.uint8)
    for place in fixed:
        heads[:, place] = rng.choice(LETTERS if shape[place] == "A" else DIGITS, blocks)
    count = min(count, int(blocks * block * 0.6) + 1)
    rows = heads[rng.integers(0, blocks, count)]
    numbers = rng.integers(0, block, count)
    for power, place in enumerate(reversed(running)):
        rows[:, place] = 48 + numbers // 10**power % 10
    return rows.view(f"S{SERIAL_BYTES}").ravel()
