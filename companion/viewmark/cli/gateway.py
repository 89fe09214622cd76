"""`viewmark gateway`: checks as messages to I-24/7, SIENA, SIS, Frontex and eTrace, through a folder or over HTTP."""

import asyncio
import time
from contextlib import ExitStack, closing
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from viewmark.archive.archive import Archive
from viewmark.archive.checks import FiledCheck
from viewmark.casework.messages import RELEASED, SENT, note_message
from viewmark.cli.casework import found, opened
from viewmark.cli.output import DEFAULT_FOLDER, AsJson, Folder, print_json, print_table, utc
from viewmark.cli.signing_in import Operator, signed_in
from viewmark.gateways.destinations import Destinations
from viewmark.gateways.entry import Entry
from viewmark.gateways.errors import GatewayError, MessageError
from viewmark.gateways.going_out import send_to
from viewmark.gateways.mailbox import MAILBOX_FILE, Mailbox
from viewmark.gateways.message import HANDLING, INFORMATION, SOURCE, Evaluation, Handling, Message, codes
from viewmark.gateways.profiles import PROFILES, profile
from viewmark.gateways.profiles.profile import Profile
from viewmark.gateways.profiles.tables import row
from viewmark.operators.accounts import GATEWAYS
from viewmark_protocol.checks import Firearm, Link

app = typer.Typer(help="Checks as messages to other systems, each sent once.", no_args_is_help=True)

ProfileName = Annotated[str, typer.Argument(metavar="PROFILE", help=f"{', '.join(PROFILES)}.")]


class State(StrEnum):
    """In which state a message can be."""

    waiting = "waiting"
    sent = "sent"
    dead = "dead"


def _choices(known: dict[str, str]) -> str:
    return "; ".join(f"{code}: {meaning}" for code, meaning in known.items()) + "."


