"""Reminders and summaries, with the clock moved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.clock import Clock
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST, MONDAY, Begin, Story, running
from tests.stories.test_signing import file

REMINDER = "is waiting for your sign-off"
SIGNERS = {"Signs as Developer": "Alan Turing", "Signs as Tech Lead": "Grace Hopper"}
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


def reminders(person: Person) -> list[str]:
    return [message.text for message in person.dms if REMINDER in message.text]


def latest(person: Person) -> str:
    """The timestamp of the person's one reminder: a new one has another."""
    [ts] = [message.ts for message in person.dms if REMINDER in message.text]
    return ts


async def a_task_waits(story: Story) -> tuple[Person, Person]:
    """Filed on Monday at 09:30 in London, where Alan is; in New York, where Grace is, it is 04:30."""
    await file(story, story.person("Ada"), "Rotate the signing keys", SIGNERS)
    return story.person("Alan"), story.person("Grace")


async def test_who_has_not_signed_is_reminded_after_a_day_and_then_every_day(begin: Begin) -> None:
    async with begin() as story:
        alan, _ = await a_task_waits(story)
        await story.at(MONDAY + timedelta(hours=23))
        assert reminders(alan) == []
        await story.at(MONDAY + timedelta(hours=24, minutes=1))
        first = latest(alan)
        await story.at(MONDAY + timedelta(hours=30))
        assert latest(alan) == first
        await story.at(MONDAY + timedelta(hours=48, minutes=2))
        assert latest(alan) > first


async def test_a_reminder_comes_in_the_persons_own_working_hours(begin: Begin) -> None:
    async with begin() as story:
        alan, grace = await a_task_waits(story)
        await story.at(TUESDAY + timedelta(hours=13, minutes=59))
        assert (len(reminders(alan)), len(reminders(grace))) == (1, 0)
        await story.at(TUESDAY + timedelta(hours=14, minutes=1))
        assert len(reminders(grace)) == 1


async def test_no_reminder_comes_at_the_weekend(begin: Begin) -> None:
    async with begin(COUNTERSIGN_REMIND_EVERY="48h") as story:
        alan, _ = await a_task_waits(story)
        for hours in range(12, 24 * 6, 12):
            await story.at(MONDAY + timedelta(hours=hours))
        before = latest(alan)
        await story.at(FRIDAY + timedelta(hours=18))
        await story.at(FRIDAY + timedelta(days=2, hours=12))
        assert latest(alan) == before
        await story.at(NEXT_MONDAY + timedelta(hours=9, minutes=1))
        assert latest(alan) > before


async def test_a_reminder_that_is_found_at_night_waits_for_the_morning(begin: Begin) -> None:
    async with begin(COUNTERSIGN_REMIND_AFTER="96h") as story:
        alan, _ = await a_task_waits(story)
        await story.at(FRIDAY + timedelta(days=1, hours=3))
        assert reminders(alan) == []
        await story.at(NEXT_MONDAY + timedelta(hours=8, minutes=59))
        assert reminders(alan) == []
        await story.at(NEXT_MONDAY + timedelta(hours=9, minutes=1))
        assert len(reminders(alan)) == 1


async def test_a_reminder_that_slack_refused_in_the_evening_waits_for_the_morning(begin: Begin) -> None:
    until_friday_evening = f"{4 * 24 * 60 + 7 * 60 + 58}m"
    async with begin(COUNTERSIGN_REMIND_AFTER=until_friday_evening) as story:
        alan, grace = await a_task_waits(story)
        story.sandbox.fail(
            "chat.postMessage", times=3
        )  # Alan, Grace, and Ada, who has roles to name people for
        await story.at(FRIDAY + timedelta(hours=17, minutes=29))
        for hours in (18, 27, 60, 80):
            await story.at(FRIDAY + timedelta(hours=hours))
        assert (len(reminders(alan)), len(reminders(grace))) == (0, 1)
        await story.at(NEXT_MONDAY + timedelta(hours=9, minutes=1))
        assert len(reminders(alan)) == 1


async def test_the_reminder_has_the_button_and_stops_when_it_is_pressed(begin: Begin) -> None:
    async with begin() as story:
        alan, _ = await a_task_waits(story)
        await story.at(MONDAY + timedelta(hours=25))
        await alan.presses("Sign off", on=REMINDER)
        await alan.presses("Sign off")
        await story.at(MONDAY + timedelta(hours=50))
        assert reminders(alan) == []


