"""The profiles: what each system is told of a firearm, field by field, and where that is written, if anywhere."""

from viewmark.gateways.errors import MessageError
from viewmark.gateways.profiles import etrace, frontex, iarms, siena, sis
from viewmark.gateways.profiles.profile import Profile

PROFILES: dict[str, Profile] = {one.PROFILE.key: one.PROFILE for one in (iarms, siena, sis, frontex, etrace)}


def profile(key: str) -> Profile:
    """Return the profile with this key; MessageError that names those that there are."""
    if key not in PROFILES:
        raise MessageError(f"There is no profile {key}. There are {', '.join(PROFILES)}.")
    return PROFILES[key]
