"""A person at the sandbox's page: finds things by what is visible, waits for what is seen."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.demo import look
from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from tests.browser import chromium
from tests.stories.conftest import MANIFEST, MONDAY, UNHURRIED, running

SECONDS = 30
"""How long something may take to become visible, before a test fails."""


class Visit:
    """One browser window."""

    def __init__(self, page: Page, sandbox: Sandbox) -> None:
        self.page, self.sandbox = page, sandbox

    @property
    def modal(self) -> Locator:
        """The open modal."""
        return self.page.locator("dialog#modal[open]")

    @property
    def newest(self) -> Locator:
        """The newest message of the conversation, without its thread."""
        return self.page.locator(".messages > li > article").last

    async def be(self, name: str, at: str) -> None:
        """Sits down as somebody, in a channel (``#general``) or the App DM (``Countersign``)."""
        await self.page.get_by_label("You are").select_option(label=name)
        await self.page.locator(".places button").filter(has_text=re.compile(f"^{at}")).click()
        await expect(self.page.locator("h1")).to_have_text(at)

    async def types(self, text: str) -> None:
        """Writes in the conversation, and sends it by Enter."""
        box = self.page.get_by_label("Write in")
        await box.fill(text)
        await box.press("Enter")

    async def fills(self, label: str, text: str) -> None:
        """Types into an input of the modal."""
        await self.modal.get_by_label(label).first.fill(text)

    async def chooses(self, label: str, option: str) -> None:
        """Chooses in a menu of the modal."""
        await self.modal.get_by_label(label).first.select_option(label=option)

    async def presses(self, text: str, within: Locator | None = None) -> None:
        """Presses a button of that text: in the modal, or in what is named."""
        await (within or self.modal).get_by_role("button", name=text, exact=True).click()

    async def sees(self, text: str, within: Locator | None = None) -> None:
        """Waits until it is visible: in the modal, or in what is named."""
        await expect(within or self.modal).to_contain_text(text)

    async def goes_on(self) -> None:
        """Submits the modal, and waits until another page is drawn."""
        await self.modal.locator("form").evaluate("form => (form.dataset.before = 'yes')")
        await self.modal.locator("button[type=submit]").click()
        await expect(self.modal.locator("form[data-before]")).to_have_count(0)

    async def closes(self) -> None:
        """Closes the modal by Esc."""
        await self.page.keyboard.press("Escape")
        await expect(self.modal).to_have_count(0)

    async def files(self, title: str, tech_lead: str) -> None:
        """Files a task with one signer, from the conversation that is open."""
        await self.types(f"/task new {title}")
        await self.presses("Review")
        await self.chooses("Signs as Tech Lead", tech_lead)
        await self.presses("Create")
        await self.sees("is filed")
        await self.closes()


@asynccontextmanager
async def visiting(folder: Path, width: int = 1100) -> AsyncIterator[Visit]:
    """A Monday morning in a workspace with the bot in it, and a browser window of that many pixels."""
    expect.set_options(timeout=SECONDS * 1000)
    clock = Clock()
    clock.set(MONDAY)
    path = chromium.found()
    assert path, f"There is no Chromium, and {chromium.REQUIRED} is set: apt-get install chromium"
    async with (
        Sandbox(MANIFEST, clock=clock, ack_deadline=UNHURRIED) as sandbox,
        running(sandbox, "socket", folder, COUNTERSIGN_TICK="1s") as bot,
        async_playwright() as playwright,
    ):
        clock.stop_for(partial(look, bot))
        browser = await playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        page = await browser.new_page(viewport={"width": width, "height": 800})
        page.set_default_timeout(SECONDS * 1000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        await page.goto(sandbox.page_url)
        yield Visit(page, sandbox)
        await browser.close()
        assert not faults
