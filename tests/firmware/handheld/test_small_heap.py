"""A sync in its largest parts under the small heap, all in one session; what outgrows it ends its session alone."""

import asyncio
import time
from pathlib import Path

import pytest

from viewmark.devices.list_file import head_of
from viewmark.handheld.process import BUFFER_BYTES
from viewmark.lists.builder import Edition, build
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.messages.downward import Candidate, ListWanted, OfferList, PushAnswer, PushListPart
from viewmark_protocol.messages.hello import Done
from viewmark_protocol.messages.records import PullRecords, Records
from viewmark_protocol.sync.pull import PART_BYTES

KEY = bytes(range(32))
FILL = Path(__file__).with_name("fill_answers.py")
ANSWERS = 700
TIGHT_HEAP_BYTES = 238 * 1024 + BUFFER_BYTES  # a session fits, its largest message does not
BLOCK_BYTES = 4096


async def bring_large_list(session, issuer, list_key_message) -> None:
    """Bring down a list of four whole parts."""
    now_s = int(time.time())
    rows = [(f"AB{number:05}", "GLOCK", "stolen") for number in range(4 * PART_BYTES // 8)]
    content, _ = build(rows, KEY, Edition(3, now_s - 60, now_s + 86400, "focal point"), issuer)
    await session.ask(list_key_message(KEY, issuer.root), Done)
    wanted = await session.ask(OfferList(header=head_of(content), total_bytes=len(content)), ListWanted)
    while wanted.offset < len(content):
        part = content[wanted.offset : wanted.offset + PART_BYTES]
        wanted = await session.ask(PushListPart(offset=wanted.offset, content=part), ListWanted)


def test_lists_records_and_answers_pass_in_their_largest_parts(bench, plugged_in, issuer, list_key_message):
    one = Candidate(register_id="R-1", serial="AB1230", status="stolen", matched_key="AB1230", disagrees=["serial"])

    async def work():
        async with bench() as (handheld, officer):
            for _ in range(70):
                await officer.check(None, None)
            async with plugged_in(handheld) as session:
                device = await session.hello()
                await bring_large_list(session, issuer, list_key_message)
                asked = PullRecords(log_id=device.log_id, from_sequence=1, max_bytes=PART_BYTES)
                pulled = await session.ask(asked, Records)
                answer = PushAnswer(
                    log_id=device.log_id,
                    sequence=1,
                    answer="near",
                    answered_s=0,
                    candidates=[one] * 4,
                    text="One of several. " * 25,
                )
                await session.ask(answer, Done)
                version = (await session.hello()).list_version
            return (
                len(pulled.records),
                version,
                await officer.history(),
                (await officer.check(None, "GLOCK", "AB00000")),
            )

    pulled, version, rows, hit = asyncio.run(work())
    assert pulled * 100 > PART_BYTES * 0.7
    assert version == 3
    assert rows[1] == ("untraceable", False, "near")
    assert hit.texts[0] == "!! HIT"


def test_a_message_that_outgrows_the_memory_ends_its_session_and_the_next_one_works(bench, plugged_in):
    async def work():
        async with bench(heap_bytes=TIGHT_HEAP_BYTES) as (handheld, officer):
            with pytest.raises(LinkLostError):
                async with plugged_in(handheld) as session:
                    await session.hello()
                    await session.ask(PushListPart(offset=0, content=bytes(16000)), ListWanted)
            async with plugged_in(handheld) as session:
                device = await session.hello()
            await officer.go_home()
            # Until the laptop's leaving is seen its session has its memory, which a check needs here.
            await handheld.wait_for(lambda screen: "No laptop" in screen.texts, 20)
            return device.list_version, (await officer.check(None, None)).texts[0]

    assert asyncio.run(work()) == (None, "X UNTRACEABLE")


def test_it_starts_and_takes_an_answer_among_hundreds(bench, plugged_in, run_micropython, root):
    search = [root / "firmware", root / "firmware" / "lib", root / "protocol"]

    async def work():
        async with bench() as (handheld, officer):
            await officer.check(None, None)
            await handheld.kill()
            flash = handheld.folder / "photos.flash"
            blocks = flash.stat().st_size // BLOCK_BYTES
            filled = run_micropython(FILL, str(flash), str(blocks), str(ANSWERS), path=search, heap="1M")
            assert filled.returncode == 0, filled.stdout
            await handheld.start()
            async with plugged_in(handheld) as session:
                log_id = (await session.hello()).log_id
                answer = PushAnswer(
                    log_id=log_id, sequence=1, answer="near", answered_s=0, candidates=[], text="One of several."
                )
                await session.ask(answer, Done)
            return (await officer.history())[1]

    assert asyncio.run(work()) == ("untraceable", False, "near")
