"""Whose lists a handheld takes: HSS public keys (60 bytes) of issuing authorities."""

from checks import settings
from viewmark_protocol.lists.signature import root_message
from viewmark_protocol.lms import PUBLIC_KEY_BYTES, verify
from viewmark_protocol.messages.hello import Failed

# Built into an image by who issues handhelds; empty, the first laptop after pairing brings the authority's.
BUILT_IN = ()
_ROOT = "list-root"


def roots() -> "list[bytes]":
    """Return the roots by which a list's signature may be good."""
    stored = settings.load_secret(_ROOT)
    return list(BUILT_IN) + ([stored] if stored else [])


def take_root(root: bytes, endorsement: "bytes | None"):
    """Take an authority's root: the first one as it comes, another one only signed by one that is known.

    Return None, or what to answer where it is refused.
    """
    known = roots()
    if root in known:
        return None
    if len(root) != PUBLIC_KEY_BYTES:
        return Failed(failure="refused", text="An authority's key has %d bytes." % PUBLIC_KEY_BYTES)
    if known and not [one for one in known if endorsement and verify(one, root_message(root), endorsement)]:
        text = "The laptop's lists come from another authority than this handheld knows. Ask who issued the handheld."
        return Failed(failure="refused", text=text)
    settings.store_secret(_ROOT, root)
    return None
