"""One draft in two windows, pressed twice, filed or discarded meanwhile, or somebody else's."""

import asyncio
import json

import pytest

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import Begin, Story
from tests.stories.window import Window, text_of

SECRET = "The merger is on Friday"


async def on_page(story: Story, page: str, title: str = "Keys must rotate") -> Person:
    ada = story.person("Ada")
    await ada.types(f"/task new {title}", channel="engineering")
    await ada.chooses("Jump to…", page)
    return ada


def cards(person: Person) -> int:
    return len([each for each in person.channel("engineering") if "State:" in each.text])


async def value_on(person: Person, page: str, label: str) -> object:
    await person.chooses("Jump to…", page)
    assert person.modal is not None
    return person.modal.value(label)


async def test_next_in_an_older_window_keeps_the_other_windows_pages(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, "2. Task Description")
        older = Window(story, ada)
        await ada.chooses("Jump to…", "10. Rollback Plan")
        ada.fill({"Backup Location": "In the vault"})
        await ada.presses("Next")
        older.fill({"Scope": "Only signing keys"})
        assert "3 of 16" in text_of(await older.submits())
        assert await value_on(ada, "2. Task Description", "Scope") == "Only signing keys"
        assert await value_on(ada, "10. Rollback Plan", "Backup Location") == "In the vault"


