"""The reference tables: which lie here and how old, and what they say, ambiguity as it is."""

from playwright.sync_api import expect

from viewmark.reference.schema import FILE

from .exchange_at import Exchange
from .exchange_at import empty as empty
from .exchange_at import exchange as exchange
from .exchange_folder import MARKUP


def test_the_tables_are_listed_with_file_age_and_what_was_refused(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/reference")
    expect(page.get_by_test_id("reference-source").first).to_contain_text("codes.csv2026-09-21 14:23")
    expect(page.get_by_test_id("reference-source").first).to_contain_text("days")
    expect(page.get_by_test_id("reference-refused-line")).to_have_count(1)
    expect(page.get_by_test_id("reference-refused-line")).to_contain_text("6has 'TOOLONG' for a code")


def test_a_maker_that_may_be_several_has_all_its_codes_and_none_is_chosen(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/reference")
    page.get_by_test_id("reference-find").fill("Glock")
    page.get_by_test_id("reference-ask").click()
    expect(page.get_by_test_id("reference-said")).to_contain_text("Ambiguous: it may be each of these")
    expect(page.get_by_test_id("reference-row")).to_have_count(2)
    expect(page.get_by_test_id("reference-find")).to_have_value("Glock")


def test_calibres_whose_codes_overlap_may_be_the_same(exchange: Exchange) -> None:
    exchange.go("/reference?kind=calibre&find=9+mm+Kurz&beside=9x19")
    expect(exchange.page.get_by_test_id("reference-row")).to_have_count(2)
    expect(exchange.page.get_by_test_id("reference-beside-said")).to_contain_text("which proves nothing")


def test_a_model_of_two_makers_names_both_and_hostile_text_is_text(exchange: Exchange) -> None:
    page = exchange.page
    exchange.go("/reference?kind=model&find=PT-92")
    expect(page.get_by_test_id("reference-row")).to_have_count(2)
    expect(page.get_by_test_id("reference-row").first).to_contain_text(MARKUP)
    exchange.go("/reference?kind=code&find=bad")
    expect(page.get_by_test_id("reference-row")).to_contain_text("<script>")
    page.wait_for_timeout(300)
    assert "owned" not in page.title()


def test_what_no_table_names_is_said(exchange: Exchange) -> None:
    exchange.go("/reference?kind=everything&find=<b>nobody</b>")
    expect(exchange.page.get_by_test_id("reference-name")).to_have_text("<b>nobody</b>")
    expect(exchange.page.get_by_test_id("reference-none")).to_be_visible()


def test_where_none_was_imported_the_page_says_how(empty: Exchange) -> None:
    empty.go("/reference")
    expect(empty.page.get_by_test_id("reference-tables")).to_contain_text("viewmark reference import FILE")
    expect(empty.page.get_by_test_id("reference-search")).to_have_count(0)


def test_a_damaged_table_says_what_to_do(exchange: Exchange) -> None:
    (exchange.folder / FILE).write_bytes(b"no database at all" * 100)
    exchange.go("/reference")
    expect(exchange.page.get_by_test_id("reference-why")).to_contain_text("Move the file away and import anew")
