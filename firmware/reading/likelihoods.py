"""How likely every class is at every step of a line, from the network's scores."""

from array import array

from viewmark_protocol.compat import MICROPYTHON, TYPE_CHECKING

if TYPE_CHECKING or not MICROPYTHON:  # MicroPython's compiler knows these names by itself
    from viewmark_protocol.compat import micropython, ptr8, ptr32

BLANK = 0  # the class of what lies between characters
MOST_CANDIDATES = 6
_FLOOR = 256  # classes less likely than the best by this factor are no candidates
_E = 2.718281828
CERTAIN = 1 << 14  # a product of two shares still is a small integer where those have 31 bits


@micropython.viper
def _sum_up(scores: object, best: object, totals: object, table: object, geometry: object) -> int:
    """Writes the best score of every step, and the sum of all likelihoods relative to it."""
    source = ptr8(scores)
    most = ptr8(best)
    sums = ptr32(totals)
    likelihood = ptr32(table)
    numbers = ptr32(geometry)
    steps = int(numbers[0])
    classes = int(numbers[1])
    pitch = int(numbers[2])
    t = 0
    while t < steps:
        i = t * pitch
        end = i + classes
        high = 0
        k = i
        while k < end:
            v = int(source[k])
            if v > high:
                high = v
            k += 1
        total = 0
        while i < end:
            total += int(likelihood[high - int(source[i])])
            i += 1
        most[t] = high
        sums[t] = total
        t += 1
    return 0


@micropython.viper
def _likely(scores: object, start: int, classes: int, least: int, out: object) -> int:
    """Writes the classes but the blank that score at least `least`, the best six; returns their number."""
    source = ptr8(scores)
    target = ptr8(out)
    count = 0
    while count < 6:
        winner = 0
        most = least - 1
        c = 1
        while c < classes:
            score = int(source[start + c])
            if score > most:
                taken = 0
                k = 0
                while k < count:
                    if int(target[k]) == c:
                        taken = 1
                    k += 1
                if taken == 0:
                    most = score
                    winner = c
            c += 1
        if winner == 0:
            return count
        target[count] = winner
        count += 1
    return count


class Likelihoods:
    """Likelihoods of one line at a time; `nats_per_unit` is what a unit of score stands for."""

    def __init__(self, nats_per_unit: float, most_steps: int) -> None:
        self._table = array("I", [int(65536 * _E ** (-d * nats_per_unit)) for d in range(256)])
        self._cutoff = 0
        while self._cutoff < 255 and self._table[self._cutoff] * _FLOOR > 65536:
            self._cutoff += 1
        self._best = bytearray(most_steps)
        self._totals = array("I", bytes(4 * most_steps))
        self.found = bytearray(MOST_CANDIDATES)
        self.scores = bytearray()
        self._classes = 0
        self._pitch = 0
        self.steps = 0

    def take(self, scores: bytearray, steps: int, classes: int, pitch: int) -> None:
        """Takes a line's scores, `pitch` bytes a step, the classes first; they must stay as they are until the next."""
        self.scores = scores
        self._classes = classes
        self._pitch = pitch
        self.steps = steps
        _sum_up(scores, self._best, self._totals, self._table, array("I", (steps, classes, pitch)))

    def marked(self) -> range:
        """The steps from the first to the last where a character is likelier than the blank."""
        found = [step for step in range(self.steps) if self.scores[step * self._pitch] < self._best[step]]
        return range(found[0], found[-1] + 1) if found else range(0)

    def share(self, step: int, number: int) -> int:
        """How likely a class is at a step, in parts of CERTAIN: whole numbers need no memory."""
        below = self._best[step] - self.scores[step * self._pitch + number]
        return (self._table[below] << 12) // (self._totals[step] >> 2)

    def consider(self, step: int) -> int:
        """Puts the classes other than the blank that are worth a thought at a step into `found`, likeliest first.

        Returns how many they are.
        """
        least = max(0, self._best[step] - self._cutoff)
        return _likely(self.scores, step * self._pitch, self._classes, least, self.found)
