"""`viewmark register` and `viewmark search`: the reference server, and asking it.

The server is loaded by the commands that need it: it takes half a second, which no other one should wait for.
"""

import asyncio
import json
import logging
import ssl
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from viewmark.cli.output import AsJson, print_json, print_table, progress_bar, utc
from viewmark.cli.places import PLACE
from viewmark.escrow.focal_point import fingerprint, public_key_in
from viewmark.register import pinning
from viewmark.register.answers import Query
from viewmark.register.client import RegisterClient
from viewmark.register.errors import SetupError
from viewmark.register.wire import QUESTIONS_A_MINUTE
from viewmark.whole_file import write_whole

app = typer.Typer(help="The central register's reference server.", no_args_is_help=True)

ApiKey = Annotated[str, typer.Option(envvar="VIEWMARK_REGISTER_KEY", help="The key that laptops must send.")]
Where = Annotated[Path, typer.Option("--folder", help="The folder of the register's database and photos.", **PLACE)]
_MOST_GENERATED = 1_000_000  # some minutes, and no gigabyte of memory; serials do not run out
_LOCAL = ("127.0.0.1", "::1", "localhost")
Pinned = Annotated[
    Path | None,
    typer.Option(
        envvar="VIEWMARK_REGISTER_CERTIFICATE", help="The register's certificate, that `viewmark enrol` wrote."
    ),
]
Url = Annotated[str, typer.Option("--register-url", envvar="VIEWMARK_REGISTER_URL", help="The register's address.")]


@app.command()
def serve(
    folder: Where,
    api_key: ApiKey = "",
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8470,
    with_tls: Annotated[
        bool | None,
        typer.Option("--tls/--no-tls", help="Default: TLS but on this machine alone without --certificate."),
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="A certificate (PEM) in place of the one made here.")] = None,
    private_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    log: Annotated[bool, typer.Option("--log", help="Log every answer to stderr, a JSON object a line.")] = False,
    announce: Annotated[
        str, typer.Option(help="The id under which it is announced on the local network; empty: not at all.")
    ] = "",
    questions_a_minute: Annotated[int, typer.Option(min=1, help="So often one key may ask.")] = QUESTIONS_A_MINUTE,
    as_json: AsJson = False,
) -> None:
    """Serve the register until interrupted.

    Example: viewmark register serve --folder register --api-key "$KEY"
    """
    from viewmark.register.server.logs import log_to_stderr
    from viewmark.register.server.run import serve as serve_register
    from viewmark.register.server.tls import tls_of

    def ready(url: str) -> None:
        print(json.dumps({"url": url}) if as_json else f"The register answers at {url}", flush=True)

    log_to_stderr(logging.INFO if log else logging.WARNING)
    is_local = host in _LOCAL
    tls = None
    if with_tls or (with_tls is None and (not is_local or certificate or private_key)):
        tls = tls_of(folder, certificate, private_key)
        if not as_json:
            print(f"Laptops are enrolled with this fingerprint: {pinning.fingerprint(tls.certificate)}", flush=True)
    elif not is_local:
        raise SetupError("Without TLS serials and keys would go over the network in clear. Leave out --no-tls.")
    serve_register(
        folder, host, port, api_key, ready, questions_a_minute=questions_a_minute, tls=tls, announced_as=announce
    )


