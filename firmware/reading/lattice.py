"""Turns class scores into a lattice: for each position, its likeliest characters."""

from .beam import Beam
from .likelihoods import BLANK, CERTAIN, Likelihoods

# Class 0 is the blank between characters.
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-./?"
UNREAD = "?"
ALTERNATIVES = 3
# Fewer characters than this are dirt or a scratch, not a mark.
SHORTEST = 2
# How far a character reaches beyond its peak; less where that takes in another one.
_REACHES_STEPS = (3, 1, 0)


def decode(likelihoods: Likelihoods, beam: Beam, least_percent: int, temperature: float) -> list:
    """The lattice of a line; empty where the scores show no mark.

    A list of positions, each up to three (character, percent), likeliest first; `?` comes first where
    no character is likely enough. `temperature` makes percentages of likelihoods that are too sure.
    """
    classes, peaks = beam.search(likelihoods)
    lattice = []
    for place in range(len(peaks)):
        shares = []
        for reach in _REACHES_STEPS:
            window = _window(peaks, place, reach, likelihoods.steps)
            shares = _shares(likelihoods, window, peaks[place], classes[place], 1 / temperature)
            if shares:
                break
        lattice.append(_position(shares, least_percent))
    readable = sum(1 for position in lattice if position[0][0] != UNREAD)
    if len(lattice) < SHORTEST or 2 * readable < len(lattice):
        return []
    return lattice


def _window(peaks: bytes, place: int, reach: int, steps: int) -> range:
    """The steps about a character's peak that are its own: as far as `reach`, and no nearer to another's."""
    peak = peaks[place]
    first, end = max(0, peak - reach), min(steps, peak + reach + 1)
    if place > 0:
        first = max(first, (peaks[place - 1] + peak) // 2 + 1)
    if place + 1 < len(peaks):
        end = min(end, (peak + peaks[place + 1]) // 2 + 1)
    return range(first, max(peak + 1, end))


def _shares(likelihoods: Likelihoods, window: range, peak: int, winner: int, power: float) -> list:
    """Percentages and classes of what a position can be, the likeliest first; that nothing stands there counts too.

    Empty where the window spells none of it: another character reaches into it.
    """
    numbers = [winner]
    for step in range(max(window.start, peak - 1), min(window.stop, peak + 2)):
        for place in range(likelihoods.consider(step)):
            number = likelihoods.found[place]
            if number not in numbers:
                numbers.append(number)
    nothing = CERTAIN
    for step in window:
        nothing = nothing * likelihoods.share(step, BLANK) // CERTAIN
    weights = [_spelt(likelihoods, window, number) for number in numbers]
    if nothing + sum(weights) < CERTAIN // 4 and len(window) > 1:
        return []
    total = nothing**power
    found = []
    for place in range(len(weights)):
        weight = weights[place] ** power
        total += weight
        found.append((weight, -numbers[place]))
    found.sort(reverse=True)
    return [(int(weight * 100 / total + 0.5) if total else 0, -number) for weight, number in found[:ALTERNATIVES]]


def _position(shares: list, least_percent: int) -> list:
    """Alternatives of one position; `?` first where no character is likely enough."""
    found = [(CHARACTERS[number - 1], percent) for percent, number in shares if percent > 0]
    if not found:
        return [(UNREAD, 100)]
    if found[0][0] != UNREAD and found[0][1] < least_percent:
        rest = [pair for pair in found if pair[0] != UNREAD]
        found = [(UNREAD, 100 - found[0][1])] + rest[: ALTERNATIVES - 1]
    return found


def _spelt(likelihoods: Likelihoods, window: range, number: int) -> int:
    """How likely the steps of the window spell this one class and nothing else."""
    before, within, after = CERTAIN, 0, 0
    for step in window:
        blank = likelihoods.share(step, BLANK)
        after = (after + within) * blank // CERTAIN
        within = (within + before) * likelihoods.share(step, number) // CERTAIN
        before = before * blank // CERTAIN
    return within + after