async def test_create_in_two_windows_files_one_task(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Keys must rotate", channel="engineering")
        await ada.presses("Review")
        other = Window(story, ada)
        await asyncio.gather(ada.presses("Create"), other.submits())
        answer = await other.submits()
        await story.settled()
        assert "TASK-001 is filed already." in text_of(answer)
        assert cards(ada) == 1


async def filed_in_another_window(story: Story) -> tuple[Person, Window]:
    """Ada, who filed a task, and her window of the second page from before that."""
    ada = await on_page(story, "2. Task Description")
    ada.fill({"Objective": "No old keys"})
    await ada.presses("Next")
    await ada.presses("Back")
    older = Window(story, ada)
    await ada.presses("Review")
    await ada.presses("Create")
    await story.settled()
    return ada, older


async def test_next_on_a_draft_that_was_filed_meanwhile_shows_the_task(begin: Begin) -> None:
    async with begin() as story:
        ada, older = await filed_in_another_window(story)
        assert "TASK-001 is filed already." in text_of(await older.submits())
        await ada.types("/task drafts")
        assert "You have no drafts" in ada.notices[-1]


async def test_what_is_typed_after_the_draft_was_filed_is_kept_as_a_new_draft(begin: Begin) -> None:
    async with begin() as story:
        ada, older = await filed_in_another_window(story)
        older.fill({"Scope": "Only signing keys"})
        for _ in range(2):
            assert "TASK-001 was filed in the meantime" in text_of(await older.submits())
        assert "Only signing keys" not in (await ada.sees("State:", where="engineering")).text
        await ada.closes()
        await ada.types("/task drafts")
        assert ada.modal is not None and ada.modal.buttons.count("Resume") == 1
        await ada.presses("Resume")
        assert await value_on(ada, "2. Task Description", "Scope") == "Only signing keys"
        assert await value_on(ada, "2. Task Description", "Objective") == "No old keys"


async def test_add_pressed_twice_adds_one(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, "4. Implementation Steps")
        older = Window(story, ada)
        await ada.presses("Add Step")
        await older.presses("Add Step")
        await ada.chooses("Jump to…", "4. Implementation Steps")
        assert "Implementation Steps (1 of 5)" in str(ada.modal)


async def steps(person: Person) -> list[str]:
    """The titles of all steps, in order."""
    titles = []
    await person.chooses("Jump to…", "4. Implementation Steps")
    while (modal := person.modal) and "Implementation Steps" in modal.text:
        titles.append(str(modal.value("Title")))
        await person.presses("Next")
    return titles


async def four_steps(story: Story) -> Person:
    ada = await on_page(story, "4. Implementation Steps")
    for title in ("one", "two", "three", "four"):
        ada.fill({"Title": title})
        await ada.presses("Next")
    await ada.chooses("Jump to…", "4. Implementation Steps")
    await ada.presses("Next")
    assert ada.modal is not None and ada.modal.value("Title") == "two"
    return ada


async def test_remove_pressed_twice_removes_one(begin: Begin) -> None:
    async with begin() as story:
        ada = await four_steps(story)
        older = Window(story, ada)
        await ada.presses("Remove this Step")
        await older.presses("Remove this Step")
        assert await steps(ada) == ["one", "three", "four"]


async def test_remove_pressed_twice_at_once_removes_one(begin: Begin) -> None:
    async with begin() as story:
        ada = await four_steps(story)
        await asyncio.gather(ada.presses("Remove this Step"), ada.presses("Remove this Step"))
        assert await steps(ada) == ["one", "three", "four"]


async def test_a_step_that_moved_meanwhile_overwrites_no_other(begin: Begin) -> None:
    async with begin() as story:
        ada = await four_steps(story)
        await ada.presses("Next")
        older = Window(story, ada)
        await ada.presses("Back")
        await ada.presses("Remove this Step")
        older.fill({"Title": "three, and more"})
        answer = await older.submits()
        assert "removed" in text_of(answer)
        assert await steps(ada) == ["one", "three", "four", "three, and more"]


async def draft_of(story: Story, person: Person, title: str) -> str:
    """The id of a draft with this title, closed again."""
    await person.types(f"/task new {title}")
    await person.presses("Next")
    view = Window(story, person).view
    await person.closes()
    return str(json.loads(view.content["private_metadata"])["d"])


async def by_a_button(story: Story, title: str) -> SeenMessage:
    """The sentence whose button opens a draft of Ada's with this title."""
    ada = story.person("Ada")
    story.sandbox.expire_triggers()
    await ada.types(f"/task new {title}", channel="engineering")
    seen: SeenMessage = await ada.sees("could not be opened just now", where="notices")
    return seen


async def test_resume_of_a_draft_that_was_filed_meanwhile_shows_the_task(begin: Begin) -> None:
    async with begin() as story:
        ada, button = story.person("Ada"), await by_a_button(story, "Keys must rotate")
        await ada.presses("Open the form", on=button)
        await ada.presses("Review")
        await ada.presses("Create")
        await ada.closes()
        await ada.presses("Open the form", on=button)
        await ada.sees("TASK-001 is filed already.", where="modal")


async def test_resume_of_a_draft_that_was_discarded_meanwhile_says_so(begin: Begin) -> None:
    async with begin() as story:
        ada, button = story.person("Ada"), await by_a_button(story, "Keys must rotate")
        await ada.types("/task drafts")
        await ada.presses("Discard")
        await ada.closes()
        await ada.presses("Open the form", on=button)
        await ada.sees("This draft is no longer there. Type /task drafts to see yours", where="notices")
        assert ada.modal is None


async def test_next_on_a_draft_that_was_discarded_meanwhile_keeps_the_page_and_says_so(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, "2. Task Description")
        older = Window(story, ada)
        await ada.closes()
        await ada.types("/task drafts")
        await ada.presses("Discard")
        older.fill({"Scope": "Only signing keys"})
        answer = await older.submits()
        assert "was discarded" in text_of(answer)
        await ada.types("/task drafts")
        await ada.presses("Resume")
        assert await value_on(ada, "2. Task Description", "Scope") == "Only signing keys"


@pytest.mark.parametrize("button", ["Next", "Create"])
async def test_nothing_of_another_persons_draft_is_shown_or_changed(begin: Begin, button: str) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        theirs = await draft_of(story, grace, SECRET)
        await on_page(story, "2. Task Description")
        ada.fill({"Scope": "Only signing keys"})
        if button == "Create":
            await ada.presses("Review")
        window = Window(story, ada)
        facts = json.loads(window.view.content["private_metadata"])
        window.forge(private_metadata=json.dumps({**facts, "d": theirs}))
        answer = text_of(await window.submits())
        assert "belongs to somebody else" in answer
        assert SECRET not in answer
        await grace.types("/task drafts")
        await grace.presses("Resume")
        assert await value_on(grace, "2. Task Description", "Scope") == ""


async def test_another_persons_draft_cant_be_resumed_or_discarded(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        theirs = await draft_of(story, grace, SECRET)
        await draft_of(story, ada, "Keys must rotate")
        await ada.types("/task drafts")
        window = Window(story, ada)
        for button in ("Resume", "Discard"):
            await window.presses(button, json.dumps({"d": theirs}))
            await ada.sees_no(SECRET)
        await grace.types("/task drafts")
        assert grace.modal is not None and SECRET in grace.modal.text


@pytest.mark.parametrize("value", ["no JSON", "[]", "{}", '{"d": null}', '{"t": "x"}'])
async def test_a_forged_value_is_answered_and_does_nothing(begin: Begin, value: str) -> None:
    async with begin() as story:
        ada = await on_page(story, "2. Task Description")
        window = Window(story, ada)
        window.forge(private_metadata=value)
        answer = await window.submits()
        assert "Countersign did not put there" in text_of(answer)
