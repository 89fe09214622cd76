"""Looking one number up in a Golomb-Rice row (`coding.py`), where it lies and without reading more than is needed."""

from ..compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from ..compat import micropython, ptr8, ptr32

MOST_FOUND = 64  # equal numbers in one row that are told apart
DAMAGED = -1


@micropython.viper
def scan(row: object, row_bytes: int, rice_bits: int, payload_bits: int, wanted: int, found: object) -> int:
    """Fill `found` (32-bit words) with payload and place of each entry whose number is wanted; return how many.

    Numbers are below 2^29. DAMAGED where the bytes are no row as far as they were looked at.
    """
    data = ptr8(row)
    out = ptr32(found)
    end = row_bytes * 8
    shortest = 1 + rice_bits + payload_bits
    at = 0
    number = 0
    place = 0
    count = 0
    while end - at >= shortest:
        zeros = 0
        while int(data[at >> 3]) & (0x80 >> (at & 7)) == 0:
            zeros += 1
            at += 1
            if at >= end:
                return count if zeros < 8 else -1
        at += 1
        if end - at < rice_bits + payload_bits:
            return -1
        gap = 0
        need = rice_bits
        while need > 0:
            have = 8 - (at & 7)
            take = have if have < need else need
            gap = (gap << take) | ((int(data[at >> 3]) >> (have - take)) & ((1 << take) - 1))
            at += take
            need -= take
        if zeros >> (28 - rice_bits):
            return -1
        number += (zeros << rice_bits) + gap
        if number > wanted:
            return count
        if number == wanted and count < 64:
            payload = 0
            bit = at
            need = payload_bits
            while need > 0:
                have = 8 - (bit & 7)
                take = have if have < need else need
                payload = (payload << take) | ((int(data[bit >> 3]) >> (have - take)) & ((1 << take) - 1))
                bit += take
                need -= take
            out[2 * count] = payload
            out[2 * count + 1] = place
            count += 1
        at += payload_bits
        place += 1
    return count
