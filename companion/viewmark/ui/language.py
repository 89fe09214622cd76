"""The language of the page at hand: the operator's own choice, else what the browser prefers."""

from weakref import WeakKeyDictionary

from nicegui import Client, ui

from viewmark.languages.catalogues import ENGLISH, LANGUAGES, catalogue, translated, translated_sentence

_of_clients: WeakKeyDictionary[Client, str] = WeakKeyDictionary()


def N_(message: str) -> str:
    """Mark a message that is translated where it is used, by `_`."""
    return message


def P_(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of a message that counts; they are translated where they are used, by `plural`."""
    return one, many


def _(message: str) -> str:
    """Return a message in the page's language; as it is where no page is at hand."""
    return translated(message, language_here())


def plural(one: str, many: str, number: int) -> str:
    """Return the form of a message that a number takes in the page's language, the number set in at `{0}`."""
    return catalogue(language_here()).ngettext(one, many, number).format(number)


def sentence(text: str) -> str:
    """Return a sentence that was made far from any page, of an error above all, in the page's language."""
    return translated_sentence(text, language_here())


def language_here() -> str:
    """Return the language of the page at hand."""
    try:
        return _of_clients.get(ui.context.client, ENGLISH)
    except RuntimeError:  # no page: a script's address, or work in the background
        return ENGLISH


def speak(chosen: str) -> None:
    """Have the page that is being built speak the operator's choice; where that is empty, what the browser asks for."""
    client = ui.context.client
    request = client.request
    wanted = request.headers.get("accept-language", "") if request is not None else ""
    _of_clients[client] = chosen if chosen in LANGUAGES else preferred(wanted)
    ui.add_head_html(f'<script>document.documentElement.lang = "{_of_clients[client]}";</script>')


def preferred(header: str) -> str:
    """Return the first language of an `Accept-Language` header that the pages speak, English where they speak none."""
    for part in header.split(",")[:20]:
        name = part.split(";")[0].strip()[:2].lower()
        if name in LANGUAGES:
            return name
    return ENGLISH
