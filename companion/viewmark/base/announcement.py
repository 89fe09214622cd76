"""What one says of itself on the local network, as a DNS-SD service; what comes from there may be anything."""

import re
from dataclasses import dataclass

from zeroconf import ServiceInfo

from viewmark.urls import url_of

SERVICE_TYPE = "_viewmark._tcp.local."
REGISTER, LAPTOP = "register", "laptop"
ROLES = (REGISTER, LAPTOP)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True)
class Announcement:
    """Role, id, version of Viewmark, address and port; of a register with TLS its certificate's SHA-256, else empty."""

    role: str
    id: str
    version: str
    address: str
    port: int
    fingerprint: str = ""

    @property
    def url(self) -> str:
        """Where it answers."""
        return url_of("https" if self.fingerprint else "http", self.address, self.port)


def service_of(one: Announcement) -> ServiceInfo:
    """Return the service to be announced; it answers at the addresses of the machine's name."""
    txt = {"role": one.role, "id": one.id, "version": one.version, "fingerprint": one.fingerprint}
    return ServiceInfo(
        SERVICE_TYPE,
        f"{one.role} {one.id}.{SERVICE_TYPE}",
        port=one.port,
        properties=txt,
        parsed_addresses=[one.address],
        server=f"viewmark-{one.id}.local.",
    )


def announcement_in(service: ServiceInfo) -> Announcement | None:
    """Return what a service says of itself, None where it says nonsense."""
    told: dict[str, str] = {}
    for name, value in service.properties.items():
        if isinstance(value, bytes):
            told[name.decode("ascii", "replace")] = value.decode("ascii", "replace")
    addresses = service.parsed_addresses()
    words = (told.get("role", ""), told.get("id", ""), told.get("version", ""))
    fingerprint = told.get("fingerprint", "")
    if not addresses or not service.port or words[0] not in ROLES or not all(map(_WORD.fullmatch, words)):
        return None
    if fingerprint and not _FINGERPRINT.fullmatch(fingerprint):
        return None
    return Announcement(*words, addresses[0], service.port, fingerprint)
