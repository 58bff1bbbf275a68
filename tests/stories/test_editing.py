"""A filed task is changed: its form again, filled; what saving makes of it; and who may."""

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.test_signing import file

SIGNERS = {"Signs as Developer": "Grace Hopper", "Signs as DevOps": "Alan Turing"}
DESCRIPTION = "2. Task Description"


async def signed(story: Story) -> Person:
    """Ada, whose task Grace has signed."""
    ada, grace = story.person("Ada"), story.person("Grace")
    await file(story, ada, "Rotate the signing keys", SIGNERS)
    await ada.closes()
    await grace.presses("Sign off", on="asks you")
    await grace.presses("Sign off")
    await story.settled()
    return ada


async def test_an_edit_says_what_it_changes_and_whose_signature_it_dismisses(begin: Begin) -> None:
    async with begin() as story:
        ada = await signed(story)
        await ada.types("/task edit TASK-001", channel="engineering")
        assert ada.modal is not None and ada.modal.title == "Edit TASK-001"
        await ada.chooses("Jump to…", DESCRIPTION)
        ada.fill({"Scope": "Only signing keys"})
        await ada.presses("Review")
        assert "What changes: Task Description (Scope)." in ada.modal.text
        assert "It dismisses the signature of Grace Hopper (Developer)" in ada.modal.text
        assert "+ Only signing keys" in ada.modal.text.replace("**Scope**: ", "")
        await ada.presses("Save")
        await ada.sees("Saved as revision 2: Task Description (Scope).", where="modal")
        await story.settled()
        await ada.sees("waiting for Grace Hopper", where="engineering")
