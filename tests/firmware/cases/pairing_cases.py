"""Pairing on the handheld: over the cable, unlocked, by digits that an officer confirms; and the end of it."""

from checks import photos
from disk import MemoryPhoto, blank, boot
from flash import refusal
from laptop import CERTIFICATE, Bench, Counted, InClear, Laptop, hello
from link.line import Line
from link.pairings import MOST_LAPTOPS, Pairings
from ports import StorageError
from viewmark_protocol.errors import LinkLostError
from viewmark_protocol.messages.hello import Bye, Done, Failed
from viewmark_protocol.messages.keys import PullFirstKey
from viewmark_protocol.messages.paired import PullTagKey, TagKey, Unpair
from viewmark_protocol.messages.pairing import PairAgree, PairOffer, PairRequest, PairReveal
from viewmark_protocol.messages.records import PullPhoto, PullRecords
from viewmark_protocol.pairing import HANDHELD, LAPTOP, check_nonce, commitment, digits

NONCE = bytes(range(16))
NEW = b"certificate of a new laptop"
PATIENCE_MS = 120000


class Unpaired(Laptop):
    """A laptop that speaks in clear to a bench that knows nobody yet."""

    def __init__(self, records=0, pairing=True):
        boot(blank())
        bench = Bench(records)
        bench.pairings.laptops = []
        give = (lambda: bench.pairing) if pairing else None
        bench.server = Line(bench, bench.answering, bench.pairings, give, InClear)
        Laptop.__init__(self, bench, greet=False)

    def request(self, certificate=NEW, nonce=NONCE, name="desk 2"):
        wanted = PairRequest(
            name=name, certificate=certificate, commitment=commitment(LAPTOP, name, certificate, nonce)
        )
        return self.ask(wanted)

    def reveal(self):
        """Go as far as the digits; return them as this side computes them."""
        offer = self.request()
        revealed = self.ask(PairReveal(nonce=NONCE))
        check_nonce(offer.commitment, HANDHELD, offer.device_id, offer.certificate, revealed.nonce)
        return digits(NEW, offer.certificate, NONCE, revealed.nonce)

    def state(self, agreed=True):
        return self.ask(PairAgree(agreed=agreed)).state


def failure(answer):
    assert isinstance(answer, Failed), answer
    assert answer.text
    return answer.failure


def test_an_answer_where_a_request_belongs_is_refused():
    offer = PairOffer(device_id="VM-0002", certificate=NEW, commitment=bytes(32))
    assert failure(Unpaired().ask(offer)) == "not-now", "nothing was begun"
    laptop = Unpaired()
    laptop.reveal()
    assert failure(laptop.ask(offer)) == "refused"


def test_both_sides_compute_the_same_digits_and_the_officer_is_asked():
    laptop = Unpaired()
    shown = laptop.reveal()
    pairing = laptop.bench.pairing
    assert pairing.digits == shown and pairing.is_asking
    assert pairing.laptop_name == "desk 2"


def test_a_laptop_is_trusted_once_both_people_have_agreed_also_after_a_restart():
    laptop = Unpaired()
    laptop.reveal()
    pairings = laptop.bench.pairings
    assert laptop.state() == "waiting" and not pairings.has(NEW)
    laptop.bench.pairing.decide(True)
    assert not pairings.has(NEW), "the laptop's own person has not been heard since"
    assert laptop.state() == "paired" and pairings.has(NEW)
    assert laptop.state() == "paired"
    again = Pairings(laptop.bench, lambda: None)
    assert again.laptops == [("desk 2", NEW)] and again.certificate() == pairings.certificate()


def test_an_officer_who_finds_other_digits_pairs_nobody():
    laptop = Unpaired()
    laptop.reveal()
    laptop.bench.pairing.decide(False)
    assert laptop.state() == "refused"
    assert not laptop.bench.pairings.has(NEW) and laptop.bench.pairing.digits == ""


def test_a_laptop_whose_person_finds_other_digits_is_not_trusted_even_if_the_officer_agrees():
    laptop = Unpaired()
    laptop.reveal()
    laptop.bench.pairing.decide(True)
    assert laptop.state(agreed=False) == "refused"
    assert laptop.state() == "refused"
    assert not laptop.bench.pairings.has(NEW)


