"""Buttons pressed after the task has moved on: what changed, and how it stands now."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST, MONDAY, Begin, Story, running
from tests.stories.test_signing import ROLES, file
from tests.stories.window import Window, text_of

TWO = {"Signs as Developer": "Grace Hopper", "Signs as DevOps": "Alan Turing"}


def read(person: Person) -> str:
    """The text of the modal that is open."""
    assert person.modal is not None
    return person.modal.text


async def sign(story: Story, person: Person) -> None:
    await person.presses("Sign off", on="TASK-001")
    await person.presses("Sign off")
    await story.settled()


async def filed(story: Story, signers: dict[str, str]) -> tuple[SeenMessage, SeenMessage]:
    """The card and Grace's direct message, as they are before anybody signs."""
    await file(story, story.person("Ada"), "Keys must rotate", signers)
    grace = story.person("Grace")
    return await grace.sees("State:", where="engineering"), await grace.sees("asks you", where="dm")


async def test_who_has_signed_and_presses_an_old_card_reads_when_they_did(begin: Begin) -> None:
    async with begin() as story:
        card, message = await filed(story, TWO)
        grace = story.person("Grace")
        await sign(story, grace)
        await sign(story, story.person("Alan"))
        for old in (card, message):
            await grace.presses("Sign off", on=old)
            await grace.sees(
                "You signed TASK-001 as Developer on 2026-11-23; nothing more to do. "
                "Since this was posted: Alan Turing signed as DevOps.",
                where="modal",
            )
            assert "- [x] **Developer**: Implementation complete - Grace Hopper" in read(grace)
            await grace.closes()
        assert grace.notices == []


async def test_an_old_card_still_opens_for_those_who_are_waited_for(begin: Begin) -> None:
    async with begin() as story:
        card, _ = await filed(story, TWO)
        await sign(story, story.person("Alan"))
        grace = story.person("Grace")
        await grace.presses("Sign off", on=card)
        assert grace.modal is not None and "You sign revision 1" in grace.modal.text
        assert "Since this was posted: Alan Turing signed as DevOps." in grace.modal.text


async def test_an_old_card_of_a_done_task_says_that_it_is_done(begin: Begin) -> None:
    async with begin() as story:
        card, _ = await filed(story, ROLES)
        for name in ROLES.values():
            await sign(story, story.person(name))
        linus = story.person("Linus")
        await linus.presses("Sign off", on=card)
        await linus.sees("TASK-001 is done: it has every signature it needs", where="modal")
        assert "Since this was posted: Countersign marked it as done" in read(linus)


async def test_an_open_card_is_opened_in_its_present_state(begin: Begin) -> None:
    async with begin() as story:
        card, _ = await filed(story, TWO)
        await sign(story, story.person("Alan"))
        grace = story.person("Grace")
        await grace.presses("Open", on=card)
        assert grace.modal is not None
        assert "Since this was posted: Alan Turing signed as DevOps." in grace.modal.text
        assert "- [x] **DevOps**: Deployment verified - Alan Turing - 2026-11-23" in grace.modal.text


async def test_a_page_to_sign_on_that_was_open_in_two_windows_signs_once(begin: Begin) -> None:
    async with begin() as story:
        await filed(story, TWO)
        grace = story.person("Grace")
        await grace.presses("Sign off", on="TASK-001")
        other = Window(story, grace)
        await grace.presses("Sign off")
        answer = await other.submits()
        assert "You signed TASK-001 as Developer on 2026-11-23; nothing more to do." in text_of(answer)


async def test_a_forged_role_is_not_signed(begin: Begin) -> None:
    async with begin() as story:
        await filed(story, TWO)
        grace = story.person("Grace")
        await grace.presses("Sign off", on="TASK-001")
        window = Window(story, grace)
        for entry in window.view.values.values():
            for option in entry.get("selected_options") or []:
                option["value"] = "2"
        await window.submits()
        await story.settled()
        card = await grace.sees("State:", where="engineering")
        assert "waiting for Alan Turing" in card.text


async def test_the_button_of_an_old_reminder_shows_what_became_of_the_task(begin: Begin) -> None:
    async with begin() as story:
        await filed(story, TWO)
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.closes()
        await file(story, ada, "Keys must not leak", TWO)
        await story.at(MONDAY + timedelta(days=2, hours=5))
        reminder = await grace.sees("2 tasks are waiting for your sign-off", where="dm")
        await ada.closes()
        await ada.types("/task reassign TASK-001")
        ada.fill({"Role": "Developer (Grace Hopper)", "Who signs instead?": "Linus Pauling", "Why?": "Away"})
        await ada.presses("Hand over")
        told = await grace.sees("handed your role Developer", where="dm")
        await sign(story, story.person("Linus"))
        await grace.presses("Sign off", on=reminder)
        handed = "Ada Lovelace handed the role Developer from Grace Hopper to Linus Pauling"
        assert "You weren't asked to sign TASK-001" in read(grace)
        assert f"Since this was posted: Linus Pauling signed as Developer; {handed}." in read(grace)
        await grace.closes()
        await grace.presses("Open", on=told)
        assert "Since this was posted: Linus Pauling signed as Developer." in read(grace)
        await grace.closes()
        await grace.presses("Open", on=await ada.sees("TASK-001", where="engineering"))
        assert "Since this was posted" not in read(grace)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_what_was_drawn_before_a_restart_works_after_it(tmp_path: Path, transport: str) -> None:
    clock = Clock()
    clock.set(MONDAY)
    async with Sandbox(MANIFEST, clock=clock) as sandbox:
        async with running(sandbox, transport, tmp_path) as bot:
            story = Story(sandbox, bot, transport)
            card, message = await filed(story, TWO)
            grace, linus = story.person("Grace"), story.person("Linus")
            await grace.presses("Sign off", on=message)
            grace.fill({"Comment": "Tested it twice"})
        async with running(sandbox, transport, tmp_path) as bot:
            story = Story(sandbox, bot, transport)
            await sign(story, story.person("Alan"))
            await grace.presses("Sign off")
            await story.settled()
            await linus.presses("Open", on=card)
            signed = "Grace Hopper signed as Developer; Alan Turing signed as DevOps"
            assert f"Since this was posted: {signed}." in read(linus)
            await grace.presses("Retract", on=await grace.sees("You signed TASK-001", where="dm"))
            assert grace.modal is not None and grace.modal.submit == "Retract"
