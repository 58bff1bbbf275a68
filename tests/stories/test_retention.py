"""Texts of tasks that are over are deleted when the operator says so: what people see then, and what still holds."""

from datetime import timedelta

from bot.auditing.shown import audit_lines
from bot.tasks.auditing import audit
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_editing import shown
from tests.stories.test_signing import ROLES, file
from tests.stories.test_stale_clicks import sign

YEAR = MONDAY + timedelta(days=366)
SIGNERS = {"Signs as Developer": "Grace Hopper"}
GONE = "What TASK-001 said in revision 1 isn't kept any more"


async def filed(story: Story) -> None:
    """Ada has filed a task with a text of its own, which Grace is asked to sign."""
    await file(story, story.person("Ada"), "Rotate the signing keys", SIGNERS)
    await story.person("Ada").closes()


async def steps(story: Story, word: str, label: str, submit: str) -> None:
    """Ada closes or reopens the task, with a reason."""
    ada = story.person("Ada")
    await ada.types(f"/task {word} TASK-001")
    ada.fill({label: "The vendor does it for us"})
    await ada.presses(submit)
    await story.settled()


async def test_a_task_that_was_closed_a_year_ago_is_forgotten_and_its_history_holds(begin: Begin) -> None:
    async with begin(COUNTERSIGN_KEEP="365d") as story:
        await filed(story)
        await steps(story, "close", "Why is it closed?", "Close it")
        ada, stale = story.person("Ada"), await story.person("Ada").sees("Closed by", where="engineering")
        await story.at(YEAR)
        card = await ada.sees("TASK-001: Rotate the signing keys", where="engineering")
        assert "was deleted on 2027-11-24 and isn't kept any more" in card.text and card.buttons == ()
        assert "Closed by Ada Lovelace: the reason is no longer kept" in card.text
        await ada.presses("Open", on=stale)
        await ada.sees(GONE, where="notices")
        await ada.types("/task show TASK-001")
        await ada.sees(GONE, where="notices")
        await ada.types("/task export TASK-001")
        await ada.sees(GONE, where="notices")
        await ada.types("/task reopen TASK-001")
        await ada.sees(
            "isn't kept any more, so it can't be reopened. Please make a new task.", where="notices"
        )
        await ada.types("/task audit TASK-001")
        assert "The history of TASK-001 holds" in shown(ada) and "deleted its texts" in shown(ada)
        said = list(audit_lines(await story.bot._database.read(audit)))
        assert (
            said[-1] == "All of it holds." and "of 1 task, deleted by retention since 2027-11-24" in said[1]
        )


async def test_reopening_a_task_meanwhile_keeps_what_it_says(begin: Begin) -> None:
    async with begin(COUNTERSIGN_KEEP="365d") as story:
        await filed(story)
        await steps(story, "close", "Why is it closed?", "Close it")
        await story.at(YEAR - timedelta(days=2))
        await steps(story, "reopen", "Why is it reopened?", "Reopen it")
        await story.at(YEAR + timedelta(days=400))
        ada = story.person("Ada")
        await ada.types("/task show TASK-001")
        assert "Rotate the signing keys" in shown(ada)
        await ada.sees_no("isn't kept any more")


async def test_a_signed_task_is_forgotten_too_and_whom_it_was_signed_by_stays(begin: Begin) -> None:
    async with begin(COUNTERSIGN_KEEP="30d") as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys", ROLES)
        await ada.closes()
        for name in ROLES.values():
            await sign(story, story.person(name))
        await story.at(MONDAY + timedelta(days=31))
        card = await ada.sees("was deleted on 2026-12-24 and isn't kept any more", where="engineering")
        assert "Developer: signed by Ada Lovelace on 2026-11-23" in card.text
        await ada.types("/task edit TASK-001")
        await ada.sees("What it said isn't kept any more, so it can't be reopened either.", where="notices")
        await ada.types("/task search rotate")
        await ada.sees("TASK-001", where="notices")
