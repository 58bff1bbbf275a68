"""One draft on two screens: each keeps what was typed there, and undoes nothing that only the other changed."""

import asyncio

from tests.stories.conftest import Begin
from tests.stories.test_two_windows import four_steps, on_page, steps, value_on
from tests.stories.window import Window

BASICS = "1. Basics"
DESCRIPTION = "2. Task Description"
LINKS = "16. Related Links"


async def test_two_steps_sent_at_the_same_moment_are_both_kept(begin: Begin) -> None:
    async with begin() as story:
        ada = await four_steps(story)
        second = Window(story, ada)
        await ada.presses("Next")
        third = Window(story, ada)
        second.fill({"Title": "two, and more"})
        third.fill({"Title": "three, and more"})
        await asyncio.gather(second.submits(), third.submits())
        assert await steps(ada) == ["one", "two, and more", "three, and more", "four"]


async def test_the_first_two_saves_of_a_form_at_the_same_moment_are_both_kept(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        one, other = Window(story, ada), Window(story, ada)
        one.fill({"Title": "Keys must rotate", "Sprint": "Sprint 7"})
        other.fill({"Title": "Keys must rotate", "Story Points": "3"})
        await asyncio.gather(one.submits(), other.submits())
        await ada.closes()
        await ada.types("/task drafts")
        await ada.presses("Resume")
        assert await value_on(ada, BASICS, "Sprint") == "Sprint 7"
        assert await value_on(ada, BASICS, "Story Points") == "3"


async def test_an_older_window_of_the_same_page_changes_only_what_was_typed_there(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, DESCRIPTION)
        older = Window(story, ada)
        ada.fill({"Scope": "Only signing keys"})
        await ada.presses("Next")
        older.fill({"Objective": "No old keys"})
        await older.submits()
        assert await value_on(ada, DESCRIPTION, "Scope") == "Only signing keys"
        assert await value_on(ada, DESCRIPTION, "Objective") == "No old keys"


async def test_what_is_cleared_in_an_older_window_is_cleared(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, DESCRIPTION)
        ada.fill({"Scope": "Only signing keys"})
        await ada.presses("Next")
        await ada.presses("Back")
        older = Window(story, ada)
        ada.fill({"Scope": "All keys"})
        await ada.presses("Next")
        older.fill({"Scope": ""})
        await older.submits()
        assert await value_on(ada, DESCRIPTION, "Scope") == ""


async def test_what_a_page_said_before_an_error_can_be_said_again(begin: Begin) -> None:
    link = "https://example.com/1"
    async with begin() as story:
        ada = await on_page(story, LINKS)
        ada.fill({"Pull Request": link})
        await ada.chooses("Jump to…", LINKS)
        for typed in ("no link", link):
            ada.fill({"Pull Request": typed})
            await ada.presses("Review")
            await ada.chooses("Jump to…", LINKS)
        assert ada.modal is not None and ada.modal.value("Pull Request") == link


async def test_what_a_page_said_before_next_refused_it_can_be_said_again(begin: Begin) -> None:
    link = "https://example.com/1"
    async with begin() as story:
        ada = await on_page(story, LINKS)
        ada.fill({"Pull Request": link})
        await ada.chooses("Jump to…", LINKS)
        window = Window(story, ada)
        for typed in ("no link", link):
            window.fill({"Pull Request": typed})
            await window.submits()
        assert await value_on(ada, LINKS, "Pull Request") == link


async def test_a_review_that_was_only_looked_at_sets_no_role_back(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, DESCRIPTION)
        await ada.presses("Review")
        older = Window(story, ada)
        ada.fill({"Signs as Code Reviewer": "Grace Hopper", "Sign by": "2026-12-01"})
        await ada.chooses("Jump to…", DESCRIPTION)
        older.fill({"Signs as DevOps": "Alan Turing"})
        await older.presses("Fill in")
        await ada.presses("Review")
        assert ada.modal is not None
        assert ada.modal.value("Signs as Code Reviewer") == "Grace Hopper"
        assert ada.modal.value("Signs as DevOps") == "Alan Turing"
        assert ada.modal.value("Sign by") == "2026-12-01"


async def test_a_channel_chosen_in_another_window_stays(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, DESCRIPTION)
        await ada.presses("Review")
        older = Window(story, ada)
        ada.fill({"Channel": "#general"})
        await ada.chooses("Jump to…", DESCRIPTION)
        await older.presses("Fill in")
        await ada.presses("Review")
        assert ada.modal is not None and ada.modal.value("Channel") == "#general"
