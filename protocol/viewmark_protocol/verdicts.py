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
)

# What an officer reads under the verdict: what it means, and what to do next.
MEANINGS = {
    "serial-and-maker-listed": "Serial and maker are listed. Secure the weapon, ask the register.",
    "misread-possible": "A serial that looks alike is listed for this maker. Look again, character by character.",
    "listed-under-another-maker": "This serial is listed, but not under this maker. Check the maker's mark.",
    "maker-not-given": "This serial is listed. Give the maker to tell a hit from a namesake.",
    "unread-character": "A listed serial fits the characters that were read. Clean the mark and read again.",
    "not-on-list": "Not on the list. This does not mean that it is legal.",
    "no-serial": "No serial was found. That is a finding: look on frame, slide and barrel.",
    "placeholder": "This is no serial but a placeholder. Look for the real mark.",
    "model-name": "This is a model name, not a serial. Look for the serial elsewhere.",
    "no-list": "This handheld holds no list. Sync with the laptop.",
    "list-expired": "The list has expired. Sync with the laptop.",
    "list-being-replaced": "The list is being replaced. Check again in a moment.",
    "clock-not-trusted": "The clock is not set, so the list's age is unknown. Sync with the laptop.",
    "too-many-unread": "Too many characters are unread. Clean the mark, change the light, read again.",
    "unread-without-maker": "One character is unread: give the maker to have the candidates checked.",
}


class Verdict:
    """One verdict on one firearm: `word`, `reason`, the serial key that matched (or None) and its list category."""

    def __init__(self, word: str, reason: str, matched: "str | None" = None, category: "str | None" = None) -> None:
        self.word = word
        self.reason = reason
        self.matched = matched
        self.category = category
