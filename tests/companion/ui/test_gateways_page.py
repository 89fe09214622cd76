"""The gateways: what each has to send and sent, sending by who may, and what to do where something is in the way."""

from contextlib import closing

from playwright.sync_api import expect

from viewmark.gateways.mailbox import MAILBOX_FILE, Mailbox

from .conftest import id_of
from .exchange_at import Exchange
from .exchange_at import empty as empty
from .exchange_at import exchange as exchange
from .exchange_folder import ARRIVES, MARKUP, PUT_S, REFUSED, WAITS, message

WAIT_MS = 20_000
SIENA, ETRACE = 1, 4  # the rows of the table


def test_each_gateway_says_whether_its_mapping_is_verified_what_waits_and_what_arrived(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/gateways")
    rows = page.get_by_test_id("gateway")
    expect(rows).to_have_count(5)
    expect(page.get_by_test_id("gateway-mapping").nth(SIENA)).to_have_text("mapping not verified")
    expect(page.get_by_test_id("gateway-mapping").nth(ETRACE)).to_contain_text("mapping verified")
    expect(rows.nth(SIENA).locator("td").nth(2)).to_have_text("1")
    expect(rows.nth(SIENA).get_by_test_id("gateway-last")).to_contain_text("last 20")
    expect(rows.nth(SIENA).get_by_test_id("gateway-stands")).to_contain_text("no such country")
    expect(rows.first.get_by_test_id("gateway-to")).to_have_text("nowhere yet")
    assert page.title().startswith("Gateways")


def test_send_now_brings_what_waits_to_its_folder_and_the_check_says_who_sent_it(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/gateways")
    page.get_by_test_id("gateway").nth(SIENA).get_by_test_id("gateway-send").click()
    waiting = page.get_by_test_id("gateway").nth(SIENA).locator("td").nth(2)
    expect(waiting).to_have_text("0", timeout=WAIT_MS)
    assert (exchange.folder / "drop" / f"{WAITS.id}.json").read_bytes() == WAITS.content
    exchange.go(f"/check/{id_of(1)}")
    expect(page.get_by_test_id("entry-told").last).to_have_text(f"had a message sent by siena, to {MARKUP}")


def test_an_address_where_nobody_answers_is_said_and_the_message_stays(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/gateways")
    page.get_by_test_id("gateway").nth(ETRACE).get_by_test_id("gateway-send").click()
    row = page.get_by_test_id("gateway").nth(ETRACE)
    expect(row.get_by_test_id("gateway-stands")).to_contain_text("Nobody answers at", timeout=WAIT_MS)
    expect(row.locator("td").nth(2)).to_have_text("1")
    expect(row.get_by_test_id("gateway-send")).to_be_visible()


def test_a_dead_letter_is_released_by_a_person_and_then_leaves(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go(f"/gateways/{REFUSED.id}")
    page.get_by_test_id("release").click()
    expect(page.get_by_test_id("message-release")).to_have_count(0)
    expect(page.get_by_test_id("message-facts")).to_contain_text("waits")
    exchange.go("/gateways")
    page.get_by_test_id("gateway").nth(SIENA).get_by_test_id("gateway-send").click()
    expect(page.get_by_test_id("gateway").nth(SIENA).locator("td").nth(3)).to_have_text("0")
    expect(page.get_by_test_id("gateway-stands").nth(SIENA)).to_contain_text("2 messages sent", timeout=WAIT_MS)


def test_a_message_is_read_field_by_field_and_hostile_text_is_text(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go(f"/gateways/{WAITS.id}")
    expect(page.get_by_test_id("message-not-verified")).to_be_visible()
    expect(page.get_by_test_id("message-facts")).to_contain_text(MARKUP)
    expect(page.get_by_test_id("message-codes")).to_contain_text("H1: not to be disclosed in judicial proceedings")
    expect(page.get_by_test_id("message-field").first).to_contain_text("<script>")
    expect(page.get_by_test_id("message-field").first).to_contain_text("⟨U+202E⟩ABC")
    page.wait_for_timeout(300)
    assert "owned" not in page.title()


def test_of_what_arrived_its_receipt_stays_and_its_content_is_gone(exchange: Exchange) -> None:
    exchange.go(f"/gateways/{ARRIVES.id}")
    expect(exchange.page.get_by_test_id("message-gone")).to_be_visible()
    expect(exchange.page.get_by_test_id("message-facts")).to_contain_text(ARRIVES.digest)


def test_who_was_not_given_the_right_neither_sends_nor_reads(exchange: Exchange) -> None:
    page = exchange.page
    exchange.enter("K8")
    exchange.go("/gateways")
    expect(page.get_by_test_id("gateways-may-not")).to_contain_text("viewmark operators give")
    expect(page.get_by_test_id("gateway")).to_have_count(5)
    expect(page.get_by_test_id("gateway-send")).to_have_count(0)
    expect(page.get_by_test_id("gateway-setting")).to_have_count(0)
    exchange.go(f"/gateways/{REFUSED.id}")
    expect(page.get_by_test_id("message-why")).to_contain_text("You may not send messages")
    expect(page.get_by_test_id("message-field")).to_have_count(0)
    page.get_by_test_id("release").click()
    expect(page.get_by_test_id("release-why")).to_contain_text("You may not send messages")


def test_a_right_that_is_taken_back_ends_on_the_page_that_is_open(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/gateways")
    expect(page.get_by_test_id("gateway-send")).to_have_count(2)
    exchange.accounts.give("K7", "gateways", is_given=False)
    expect(page.get_by_test_id("gateway-send")).to_have_count(0, timeout=WAIT_MS)


def test_a_damaged_mailbox_says_what_to_do(exchange: Exchange) -> None:
    for path in exchange.folder.glob(f"{MAILBOX_FILE}*"):
        path.unlink()
    (exchange.folder / MAILBOX_FILE).write_bytes(b"no database at all" * 100)
    exchange.go("/gateways")
    expect(exchange.page.get_by_test_id("gateways-why")).to_contain_text("Restore it from a copy")
    expect(exchange.page.get_by_test_id("gateway")).to_have_count(0)
    exchange.go(f"/gateways/{WAITS.id}")
    expect(exchange.page.get_by_test_id("message-why")).to_contain_text("Restore it from a copy")


def test_a_check_is_put_into_the_empty_mailbox_from_its_own_page(empty: Exchange) -> None:
    page = empty.page
    empty.go("/gateways")
    expect(page.get_by_test_id("messages-empty")).to_contain_text("Send to another system")
    empty.go(f"/check/{id_of(1)}")
    page.get_by_test_id("put-open").click()
    page.get_by_test_id("put-profile").select_option("siena")
    page.get_by_test_id("put-send").click()
    expect(page.get_by_test_id("put-said")).to_contain_text("No message leaves without its handling code")
    for name, code in (("handling", "H1"), ("source", "B"), ("information", "2")):
        page.get_by_test_id(f"put-{name}").select_option(code)
    page.get_by_test_id("put-addressee").fill("AT")
    page.get_by_test_id("put-send").click()
    expect(page.get_by_test_id("put-said")).to_have_text("1 message put into the mailbox; nothing has left yet.")
    expect(page.get_by_test_id("entry-told").last).to_have_text("put a message for siena, to AT, into the mailbox")
    empty.go("/gateways")
    expect(page.get_by_test_id("message-state")).to_have_text("waits")
    expect(page.get_by_test_id("gateway-stands").nth(SIENA)).to_contain_text("Say where its messages go")


def test_where_messages_go_is_said_on_the_page_and_a_folder_must_be_a_whole_path(empty: Exchange) -> None:
    page = empty.page
    empty.go("/gateways")
    page.get_by_test_id("setting-open").click()
    page.get_by_test_id("setting-profile").select_option("sis")
    page.get_by_test_id("setting-to").fill("drop")
    page.get_by_test_id("setting-keep").click()
    expect(page.get_by_test_id("setting-said")).to_contain_text("Give a folder's full path")
    page.get_by_test_id("setting-to").fill("/media/sirene")
    page.get_by_test_id("setting-keep").click()
    expect(page.get_by_test_id("gateway-to").nth(2)).to_have_text("/media/sirene", timeout=WAIT_MS)
    page.get_by_test_id("setting-nowhere").click()
    expect(page.get_by_test_id("gateway-to").nth(2)).to_have_text("nowhere yet", timeout=WAIT_MS)


def test_many_messages_are_listed_page_by_page_and_filtered_by_address(exchange: Exchange) -> None:
    page = exchange.page
    with closing(Mailbox(exchange.folder / MAILBOX_FILE)) as mailbox:
        mailbox.put([message(f"SERIAL {number}", "frontex") for number in range(60)], PUT_S + 90)
    exchange.go("/gateways")
    expect(page.get_by_test_id("message")).to_have_count(50)
    page.get_by_test_id("older").click()
    expect(page.get_by_test_id("message")).to_have_count(14)
    page.get_by_test_id("newest").click()
    expect(page.get_by_test_id("message")).to_have_count(50)
    page.get_by_test_id("messages-state").select_option("dead")
    page.get_by_test_id("messages-filter").click()
    expect(page.get_by_test_id("message-state")).to_have_text(["dead letter"])