@app.command()
def generate(
    folder: Where,
    firearms: Annotated[int, typer.Option(min=1, max=_MOST_GENERATED, help="How many records.")] = 4000,
    reported: Annotated[float, typer.Option(min=0, max=1, help="The share of them with an open report.")] = 0.25,
    seed: Annotated[int, typer.Option(help="The same seed gives the same records.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Fill the register with generated records, for trying it out. A folder without a register gets one.

    Example: viewmark register generate --folder register --firearms 4000
    """
    from viewmark.register.server import generate as generator
    from viewmark.register.server.opening import open_store

    with closing(open_store(folder)) as store, progress_bar("records", as_json) as say:
        now_s = int(time.time())
        listed = generator.generate(store, firearms, reported, seed, now_s, lambda done: say("records", done, firearms))
    if as_json:
        print_json({"firearms": firearms, "reported": listed})
    else:
        print(f"{firearms} firearms were added, {listed} of them reported.")


@app.command("focal-point")
def focal_point(
    folder: Where,
    public_key: Annotated[str, typer.Option(help="The focal point's .pub file, or the text in it.")],
    as_json: AsJson = False,
) -> None:
    """Set the public key under which laptops escrow the keys of handhelds.

    Example: viewmark register focal-point --folder register --public-key focal-point.key.pub
    """
    from viewmark.register.server.escrows import set_focal_point
    from viewmark.register.server.opening import open_existing

    key = public_key_in(public_key)
    with closing(open_existing(folder)) as store:
        is_new = set_focal_point(store, key)
    if as_json:
        print_json({"public_key": key.hex(), "fingerprint": fingerprint(key), "changed": is_new})
        return
    print("The public key was set." if is_new else "This public key was set already.")
    print(f"Its fingerprint is {fingerprint(key)}: compare it with the focal point by voice.")


@app.command("handhelds")
def list_handhelds(
    folder: Where,
    refuse: Annotated[str | None, typer.Option(help="Give this handheld no list key any more: it is lost.")] = None,
    accept: Annotated[str | None, typer.Option(help="Give this handheld the list key again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which handhelds get the list key; one that is lost is refused the next one.

    Example: viewmark register handhelds --folder register --refuse handheld-3
    """
    from viewmark.register.server import handhelds
    from viewmark.register.server.opening import open_existing

    with closing(open_existing(folder)) as store:
        for device_id, is_refused in ((refuse, True), (accept, False)):
            if device_id is not None:
                handhelds.refuse(store, device_id, is_refused)
        rows = [
            {
                "device_id": one.device_id,
                "certificate_sha256": one.certificate_sha256,
                "brought_by": one.brought_by,
                "brought": utc(one.brought_s),
                "refused": utc(one.refused_s),
            }
            for one in handhelds.handhelds(store)
        ]
    if as_json:
        print_json({"handhelds": rows})
    else:
        columns = ("handheld", "certificate", "brought by", "brought", "refused")
        cells = [(one["device_id"], str(one["certificate_sha256"])[:16], *list(one.values())[2:]) for one in rows]
        print_table("Handhelds", columns, cells)


def connected(url: str, api_key: str, certificate: Path | None) -> RegisterClient:
    """Return a client of the register; one that was enrolled trusts that register alone."""
    pinned = pinning.read_certificate(certificate) if certificate else None
    return RegisterClient(_address(url), api_key, certificate=pinned)


def _address(url: str) -> str:
    """Return a register's address as it was written; SetupError where it can be none."""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that there is not
        is_one = False
    if not is_one:
        raise SetupError(f"{url} is no address of a register. Write it as https://register.example:8470.")
    return url


def enrol(
    url: Annotated[str, typer.Argument(help="The register's address: https://...")],
    fingerprint: Annotated[str, typer.Option(help="What `viewmark register serve` shows, by voice or on paper.")],
    out: Annotated[Path, typer.Option(help="Where the certificate is written.", **PLACE)] = Path("register.crt"),
    as_json: AsJson = False,
) -> None:
    """Compare a register's certificate with its fingerprint and keep it: this laptop trusts no other from then on.

    Example: viewmark enrol https://register.example:8470 --fingerprint "0123abcd ..." --out register.crt
    """
    certificate = pinning.certificate_at(_address(url), fingerprint)
    try:
        write_whole(out, lambda part: part.write_text(ssl.DER_cert_to_PEM_cert(certificate)))
    except OSError as error:
        raise SetupError(f"{out} can't be written: {error.strerror}. Give another place.") from error
    if as_json:
        print_json({"certificate": str(out)})
    else:
        print(f"The register's certificate is in {out}: set VIEWMARK_REGISTER_CERTIFICATE to it.")


def search(
    serial: Annotated[
        str, typer.Argument(help="The serial; ? for a character that could not be read, * for any number of them.")
    ],
    url: Url,
    api_key: ApiKey,
    officer: Annotated[str, typer.Option(help="Who asks.")],
    post: Annotated[str, typer.Option(help="Where.")],
    legal_ground: Annotated[str, typer.Option(help="Under which power: part of every query.")],
    register_certificate: Pinned = None,
    maker: Annotated[str | None, typer.Option(help="The maker; without one there is no hit.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the register for a serial.

    Example: viewmark search "AB?1234" --maker GLOCK --officer K7 --post north --legal-ground "border check"
    """
    query = Query(serial=serial, maker=maker, officer=officer, post=post, legal_ground=legal_ground)

    async def ask():
        async with connected(url, api_key, register_certificate) as client:
            return await client.query(query)

    answer = asyncio.run(ask())
    if as_json:
        print_json({"answer": answer.answer, "candidates": [vars(one) for one in answer.candidates]})
        return
    sharing = Counter(one.place for one in answer.candidates)
    rows = [
        (
            f"{one.place}=" if sharing[one.place] > 1 else one.place,
            *(one.register_id, one.serial, one.maker, one.model, one.status, one.matched_key),
            ", ".join(one.disagrees),
        )
        for one in answer.candidates
    ]
    columns = ("place", "record", "serial", "maker", "model", "status", "matched by", "disagrees")
    print_table(f"Answer: {answer.answer}", columns, rows)
