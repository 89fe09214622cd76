"""Payments: each form told by its check digits, and no card number kept or shown whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from viewmark.links.payments import CHECKED, FORMS, payment_of, safe

CARD = "4111111111111111"


@pytest.mark.parametrize(
    ("reference", "form", "shown", "checked"),
    [
        # ISO/IEC 7812, Luhn
        (CARD, "card", "411111******1111", "valid"),
        ("4111 1111-1111 1111", "card", "411111******1111", "valid"),
        ("4111111111111112", "card", "411111******1112", "wrong"),
        ("5500005555555559", "card", "550000******5559", "valid"),
        ("378282246310005", "card", "378282*****0005", "valid"),
        ("411111******1111", "card", "411111******1111", "not-checked"),
        # ISO 13616, mod 97
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432", "valid"),
        ("de89370400440532013000", "iban", "DE89370400440532013000", "valid"),
        ("GB82 WEST 1234 5698 7654 33", "iban", "GB82 WEST 123456****5433", "wrong"),
        # Base58Check and Bech32 (BIP 173)
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "valid"),
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "wrong"),
        (
            *("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "bitcoin"),
            *("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "valid"),
        ),
        (
            *("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", "bitcoin"),
            *("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", "wrong"),
        ),
        # Bech32m (BIP 350) and EIP-55: nothing here verifies their sums, and so none is called wrong
        ("bc1p" + "q" * 58, "bitcoin", "bc1p" + "q" * 58, "not-checked"),
        ("0x" + "aB" * 20, "other-chain", "0x" + "aB" * 20, "not-checked"),
        ("cash, 500 EUR", "other", "cash, 500 EUR", "not-checked"),
        ("", "other", "", "not-checked"),
    ],
)
def test_iso_7812_iso_13616_and_bip_173_decide_which_check_digits_are_right(
    reference: str, form: str, shown: str, checked: str
) -> None:
    assert payment_of(reference) == (form, shown, checked)


@pytest.mark.parametrize(
    "reference",
    [
        f"visa {CARD} exp 12/27",
        f"MC{CARD}",
        f"{CARD}123",
        "4111.1111.1111.1111",
        "4111 \u2013 1111 \u2013 1111 \u2013 1111",
        "4111\u200b1111\u200b1111\u200b1111",
        "٤١١١١١١١١١١١١١١١",
        f"{CARD} {CARD}",
        "3434343434343434343434343434",
    ],
)
def test_however_a_card_number_is_written_it_is_hidden(reference: str) -> None:
    kept = safe("payment", reference)
    assert "*" in kept and not re.search(r"[0-9]{13}", re.sub(r"[^0-9*]", "", kept))


@given(st.from_regex(r"[0-9]{12,18}", fullmatch=True), st.sampled_from(["", " ", "-", "/"]))
def test_every_number_that_can_be_a_card_is_hidden(digits: str, between: str) -> None:
    number = digits + luhn.calc_check_digit(digits)
    written = between.join(number[at : at + 4] for at in range(0, len(number), 4))
    made = payment_of(written)
    assert (made.form, made.checked) == ("card", "valid")
    assert made.shown == number[:6] + "*" * (len(number) - 10) + number[-4:]


@given(st.text())
def test_any_reference_is_told_and_what_is_safe_stays_as_it_is(reference: str) -> None:
    made = payment_of(reference)
    assert made.form in FORMS and made.checked in CHECKED
    kept = safe("payment", reference)
    assert safe("payment", kept) == kept
    assert kept == reference or "*" in kept


def test_other_kinds_keep_their_numbers_since_parcels_and_telephones_have_as_many_digits() -> None:
    assert safe("parcel", "00340434161094042557") == "00340434161094042557"
    assert safe("communication", "490154203237518") == "490154203237518"
