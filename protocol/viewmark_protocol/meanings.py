"""What an officer reads under a verdict: what it means, and what to do next. Apart, as it is seldom in memory."""

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
    "letters-between-digits": "Listed for this maker without the letters between the digits. Look at the mark again.",
    "list-damaged": "The list is damaged where it was asked. Sync with the laptop to get it again.",
    "code-listed": "The code on it bears a listed serial, the engraved mark another. Secure it, look at both.",
    "unread-without-maker": "One character is unread: give the maker to have the candidates checked.",
}