async def test_the_author_is_reminded_of_what_is_theirs_to_do_and_of_nothing_else(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(
            story, ada, "Rotate the signing keys", {**SIGNERS, "Signs as Code Reviewer": "Ada Lovelace"}
        )
        await ada.closes()
        await grace.types("/task changes TASK-001")
        grace.fill({"What has to change?": "Split it, please"})
        await grace.presses("Request changes")
        await story.at(MONDAY + timedelta(hours=30))
        await ada.sees("A task is waiting for you", where="dm")
        told = await ada.sees("Grace Hopper requests changes as Tech Lead: Split it, please", where="dm")
        assert "as Code Reviewer · asked a day ago" in told.text
        assert "nobody is asked yet to sign as DevOps" in told.text
        assert told.buttons == ("Sign off", "Hand over", "Open", "Name who signs", "Open")
        assert reminders(grace) == []
        await ada.presses("Name who signs", on=told)
        ada.fill({"Signs as DevOps": "Alan Turing"})
        await ada.presses("Ask them")
        await grace.presses("Sign off", on="You requested changes")
        await grace.presses("Sign off")
        await story.at(MONDAY + timedelta(hours=55))
        assert len(reminders(ada)) == 1 and "as Code Reviewer" in reminders(ada)[0]
        assert reminders(grace) == []


async def test_an_edit_ends_the_authors_reminders_and_the_signer_is_reminded_again(begin: Begin) -> None:
    everybody = {**SIGNERS, "Signs as Code Reviewer": "Alan Turing", "Signs as DevOps": "Alan Turing"}
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(story, ada, "Rotate the signing keys", everybody)
        await ada.closes()
        await grace.types("/task changes TASK-001")
        grace.fill({"What has to change?": "Split it, please"})
        await grace.presses("Request changes")
        await story.at(MONDAY + timedelta(hours=30))
        await ada.presses("Open", on=await ada.sees("A task is waiting for you", where="dm"))
        await ada.presses("Edit")
        ada.fill({"Title": "Rotate one signing key"})
        await ada.presses("Review")
        await ada.presses("Save")
        await story.at(MONDAY + timedelta(hours=60))
        assert [each for each in ada.dms if "waiting for you" in each.text] == []
        assert len(reminders(grace)) == 1 and "Rotate one signing key" in reminders(grace)[0]


async def test_one_message_holds_everything_that_waits_on_a_person(begin: Begin) -> None:
    async with begin() as story:
        alan, _ = await a_task_waits(story)
        await story.person("Ada").closes()
        await file(story, story.person("Ada"), "Write it down", {"Signs as DevOps": "Alan Turing"})
        await story.at(MONDAY + timedelta(hours=25))
        [reminder] = [
            message for message in alan.dms if "2 tasks are waiting for your sign-off" in message.text
        ]
        assert reminder.text.index("Rotate the signing keys") < reminder.text.index("Write it down")


async def test_after_a_long_downtime_one_reminder_comes(begin: Begin) -> None:
    async with begin() as story:
        alan, _ = await a_task_waits(story)
        await story.at(MONDAY + timedelta(days=21, hours=1))
        first = latest(alan)
        await story.at(MONDAY + timedelta(days=21, hours=1, minutes=1))
        assert latest(alan) == first


async def test_a_restart_neither_loses_nor_repeats_a_reminder(tmp_path: Path) -> None:
    clock = Clock()
    clock.set(MONDAY)
    async with Sandbox(MANIFEST, clock=clock) as sandbox:
        alan = sandbox.person("Alan")
        seen = []
        for hours in (0, 25, 26, 50):
            clock.set(MONDAY + timedelta(hours=hours))
            async with running(sandbox, "socket", tmp_path) as bot:
                story = Story(sandbox, bot, "socket")
                if not hours:
                    await file(story, story.person("Ada"), "Rotate the signing keys", SIGNERS)
                await story.at(clock.now())
                seen.append([message.ts for message in alan.dms if REMINDER in message.text])
        assert seen[0] == [] and seen[1] == seen[2] < seen[3]
        assert [len(each) for each in seen] == [0, 1, 1, 1]


async def test_a_summary_is_posted_where_it_is_asked(begin: Begin) -> None:
    async with begin() as story:
        await a_task_waits(story)
        linus = story.person("Linus")
        await linus.types("/task summary", channel="engineering")
        summary = await linus.sees("1 open task", where="engineering")
        assert f"/archives/{summary.channel}/p" in summary.text and "TASK-001](" in summary.text
        assert "- **Grace Hopper** as Tech Lead: " in summary.text
        assert summary.pings == ()


async def test_a_summary_where_the_bot_is_not_is_refused_with_a_sentence(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_channel("elsewhere", members=["Linus Pauling"], bot_is_in=False)
        linus = story.person("Linus")
        await linus.types("/task summary", channel="elsewhere")
        await story.settled()
        await linus.sees("Countersign is not in", where="notices")


async def test_the_scheduled_summary_comes_once_a_day_however_late(begin: Begin) -> None:
    async with begin(
        COUNTERSIGN_SUMMARY_CRON="0 9 * * mon-fri", COUNTERSIGN_SUMMARY_CHANNEL="C00000001"
    ) as story:
        await a_task_waits(story)
        linus = story.person("Linus")
        for moment in (TUESDAY + timedelta(hours=8), TUESDAY + timedelta(hours=9, minutes=1)):
            await story.at(moment)
        await story.at(TUESDAY + timedelta(hours=12))
        assert [message.text.count("open task") for message in linus.channel("general")] == [1]
        await story.at(NEXT_MONDAY + timedelta(hours=12))
        assert len([m for m in linus.channel("general") if "open task" in m.text]) == 2
