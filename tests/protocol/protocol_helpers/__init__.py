"""What the cases share. Runs on both interpreters."""


def refusal(error, function, *arguments):
    """Return the text of the `error` that `function` raises; AssertionError where it raises none."""
    try:
        result = function(*arguments)
    except error as raised:
        return str(raised)
    raise AssertionError("accepted: " + repr(result))


class Dice:
    """A small linear congruential generator: the same numbers on both interpreters."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        """Return a number from 0 to `limit` - 1."""
        self._state = (self._state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._state >> 8) % limit

    def bytes(self, count):
        """Return `count` random bytes."""
        return bytes([self.below(256) for _ in range(count)])
