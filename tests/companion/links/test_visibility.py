"""What each role sees of each kind of entity: a table, and exports that hold to it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from viewmark.cli.main import app
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.links import links_document, read, written
from viewmark.links.entity import KINDS, Entity, words_for
from viewmark.links.payments import safe
from viewmark.links.relation import CONFIDENCES, SOURCES, Relation
from viewmark.links.visibility import ROLES, VISIBLE, level

from ..cli.test_attachments import PASSPHRASE
from ..cli.test_attachments import folder as folder
from ..ui.conftest import id_of

EXPECTED = {
    ("operator", "person"): "whole",
    ("operator", "organisation"): "whole",
    ("operator", "vehicle"): "whole",
    ("operator", "parcel"): "whole",
    ("operator", "document"): "whole",
    ("operator", "payment"): "whole",
    ("operator", "communication"): "whole",
    ("operator", "place"): "whole",
    ("analyst", "person"): "numbered",
    ("analyst", "organisation"): "whole",
    ("analyst", "vehicle"): "whole",
    ("analyst", "parcel"): "whole",
    ("analyst", "document"): "numbered",
    ("analyst", "payment"): "whole",
    ("analyst", "communication"): "numbered",
    ("analyst", "place"): "whole",
    ("partner", "person"): "nothing",
    ("partner", "organisation"): "whole",
    ("partner", "vehicle"): "whole",
    ("partner", "parcel"): "whole",
    ("partner", "document"): "numbered",
    ("partner", "payment"): "numbered",
    ("partner", "communication"): "nothing",
    ("partner", "place"): "nothing",
}


def relation(kind: str, reference: str, check_id: str = "c-1", by: str = "K7") -> Relation:
    return Relation(check_id, Entity(kind, reference), "found-with", "operator", "possible", by)


@pytest.mark.parametrize(("role", "kind"), EXPECTED)
def test_directive_2016_680_article_4_1_c_each_role_sees_what_its_work_needs(role: str, kind: str) -> None:
    assert level(role, kind) == EXPECTED[role, kind]
    told = json.loads(written(links_document(role, [relation(kind, "REFERENCE-1")])))
    sees = EXPECTED[role, kind]
    assert ("REFERENCE-1" in json.dumps(told)) == (sees == "whole")
    assert len(told["relations"]) == len(told["entities"]) == (0 if sees == "nothing" else 1)
    assert (kind in told["withheld"]) == (sees == "nothing")


def test_the_table_has_every_role_and_kind_and_an_unknown_kind_is_seen_by_nobody() -> None:
    assert set(EXPECTED) == {(role, kind) for role in ROLES for kind in KINDS}
    assert all(set(VISIBLE[role]) == set(KINDS) for role in ROLES)
    assert [level(role, "ship") for role in ROLES] == ["nothing"] * 3


@pytest.mark.parametrize(("role", "sees"), [("operator", True), ("analyst", False), ("partner", False)])
def test_who_added_a_relation_is_told_to_operators_alone(role: str, sees: bool) -> None:
    told = written(links_document(role, [relation("vehicle", "AB-1", by="NAME-OF-ONE")])).decode()
    assert ("NAME-OF-ONE" in told) == sees


def test_the_same_entity_of_two_checks_is_one_and_its_number_says_nothing() -> None:
    three = [relation("person", "ID 7"), relation("person", " ID  7", "c-2"), relation("person", "ID 8", "c-3")]
    told = links_document("analyst", three)
    assert [one.entity for one in told.relations] == ["E1", "E1", "E2"]
    assert [one.reference for one in told.entities] == [None, None]


def test_a_payment_says_whether_its_check_digits_are_right() -> None:
    told = links_document("analyst", [relation("payment", "GB82WEST12345698765432")]).entities[0]
    assert told.payment is not None and (told.payment.form, told.payment.checked) == ("iban", "valid")


relations = st.builds(
    lambda kind, reference, **other: Relation(entity=Entity(kind, safe(kind, reference)), **other),
    st.sampled_from(KINDS),
    st.text(max_size=40),
    check_id=st.just("c-1"),
    word=st.sampled_from(sorted({word for kind in KINDS for word in words_for(kind)})),
    source=st.sampled_from(SOURCES),
    confidence=st.sampled_from(CONFIDENCES),
    by=st.text(max_size=10),
)


@given(st.lists(relations, max_size=8), st.sampled_from(ROLES))
def test_what_leaves_comes_back_and_holds_nothing_that_its_role_does_not_see(found: list[Relation], role: str) -> None:
    made = links_document(role, found)
    assert read(written(made)) == made
    assert all(level(role, one.kind) != "nothing" for one in made.entities)
    assert all((one.reference is not None) == (level(role, one.kind) == "whole") for one in made.entities)
    assert len(made.relations) == sum(level(role, one.entity.kind) != "nothing" for one in found)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\xff", b"[" * 9999, b'{"form": "viewmark-links-2"}'],
)
def test_what_is_no_document_of_links_is_not_taken(content: bytes) -> None:
    with pytest.raises(ExchangeError, match="no document of links"):
        read(content)


def test_a_relation_with_an_entity_that_is_not_there_is_not_taken() -> None:
    told = json.loads(written(links_document("operator", [relation("vehicle", "AB-1")])))
    told["relations"][0]["entity"] = "E9"
    with pytest.raises(ExchangeError, match="not in it"):
        read(json.dumps(told).encode())


def test_nothing_leaves_for_nobody(tmp_path: Path) -> None:
    out = tmp_path / "links.json"
    for role in ((), ("--role", "minister")):
        refused = CliRunner().invoke(app, ["export", "links", *role, "--demo", "--out", str(out)])
        assert isinstance(refused.exception, ExchangeError) and "operator, analyst, partner" in str(refused.exception)
    assert not out.exists()


@pytest.mark.parametrize("role", ROLES)
def test_the_demo_shows_what_each_role_gets(tmp_path: Path, role: str) -> None:
    out = tmp_path / "links.json"
    result = CliRunner().invoke(app, ["export", "links", "--role", role, "--demo", "--out", str(out), "--json"])
    told = json.loads(result.stdout)
    assert told["relations"] == len(read(out.read_bytes()).relations) > 200


def test_an_operator_links_and_the_export_of_a_partner_leaves_the_person_out(folder: str, tmp_path: Path) -> None:
    for kind, reference in (("person", "SOMEBODY"), ("vehicle", "AB-123")):
        command = ["link", id_of(2), kind, reference, "--operator", "K7", "--folder", folder, "--json"]
        assert CliRunner().invoke(app, command, input=f"{PASSPHRASE}\n").exit_code == 0
    out = tmp_path / "links.json"
    CliRunner().invoke(app, ["export", "links", "--role", "partner", "--folder", folder, "--out", str(out)])
    told = out.read_text("utf-8")
    assert "AB-123" in told and "SOMEBODY" not in told and "K7" not in told
