"""The standing demo and a real browser on its page.

A running Playwright holds the main thread's loop: it ends with its module, since other modules run loops of their own.
"""

import asyncio
import contextlib
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from threading import Event
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from viewmark import places
from viewmark.demo.standing import StandingDemo

_START_S = 60

WAIT_MS = 20_000

Standing = TypeVar("Standing")


def go_to(handheld: FrameLocator | Page, wanted: str, most: int = 80) -> None:
    """Press `down` on the handheld's page until its cursor stands before a text."""
    spoken = handheld.locator("#spoken")
    for _ in range(most):
        before = spoken.inner_text()
        if ">" + wanted in before:
            return
        handheld.locator("[data-key=down]").click()
        expect(spoken).not_to_have_text(before, timeout=WAIT_MS)
    raise AssertionError(f"{wanted} is not there: {spoken.inner_text()}")


def give_maker(handheld: FrameLocator | Page, maker: str) -> None:
    """Answer the maker's mark among the guided marks, from its table, and go on to the verdict."""
    body = handheld.locator("body")
    expect(body).to_have_attribute("data-screen", "guide", timeout=WAIT_MS)
    for wanted, then in (("maker", "choice"), (maker, "guide"), ("TO THE VERDICT", "verdict")):
        go_to(handheld, wanted)
        handheld.locator("[data-key=ok]").click()
        expect(body).to_have_attribute("data-screen", then, timeout=WAIT_MS)


@contextlib.contextmanager
def beside(stand: Callable[[], AbstractAsyncContextManager[Standing]]) -> Iterator[Standing]:
    """Run what an async context stands up on a loop in a thread of its own; yields what it yields."""
    started, ended = Event(), Event()
    found: list[Standing] = []

    async def standing() -> None:
        async with stand() as one:
            found.append(one)
            started.set()
            await asyncio.to_thread(ended.wait)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(asyncio.run, standing())
        try:
            while not started.wait(0.2):
                if running.done():
                    running.result()
            yield found[0]
        finally:
            ended.set()
            running.result(_START_S)


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run register, handheld and laptop app, without a shift; yields the page's address."""
    folder = tmp_path_factory.mktemp("demo")
    with beside(lambda: StandingDemo(folder, places.samples()).running()) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed: apt install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield one
        one.close()


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    """The demo's page, loaded."""
    one = browser.new_page(viewport={"width": 1280, "height": 760})
    one.goto(demo_url + "/demo")
    yield one
    one.close()
