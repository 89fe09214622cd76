"""Relations of a check with entities: who gave them, in which words, and what is refused."""

import asyncio

import pytest

from viewmark.archive.checks import FiledCheck
from viewmark.errors import CaseworkError
from viewmark.links.entity import KINDS, RELATIONS, entity_of, record_kind, words_for
from viewmark.links.relation import relation_entry
from viewmark_protocol.checks import LINK_KINDS, Link, decode_check, encode_check

from ..conftest import check_record, firearm, read_mark
from ..laptop.conftest import Bench
from ..laptop.conftest import bench as bench

CARD = "4111 1111 1111 1111"


@pytest.fixture
def filed(bench: Bench) -> FiledCheck:
    """A check that an officer linked with a place and a payment."""
    check = decode_check(check_record(firearm(read_mark("AB1"))))
    check.links = [Link(kind="location", reference="bridge 7"), Link(kind="payment", reference=CARD)]
    bench.handheld.records = [encode_check(check)]
    asyncio.run(bench.sync())
    (one,) = bench.laptop.archive.checks()
    return one


def test_the_officers_links_and_the_operators_relations_stand_together(bench: Bench, filed: FiledCheck) -> None:
    work = bench.laptop.casework
    work.link(filed, "K7", "vehicle", "AB-123")
    work.relate(filed, "K9", "communication", "+49 30 000", "offered-by", "statement", "probable")
    told = [(*one.entity, one.word, one.source, one.confidence, one.by) for one in work.relations(filed)]
    assert told == [
        ("place", "bridge 7", "found-with", "officer", "not-stated", ""),
        ("payment", "411111******1111", "found-with", "officer", "not-stated", ""),
        ("vehicle", "AB-123", "found-with", "operator", "not-stated", "K7"),
        ("communication", "+49 30 000", "offered-by", "statement", "probable", "K9"),
    ]


def test_links_in_the_words_of_records_have_no_card_number_and_no_kind_that_records_lack(
    bench: Bench, filed: FiledCheck
) -> None:
    work = bench.laptop.casework
    work.relate(filed, "K9", "communication", "+49 30 000", "offered-by", "statement", "probable")
    work.relate(filed, "K9", "place", "harbour", "kept-at", "statement", "possible")
    told = [(one.kind, one.reference) for one in work.links(filed)]
    assert told == [("location", "bridge 7"), ("payment", "411111******1111"), ("location", "harbour")]


def test_a_card_number_is_not_kept_by_either_way(bench: Bench, filed: FiledCheck) -> None:
    work = bench.laptop.casework
    work.link(filed, "K7", "payment", CARD)
    work.relate(filed, "K7", "payment", CARD, "paid-with", "document", "confirmed")
    assert {one.content["reference"] for one in work.history(filed)} == {"411111******1111"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("animal", "x", "found-with", "operator", "confirmed"), "one of person"),
        (("person", " ", "found-with", "operator", "confirmed"), "1 to 200"),
        (("person", "x" * 201, "found-with", "operator", "confirmed"), "1 to 200"),
        (("person", "a\x1b[2Jb", "found-with", "operator", "confirmed"), "printable"),
        (("vehicle", "AB-1", "paid-with", "operator", "confirmed"), "found-with, carried-in, other"),
        (("vehicle", "AB-1", "carried-in", "rumour", "confirmed"), "known from"),
        (("vehicle", "AB-1", "carried-in", "operator", "sure"), "how sure"),
        (("payment", "4111111111111112", "paid-with", "operator", "confirmed"), "digits of this card are wrong"),
        (("payment", "GB82WEST12345698765433", "paid-to", "operator", "confirmed"), "digits of this iban are wrong"),
        (("payment", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", "paid-to", "operator", "confirmed"), "bitcoin are wrong"),
    ],
)
def test_what_cannot_be_a_relation_is_refused_with_what_to_do(given: tuple[str, str, str, str, str], says: str) -> None:
    with pytest.raises(CaseworkError, match=says):
        relation_entry(*given)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_every_kind_makes_a_relation(kind: str) -> None:
    for word in words_for(kind):
        assert relation_entry(kind, "AB-1", word, "partner", "possible")["relation"] == word
    assert set(RELATIONS) == set(KINDS)


@pytest.mark.parametrize("kind", LINK_KINDS.words)
def test_every_kind_of_a_records_link_is_an_entity_and_comes_back(kind: str) -> None:
    assert entity_of(kind, "x").kind in KINDS
    assert record_kind(entity_of(kind, "x").kind) == kind


def test_nobody_relates_anything_without_a_name(bench: Bench, filed: FiledCheck) -> None:
    with pytest.raises(CaseworkError, match="Sign in"):
        bench.laptop.casework.relate(filed, "", "vehicle", "AB-1", "carried-in", "operator", "confirmed")


def test_after_the_check_was_erased_nothing_of_its_relations_is_left(bench: Bench, filed: FiledCheck) -> None:
    bench.laptop.casework.link(filed, "K7", "vehicle", "AB-123")
    bench.laptop.archive.retention.erase(filed.key, 9, 1)
    (gone,) = bench.laptop.archive.checks()
    assert bench.laptop.casework.relations(gone) == []
