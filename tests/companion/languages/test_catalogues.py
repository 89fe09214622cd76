"""Every language says all that can be said; a finished sentence is known again by its template."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from viewmark.casework.trace_sources import SERIAL_BY_STATE, SOURCES
from viewmark.languages.catalogues import ENGLISH, FOLDER, LANGUAGES, translated_sentence
from viewmark.languages.extract import lacking, messages, updated
from viewmark.ui.language import preferred

OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def said(language: str):
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, language)


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_and_no_other(language: str) -> None:
    catalog = said(language)
    assert lacking(updated(language, messages())) == [], "run `make languages`, and translate what is new"
    assert {one.id for one in catalog if one.id} == messages(), "run `make languages`"


def test_how_a_field_of_a_trace_request_is_got_is_among_the_messages() -> None:
    shown = {one.how for one in SOURCES.values()} | set(SERIAL_BY_STATE.values())
    assert shown <= messages()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_the_values_of_its_message(language: str) -> None:
    for one in said(language):
        if one.id:
            originals = one.id if isinstance(one.id, tuple) else (one.id,)
            strings = one.string if isinstance(one.string, tuple) else (one.string,)
            for string in strings:
                assert set(re.findall(r"\{\d+\}", string)) == set(re.findall(r"\{\d+\}", originals[0])), one.id


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    with (FOLDER / f"{language}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for one in said(language):
        if one.id and isinstance(one.id, tuple):
            assert compiled.ngettext(*one.id, 1) == one.string[0], "run `make languages`"
        elif one.id:
            assert compiled.gettext(one.id) == one.string, "run `make languages`"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("The register is slow.", "Le registre est lent."),
        ("Give a whole number, at most 365.", "Donnez un nombre entier, 365 au plus."),
        (
            "Sign in first: every entry has its author.",
            "Ouvrez d'abord une session : chaque inscription a son auteur.",
        ),
        ("Three apples are no sentence of ours.", "Three apples are no sentence of ours."),
        ("GLOCK", "GLOCK"),
        ("", ""),
    ],
)
def test_a_finished_sentence_is_known_again_by_its_template(english: str, french: str) -> None:
    assert translated_sentence(english, "fr") == french
    assert translated_sentence(english, ENGLISH) == english


def test_a_hostile_value_stays_a_value() -> None:
    hostile = "{0.__class__} {1} \\g<0> %s"
    told = translated_sentence(f"There is an operator {hostile} already. Give another name.", "fr")
    assert told == f"Il y a déjà un opérateur {hostile}. Donnez un autre nom."


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de, en;q=0.5", "en"), ("de,fr", "fr"), ("", "en"), ("," * 9000, "en")],
)
def test_the_browsers_first_language_that_is_spoken_counts(header: str, language: str) -> None:
    assert preferred(header) == language


def test_the_catalogues_come_with_the_package() -> None:
    assert all((Path(FOLDER) / f"{language}.mo").exists() for language in OTHERS)
