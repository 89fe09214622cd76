"""Takes the README's pictures from the running demo: `make pictures`. Needs Debian's chromium."""

import asyncio
import sys
import tempfile
from pathlib import Path

import httpx
from PIL import Image
from playwright.async_api import Page, async_playwright

from viewmark import places
from viewmark.demo.standing import StandingDemo, unpaired
from viewmark.devices.pairings import PAIRINGS_FILE, Pairings
from viewmark.handheld.palette import screen_image
from viewmark.handheld.process import Handheld

DOCS = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AGREE_S = 60


async def answered(url: str, checks: int) -> None:
    """Wait until the laptop has every check and the register has answered all of them."""
    async with asyncio.timeout(AGREE_S), httpx.AsyncClient(base_url=url, trust_env=False) as client:
        while True:
            state = (await client.get("/api/state")).json()
            if state["in_register"] == checks and not state["outbox"]["waiting"]:
                return
            await asyncio.sleep(0.3)


async def picture(page: Page, url: str, name: str) -> None:
    """Load a page and save what it shows."""
    await page.goto(url)
    await page.wait_for_timeout(2500)
    await page.screenshot(path=DOCS / f"{name}.png")


async def sign_in(page: Page, url: str) -> None:
    """Make the first account of the laptop, and sign in with it."""
    await page.goto(url + "/sign-in")
    await page.get_by_test_id("sign-in-name").fill("K7")
    await page.get_by_test_id("sign-in-passphrase").fill("correct horse battery")
    await page.get_by_test_id("sign-in-button").click()
    await page.get_by_test_id("operator").wait_for()


def with_code(photo: Path, out: Path) -> Path:
    """Return a picture of a photo with a Data Matrix beside its mark that says another serial."""
    import zxingcpp

    code = zxingcpp.create_barcode(b"[)>\x1e06\x1dSCAB1234\x1e\x04", zxingcpp.BarcodeFormat.DataMatrix)
    matrix = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=5, add_quiet_zones=True)).convert("L")
    with Image.open(photo) as opened:
        picture = opened.convert("L")
    picture.paste(matrix, (8, picture.height - matrix.height - 8))
    picture.save(out)
    return out


async def take_check(handheld: Handheld, photo: Path) -> None:
    """Take the pages of one check up to its marks, in English and in French; the checks are recorded."""

    async def shows(name: str, key: str) -> None:
        pressed = await handheld.press(key)
        await handheld.wait_for(lambda screen: screen.keys_taken >= pressed and screen.name == name, 30)

    for language in ("", "-fr"):
        handheld.look_at(photo)
        if language:
            await shows("home", "back")
        await shows("confirm", "ok")
        screen_image(handheld.screen.pixels).resize((640, 480), 0).save(DOCS / f"confirm{language}.png")
        await shows("guide", "ok")
        screen_image(handheld.screen.pixels).resize((640, 480), 0).save(DOCS / f"marks{language}.png")
        await shows("verdict", "ok")
        await shows("home", "back")


async def take_handheld(folder: Path) -> None:
    """Take the pictures of a handheld on its own."""
    handheld = Handheld(folder / "handheld")
    await handheld.start()
    try:
        photo = with_code(sorted(places.samples().glob("*.jpg"))[0], folder / "with-code.png")
        await take_check(handheld, photo)
    finally:
        await handheld.stop()


async def take(folder: Path) -> None:
    """Play the shift, then one check more that stays on the handheld's screen, and take all pictures."""
    demo = StandingDemo(folder, places.samples())
    near = next(one for one in demo.labels if one.verdict == "near")
    hit = next(one for one in demo.labels if one.verdict == "hit")
    async with demo.running() as url:
        await demo.play(lambda what, done, total: print(f"{done}/{total} {what}"))
        screen = await demo.officer.check(hit.file, hit.maker)
        screen_image(screen.pixels).resize((640, 480), 0).save(DOCS / "handheld.png")
        await answered(url, len(demo.labels) + 1)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = await browser.new_page(viewport={"width": 1280, "height": 760})
            await picture(page, url + "/demo", "demo")
            await sign_in(page, url)
            await picture(page, url + "/", "lane")
            row = page.get_by_test_id("check-row").filter(has_text=str(near.text)).first
            await picture(page, url + str(await row.get_attribute("href")), "check")
            await picture(page, url + "/handhelds", "handhelds")
            await picture(page, url + "/figures", "figures")
            await picture(page, url + "/settings", "settings")
            await page.goto(url + "/search")
            await page.get_by_test_id("search-serial").fill(str(near.text)[:-1] + "*")
            await page.get_by_test_id("search-ask").click()
            await page.wait_for_timeout(2000)
            await page.screenshot(path=DOCS / "search.png")
            await browser.close()


async def take_pairing(folder: Path) -> None:
    """Take the picture of a handheld and a laptop that compare their digits."""
    async with unpaired(folder) as (url, _), async_playwright() as playwright:
        Pairings(folder / "laptop" / PAIRINGS_FILE).rename("desk 1")
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 600})
        await page.goto(url + "/demo")
        await page.get_by_role("button", name="Pair").first.click()
        await page.get_by_role("button", name="The same", exact=True).wait_for()
        await page.wait_for_timeout(1000)
        await page.screenshot(path=DOCS / "pairing.png")
        await browser.close()


async def take_report(folder: Path) -> None:
    """Take the picture of the focal point's report on generated checks."""
    command = [sys.executable, "-m", "viewmark.cli.main", "report", "--demo", "--out", str(folder)]
    await (await asyncio.create_subprocess_exec(*command)).wait()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 860, "height": 585})
        await page.goto((folder / "report.html").as_uri())
        await page.screenshot(path=DOCS / "report.png")
        await browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(take_handheld(Path(temporary)))
        asyncio.run(take(Path(temporary) / "shift"))
        asyncio.run(take_pairing(Path(temporary) / "pairing"))
        asyncio.run(take_report(Path(temporary) / "report"))
