"""A reminder is put off, once, and the rhythm goes on."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_reminders import reminders
from tests.stories.test_signing import file

WAITS = "waiting for your sign-off"
TO_ALAN = {"Signs as Developer": "Alan Turing"}
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


async def reminded(story: Story, *titles: str) -> tuple[Person, SeenMessage]:
    """Alan, in London, and the first reminder of what was filed on Monday: on Tuesday at 09:31."""
    ada, alan = story.person("Ada"), story.person("Alan")
    for title in titles or ("Rotate the signing keys",):
        await file(story, ada, title, TO_ALAN)
        await ada.closes()
    await story.at(MONDAY + timedelta(days=1, minutes=1))
    return alan, await alan.sees(WAITS, where="dm")


async def test_what_is_put_off_comes_once_then_and_the_rhythm_goes_on(begin: Begin) -> None:
    async with begin() as story:
        alan, message = await reminded(story)
        await alan.chooses("Snooze", "This afternoon", on=message)
        await alan.sees(
            "You will be reminded of TASK-001 today at 14:00 (Europe/London), and not before.",
            where="notices",
        )
        came = [len(reminders(alan))]
        for hours in (13.9, 14.1, 24 + 9.4, 24 + 9.6, 48 + 9.7):
            await story.at(TUESDAY + timedelta(hours=hours))
            came.append(len(reminders(alan)))
        assert came == [1, 1, 2, 2, 3, 4]
