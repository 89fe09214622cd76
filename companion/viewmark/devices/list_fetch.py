"""Getting the list from the register: only what is not in hand already."""

from viewmark.devices.list_file import OfflineListFile
from viewmark.register.client import RegisterClient
from viewmark_protocol.lists.header import HEADER_BYTES, decode_header


async def fetched_list(register: RegisterClient, held: OfflineListFile | None) -> OfflineListFile:
    """Return the newest list with the steps to it; RegisterError where the register does not give it."""
    now = await register.fetch_list_steps()
    content, known = b"", dict[int, bytes]()
    if held is not None and _version(held.content) == now.base:
        content, known = held.content, {_version(one): one for one in held.steps}
    if not content:
        content = await register.fetch_list()
    if _version(content) != now.base:  # a newer one came out meanwhile: its steps come next time
        return OfflineListFile(content)
    steps = tuple([known.get(version) or await register.fetch_list_step(version) for version in now.steps])
    at_once = None
    if len(steps) > 1:
        same = held is not None and held.at_once is not None and _version(held.at_once) == now.version
        at_once = held.at_once if held is not None and same else await register.fetch_all_changes()
    return OfflineListFile(content, steps, at_once)


def _version(content: bytes) -> int:
    return decode_header(content[:HEADER_BYTES]).version
