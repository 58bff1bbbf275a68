"""Somebody is away: who signs for them, and what comes back."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.person import Person
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_changes import filed
from tests.stories.test_signing import file
from tests.stories.test_stale_clicks import sign

WEEK = "2026-11-23..2026-11-27"
IN_FORM = {
    "First day away": "2026-11-23",
    "Last day away": "2026-11-27",
    "Who signs for you?": "Linus Pauling",
}


async def away(story: Story, who: Person, words: str) -> str:
    """The command, and all that follows from it; what it answers."""
    await who.types(f"/task away {words}")
    await story.at(MONDAY + timedelta(minutes=1))
    return who.notices[-1]


async def test_a_stand_in_is_asked_and_signs_for_whoever_is_away(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await linus.types("/task list")  # Slack has said who Linus is.
        said = await away(story, grace, f"{WEEK} @Linus Pauling")
        assert (
            "From 2026-11-23 to 2026-11-27, Linus Pauling signs for you. 1 sign-off that waits for you now"
            in said
        )
        assert "You get back what is unanswered on 2026-11-28." in said
        await ada.sees("Developer: waiting for Linus Pauling for Grace Hopper", where="engineering")
        await linus.sees("As Developer, for Grace Hopper who is away, you confirm", where="dm")
        await linus.presses("Sign off", on="asks you to sign TASK-001")
        assert linus.modal and "Developer for Grace Hopper: " in linus.modal.text
        await linus.presses("Sign off")
        await story.settled()
        await ada.sees("signed by Linus Pauling for Grace Hopper on 2026-11-23", where="engineering")
        await grace.sees("Linus Pauling for Grace Hopper signed TASK-001", where="dm")
