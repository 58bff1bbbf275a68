"""Summaries: on a schedule and by command, for a channel and for one person; each reads only what all readers may."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.person import Person
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_lists import quietly
from tests.stories.test_signing import ROLES, file

TUESDAY = datetime(2026, 11, 24, 9, 1, tzinfo=UTC)
SCHEDULE = {"COUNTERSIGN_SUMMARY_CRON": "0 9 * * *", "COUNTERSIGN_SUMMARY_CHANNEL": "C00000001"}


def summed_up(person: Person, channel: str = "general") -> list[str]:
    return [each.text for each in person.channel(channel) if "open task" in each.text]


async def asks(story: Story, person: Person, where: str) -> str:
    """The summary that somebody gets where they ask for it."""
    await person.types("/task summary", channel=where)
    found = await person.sees("open task", where=where)
    await story.settled()
    return str(found.text)


async def test_the_scheduled_summary_is_silent_then_comes_once_and_goes_on_in_its_thread(
    begin: Begin,
) -> None:
    async with begin(**SCHEDULE) as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await story.at(TUESDAY)
        assert linus.channel("general") == []
        for number in range(4):
            await file(story, ada, f"{number} " + "&" * 140, ROLES)
            await ada.closes()
        await story.at(TUESDAY + timedelta(hours=1))
        assert linus.channel("general") == []
        for hours in (24, 25, 30):
            await story.at(TUESDAY + timedelta(hours=hours))
        for _ in range(5):
            story.sandbox.clock.move(timedelta(seconds=2))
            await story.settled()
        [first] = linus.channel("general")
        whole = "\n".join([first.text, *(each.text for each in first.thread)])
        assert "## 4 open tasks" in first.text and len(first.thread) >= 1
        for number in range(4):
            assert f"[TASK-00{number + 1}](https://countersign-sandbox.slack.com/archives/" in whole
        assert whole.count("- **Grace Hopper** as Code Reviewer: ") == 4
        assert whole.index("Open (4)") < whole.index("What waits for whom (16)")


async def test_a_summary_tells_who_is_waited_for_what_was_done_and_how_long_it_took(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await file(story, ada, "Rotate the keys", {"Signs as Developer": grace.name})
        await ada.closes()
        await story.at(MONDAY + timedelta(hours=5, minutes=1))
        await grace.presses("Sign off", on="TASK-001")
        await grace.presses("Sign off")
        await story.at(MONDAY + timedelta(days=3))
        await file(story, ada, "Renew the certificate", {"Signs as DevOps": "Alan Turing"})
        await ada.closes()
        await story.at(MONDAY + timedelta(days=5, minutes=1))
        text = await asks(story, linus, "engineering")
        assert "### In review (1)" in text and "### Open (1)" in text
        assert "**Alan Turing** as DevOps: [TASK-002]" in text and "since 2026-11-26 (2 days)" in text
        assert "- Developer: 5 hours" in text and text.endswith("(1 signature)\n")


async def test_in_a_channel_with_guests_only_its_own_tasks_are_named(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        gus = story.sandbox.add_person("Gus Guest", kind="guest")
        story.sandbox.add_channel("with-guests", members=[ada.name, linus.name, gus.name])
        story.sandbox.add_channel("quiet", private=True, members=[ada.name, linus.name])
        await file(story, ada, "Rotate the keys")
        await ada.closes()
        await quietly(story, ada, "Our secret")
        await quietly(story, ada, "Show Gus round", channel="with-guests")
        seen = {where: await asks(story, linus, where) for where in ("general", "with-guests", "quiet")}
        assert "Rotate" in seen["general"] and "Gus" in seen["general"] and "secret" not in seen["general"]
        assert "Gus" in seen["with-guests"] and "Rotate" not in seen["with-guests"]
        assert "secret" in seen["quiet"] and "Rotate" in seen["quiet"]
        await gus.types("/task summary", channel="with-guests")
        await gus.sees("You can't post a summary", where="notices")
        assert len(summed_up(linus, "with-guests")) == 1


async def test_in_direct_messages_it_is_for_who_asks_alone_with_what_they_may_read(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        gus = story.sandbox.add_person("Gus Guest", kind="guest")
        story.sandbox.add_channel("quiet", private=True, members=[ada.name, gus.name])
        await linus.types("/task summary", channel="engineering")
        await linus.sees("There is nothing to sum up", where="notices")
        await quietly(story, ada, "Our secret")
        await file(story, ada, "Rotate the keys")
        await ada.closes()
        assert "Our secret" in await asks(story, ada, "dm")
        text = await asks(story, linus, "dm")
        assert "Rotate the keys" in text and "secret" not in text
        await gus.types("/task summary", channel="dm")
        await gus.sees("There is nothing to sum up: of the tasks that you may read", where="notices")
        assert summed_up(linus) == summed_up(linus, "engineering") == []
