"""The language of the screens: English, or a catalogue `languages/<name>.py` whose table is searched as it lies."""

from checks import settings
from loading import give_back
from ports import StorageError

LANGUAGES = ("en", "fr")  # those that there are catalogues for, English itself first
_SETTING = "language"

_table = ""
_spoken = "en"


def speak(name: str) -> None:
    """Have the screens speak a language; English where there is none of that name."""
    global _table, _spoken
    _spoken = name if name in LANGUAGES else "en"
    _table = "" if _spoken == "en" else __import__("languages." + _spoken, None, None, ("TABLE",)).TABLE
    give_back(*["languages." + one for one in LANGUAGES if one != _spoken])


def told(text: str) -> str:
    """Return a text in the language that is spoken; what the catalogue lacks, data above all, stays as it is."""
    if not _table or not text:
        return text
    start = _table.find("\n" + text + "|")
    if start < 0:
        return text
    start += len(text) + 2
    return _table[start : _table.find("\n", start)]


def following() -> str:
    """Return the language that comes after the spoken one."""
    return LANGUAGES[(LANGUAGES.index(_spoken) + 1) % len(LANGUAGES)]


def resume() -> None:
    """Speak the language that was chosen last."""
    speak(settings.load(_SETTING, "en"))


def turn() -> None:
    """Speak the next language, from now on and after a power cut; without room for the setting until then."""
    name = following()
    speak(name)
    try:
        settings.store(_SETTING, name)
    except StorageError:
        pass  # it is spoken all the same
