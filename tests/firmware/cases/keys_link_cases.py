"""Keys over the link: the first key goes up once, a locked handheld takes nothing, an administrator resets the PIN."""

import hashlib

from checks import answers
from disk import blank, boot
from laptop import Bench, Laptop, hello
from offered import KEY
from signed import CHALLENGE, OTHER_PUBLIC_KEY, OTHER_SIGNATURE, PUBLIC_KEY, SIGNATURE
from viewmark_protocol.messages.downward import OfferList, PushAnswer, SetClock, SetListKey
from viewmark_protocol.messages.firmware import OfferFirmware
from viewmark_protocol.messages.hello import Done, Failed
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
from viewmark_protocol.messages.records import Acknowledge, PullRecords
from viewmark_protocol.sealing.chain import SealChain

LOG_ID, OTHER_LOG = b"log-0001", b"log-0002"
PIN_SALT, STRETCHED = b"salt of 16 bytes", b"stretched PIN of 32 bytes ......"
ADMINISTRATOR = hashlib.sha256(PUBLIC_KEY).digest()


def connected(records=3):
    """Return `(bench, laptop)`, greeted."""
    boot(blank())
    bench = Bench(records)
    return bench, Laptop(bench)


def failure(answer):
    assert isinstance(answer, Failed), answer
    assert answer.text
    return answer.failure


def locked(records=3, administrator=False):
    """Return `(bench, laptop)` with a PIN set, after power off and on."""
    bench, laptop = connected(records)
    if administrator:
        assert isinstance(laptop.ask(SetAdministrator(digest=ADMINISTRATOR)), Done)
    bench.store.set_pin(PIN_SALT, STRETCHED, 1000)
    bench.restart()
    return bench, Laptop(bench)


def test_hello_tells_the_state_and_proves_the_end():
    bench, laptop = connected()
    answer = laptop.ask(hello())
    assert (answer.store_state, answer.first_key_waits, answer.key_in_chip) == ("open", True, True)
    assert not answer.has_administrator
    assert SealChain(LOG_ID, bench.log.first_key()).proves_end(4, answer.end_proof)


def test_the_first_key_goes_up_and_opens_the_log():
    bench, laptop = connected()
    answer = laptop.ask(PullFirstKey(log_id=LOG_ID))
    assert isinstance(answer, FirstKey)
    assert SealChain(LOG_ID, answer.key).open(2, bench.ring.read(2)) == b"record 2"


def test_once_forgotten_the_first_key_goes_up_no_more():
    bench, laptop = connected()
    assert isinstance(laptop.ask(ForgetFirstKey(log_id=LOG_ID)), Done)
    assert failure(laptop.ask(PullFirstKey(log_id=LOG_ID))) == "no-key"
    assert laptop.ask(hello()).first_key_waits is False
    bench.restart()
    assert failure(Laptop(bench).ask(PullFirstKey(log_id=LOG_ID))) == "no-key"


def test_that_the_laptop_has_the_first_key_is_noted_and_told():
    bench, laptop = connected()
    assert laptop.ask(hello()).first_key_kept is False
    assert failure(laptop.ask(KeepFirstKey(log_id=OTHER_LOG))) == "unknown-log"
    assert isinstance(laptop.ask(KeepFirstKey(log_id=LOG_ID)), Done)
    assert laptop.ask(hello()).first_key_kept is True
    assert bench.log.first_key_waits


def test_a_first_key_that_cannot_be_read_is_answered_and_the_session_goes_on():
    bench, laptop = connected()
    bench.log._first_keys.newest.wrapped = bytes(48)
    assert failure(laptop.ask(PullFirstKey(log_id=LOG_ID))) == "no-key"
    assert laptop.ask(hello()).next_sequence == 4


def test_another_logs_key_is_neither_given_nor_forgotten():
    bench, laptop = connected()
    for message in (PullFirstKey(log_id=OTHER_LOG), ForgetFirstKey(log_id=OTHER_LOG)):
        assert failure(laptop.ask(message)) == "unknown-log"
    assert bench.log.first_key_waits


def test_a_locked_handheld_gives_no_key_and_takes_nothing_down():
    bench, laptop = locked()
    pushed = PushAnswer(log_id=LOG_ID, sequence=1, answer="hit", answered_s=0, candidates=[], text="")
    asked = (
        PullFirstKey(log_id=LOG_ID),
        ForgetFirstKey(log_id=LOG_ID),
        SetAdministrator(digest=ADMINISTRATOR),
        SetClock(utc_s=1790000000),
        SetListKey(key=KEY),
        OfferList(header=bytes(96), total_bytes=96),
        OfferFirmware(head=bytes(96), total_bytes=96),
        pushed,
    )
    for message in asked:
        assert failure(laptop.ask(message)) == "locked", message
    assert bench.clock.now_s() == 0
    assert answers.load(LOG_ID, 1) is None
    assert laptop.ask(hello()).store_state == "locked"


