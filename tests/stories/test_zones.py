"""Days are people's own; where Slack gives no zone, the installation's."""

from datetime import timedelta

from tests.stories.conftest import Begin
from tests.stories.test_signing import file

EVENING = timedelta(hours=3)
"""From Monday's story to 12:30 in London, when it is Tuesday in Auckland."""


async def test_the_document_of_an_author_who_is_not_known_has_the_installations_days(begin: Begin) -> None:
    async with begin(COUNTERSIGN_TIMEZONE="Pacific/Auckland") as story:
        story.sandbox.clock.move(EVENING)
        story.sandbox.fail("users.info", times=100, drop=True)
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys")
        reply = await ada.sees("TASK-001.md", where="thread of State:")
        assert "**Created**: 2026-11-24" in reply.files[0].content


async def test_a_reminder_says_was_due_on_the_readers_own_day(begin: Begin) -> None:
    async with begin(COUNTERSIGN_WORKING_HOURS="00:00-24:00", COUNTERSIGN_REMIND_AFTER="15h") as story:
        story.sandbox.add_person("Moana Auckland", tz="Pacific/Auckland")
        signers = {"Signs as Developer": "Moana Auckland", "Signs as Tech Lead": "Alan Turing"}
        chosen = {**signers, "Sign by": "2026-11-24"}
        await file(story, story.person("Ada"), "Rotate the signing keys", chosen)
        await story.at(story.sandbox.clock.now() + timedelta(hours=28))
        await story.person("Moana").sees("was due 2026-11-24", where="dm")
        await story.person("Alan").sees("sign by 2026-11-24", where="dm")


async def test_a_draft_says_when_it_was_saved_by_its_owners_clock(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_person("Moana Auckland", tz="Pacific/Auckland")
        story.sandbox.fail("users.info")  # asked beside opening the form, where nobody waits for the answer
        moana = story.person("Moana")
        await moana.types("/task new Rotate the signing keys")
        await story.rested()
        await moana.presses("Next")
        await moana.closes()
        await moana.types("/task drafts")
        assert moana.modal is not None and "(saved 2026-11-23 22:30)" in moana.modal.text
