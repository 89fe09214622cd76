"""A profile: one system's fields, each with where it comes from and where that is written; and the message it makes.

A profile is verified where the source of every field is public and was read, or the field says that it is ours. It
cannot be called so otherwise: its name is made of its fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from viewmark.archive.checks import FiledCheck
from viewmark.casework.trace_request import LABELS
from viewmark.gateways.errors import MessageError
from viewmark.gateways.message import Evaluation, Handling, Message, make_message
from viewmark.gateways.profiles.facts import checked, facts
from viewmark_protocol.checks import Firearm, Link

NOT_VERIFIED = "mapping not verified"
OURS = "none: our own addition, and named so"


class Field(NamedTuple):
    """One field of the other system.

    `fact` names what it says (facts.py), `constant` what it always says. `source` is the public text that names it,
    empty for none. Where it is required, no message leaves without it.
    """

    name: str
    fact: str = ""
    source: str = ""
    is_required: bool = False
    constant: str = ""


@dataclass(frozen=True)
class Profile:
    """What one system is told; `addressee` is who gets it, empty where the marks or a person say it."""

    key: str
    title: str
    about: str
    addressee: str
    fields: tuple[Field, ...]

    @property
    def is_verified(self) -> bool:
        """Whether every field stands in a text that is public and was read."""
        return all(one.source for one in self.fields)

    @property
    def name(self) -> str:
        """The title; where the mapping is not verified it says so."""
        return self.title if self.is_verified else f"{self.title} ({NOT_VERIFIED})"

    @property
    def mapping(self) -> str:
        """What the file says of its own mapping."""
        if self.is_verified:
            return "Every field stands in a public text or is named as our own: see `viewmark gateway profiles`."
        unknown = ", ".join(one.name for one in self.fields if not one.source)
        return f"{NOT_VERIFIED[0].upper()}{NOT_VERIFIED[1:]}: no public text was found for {unknown}."

    def messages(
        self,
        filed: FiledCheck,
        firearms: list[Firearm],
        links: list[Link],
        given: Sequence[dict[str, str]],
        codes: tuple[Handling, Evaluation],
        addressee: str = "",
    ) -> list[Message]:
        """Return the message of each firearm of a check; MessageError that says what lacks.

        `firearms` and `links` are as they stand now, `given` is what a person adds to each firearm, by the names of
        the trace request.
        """
        checked(filed)
        if not firearms:
            raise MessageError(f"Check {filed.id} holds no firearm, so there is nothing to send.")
        return [
            self._message(filed, firearms, number, links, said, codes, addressee)
            for number, (_, said) in enumerate(zip(firearms, given, strict=True))
        ]

    def _message(
        self,
        filed: FiledCheck,
        firearms: list[Firearm],
        number: int,
        links: list[Link],
        given: dict[str, str],
        codes: tuple[Handling, Evaluation],
        addressee: str,
    ) -> Message:
        said, made = facts(filed, firearms, number, links, given)
        missing = [one.name for one in self.fields if one.is_required and _is_missing(one.fact, said, made.missing)]
        if missing:
            which = f"{filed.id}, firearm {number + 1}"
            text = f"{self.title} does not take check {which}: {', '.join(missing)} is missing. Give it, or look again."
            raise MessageError(text)
        to = addressee.strip() or self.addressee or made.content["addressee"]
        if not to:
            why: str = made.content["addressee_why"]
            raise MessageError(f"It is addressed to nobody. {why} Name the addressee.")
        body: dict[str, Any] = {one.name: one.constant or said[one.fact] for one in self.fields}
        return make_message(self.key, self.name, self.mapping, to, *codes, filed.id, body)


def _is_missing(fact: str, said: dict[str, Any], missing: list[str]) -> bool:
    """Return whether a required fact is not known; an importer is required where the trace request says so."""
    return said[fact] is None and (fact != "importer" or LABELS[fact] in missing)
