"""What the pages of the exchange show: gateways with messages in every state, an operation, reference tables.

Some of it is hostile: markup in an addressee, in a reason, in a post, in the make of a model.
"""

from contextlib import closing
from pathlib import Path

from viewmark.archive.archive import Archive
from viewmark.deskbook.desk_book import DESK_BOOK_FILE, DeskBook
from viewmark.deskbook.operations import keep_plan
from viewmark.gateways.destinations import Destinations
from viewmark.gateways.file_drop import FileDrop
from viewmark.gateways.mailbox import MAILBOX_FILE, Mailbox
from viewmark.gateways.message import Message, codes, make_message
from viewmark.gateways.port import Receipt
from viewmark.gateways.profiles import profile
from viewmark.operations.membership import Membership
from viewmark.operations.plan import planned
from viewmark.reference.importing import import_file

from .conftest import HOSTILE, OPENED_S, id_of

MARKUP = "<b onmouseover='document.title=\"owned\"'>bureau</b>"
PUT_S = OPENED_S + 600
NOBODY = "http://127.0.0.1:9/messages"  # nobody answers there

CODES = """type,code,definition
MAKCodeSimpleType,GLC,"GLOCK, INC."
MAKCodeSimpleType,GLD,"GLOCK INC (SMYRNA, GEORGIA) SUBSIDIARY"
MAKCodeSimpleType,HEC,HECKLER & KOCH
MAKCodeSimpleType,BAD,"<script>document.title='owned'</script> WORKS"
MAKCodeSimpleType,TOOLONG,no such code
CALCodeSimpleType,9,"9MM LUGER/PARABELLUM/9X19, 9MM KURZ/CORTO/9X17 (.380ACP)"
CALCodeSimpleType,380,".380 ACP IN U.S.; ALSO KNOWN AS THE 9 MM KURZ/CORTO/SHORT, AND THE 9X17"
"""
MODELS = f'make,model\nBERETTA,92FS\nTAURUS,PT92\n"{MARKUP.replace(chr(34), chr(34) * 2)}",PT-92\n'


def message(text: str, key: str = "siena", addressee: str = "AT") -> Message:
    """Make a message that says something of the first check."""
    chosen = profile(key)
    body = {one.name: one.constant or None for one in chosen.fields} | {chosen.fields[0].name: text}
    said = codes("H1", "B", "2")
    return make_message(key, chosen.name, chosen.mapping, addressee, *said, id_of(1), body)


ARRIVES, REFUSED, WAITS = message("AB1239"), message("K1"), message(HOSTILE, addressee=MARKUP)


def fill_mailbox(folder: Path, drop: Path) -> None:
    """Put messages: one that was sent to a folder, one refused, one hostile that waits, and one for who is away."""
    Destinations(folder).set("siena", str(drop))
    Destinations(folder).set("etrace", NOBODY, "a key")
    with closing(Mailbox(folder / MAILBOX_FILE)) as mailbox:
        mailbox.put([ARRIVES], PUT_S)
        (arrives,) = mailbox.entries()
        mailbox.begin(arrives.number, FileDrop(drop).name, PUT_S + 20)
        mailbox.sent(arrives.number, Receipt(ARRIVES.id, ARRIVES.digest, f"{ARRIVES.id}.json"), PUT_S + 30)
        mailbox.put([REFUSED, WAITS, message("L527910", "etrace")], PUT_S + 60)
        refused, *_ = mailbox.entries("waiting")
        mailbox.begin(refused.number, FileDrop(drop).name, PUT_S + 90)
        mailbox.bury(refused.number, f"The other side does not take it (HTTP 422): no such country {MARKUP}")


def fill_operations(folder: Path) -> None:
    """Plan an operation at the checks' post, and join two of its checks."""
    posts = ["post north", MARKUP]
    plan = planned("action-day", "Action day <i>north</i>", posts, "2026-09-20", "2026-09-22", ["parcels", "lane 2"])
    book = DeskBook(folder / DESK_BOOK_FILE)
    keep_plan(book, plan)
    keep_plan(book, planned("later", "Later", ["post south"], "2199-01-01", "2199-01-02", []))
    with closing(Archive(folder)) as archive:
        for number in (1, 2):
            filed = archive.find(id_of(number))
            assert filed is not None
            Membership(archive).join("action-day", filed, "K7", PUT_S)


def fill_reference(folder: Path) -> None:
    """Import the tables of codes and models."""
    for name, content in (("codes.csv", CODES), ("models.csv", MODELS)):
        (folder / name).write_text(content, "utf-8")
        import_file(folder, folder / name, PUT_S, lambda rows: None)


def fill_exchange(folder: Path, drop: Path = Path("/media/siena")) -> None:
    """All of it; messages by SIENA go to the folder `drop`."""
    fill_mailbox(folder, drop)
    fill_operations(folder)
    fill_reference(folder)
