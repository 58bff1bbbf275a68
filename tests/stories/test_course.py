"""Start, close, reopen and mark as done."""

import pytest

from tests.stories.conftest import MONDAY, Begin
from tests.stories.test_changes import filed
from tests.stories.test_signing import ROLES, file
from tests.stories.test_stale_clicks import sign
from tests.stories.window import Window

WHY = "The vendor does it for us <!channel>"


async def test_a_task_is_started_from_the_command_and_the_card_says_so(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada = story.person("Ada")
        await ada.types("/task start TASK-001")
        await ada.sees("TASK-001 is started.", where="notices")
        await story.settled()
        await ada.sees("State: In Progress", where="engineering")


async def test_a_closed_task_says_who_closed_it_and_why_and_reminds_nobody(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.presses("Open", on="State:")
        await ada.presses("Close task")
        ada.fill({"Why is it closed?": " "})
        await ada.presses("Close it")
        assert ada.modal is not None and "Please write the reason" in ada.modal.errors["Why is it closed?"]
        ada.fill({"Why is it closed?": WHY})
        await ada.presses("Close it")
        await story.settled()
        card = await ada.sees(f"Closed by Ada Lovelace: {WHY}", where="engineering")
        assert "State: Done (closed)" in card.text and card.buttons == ("Open", "Export") and card.pings == ()
        await grace.sees("is closed, so your signature is no longer needed", where="dm")
        await story.at(MONDAY.replace(day=27))
        await grace.sees_no("waiting for your sign-off", where="dm")


async def test_a_closed_task_is_reopened_and_asks_again(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        for word, label, submit in (
            ("close", "Why is it closed?", "Close it"),
            ("reopen", "Why is it reopened?", "Reopen it"),
        ):
            await ada.types(f"/task {word} TASK-001")
            ada.fill({label: WHY})
            await ada.presses(submit)
            await story.settled()
        await ada.sees("waiting for Grace Hopper", where="engineering")
        await ada.sees_no("Closed by", where="engineering")
        await sign(story, grace)
        await ada.sees("signed by Grace Hopper", where="engineering")


async def test_a_done_task_is_reopened_and_marked_as_done_with_a_document_of_its_own(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys", ROLES)
        await ada.closes()
        for name in ROLES.values():
            await sign(story, story.person(name))
        await ada.sees("TASK-001 is done: everybody has signed.", where="dm")
        await ada.types("/task reopen TASK-001")
        ada.fill({"Why is it reopened?": WHY})
        await ada.presses("Reopen it")
        await story.settled()
        card = await ada.sees("State: In Review", where="engineering")
        await ada.presses("Open", on=card)
        await ada.presses("Mark as done")
        assert ada.modal is not None and "TASK-001 is done." in ada.modal.text
        await story.settled()
        card = await ada.sees("State: Done", where="engineering")
        names = [each.name for reply in card.thread for each in reply.files]
        assert sorted(names) == ["TASK-001-signed.md", "TASK-001-signed.md", "TASK-001.md"]


@pytest.mark.parametrize("word", ["start", "done", "close", "reopen"])
async def test_whoever_may_not_is_told_so_privately_and_isnt_offered_it(begin: Begin, word: str) -> None:
    async with begin() as story:
        await filed(story)
        grace = story.person("Grace")
        await grace.types(f"/task {word} TASK-001")
        await grace.sees("Only the author", where="notices")
        assert grace.modal is None
        await grace.presses("Open", on="State:")
        assert grace.modal is not None and not {"Start", "Close task"} & set(grace.modal.buttons)


async def test_a_button_or_page_changed_to_another_task_does_nothing(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada = story.person("Ada")
        await file(story, ada, "Another")
        await ada.closes()
        await ada.types("/task show TASK-001")
        window = Window(story, ada)
        value = next(
            each["value"]
            for block in window.view.blocks
            for each in block.get("elements", [])
            if each.get("action_id") == "start"
        )
        await window.presses("Start", value.replace('"t":1', '"t":2'))
        assert "shown for another task" in str(ada.modal)
        await story.settled()
        await ada.sees_no("State: In Progress", where="engineering")