@app.command()
def profiles(
    name: Annotated[str, typer.Argument(metavar="[PROFILE]", help="One profile's fields, one by one.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show the profiles, or the fields of one: what each says, and where that is written.

    Example: viewmark gateway profiles siena
    """
    chosen = [profile(name)] if name else list(PROFILES.values())
    if as_json:
        columns = ("field", "says", "required", "source")
        tables = [[dict(zip(columns, row(field), strict=True)) for field in one.fields] for one in chosen]
        pairs = zip(chosen, tables, strict=True)
        print_json([{"profile": one.key, "name": one.name, "mapping": one.mapping, "fields": t} for one, t in pairs])
    elif name:
        print_table(chosen[0].name, ("field", "says", "required", "source"), [row(one) for one in chosen[0].fields])
    else:
        rows = [(one.key, one.name, one.addressee or "as the marks say", one.about) for one in chosen]
        print_table("Profiles", ("profile", "name", "addressee", "about"), rows)


@app.command()
def put(
    name: ProfileName,
    check_id: Annotated[str, typer.Argument(metavar="[CHECK]", help="The id, as `viewmark checks` prints it.")] = "",
    handling: Annotated[str, typer.Option(help=_choices(HANDLING))] = "",
    source: Annotated[str, typer.Option(help=_choices(SOURCE))] = "",
    information: Annotated[str, typer.Option(help=_choices(INFORMATION))] = "",
    restriction: Annotated[str, typer.Option(help="With H3: what the receiver must keep to.")] = "",
    addressee: Annotated[str, typer.Option(help="Whom it is for, where the profile does not say it.")] = "",
    given: Annotated[
        list[str] | None, typer.Option("--given", help="What only a person can say: type=pistol, priority=urgent ...")
    ] = None,
    demo: Annotated[bool, typer.Option(help="Put a generated check, to see what leaves.")] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Put a check into the mailbox, a message for each of its firearms. Nothing leaves yet.

    Example: viewmark gateway put siena 0123456789abcdef-12 --handling H1 --source B --information 2
    """
    chosen = profile(name)
    said = _given(given or [])
    ratings = codes(handling, source, information, restriction)
    if demo == bool(check_id):
        raise MessageError("Name the check to put, or give --demo: one of the two.")
    if demo:
        made = _demo(chosen, said, ratings, addressee)
    else:
        filed, firearms, links, kept = _filed(folder, check_id)
        made = chosen.messages(filed, firearms, links, [one | said for one in kept], ratings, addressee)
    with closing(_mailbox(folder)) as mailbox:
        added = mailbox.put(made, int(time.time()))
    if as_json:
        shown = [{"id": one.id, "digest": one.digest, "addressee": one.addressee} for one in made]
        print_json([one | {"added": is_new} for one, is_new in zip(shown, added, strict=True)])
        return
    for one, is_new in zip(made, added, strict=True):
        print(f"{one.id} for {one.addressee}: {'put' if is_new else 'was put before, nothing is sent twice'}.")
    if not chosen.is_verified:
        print(f"{chosen.name}. {chosen.mapping}")


@app.command("set")
def set_destination(
    name: ProfileName,
    to: Annotated[str, typer.Option(help="A folder's full path, or an address with https://; empty: nowhere.")],
    api_key: Annotated[str, typer.Option(envvar="VIEWMARK_GATEWAY_KEY", help="The gateway's key.")] = "",
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Say where the messages of a profile go, for `send` and for the page of gateways; the key lies closed here.

    Example: viewmark gateway set siena --to /media/siena
    """
    destinations, key = Destinations(folder), profile(name).key
    if to:
        to = destinations.set(key, to, api_key).to
    else:
        destinations.remove(key)
    if as_json:
        print_json({"profile": key, "to": to})
    else:
        print(f"Messages of {key} go to {to}." if to else f"Messages of {key} go nowhere: they wait.")


@app.command()
def send(
    operator: Operator,
    to: Annotated[
        str, typer.Option(help="A folder that is there, or an address with https://; else where `set` says.")
    ] = "",
    of: Annotated[str, typer.Option("--profile", help="Messages of this profile alone.")] = "",
    api_key: Annotated[str, typer.Option(envvar="VIEWMARK_GATEWAY_KEY", help="The gateway's key.")] = "",
    only_due: Annotated[bool, typer.Option("--only-due", help="Leave alone what is to wait after a failure.")] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Send what waits, to a folder or an address. What fails waits here; what is refused goes to the dead letters.

    It takes an operator who was given the right `gateways`, and stays on record with the check.
    Example: viewmark gateway send --operator K7 --to /media/siena --profile siena
    """
    who = signed_in(folder, operator, GATEWAYS)
    key = profile(of).key if of else None
    if not to and key is None:
        raise MessageError("Say where to, by --to, or which profile, by --profile: then it goes where `set` says.")
    if not to:
        kept = Destinations(folder).find(key or "")
        to, api_key = kept.to, api_key or kept.api_key
    with closing(Archive(folder)) as archive, closing(_mailbox(folder)) as mailbox, mailbox.only_sender():
        note = partial(_note, archive, SENT, who)
        result = asyncio.run(send_to(mailbox, to, key, api_key, only_due, on_sent=note))
        counts = mailbox.counts()
    if as_json:
        print_json({"sent": result.sent, "failed": result.failed, "refused": result.buried, "stopped": result.stopped})
    else:
        print(f"{result.sent} sent. {counts['waiting']} wait, {counts['dead']} are dead letters.")
    if result.stopped:
        raise GatewayError(result.stopped)
    if result.failed or result.buried:
        raise GatewayError("Not everything was sent. `viewmark gateway list` says why, message by message.")


@app.command("list")
def listed(
    state: Annotated[State | None, typer.Option(help="In this state alone.")] = None,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """List the messages: waiting, sent with their receipts, dead letters with the reason.

    Example: viewmark gateway list --state dead
    """
    with closing(_mailbox(folder)) as mailbox:
        entries = mailbox.entries(state.value if state else None)
    if as_json:
        print_json([{name: value for name, value in vars(one).items() if name != "number"} for one in entries])
        return
    rows = [
        (
            one.state,
            one.id,
            one.codes,
            one.addressee,
            utc(one.put_s),
            utc(one.tried_s),
            one.gateway,
            one.error or _receipt(one.receipt),
        )
        for one in entries
    ]
    print_table("Messages", ("state", "id", "codes", "for", "put", "tried last", "gateway", "receipt or reason"), rows)


@app.command()
def release(
    message_id: Annotated[str, typer.Argument(help="The id, as `viewmark gateway list` prints it.")],
    operator: Operator,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="To any gateway: only where the former surely does not have it.")
    ] = False,
    folder: Folder = DEFAULT_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Let a dead letter be sent again, after the reason was removed.

    It takes an operator who was given the right `gateways`, and stays on record with the check.
    Example: viewmark gateway release siena-0123456789abcdef0123456789abcdef --operator K7
    """
    who = signed_in(folder, operator, GATEWAYS)
    with closing(Archive(folder)) as archive, closing(_mailbox(folder)) as mailbox:
        mailbox.release(message_id, elsewhere)
        _note(archive, RELEASED, who, mailbox.entry(message_id))
    if as_json:
        print_json({"id": message_id, "state": "waiting"})
    else:
        print(f"{message_id} waits again.")


def _filed(folder: Path, check_id: str) -> tuple[FiledCheck, list[Firearm], list[Link], list[dict[str, str]]]:
    """Return a check, its firearms and links as they stand, and what was kept of each one's trace request."""
    with ExitStack() as stack:
        archive, casework = opened(stack, folder)
        filed = found(archive, check_id)
        firearms = casework.firearms(filed)
        given = [casework.trace_given(filed, place) for place in range(len(firearms))]
        return filed, firearms, casework.links(filed), given


def _demo(chosen: Profile, said: dict[str, str], ratings: tuple[Handling, Evaluation], addressee: str) -> list[Message]:
    """Return the messages of the first generated check that the profile takes."""
    from viewmark.exchange.demo import LOG_ID, demo_checks

    example = {"type": "pistol", "priority": "routine", "crime_code": "generated", "circumstances": "generated"}
    refused: MessageError | None = None
    for number, (_, check) in enumerate(demo_checks(), 1):
        filed = FiledCheck(number, "demo", bytes.fromhex(LOG_ID), number, b"", 0, False, check)
        try:
            return chosen.messages(
                filed, check.firearms, check.links, [example | said] * len(check.firearms), ratings, addressee
            )
        except MessageError as error:
            refused = error
    raise refused or MessageError("There is no generated check. Install Viewmark again.")


def _given(pairs: list[str]) -> dict[str, str]:
    split = [one.partition("=") for one in pairs]
    if any(not equals for _, equals, _ in split):
        raise MessageError("What a person gives is written name=value, as in --given type=pistol.")
    return {name.strip(): value for name, _, value in split}


def _note(archive: Archive, act: str, who: str, entry: Entry) -> None:
    note_message(archive, entry, act, who, int(time.time()))


def _mailbox(folder: Path) -> Mailbox:
    return Mailbox(folder / MAILBOX_FILE)


def _receipt(receipt: dict[str, str] | None) -> str:
    return "" if receipt is None else f"has {receipt['digest'][:16]} as {receipt['reference'] or receipt['message_id']}"
