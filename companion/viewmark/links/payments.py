"""Payments by their references: a card, an IBAN or an address on a blockchain, its check digits held to their rules.

A card's number is neither kept nor given out whole: first six and last four digits, as PCI DSS 3.4 lets be shown.
"""

import re
import unicodedata
from typing import NamedTuple

from stdnum import bitcoin, iban, luhn

CARD, IBAN, BITCOIN, OTHER_CHAIN, OTHER = FORMS = ("card", "iban", "bitcoin", "other-chain", "other")
VALID, WRONG, NOT_CHECKED = CHECKED = ("valid", "wrong", "not-checked")
_LEAST_CARD, _MOST_CARD = 13, 19  # ISO/IEC 7812
_FIRST, _LAST = 6, 4
_HIDDEN = "*"
_MOST_CHECKED = 100  # characters; no IBAN and no address has more
# Digits that can be a card's, whatever stands between them; not the stars by which one was hidden before.
_RUN = re.compile(r"[0-9](?:[^0-9A-Za-z*]{0,3}[0-9]){12,}")
_MASKED = re.compile(r"[0-9]{6}\*{3,}[0-9]{4}")
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2}(?: ?[0-9A-Za-z]){11,30}")
_BITCOIN = re.compile(r"[13][1-9A-HJ-NP-Za-km-z]{25,39}|(?:bc1|BC1)[0-9A-Za-z]{8,87}")
_TAPROOT = re.compile(r"bc1[^q]", re.IGNORECASE)  # Bech32m (BIP 350), whose sum the library does not know
_ETHEREUM = re.compile(r"0x[0-9A-Fa-f]{40}")  # its sum is in the capitals, by a hash that nothing here has


class Payment(NamedTuple):
    """A payment's reference: which form it has, as it may be shown, and valid, wrong or not-checked."""

    form: str
    shown: str
    checked: str


def payment_of(reference: str) -> Payment:
    """Return what a payment's reference is; what has no known form is `other`, card numbers hidden in it."""
    text = "".join(_latin_digit(one) for one in " ".join(reference.split()))
    if _MASKED.fullmatch(text):
        return Payment(CARD, text, NOT_CHECKED)
    if len(text) <= _MOST_CHECKED:
        if _BITCOIN.fullmatch(text):
            if bitcoin.is_valid(text):
                return Payment(BITCOIN, text, VALID)
            return Payment(BITCOIN, _hidden(text), NOT_CHECKED if _TAPROOT.match(text) else WRONG)
        if _IBAN.fullmatch(text):
            is_valid = iban.is_valid(text, check_country=False)
            compact = text.replace(" ", "").upper()
            return Payment(IBAN, compact, VALID) if is_valid else Payment(IBAN, _hidden(text), WRONG)
        if _ETHEREUM.fullmatch(text):
            return Payment(OTHER_CHAIN, text, NOT_CHECKED)
    digits = re.sub(r"[^0-9]", "", text)
    if _RUN.fullmatch(text) and _LEAST_CARD <= len(digits) <= _MOST_CARD:
        return Payment(CARD, _masked(digits), _checked(luhn.is_valid(digits)))
    return Payment(OTHER, _hidden(text), NOT_CHECKED)


def safe(kind: str, reference: str) -> str:
    """Return the reference of an entity as it may be kept: as it was written, but for the number of a card."""
    if kind != "payment":
        return reference
    payment = payment_of(reference)
    return payment.shown if _HIDDEN in payment.shown else reference


def _latin_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _hidden(text: str) -> str:
    """Return a text with whatever in it can be a card's number hidden."""
    return _RUN.sub(lambda one: _masked(re.sub(r"[^0-9]", "", one[0])), text)


def _masked(digits: str) -> str:
    return digits[:_FIRST] + _HIDDEN * (len(digits) - _FIRST - _LAST) + digits[-_LAST:]


def _checked(is_valid: bool) -> str:
    return VALID if is_valid else WRONG
