"""What a press of a button asks for, and the sentence on what stood in its way."""

from collections.abc import Callable

from viewmark.ui.language import sentence
from viewmark_protocol.errors import ViewmarkError


def tried(act: Callable[[], object]) -> str:
    """Do something; return the sentence on what stood in its way, empty where nothing did."""
    try:
        act()
    except ViewmarkError as error:
        return sentence(str(error))
    return ""
