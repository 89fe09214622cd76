"""A newcomer's first minute: a photo dropped on the handheld, keys pressed, the check on the laptop's lane."""

import base64
import re

from playwright.sync_api import FrameLocator, Page, expect

from viewmark import places
from viewmark.demo.labels import read_labels

from .conftest import give_maker

WAIT_MS = 20_000

DROP = """([zone, content]) => {
  const bytes = Uint8Array.from(atob(content), character => character.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
  for (const kind of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


def handheld(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def shows(page: Page, screen: str) -> None:
    """Wait until the handheld shows a screen by its name."""
    expect(handheld(page).locator("body")).to_have_attribute("data-screen", screen, timeout=WAIT_MS)


def drop_photo(page: Page, name: str) -> None:
    content = base64.b64encode((places.samples() / name).read_bytes()).decode()
    zone = handheld(page).locator("#drop").element_handle()
    zone.evaluate(f"(zone, content) => ({DROP})([zone, content])", content)
    expect(handheld(page).locator("#seen")).to_be_visible(timeout=WAIT_MS)


def press(page: Page, key: str) -> None:
    handheld(page).locator(f"[data-key={key}]").click()


def spoken(page: Page) -> str:
    return handheld(page).locator("#spoken").inner_text()


def test_a_dropped_photo_becomes_a_check_on_the_laptop_with_the_registers_answer(page: Page):
    expect(handheld(page).locator("#spoken")).to_contain_text("List ", timeout=WAIT_MS)
    label = next(one for one in read_labels(places.samples()) if one.verdict == "hit")
    serial, maker = str(label.text), str(label.maker)
    drop_photo(page, label.file.name)
    press(page, "ok")
    shows(page, "confirm")
    assert serial in spoken(page)
    press(page, "ok")
    give_maker(handheld(page), maker)
    assert "HIT" in spoken(page)

    row = page.get_by_role("link").filter(has_text=serial)
    expect(row).to_contain_text("hit", timeout=WAIT_MS)
    expect(row).to_contain_text("1 named", timeout=WAIT_MS)
    expect(handheld(page).locator("#spoken")).to_contain_text("Register: hit", timeout=WAIT_MS)
    press(page, "back")
    shows(page, "home")


def test_a_dropped_file_that_is_no_picture_is_said_so(page: Page):
    handheld(page).locator("#file").set_input_files(
        {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    )
    expect(handheld(page).locator("#trouble")).to_contain_text("no picture that can be decoded", timeout=WAIT_MS)


def test_keys_work_on_the_keyboard(page: Page):
    shows(page, "home")
    handheld(page).locator("#screen").click()
    page.keyboard.press("ArrowUp")
    shows(page, "history")
    page.keyboard.press("Escape")
    shows(page, "home")


def test_the_cable_can_be_pulled_and_plugged_in_again(page: Page):
    cable = handheld(page).locator("#cable")
    expect(handheld(page).locator("#spoken")).to_contain_text("Laptop connected", timeout=WAIT_MS)
    cable.click()
    expect(handheld(page).locator("#spoken")).to_contain_text("No laptop", timeout=WAIT_MS)
    cable.click()
    expect(handheld(page).locator("#spoken")).to_contain_text("Laptop connected", timeout=WAIT_MS)


def test_the_power_can_be_cut_and_comes_back_with_every_check(page: Page):
    shows(page, "home")
    recorded = re.search(r"on device \d+", spoken(page))
    assert recorded
    power = handheld(page).locator("#power")
    power.click()
    shows(page, "off")
    power.click()
    shows(page, "home")
    assert recorded[0] in spoken(page)


def test_a_low_battery_is_said_on_the_home_screen(page: Page):
    shows(page, "home")
    handheld(page).locator("#battery").fill("9")
    handheld(page).locator("#battery").dispatch_event("change")
    expect(handheld(page).locator("#spoken")).to_contain_text("Battery 9 %: charge it", timeout=WAIT_MS)


def test_another_sites_page_cannot_press_keys(page: Page):
    address = handheld(page).locator("body").evaluate("() => location.origin")
    answer = page.request.post(address + "/key/ok", headers={"Origin": "http://elsewhere.example"})
    assert answer.status == 403
