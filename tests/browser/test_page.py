"""The sandbox's page in a real browser, with the bot behind it."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from tests.browser.conftest import Open


async def test_a_task_is_filed_page_by_page_and_signed_by_somebody_else(opened: Open) -> None:
    async with opened() as visit:
        await visit.be("Ada Lovelace", "#engineering")
        await visit.types("/task")
        await visit.fills("Title", "Rotate the keys")
        review = visit.modal.get_by_role("heading", name="Review", exact=True)
        while not await review.is_visible():
            await visit.goes_on()
        await visit.chooses("Signs as Tech Lead", "Grace Hopper")
        await visit.presses("Create")
        await visit.closes()
        await visit.sees("waiting for Grace Hopper", visit.newest)
        await visit.be("Grace Hopper", "Countersign")
        await expect(visit.page.get_by_role("textbox")).to_have_count(0)
        await visit.presses("Sign off", visit.newest)
        await visit.sees("Rotate the keys")
        await visit.presses("Sign off")
        await visit.sees("You signed TASK-001", visit.page.locator(".messages"))


async def test_a_day_later_a_reminder_comes_from_which_one_signs(opened: Open) -> None:
    async with opened() as visit:
        await visit.be("Ada Lovelace", "#engineering")
        await visit.files("Rotate the keys", tech_lead="Alan Turing")
        await visit.be("Alan Turing", "Countersign")
        await visit.sees("TASK-001", visit.newest)
        await visit.presses("+1 day", visit.page.locator("#clock"))
        await visit.sees("waiting for your sign-off", visit.newest)
        await visit.presses("Sign off", visit.newest)
        await visit.presses("Sign off")
        await visit.be("Ada Lovelace", "#engineering")
        await visit.sees("signed by Alan Turing", visit.page.locator(".messages"))


async def test_while_the_clock_goes_on_the_page_says_so_and_takes_no_second_press(opened: Open) -> None:
    async with opened() as visit:
        looked = asyncio.Event()
        visit.sandbox.clock.stop_for(looked.wait)
        clock = visit.page.get_by_label("The workspace's clock")
        for _ in range(2):
            await visit.presses("+1 day", clock)
        await expect(clock).to_have_attribute("aria-busy", "true")
        looked.set()
        await expect(clock).to_have_attribute("aria-busy", "false")
        await expect(clock.locator("time")).to_contain_text("Tue 24 Nov")


async def test_what_is_wrong_is_said_at_its_input_and_what_was_typed_stays(opened: Open) -> None:
    async with opened() as visit:
        await visit.types("/task")
        await visit.fills("Sprint", "Sprint 12 - Locks")
        await visit.presses("Next")
        title = visit.modal.get_by_label("Title").first
        await expect(title).to_have_attribute("aria-invalid", "true")
        await expect(title).to_be_focused()
        await expect(title).to_have_accessible_description("Please complete this required field.")
        await expect(visit.modal.get_by_label("Sprint").first).to_have_value("Sprint 12 - Locks")


async def test_a_link_in_a_list_leads_to_the_card_and_an_export_is_downloaded(
    opened: Open, tmp_path: Path
) -> None:
    async with opened() as visit:
        await visit.files("Rotate the keys", tech_lead="Grace Hopper")
        await visit.be("Ada Lovelace", "#engineering")
        await visit.types("/task list all")
        await visit.modal.get_by_role("link", name="TASK-001").click()
        await visit.sees("Rotate the keys", visit.page.locator("article:focus"))
        await visit.types("/task export TASK-001")
        await visit.be("Ada Lovelace", "Countersign")
        async with visit.page.expect_download() as started:
            await visit.page.get_by_role("link", name="TASK-001.md").last.click()
        await (await started.value).save_as(tmp_path / "exported.md")
        assert "# TASK-001: Rotate the keys" in (tmp_path / "exported.md").read_text("utf-8")


async def test_the_keyboard_alone_suffices_and_the_focus_stays_in_the_modal(opened: Open) -> None:
    async with opened() as visit:
        keys = visit.page.keyboard
        await visit.page.get_by_label("Write in").focus()
        await keys.type("/task new Rotate the keys\n")
        await expect(visit.modal.get_by_label("Title").first).to_be_focused()
        for _ in range(40):
            await keys.press("Tab")
            inside = "document.querySelector('#modal').contains(document.activeElement)"
            assert await visit.page.evaluate(f"{inside} || document.activeElement === document.body")
        await visit.modal.get_by_role("button", name="Review").focus()
        await keys.press("Enter")
        await visit.sees("Create files the task")
        await visit.closes()
        await expect(visit.page.get_by_label("Write in")).to_be_focused()


async def test_a_message_tells_its_weekday_and_once_that_is_ambiguous_its_date(opened: Open) -> None:
    async with opened() as visit:
        await visit.be("Ada Lovelace", "#engineering")
        await visit.types("hello")
        said = visit.newest.locator("time")
        await expect(said).to_have_text(re.compile("^Mon 09:3"))
        for told in ("^Mon 09:3", "^23 Nov, 09:3"):
            visit.sandbox.clock.move(timedelta(days=3))
            await visit.types("more")
            await expect(visit.page.locator("article time").first).to_have_text(re.compile(told))


async def test_markup_that_somebody_types_is_shown_as_text(opened: Open) -> None:
    typed = "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
    async with opened() as visit:
        await visit.types(typed)
        await expect(visit.newest.locator(".block")).to_have_text(typed)
        await visit.files(typed, tech_lead="Grace Hopper")
        await visit.sees(typed, visit.newest)
        assert await visit.page.locator(".messages script, .messages img").count() == 0


async def test_a_title_with_marks_of_markdown_reads_in_a_summary_as_it_was_typed(opened: Open) -> None:
    title = r"Plan for snake_case_name, *bold* _x_, ~~old~~, `f_g` and C:\_new [a](b) | c"
    async with opened() as visit:
        await visit.be("Ada Lovelace", "#engineering")
        await visit.files(title, tech_lead="Grace Hopper")
        await visit.types("/task summary")
        await visit.sees("What waits for whom", visit.newest)
        line = visit.newest.locator(".item").first
        await visit.sees(title, line)
        await expect(line.locator("em, s, code")).to_have_count(0)
        await expect(line.locator("strong, a")).to_have_text("TASK-001")


async def test_at_400_pixels_nothing_is_cut_off(opened: Open) -> None:
    async with opened(width=400) as visit:
        await visit.be("Ada Lovelace", "#engineering")
        await visit.files("Rotate the keys", tech_lead="Grace Hopper")
        await visit.presses("Open", visit.newest)
        await visit.sees("Rotate the keys")
        for part in ("html", "#modal"):
            wide = await visit.page.locator(part).evaluate("node => node.scrollWidth - node.clientWidth")
            assert wide <= 0