def test_a_nonce_that_was_not_announced_ends_the_attempt():
    laptop = Unpaired()
    laptop.request()
    assert failure(laptop.ask(PairReveal(nonce=NONCE[1:] + b"x"))) == "refused"
    assert failure(laptop.ask(PairReveal(nonce=NONCE))) == "not-now"
    assert not laptop.bench.pairing.is_asking


def test_the_handhelds_nonce_is_told_once_and_only_after_the_laptops():
    laptop = Unpaired()
    assert failure(laptop.ask(PairReveal(nonce=NONCE))) == "not-now"
    laptop.reveal()
    assert failure(laptop.ask(PairReveal(nonce=NONCE))) == "not-now"


def test_a_new_request_takes_the_digits_of_the_one_before_off_the_screen():
    laptop = Unpaired()
    before = laptop.reveal()
    assert isinstance(laptop.request(), PairOffer)
    assert laptop.bench.pairing.digits == "" and not laptop.bench.pairing.is_asking
    assert laptop.bench.pairing.digits == "" and not laptop.bench.pairing.is_asking
    laptop.ask(PairReveal(nonce=NONCE))
    assert laptop.bench.pairing.digits not in ("", before), "each attempt has a nonce of its own"


def test_an_attempt_that_nobody_answers_ends_after_two_minutes():
    laptop = Unpaired()
    laptop.reveal()
    laptop.bench.clock.ms += PATIENCE_MS + 1
    laptop.bench.pairing.expire()
    assert not laptop.bench.pairing.is_asking
    laptop.bench.pairing.decide(True)
    assert laptop.state() == "refused"


