"""One reminder a person, which is always true; and what others hear when nobody answers."""

from datetime import timedelta

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_signing import file

TO_ALAN = {
    "Signs as Developer": "Alan Turing",
    "Signs as Code Reviewer": "Alan Turing",
    "Signs as Tech Lead": "Alan Turing",
    "Signs as DevOps": "Alan Turing",
}
MOVED_ON = "This waited too long, and has moved on:"


def reminder(person: Person) -> SeenMessage | None:
    """The one that stands in their messages, as it is now."""
    found = [each for each in person.dms if "waiting for your sign-off" in each.text]
    assert len(found) < 2
    return found[0] if found else None


def lines(person: Person) -> list[str]:
    """Which tasks it lists, from the top."""
    message = reminder(person)
    return [each[:8] for each in message.text.splitlines() if each.startswith("TASK-")] if message else []


async def files(story: Story, *titles: str) -> Person:
    """Ada files tasks that only Alan is asked to sign, an hour apart; they both are in London."""
    ada = story.person("Ada")
    for number, title in enumerate(titles):
        await story.at(MONDAY + timedelta(hours=number))
        await file(story, ada, title, TO_ALAN)
        await ada.closes()
    return story.person("Alan")


async def test_one_reminder_a_day_lists_what_waits_oldest_first_and_ends_with_the_last(begin: Begin) -> None:
    async with begin() as story:
        alan = await files(story, "First", "Second", "Third")
        seen = []
        for minutes, hours in enumerate((24, 25, 26, 30, 48), 1):
            await story.at(MONDAY + timedelta(hours=hours, minutes=minutes))
            message = reminder(alan)
            seen.append(message and message.ts)
            assert lines(alan) == ["TASK-001", "TASK-002", "TASK-003"]
        assert seen[0] == seen[1] == seen[2] == seen[3] != seen[4]
        for left in (["TASK-002", "TASK-003"], ["TASK-003"], []):
            await alan.presses("Sign off", on=reminder(alan))
            await alan.presses("Sign off")
            await story.settled()
            assert lines(alan) == left
            await alan.sees("as Developer, Code Reviewer, Tech Lead and DevOps.", where="notices")
        await alan.sees("You signed TASK-003 as Developer, Code", where="notices")
        posts = len([each for each in story.sandbox.calls if each.method == "chat.postMessage"])
        await story.at(MONDAY + timedelta(days=4))
        assert reminder(alan) is None
        assert len([each for each in story.sandbox.calls if each.method == "chat.postMessage"]) == posts


async def test_what_others_change_shows_in_the_reminder_that_is_there(begin: Begin) -> None:
    async with begin() as story:
        alan, ada = await files(story, "First", "Second"), story.person("Ada")
        await story.at(MONDAY + timedelta(hours=24, minutes=1))
        before = reminder(alan)
        await ada.types("/task close TASK-001")
        ada.fill({"Why is it closed?": "No longer wanted"})
        await ada.presses("Close it")
        await story.settled()
        after = reminder(alan)
        assert before and after and before.ts == after.ts and lines(alan) == ["TASK-002"]
        await ada.types("/task reopen TASK-001")
        ada.fill({"Why is it reopened?": "Wanted after all"})
        await ada.presses("Reopen it")
        await story.settled()
        assert lines(alan) == ["TASK-002", "TASK-001"]


async def test_a_crash_between_the_new_one_and_the_old_one_leaves_one(begin: Begin) -> None:
    async with begin() as story:
        alan = await files(story, "First")
        await story.at(MONDAY + timedelta(hours=24, minutes=1))
        first = reminder(alan)
        story.sandbox.fail("chat.delete", drop=True)
        story.sandbox.fail("chat.postMessage", drop=True, after_effect=True)
        for minutes in range(2, 6):
            await story.at(MONDAY + timedelta(hours=48, minutes=minutes))
        second = reminder(alan)
        assert first and second and first.ts != second.ts


async def test_who_does_not_answer_gets_a_hint_then_the_author_hears_it_then_the_channel(
    begin: Begin,
) -> None:
    async with begin() as story:
        alan, ada = await files(story, "First"), story.person("Ada")

        def heard() -> tuple[bool, int, int]:
            """Whether Alan has a hint, and how often Ada and the channel were told."""
            message = reminder(alan)
            thread = [reply for card in ada.channel("engineering") for reply in card.thread]
            return (
                bool(message and "hand it over" in message.text),
                len([each for each in ada.dms if "has not answered" in each.text]),
                len([each for each in thread if "waiting for Alan Turing, asked on" in each.text]),
            )

        seen = {}
        for day, after in (
            (0, 0),
            (2, 1),
            (3, -1),
            (3, 1),
            (6, 1),
            (7, -31),
            (7, -29),
            (8, 1),
            (9, 1),
            (21, 1),
        ):
            await story.at(MONDAY + timedelta(days=day, minutes=after))
            seen[day, after] = heard()
        none, hint = (False, 0, 0), (True, 0, 0)
        assert seen[0, 0] == seen[2, 1] == seen[3, -1] == none
        assert seen[3, 1] == seen[6, 1] == seen[7, -31] == hint
        assert seen[7, -29] == seen[8, 1] == (True, 1, 0)
        assert seen[9, 1] == seen[21, 1] == (True, 1, 1)
        await ada.presses("Hand over", on="has not answered")
        ada.fill({"Role": "Tech Lead (Alan Turing)", "Who signs instead?": "Grace Hopper", "Why?": "Late"})
        await ada.presses("Hand over")
        await story.settled()
        message = reminder(alan)
        assert message and "as Developer, Code Reviewer and DevOps" in message.text
        await ada.sees(f"{MOVED_ON}\n○ Tech Lead: waiting for Grace Hopper", where="dm")
        (card,) = ada.channel("engineering")
        assert any(MOVED_ON in reply.text for reply in card.thread)


async def test_nobody_hears_of_anybody_where_that_is_off(begin: Begin) -> None:
    async with begin(COUNTERSIGN_ESCALATE_AFTER="off") as story:
        alan, ada = await files(story, "First"), story.person("Ada")
        for day in (3, 7, 9, 30):
            await story.at(MONDAY + timedelta(days=day, minutes=day))
        message = reminder(alan)
        assert message and "hand it over" not in message.text
        assert [each for each in ada.dms if "has not answered" in each.text] == []
