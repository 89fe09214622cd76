"""One check record and one of each message, with every kind of field filled. The golden vectors are made of them."""

from viewmark_protocol.checks import Check, Firearm, Link, ListAsked, VerdictRecord
from viewmark_protocol.clock import Clock
from viewmark_protocol.marks import Alternative, Mark
from viewmark_protocol.messages.downward import (
    Candidate,
    ListWanted,
    OfferList,
    PushAnswer,
    PushListPart,
    SetClock,
    SetListKey,
)
from viewmark_protocol.messages.firmware import FirmwareWanted, OfferFirmware, PushFirmwarePart
from viewmark_protocol.messages.hello import Bye, Done, Failed, Hello
from viewmark_protocol.messages.keys import (
    Challenge,
    FirstKey,
    ForgetFirstKey,
    KeepFirstKey,
    PullChallenge,
    PullFirstKey,
    ResetPin,
    SetAdministrator,
)
from viewmark_protocol.messages.paired import PullTagKey, TagKey, Unpair
from viewmark_protocol.messages.pairing import PairAgree, PairOffer, PairRequest, PairReveal, PairState
from viewmark_protocol.messages.records import (
    Acknowledge,
    AcknowledgePhoto,
    LogRecord,
    PhotoPart,
    PullPhoto,
    PullRecords,
    Records,
)

LOG_ID = bytes(range(8))
DIGEST = bytes(range(32))


def check():
    """Return a check of one pistol: worn serial, no import mark, an unknown year."""
    serial = Mark(
        component="frame",
        kind="serial",
        raw="AB-12?0",
        confirmed="AB-1230",
        state="worn",
        method="stamped",
        source="camera",
        lattice=[
            [Alternative(character="A", percent=97)],
            [Alternative(character="B", percent=80), Alternative(character="8", percent=15)],
        ],
        photo=DIGEST,
    )
    importer = Mark(component="barrel", kind="importer", state="none", method="unknown", source="typed")
    year = Mark(component="slide", kind="year", raw="19??", state="unknown", method="laser", source="code")
    verdict = VerdictRecord(
        word="near",
        reason="misread-possible",
        matched="AB123O",
        category="stolen",
        list_asked=ListAsked(version=5, issued_s=1_790_000_000),
    )
    return Check(
        format=1,
        opened=Clock(utc_s=1_790_003_600, trust="laptop", boot_count=17),
        post="post-7",
        officer="officer-12",
        context="found",
        legal_ground="road traffic control",
        transport="road",
        firearms=[Firearm(marks=[serial, importer, year], verdict=verdict, warnings=["unusual-shape"])],
        links=[Link(kind="vehicle", reference="plate \u0410\u0412-123"), Link(kind="parcel", reference="P1")],
        note="under the seat",
    )


def sealed_check():
    """Return a check with what came later: a photo's key, and a clock that went back."""
    later = check()
    later.opened.behind_s = 7200
    later.firearms[0].marks[0].photo_key = bytes(range(32, 64))
    return later


def messages():
    """Return one of each message, in the order of the registry."""
    candidate = Candidate(
        register_id="R-1",
        serial="AB123O",
        maker="GLOCK",
        model="17",
        status="stolen",
        matched_key="AB1230",
        disagrees=["serial", "calibre"],
    )
    return [
        handheld_hello(),
        Done(),
        Failed(failure="not-found", text="This photo is not here."),
        Bye(),
        PullRecords(log_id=LOG_ID, from_sequence=299, max_bytes=8192),
        Records(log_id=LOG_ID, records=[LogRecord(sequence=299, content=b"record")], next_sequence=300),
        Acknowledge(log_id=LOG_ID, sequence=300),
        PullPhoto(digest=DIGEST, offset=70000, max_bytes=8192),
        PhotoPart(digest=DIGEST, offset=70000, total_bytes=70004, content=b"\xff\xd8\0\0"),
        AcknowledgePhoto(digest=DIGEST),
        SetClock(utc_s=1_790_000_000),
        PushAnswer(
            log_id=LOG_ID,
            sequence=299,
            answer="near",
            answered_s=1_790_000_060,
            candidates=[candidate],
            text="One candidate.",
        ),
        OfferList(header=b"VML1", total_bytes=1_000_000),
        ListWanted(offset=4096),
        PushListPart(offset=4096, content=bytes(range(16))),
        SetListKey(key=DIGEST),
        PullFirstKey(log_id=LOG_ID),
        FirstKey(log_id=LOG_ID, key=DIGEST),
        ForgetFirstKey(log_id=LOG_ID),
        SetAdministrator(digest=DIGEST),
        PullChallenge(),
        Challenge(challenge=DIGEST[:16]),
        ResetPin(public_key=b"\0\0\0\1", signature=b"\0\0\0\0signature"),
        KeepFirstKey(log_id=LOG_ID),
    ] + later_families()


def later_families():
    """Return one of each message whose family came after the first vectors were locked."""
    return pairing_messages() + firmware_messages()


def pairing_messages():
    """Return one of each message of pairing, which came after the first vectors were locked."""
    return [
        PairRequest(name="desk 1", certificate=b"0\x820laptop", commitment=DIGEST),
        PairOffer(device_id="VM-0001", certificate=b"0\x820handheld", commitment=DIGEST),
        PairReveal(nonce=DIGEST[:16]),
        PairAgree(agreed=True),
        PairState(state="waiting"),
        Unpair(),
        PullTagKey(),
        TagKey(key=DIGEST[:16]),
    ]


def later_messages():
    """Return messages with the fields that came after the first version."""
    return [
        handheld_hello(
            store_state="unlocked",
            end_proof=DIGEST[:16],
            first_key_waits=True,
            first_key_kept=False,
            key_in_chip=False,
            has_administrator=True,
        )
    ]


def tied_messages():
    """Return messages with the fields that came after pairing."""
    return [
        PushAnswer(
            log_id=LOG_ID,
            sequence=1,
            answer="near",
            answered_s=1_790_000_100,
            candidates=[tied("R-1", "AB1230"), tied("R-2", "AB1238")],
            text="Two candidates.",
        ),
        handheld_hello(battery_percent=87),
    ]


def firmware_messages():
    """Return one of each message of firmware updates."""
    return [
        OfferFirmware(head=b"VMF1head and signature", total_bytes=400_000),
        FirmwareWanted(offset=2600),
        PushFirmwarePart(offset=2600, content=bytes(range(16))),
    ]


def tied(register_id, serial):
    """Return a candidate that shares the first place."""
    return Candidate(
        register_id=register_id, serial=serial, status="stolen", matched_key="one-edit", disagrees=[], place=1
    )


def handheld_hello(**later):
    """Return what a handheld says of itself."""
    return Hello(
        protocol_version=1,
        role="handheld",
        device_id="VM-0001",
        software_version="0.1.0",
        max_message_bytes=16384,
        clock_s=1_790_000_000,
        clock_trust="battery",
        boot_count=3,
        log_id=LOG_ID,
        first_sequence=0,
        next_sequence=300,
        acknowledged=299,
        list_version=5,
        **later,
    )
