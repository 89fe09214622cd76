"""The catalogues: `<language>.mo` beside this file, compiled from `<language>.po` by `make languages`."""

import gettext
import re
from functools import lru_cache
from pathlib import Path

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "fr": "Français"}
FOLDER = Path(__file__).parent

_PLACE = re.compile(r"\{(\d+)\}")
_LEAST_LETTERS = 6  # a template of fewer says too little to know a sentence by
_MOST_CHARACTERS = 2000


@lru_cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return a language's catalogue; English, and what is none of LANGUAGES, are the messages themselves."""
    if language == ENGLISH or language not in LANGUAGES:
        return gettext.NullTranslations()
    with (FOLDER / f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def translated(message: str, language: str) -> str:
    """Return a message in another language; the empty one is a catalogue's header, and stays empty."""
    return catalogue(language).gettext(message) if message else ""


@lru_cache(4096)
def translated_sentence(text: str, language: str) -> str:
    """Return a finished English sentence in another language, the values in it as they are; itself where it is unknown.

    Sentences of errors are made where nobody knows the page's language: they are known again by their templates.
    """
    found = translated(text, language)
    if found != text or language == ENGLISH or len(text) > _MOST_CHARACTERS:
        return found
    for pattern, template in _templates(language):
        match = pattern.fullmatch(text)
        if match:
            return _filled(template, match, language)
    return text


def _filled(template: str, match: re.Match[str], language: str) -> str:
    """Return the template with what matched at its places; a value that is a message itself is translated too."""

    def value(place: re.Match[str]) -> str:
        return translated(match[f"p{place[1]}"], language)

    return _PLACE.sub(value, template)


@lru_cache
def _templates(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Return patterns of the messages with places for values, those that say most first, and their translations."""
    messages: dict[object, str] = getattr(catalogue(language), "_catalog", {})
    templates = [one for one in messages if isinstance(one, str) and _PLACE.search(one)]
    said = {one: sum(letter.isalpha() for letter in _PLACE.sub("", one)) for one in templates}
    chosen = sorted((one for one in templates if said[one] >= _LEAST_LETTERS), key=lambda one: -said[one])
    return [(_pattern(one), messages[one]) for one in chosen]


def _pattern(template: str) -> re.Pattern[str]:
    text, places = _PLACE.split(template)[::2], _PLACE.findall(template)
    groups = [
        f"(?P=p{place})" if place in places[:number] else f"(?P<p{place}>.*?)" for number, place in enumerate(places)
    ]
    ends = [*groups, ""]
    return re.compile("".join(re.escape(part) + end for part, end in zip(text, ends, strict=True)), re.DOTALL)