def test_a_locked_handheld_gives_its_sealed_records_and_notes_that_they_arrived():
    bench, laptop = locked()
    answer = laptop.ask(PullRecords(log_id=LOG_ID, from_sequence=1, max_bytes=8192))
    assert [one.sequence for one in answer.records] == [1, 2, 3]
    assert isinstance(laptop.ask(Acknowledge(log_id=LOG_ID, sequence=4)), Done)
    assert bench.ring.acknowledged == 4


def test_an_administrator_is_taken_once():
    bench, laptop = connected()
    assert failure(laptop.ask(SetAdministrator(digest=b"short"))) == "refused"
    assert isinstance(laptop.ask(SetAdministrator(digest=ADMINISTRATOR)), Done)
    assert isinstance(laptop.ask(SetAdministrator(digest=ADMINISTRATOR)), Done)
    assert failure(laptop.ask(SetAdministrator(digest=bytes(32)))) == "refused"
    assert bench.store.lock.administrator == ADMINISTRATOR
    assert laptop.ask(hello()).has_administrator


def challenged(bench, laptop):
    """Ask for a challenge, which is the one that was signed."""
    bench.answering._key_server()._random = lambda count: CHALLENGE[:count]
    answer = laptop.ask(PullChallenge())
    assert isinstance(answer, Challenge) and answer.challenge == CHALLENGE


def test_an_administrators_signature_gives_new_keys_and_no_pin():
    bench, laptop = locked(administrator=True)
    laptop.ask(Acknowledge(log_id=LOG_ID, sequence=4))
    challenged(bench, laptop)
    assert isinstance(laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE)), Done)
    answer = laptop.ask(hello())
    assert (answer.store_state, answer.log_id, answer.next_sequence) == ("open", OTHER_LOG, 1)
    assert answer.has_administrator
    bench.restart()
    assert bench.store.state == "open"


def test_a_wiped_handheld_is_put_back_into_service_by_the_administrator_alone():
    bench, laptop = locked(administrator=True)
    laptop.ask(Acknowledge(log_id=LOG_ID, sequence=4))
    for _ in range(10):
        bench.store.lock.begin_try()
        bench.store.lock.finish_try(b"wrong")
    assert laptop.ask(hello()).store_state == "wiped"
    challenged(bench, laptop)
    assert isinstance(laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE)), Done)
    assert laptop.ask(hello()).store_state == "open"


def test_no_reset_while_records_wait_for_the_laptop():
    bench, laptop = locked(administrator=True)
    challenged(bench, laptop)
    answer = laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE))
    assert failure(answer) == "storage"
    assert "Sync first" in answer.text
    assert bench.store.state == "locked"
    assert bench.ring.next_sequence == 4


def test_a_signature_that_is_none_resets_nothing():
    changed = SIGNATURE[:-1] + bytes([SIGNATURE[-1] ^ 1])
    pairs = (
        (PUBLIC_KEY, changed),
        (PUBLIC_KEY, OTHER_SIGNATURE),
        (OTHER_PUBLIC_KEY, OTHER_SIGNATURE),
        (PUBLIC_KEY, b""),
        (b"", SIGNATURE),
    )
    for public_key, signature in pairs:
        bench, laptop = locked(records=0, administrator=True)
        challenged(bench, laptop)
        assert failure(laptop.ask(ResetPin(public_key=public_key, signature=signature))) == "refused"
        assert bench.store.state == "locked"


def test_a_signature_serves_once_and_only_for_the_newest_challenge():
    bench, laptop = locked(records=0, administrator=True)
    assert failure(laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE))) == "not-now"
    challenged(bench, laptop)
    laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=b""))
    assert failure(laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE))) == "not-now"
    laptop.ask(PullChallenge())
    bench.answering._keys._random = lambda count: bytes(count)
    laptop.ask(PullChallenge())
    assert failure(laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE))) == "refused"
    assert bench.store.state == "locked"


def test_without_an_administrator_nobody_resets():
    bench, laptop = locked(records=0)
    challenged(bench, laptop)
    assert failure(laptop.ask(ResetPin(public_key=PUBLIC_KEY, signature=SIGNATURE))) == "not-now"
