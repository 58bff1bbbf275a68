"""Somebody wants changes before they sign."""

from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import Begin, Story
from tests.stories.test_signing import file
from tests.stories.window import Window, text_of

TWO = {"Signs as Developer": "Grace Hopper", "Signs as DevOps": "Alan Turing"}
WHY = "Too large: split it, please"


async def filed(story: Story) -> SeenMessage:
    """The card of Ada's task."""
    ada = story.person("Ada")
    await file(story, ada, "Rotate the signing keys", TWO)
    await ada.closes()
    card: SeenMessage = await ada.sees("State:", where="engineering")
    return card


async def test_the_author_is_told_who_wants_changes_and_why_and_the_others_sign(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace, alan = (story.person(name) for name in ("Ada", "Grace", "Alan"))
        await grace.presses("Request changes", on="asks you")
        grace.fill({"What has to change?": f"{WHY} <!channel>"})
        await grace.presses("Request changes")
        await story.settled()
        told = await ada.sees(
            f"Grace Hopper requests changes to TASK-001: Rotate the signing keys\nAs Developer: {WHY}",
            where="dm",
        )
        assert told.pings == () and "Open" in told.buttons
        await grace.sees("You requested changes to TASK-001", where="dm")
        await ada.sees(f"Grace Hopper requests changes: {WHY}", where="engineering")
        await alan.presses("Sign off", on="State:")
        await alan.presses("Sign off")
        await story.settled()
        await ada.sees("signed by Alan Turing", where="engineering")


async def test_who_is_content_later_signs_and_the_card_says_so(begin: Begin) -> None:
    async with begin() as story:
        card = await filed(story)
        grace = story.person("Grace")
        await grace.types("/task changes TASK-001")
        grace.fill({"What has to change?": WHY})
        await grace.presses("Request changes")
        await story.settled()
        await grace.presses("Open", on=card)
        assert f"Changes requested, as Developer:\n{WHY}" in grace.modal.text  # type: ignore[union-attr]
        await grace.closes()
        await grace.presses("Sign off", on="You requested changes")
        await grace.presses("Sign off")
        await story.settled()
        await grace.sees("signed by Grace Hopper", where="engineering")
        await grace.sees_no("requests changes", where="engineering")


async def test_spaces_are_no_reason_and_what_was_begun_on_the_page_to_sign_goes_over(begin: Begin) -> None:
    async with begin() as story:
        card = await filed(story)
        grace = story.person("Grace")
        await grace.presses("Sign off", on=card)
        grace.fill({"Comment": "Hm"})
        await grace.presses("Request changes")
        assert grace.modal is not None and "Hm" in str(grace.modal)
        grace.fill({"What has to change?": "   "})
        await grace.presses("Request changes")
        assert "Please write the reason" in grace.modal.errors["What has to change?"]
        await grace.sees("waiting for Grace Hopper", where="engineering")


async def test_whoever_isnt_asked_is_told_so_privately(begin: Begin) -> None:
    async with begin() as story:
        card = await filed(story)
        linus = story.person("Linus")
        await linus.presses("Request changes", on=card)
        await linus.sees(
            "You weren't asked to sign TASK-001, so you can't request changes to it.", where="notices"
        )
        assert linus.modal is None


async def test_a_page_that_was_changed_to_another_task_changes_neither(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        await file(story, story.person("Ada"), "Another", TWO)
        grace = story.person("Grace")
        await grace.presses("Request changes", on="TASK-001")
        grace.fill({"What has to change?": WHY})
        window = Window(story, grace)
        packed = window.view.content["private_metadata"]
        window.forge(private_metadata=packed.replace('"t":1', '"t":2'))
        assert "shown for another task" in text_of(await window.submits())
        await story.settled()
        await grace.sees_no("requests changes", where="engineering")
