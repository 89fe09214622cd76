"""Whom a trace request is for: a table of the rules, each with its source."""

import pytest

from viewmark.casework.addressee import addressee
from viewmark_protocol.marks import Mark


def marked(**said: str | None) -> list[Mark]:
    return [
        Mark(
            component="frame",
            kind=kind.replace("_", "-"),
            raw=None,
            confirmed=confirmed,
            state="clear" if confirmed else "unknown",
            method="unknown",
            source="typed",
            photo=None,
        )
        for kind, confirmed in said.items()
    ]


@pytest.mark.parametrize(
    ("said", "country", "why"),
    [
        ({"country": "AT"}, "AT", "made in AT"),
        ({"country": "AT", "import_country": "US"}, "AT", "made in AT"),
        ({"country": None, "import_country": "US"}, "US", "last imported into US,"),
        ({"import_country": "US", "import_year": "1998"}, "US", "into US (1998)"),
        ({"proof": "PTB 825"}, "DE", "PTB 825"),
        ({"proof": "NITRO"}, "", "focal point decides"),
        ({"maker": "GLOCK"}, "", "focal point decides"),
        ({}, "", "focal point decides"),
    ],
)
def test_att_assistance_manufacture_before_last_legal_import_before_approval(
    said: dict[str, str | None], country: str, why: str
) -> None:
    found = addressee(marked(**said))
    assert found.country == country and why in found.why
