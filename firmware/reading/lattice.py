"""Turns class scores into a lattice: for each position, its likeliest characters."""

from array import array

from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr32

# Class 0 is the blank between characters.
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./?"
UNREAD = "?"
ALTERNATIVES = 3
# Fewer characters than this are dirt or a scratch, not a mark.
SHORTEST = 2
_E = 2.718281828


@micropython.viper
def _best(scores: object, best: object, steps: int, classes: int) -> int:
    """Writes the likeliest class of every step."""
    source = ptr8(scores)
    target = ptr8(best)
    t = 0
    while t < steps:
        start = t * classes
        winner = 0
        most = int(source[start])
        c = 1
        while c < classes:
            score = int(source[start + c])
            if score > most:
                most = score
                winner = c
            c += 1
        target[t] = winner
        t += 1
    return 0


@micropython.viper
def _rank(scores: object, start: int, classes: int, table: object, ranked: object) -> int:
    """Fills `ranked` with the sum of all likelihoods, then class and likelihood of the likeliest.

    `table` gives the likelihood (65536 = certain) of a score that lies so far below the best;
    `ranked` has room for 1 + 2 * 4 numbers. The blank counts in the sum alone.
    """
    source = ptr8(scores)
    likelihood = ptr32(table)
    target = ptr32(ranked)
    most = 0
    c = 0
    while c < classes:
        score = int(source[start + c])
        if score > most:
            most = score
        c += 1
    total = 0
    c = 0
    while c < classes:
        total += int(likelihood[most - int(source[start + c])])
        c += 1
    target[0] = total
    place = 0
    while place < 4:
        winner = 0
        best = -1
        c = 1
        while c < classes:
            score = int(source[start + c])
            if score > best:
                taken = 0
                k = 0
                while k < place:
                    if int(target[1 + 2 * k]) == c:
                        taken = 1
                    k += 1
                if taken == 0:
                    best = score
                    winner = c
            c += 1
        target[1 + 2 * place] = winner
        target[2 + 2 * place] = int(likelihood[most - best])
        place += 1
    return 0


def likelihoods(nats_per_unit: float) -> array:
    """Table for scores 0..255 units below the best, 65536 = as likely as the best."""
    return array("I", [int(65536 * _E ** (-d * nats_per_unit)) for d in range(256)])


def _position(ranked: array, least_percent: int) -> list:
    """Alternatives of one position; `?` first where no character is likely enough."""
    found = []
    for k in range(ALTERNATIVES):
        percent = (ranked[2 + 2 * k] * 100 + ranked[0] // 2) // ranked[0]
        if percent > 0 or not found:
            found.append((CHARACTERS[ranked[1 + 2 * k] - 1], percent))
    if found[0][0] != UNREAD and found[0][1] < least_percent:
        rest = [pair for pair in found if pair[0] != UNREAD]
        found = [(UNREAD, 100 - found[0][1])] + rest[: ALTERNATIVES - 1]
    return found


def decode(scores: bytearray, steps: int, classes: int, table: array, least_percent: int) -> list:
    """The lattice of a line (`table` of likelihoods); empty where the scores show no mark."""
    ranked = array("I", bytes(4 * 9))
    best = bytearray(steps)
    _best(scores, best, steps, classes)
    lattice = []
    t = 0
    while t < steps:
        winner = best[t]
        if winner == 0:
            t += 1
            continue
        # A character spans several steps: take the step where it stands out most.
        peak = t
        most = -1
        while t < steps and best[t] == winner:
            lead = scores[t * classes + winner] - scores[t * classes]
            if lead > most:
                most = lead
                peak = t
            t += 1
        _rank(scores, peak * classes, classes, table, ranked)
        lattice.append(_position(ranked, least_percent))
    readable = sum(1 for position in lattice if position[0][0] != UNREAD)
    if len(lattice) < SHORTEST or 2 * readable < len(lattice):
        return []
    return lattice
