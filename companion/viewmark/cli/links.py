"""`viewmark link`: how a check is related with a person, vehicle, parcel, payment and others."""

from contextlib import ExitStack
from typing import Annotated

import typer

from viewmark.cli.casework import CheckId, found, opened
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table
from viewmark.cli.signing_in import Operator, signed_in
from viewmark.links.entity import FOUND_WITH, KINDS
from viewmark.links.payments import payment_of
from viewmark.links.relation import CONFIDENCES, NOT_STATED, SOURCES


def link(
    check_id: CheckId,
    kind: Annotated[str, typer.Argument(help=f"With what: {', '.join(KINDS)}.")],
    reference: Annotated[str, typer.Argument(help="By which it is known; of a card first six and last four are kept.")],
    operator: Operator,
    relation: Annotated[str, typer.Option(help="How they belong together; the words depend on the kind.")] = FOUND_WITH,
    source: Annotated[str, typer.Option(help=f"Known from: {', '.join(SOURCES)}.")] = "operator",
    confidence: Annotated[str, typer.Option(help=f"How sure it is: {', '.join(CONFIDENCES)}.")] = NOT_STATED,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Link a check with an entity; a payment's check digits are verified first.

    Example: viewmark link 0123456789abcdef-12 payment "GB82 WEST 1234 5698 7654 32" --operator K7
    """
    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        filed = found(archive, check_id)
        casework.relate(filed, signed_in(folder, operator), kind, reference, relation, source, confidence)
        relations = casework.relations(filed)
    rows = [
        {
            "kind": one.entity.kind,
            "reference": one.entity.reference,
            "relation": one.word,
            "source": one.source,
            "confidence": one.confidence,
            "by": one.by,
            "checked": payment_of(one.entity.reference).checked if one.entity.kind == "payment" else None,
        }
        for one in relations
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(f"Links of check {check_id}", rows[0].keys(), [one.values() for one in rows])
