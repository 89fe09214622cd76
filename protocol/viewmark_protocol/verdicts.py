"""The five verdicts and their reasons. A near match is never a hit, and there is no hit without a maker."""

HIT = "hit"
NEAR = "near"
CLEAR = "clear"
UNTRACEABLE = "untraceable"
UNCHECKED = "unchecked"

# Gravest first: what a check with several firearms shows. Never renumbered: records carry the place.
VERDICTS = (HIT, NEAR, UNTRACEABLE, UNCHECKED, CLEAR)

REASONS = (
    "serial-and-maker-listed",  # hit
    "misread-possible",  # near: the folded serial, or another reading, is listed under this maker
    "listed-under-another-maker",  # near
    "maker-not-given",  # near: the exact serial is listed, nobody said which maker
    "unread-character",  # near: one of the serials that the unread one can be is listed under this maker
    "not-on-list",  # clear: "not on the list of <date>", never "legal"
    "no-serial",  # untraceable: itself a finding
    "placeholder",  # untraceable
    "model-name",  # untraceable: a model name alone
    "no-list",  # unchecked
    "list-expired",  # unchecked
    "list-being-replaced",  # unchecked
    "clock-not-trusted",  # unchecked: nobody can say whether the list is still good
    "too-many-unread",  # unchecked
    "unread-without-maker",  # unchecked: 36 candidates under any maker would make most guns near something
    "letters-between-digits",  # near: without them, a listed serial of this maker
    "list-damaged",  # unchecked
    "code-listed",  # near: a code on the weapon bears a listed serial, its engraved mark another one
)


class Verdict:
    """One verdict on one firearm: `word`, `reason`, the serial key that matched (or None) and its list category."""

    def __init__(self, word: str, reason: str, matched: "str | None" = None, category: "str | None" = None) -> None:
        self.word = word
        self.reason = reason
        self.matched = matched
        self.category = category
