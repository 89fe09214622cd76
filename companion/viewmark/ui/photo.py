"""A photo for the browser: only what is really a picture, under the type that its own first bytes say."""

from typing import NamedTuple

_TYPES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"BM", "image/bmp"))


class Photo(NamedTuple):
    """A photo's bytes and media type."""

    content: bytes
    media_type: str


def picture(content: bytes) -> Photo | None:
    """Return the photo that these bytes are, None where they are no picture that a browser shows."""
    media_type = next((name for start, name in _TYPES if content.startswith(start)), None)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        media_type = "image/webp"
    return Photo(content, media_type) if media_type else None
