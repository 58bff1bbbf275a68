"""Somebody takes their signature back."""

from tests.stories.conftest import Begin, Story
from tests.stories.test_changes import filed
from tests.stories.test_stale_clicks import sign
from tests.stories.window import Window, text_of


async def signed(story: Story) -> None:
    """Grace has signed Ada's task; Alan has not."""
    await filed(story)
    await sign(story, story.person("Grace"))


async def test_a_signature_is_retracted_after_a_second_look_and_asked_for_again(begin: Begin) -> None:
    async with begin() as story:
        await signed(story)
        grace = story.person("Grace")
        await grace.presses("Retract", on="You signed")
        assert grace.modal is not None and "You signed as Developer on 2026-11-23" in grace.modal.text
        await grace.presses("Retract")
        await story.settled()
        assert grace.modal is None
        await grace.sees("waiting for Grace Hopper", where="engineering")
        await grace.sees_no("signed by Grace Hopper", where="engineering")
        await sign(story, grace)
        await grace.sees("signed by Grace Hopper", where="engineering")


async def test_a_second_thought_changes_nothing(begin: Begin) -> None:
    async with begin() as story:
        await signed(story)
        grace = story.person("Grace")
        await grace.types("/task retract TASK-001")
        await grace.closes()
        await story.settled()
        await grace.sees("signed by Grace Hopper", where="engineering")


async def test_only_who_signed_is_offered_to_retract(begin: Begin) -> None:
    async with begin() as story:
        await signed(story)
        for name, offered in {"Grace": True, "Alan": False, "Linus": False}.items():
            person = story.person(name)
            await person.presses("Open", on="State:")
            assert person.modal is not None and ("Retract" in person.modal.buttons) is offered
            await person.closes()


async def test_whoever_hasnt_signed_is_told_so_privately(begin: Begin) -> None:
    async with begin() as story:
        await signed(story)
        linus = story.person("Linus")
        await linus.types("/task retract TASK-001")
        await linus.sees("You haven't signed TASK-001", where="notices")


async def test_a_page_to_retract_that_is_submitted_after_the_last_signature_says_that_it_is_done(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace, alan = (story.person(name) for name in ("Ada", "Grace", "Alan"))
        await signed(story)
        await ada.presses("Open", on="State:")
        await ada.presses("Name who signs")
        ada.fill({"Signs as Code Reviewer": "Grace Hopper", "Signs as Tech Lead": "Grace Hopper"})
        await ada.presses("Ask them")
        await story.settled()
        await sign(story, grace)
        await grace.presses("Retract", on="You signed")
        window = Window(story, grace)
        await sign(story, alan)
        assert "TASK-001 is done, so a signature can't be retracted any more" in text_of(
            await window.submits()
        )
        await story.settled()
        assert not any("Retract" in each.buttons for each in grace.dms)


async def test_a_page_to_retract_that_was_changed_to_another_task_or_role_changes_nothing(
    begin: Begin,
) -> None:
    async with begin() as story:
        await signed(story)
        grace = story.person("Grace")
        await grace.presses("Retract", on="You signed")
        window = Window(story, grace)
        for entry in window.view.values.values():
            for option in entry.get("selected_options") or []:
                option["value"] = "4"
        assert "isn't yours to answer" in text_of(await window.submits())
        window.forge(private_metadata="[]")
        assert "did not put there" in text_of(await window.submits())
        await story.settled()
        await grace.sees("signed by Grace Hopper", where="engineering")
