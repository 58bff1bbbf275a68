"""Who did what with a task: read in Slack, and checked while it is read."""

import re
from datetime import timedelta

from sqlalchemy import text as sql

from tests.stories.conftest import MONDAY, Begin
from tests.stories.test_changes import TWO, WHY, filed
from tests.stories.test_signing import file
from tests.stories.test_stale_clicks import read, sign
from tests.stories.window import Window


def to_the_minute(history: str) -> str:
    """Without the seconds, which a story's clock goes on counting while its people act."""
    return re.sub(r"\b(\d\d:\d\d):\d\d ", r"\1 ", history)


async def test_the_history_tells_who_did_what_when_and_why_in_the_readers_own_zone(begin: Begin) -> None:
    async with begin() as story:
        card = await filed(story)
        grace, linus, alan = (story.person(name) for name in ("Grace", "Linus", "Alan"))
        await grace.presses("Request changes", on="asks you")
        grace.fill({"What has to change?": f"{WHY} <!channel>"})
        await grace.presses("Request changes")
        await story.at(MONDAY + timedelta(hours=2, seconds=5))
        await alan.presses("Sign off", on="asks you")
        alan.fill({"Comment": "Tested it twice"})
        await alan.presses("Sign off")
        await linus.presses("Request changes", on=card)
        await grace.types("/task audit TASK-001")
        shown = to_the_minute(read(grace))
        lines = shown.splitlines()
        assert lines[2].startswith("✓ The history of TASK-001 holds: its 7 events follow from one another")
        assert lines[4] == "The latest first. Times are those of America/New_York."
        assert lines[5] == (
            "2026-11-23 06:30 Linus Pauling wanted to request changes, and was refused: it isn't allowed, revision 1"
        )
        assert "2026-11-23 06:30 Alan Turing signed as DevOps, revision 1\nTested it twice" in shown
        assert f"2026-11-23 04:30 Grace Hopper requested changes as Developer, revision 1\n{WHY}" in shown
        assert "2026-11-23 04:30 Ada Lovelace created it, revision 1" in shown
        assert "countersign audit verify" in lines[-1]


async def test_it_opens_over_the_document_and_a_long_one_is_paged(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        for number in range(17):
            await grace.types("/task changes TASK-001")
            grace.fill({"What has to change?": f"Reason {number} of many. " + "🚀" * 2900})
            await grace.presses("Request changes")
        await ada.types("/task show TASK-001")
        await ada.presses("History")
        assert "Events 20 to 17 of 20." in read(ada) and "Reason 16 of many" in read(ada)
        seen = 1
        while ada.modal and "Older" in ada.modal.buttons:
            await ada.presses("Older")
            seen += 1
        assert "created it" in read(ada) and "1 of 20." in read(ada) and seen > 4
        await ada.presses("Latest")
        assert "Events 20 to 17 of 20." in read(ada)
        await ada.closes()
        assert "## Sign-Off" in read(ada)


async def test_what_was_changed_past_the_bot_stands_at_the_top(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada = story.person("Ada")
        await sign(story, story.person("Grace"))
        writer = story.bot.desk._db
        for statement in ("DROP TRIGGER signatures_refuse_update", "UPDATE signatures SET name = 'Nobody'"):
            await writer.write(lambda session, said=statement: session.execute(sql(said)).close())  # type: ignore[misc]
        await ada.types("/task audit TASK-001")
        assert "⚠ The history of TASK-001 doesn't hold: Signature 1 (Developer, " in read(ada)
        assert "name differs. It was changed in the database, past Countersign." in read(ada)


async def test_only_who_may_read_the_task_sees_its_history(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace"])
        await ada.types("/task new Our secret", channel="quiet")
        await ada.presses("Review")
        await ada.presses("Create")
        await ada.closes()
        await linus.types("/task audit TASK-001")
        await linus.sees("You can't read TASK-001", where="notices")
        await file(story, linus, "A task of Linus's", TWO)
        await linus.closes()
        await linus.types("/task show TASK-002")
        await Window(story, linus).presses("History", '{"t":1,"k":"TASK-001","v":1}')
        await linus.sees("You can't read TASK-001", where="modal")
        await linus.sees_no("Our secret")
