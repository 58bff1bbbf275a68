"""What stands before one's eyes on the sandbox's page: the newest, what is opened, and the clock."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.browser.visit import Visit

WIDTHS = pytest.mark.parametrize("width", [1100, 400])


async def talk(visit: Visit) -> None:
    """More than fits on a screen, said by Grace; Ada looks at it, from its end."""
    for number in range(30):
        await visit.sandbox.person("Grace").says(f"line {number}", channel="engineering")
    await visit.be("Ada Lovelace", "#engineering")
    await visit.sees("line 29", visit.newest)


@WIDTHS
async def test_a_conversation_opens_at_its_end_and_does_so_again_when_loaded_anew(
    opened: Open, width: int
) -> None:
    async with opened(width=width) as visit:
        await talk(visit)
        await expect(visit.newest).to_be_in_viewport(ratio=1)
        await visit.page.reload()
        await visit.sees("line 29", visit.newest)
        await expect(visit.newest).to_be_in_viewport(ratio=1)
        await expect(visit.page.locator(".thread summary").last).to_be_in_viewport(ratio=1)


@WIDTHS
async def test_a_new_message_is_followed_by_whoever_is_at_the_end(opened: Open, width: int) -> None:
    async with opened(width=width) as visit:
        await talk(visit)
        await visit.sandbox.person("Grace").says("one\nmore\nthing", channel="engineering")
        await visit.sees("thing", visit.newest)
        await expect(visit.newest).to_be_in_viewport(ratio=1)
        await expect(visit.page.get_by_role("button", name="New messages")).to_be_hidden()


@WIDTHS
async def test_whoever_reads_further_up_stays_there_and_is_offered_what_is_new(
    opened: Open, width: int
) -> None:
    async with opened(width=width) as visit:
        await talk(visit)
        first = visit.page.locator("article").first
        await first.scroll_into_view_if_needed()
        await visit.sandbox.person("Grace").says("one more", channel="engineering")
        offer = visit.page.get_by_role("button", name="New messages")
        await expect(offer).to_be_in_viewport(ratio=1)
        await expect(first).to_be_in_viewport()
        await offer.click()
        await expect(visit.newest).to_be_in_viewport(ratio=1)
        await expect(offer).to_be_hidden()


@WIDTHS
async def test_a_thread_that_is_opened_at_the_end_is_in_sight(opened: Open, width: int) -> None:
    async with opened(width=width) as visit:
        await talk(visit)
        await visit.page.locator(".thread summary").last.click()
        reply = visit.page.locator(".thread").last.get_by_role("button", name="Send")
        await expect(reply).to_be_in_viewport(ratio=1)


async def test_at_400_pixels_the_clock_and_what_was_refused_stay_in_sight(opened: Open) -> None:
    async with opened(width=400) as visit:
        visit.sandbox.fail("views.open", "internal_error")
        await talk(visit)
        await visit.types("/task")
        for part in ("#clock", "#trouble", "#rail"):
            await expect(visit.page.locator(part)).to_be_in_viewport(ratio=1)
        await visit.page.locator("#trouble summary").click()
        told = visit.page.locator("#trouble li")
        await expect(told).to_have_text(re.compile(r"^Mon 09:3\d · views.open: internal_error$"))


async def test_what_was_read_of_refusals_is_dismissed_and_what_comes_later_shows(opened: Open) -> None:
    async with opened() as visit:
        for name in ("#trouble", "#unanswered"):
            await expect(visit.page.locator(name)).to_be_hidden()
        visit.sandbox.fail("views.open", "internal_error", times=2)
        await visit.be("Ada Lovelace", "#engineering")
        await visit.types("/task")
        bar = visit.page.locator("#trouble")
        await visit.presses("Dismiss", bar)
        await expect(bar).to_be_hidden()
        await visit.types("/task")
        await visit.sees("Slack would have refused one thing of the app", bar)


@WIDTHS
async def test_home_opens_at_its_top(opened: Open, width: int) -> None:
    async with opened(width=width) as visit:
        await visit.page.set_viewport_size({"width": width, "height": 480})
        for title in ("Rotate the keys", "Publish the report"):
            await visit.types(f"/task new {title}")
            await visit.presses("Next")
            await visit.closes()
        await talk(visit)
        await visit.page.get_by_role("button", name="Home of Countersign").click()
        stream = visit.page.locator("#stream")
        await visit.sees("Publish the report", stream)
        assert await stream.evaluate("node => [node.scrollTop, node.scrollHeight > node.clientHeight]") == [
            0,
            True,
        ]
