"""JSON documents from outside: held to their model, and refused with the first thing that is wrong."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from viewmark.exchange.errors import ExchangeError
from viewmark_protocol.errors import ViewmarkError

_Document = TypeVar("_Document", bound=BaseModel)


def read_json(
    model: type[_Document], content: bytes, most_bytes: int, what: str, error: type[ViewmarkError] = ExchangeError
) -> _Document:
    """Return the document in JSON; `error` where it is too large, or no `what`: the words for what it should be."""
    if len(content) > most_bytes:
        raise error(f"The file has {len(content)} bytes, {most_bytes} at most for a {what}. It is not taken.")
    try:
        return model.model_validate_json(content)
    except ValidationError as fault:
        raise error(f"This is no {what}: {first_fault(fault)}. It is not taken.") from fault


def first_fault(fault: ValidationError) -> str:
    """Return where the first thing stands that is wrong, and what it is; nothing of what the document says."""
    first = fault.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(one) for one in first["loc"]) or "the file"
    return f"{place}: {first['msg']}"


def whole_text(text: str) -> str:
    """Return a text of which half characters, that no document can hold, stand as `\\udXXX`."""
    return text.encode("utf-8", "backslashreplace").decode()