def test_attempts_that_no_officer_has_answered_make_the_next_one_wait_longer_each_time():
    laptop = Unpaired()
    clock = laptop.bench.clock
    waited_s = []
    for _ in range(8):
        laptop.reveal()
        laptop.conversation.say(Bye(), 0)
        list(laptop.run(5))
        began_ms = clock.ms
        while isinstance(laptop.request(), Failed):
            clock.ms += 500
        waited_s.append((clock.ms - began_ms) // 1000)
        laptop.bench.pairing._state = "refused"  # the offer that ended the wait was made to nobody
    assert waited_s[0] == 0, "the first may have been a person who begins anew"
    assert waited_s[1] >= 1 and waited_s[-1] >= 59
    assert waited_s == sorted(waited_s)


def test_an_officers_answer_ends_the_wait():
    laptop = Unpaired()
    laptop.reveal()
    laptop.bench.pairing.decide(False)
    laptop.reveal()


def test_another_connection_cannot_go_on_with_an_attempt():
    laptop = Unpaired()
    laptop.reveal()
    laptop.bench.pairing.decide(True)
    other = Laptop(laptop.bench, greet=False)
    assert failure(other.ask(PairAgree(agreed=True))) == "not-now"
    assert not laptop.bench.pairings.has(NEW) and laptop.bench.pairing.digits == ""


def test_a_name_cannot_steer_the_screen_or_push_the_digits_out_of_it():
    laptop = Unpaired()
    laptop.request(name="\n\x1b\x00\u202edesk 1" + "W" * 5000)
    assert laptop.bench.pairing.laptop_name == "????desk 1" + "W" * 14


def test_a_laptop_that_was_unpaired_in_mid_session_gets_its_answer_and_not_one_part_more():
    boot(blank())
    bench = Bench(2)
    laptop = Laptop(bench)
    bench.server.part_from_stranger()
    assert bench.server.is_greeted
    digest, _ = photos.keep(MemoryPhoto(bytes(20000)), bench.ring, Counted())
    laptop.conversation.ask(PullPhoto(digest=digest, offset=0, max_bytes=20000), bench.clock.ms, 9999)
    bench.server.feed(laptop.conversation.poll(bench.clock.ms))
    bench.server.poll()
    bench.pairings.remove(CERTIFICATE)
    parts = 0
    try:
        for _ in range(200):
            bench.server.part_from_stranger()
            parts += len(list(laptop.run(1)))
    except LinkLostError:
        pass  # it is told that the session has ended
    assert not bench.server.is_greeted
    assert 1 <= parts <= 5, "what was ready came, and no more was made ready"


def test_an_attempt_whose_laptop_says_bye_ends():
    laptop = Unpaired()
    laptop.reveal()
    laptop.conversation.say(Bye(), 0)
    list(laptop.run(20))
    assert not laptop.bench.pairing.is_asking


def test_in_clear_nothing_but_pairing_is_answered():
    laptop = Unpaired(records=2)
    log_id = laptop.bench.ring.log_id
    for message in (
        hello(),
        PullRecords(log_id=log_id, from_sequence=1, max_bytes=100),
        PullFirstKey(log_id=log_id),
        PullTagKey(),
        Unpair(),
    ):
        assert failure(laptop.ask(message)) == "not-paired"
    assert not laptop.bench.server.connected


def test_over_the_radio_nobody_pairs():
    laptop = Unpaired(pairing=False)
    assert failure(laptop.request()) == "not-paired"


def test_a_locked_handheld_pairs_nobody():
    laptop = Unpaired()
    bench = laptop.bench
    bench.store.note_first_key_kept()
    bench.store.set_pin(bytes(16), bytes(32), 1000)
    bench.store.lock_up()
    assert failure(laptop.request()) == "locked"


def test_a_certificate_that_cannot_be_one_is_refused():
    laptop = Unpaired()
    for certificate in (b"", bytes(1025)):
        assert failure(laptop.request(certificate)) == "refused"


def test_one_laptop_more_than_fit_is_refused_with_what_to_do():
    laptop = Unpaired()
    pairings = laptop.bench.pairings
    for number in range(MOST_LAPTOPS):
        pairings.add("desk", b"certificate %d" % number)
    answer = laptop.request()
    assert failure(answer) == "refused" and "Unpair one" in answer.text
    assert len(pairings.laptops) == MOST_LAPTOPS and not pairings.has(NEW)


def test_a_laptop_that_pairs_again_takes_no_second_place():
    laptop = Unpaired()
    pairings = laptop.bench.pairings
    pairings.add("desk", NEW)
    pairings.add("desk, renamed", NEW)
    assert pairings.laptops == [("desk, renamed", NEW)]


def test_a_laptop_that_unpairs_is_not_heard_any_more():
    boot(blank())
    bench = Bench(2)
    laptop = Laptop(bench)
    assert isinstance(laptop.ask(Unpair()), Done)
    assert bench.pairings.laptops == []
    refusal(AssertionError, laptop.ask, hello())  # no answer
    assert Pairings(bench, lambda: None).laptops == []


def test_an_officer_who_unpairs_a_laptop_ends_its_session():
    boot(blank())
    bench = Bench(2)
    laptop = Laptop(bench)
    bench.pairings.remove(CERTIFICATE)
    refusal(AssertionError, laptop.ask, PullRecords(log_id=bench.ring.log_id, from_sequence=1, max_bytes=100))
    assert not bench.server.connected


def test_each_laptop_gets_a_tag_key_of_its_own_and_keeps_it():
    boot(blank())
    bench = Bench()
    first = Laptop(bench).ask(PullTagKey())
    assert isinstance(first, TagKey) and len(first.key) == 16
    assert Laptop(bench).ask(PullTagKey()).key == first.key
    bench.pairings.add("another", NEW)
    assert bench.pairings.tag_keys() == [first.key, bench.pairings.tag_key(NEW)]
    assert bench.pairings.tag_key(NEW) != first.key


def test_pairings_of_another_chip_or_damaged_ones_count_as_none():
    laptop = Unpaired()
    bench = laptop.bench
    bench.pairings.certificate()
    bench.pairings.add("desk", NEW)
    assert Pairings(bench, lambda: None).laptops == [("desk", NEW)]
    vault, bench.vault = bench.vault, OtherVault()
    assert Pairings(bench, lambda: None).laptops == []
    bench.vault = vault
    assert Pairings(bench, lambda: None).laptops == [("desk", NEW)]


def test_a_flash_without_room_pairs_nobody_and_says_so():
    laptop = Unpaired()
    pairings = laptop.bench.pairings
    pairings.certificate()
    told = []
    pairings._changed = lambda: told.append(1)
    pairings._store = full
    refusal(StorageError, pairings.add, "desk", NEW)
    assert not pairings.has(NEW) and told == []


class OtherVault:
    in_chip = True

    def hmac(self, data):
        return bytes(32)


def full():
    raise StorageError("There is no room.")
