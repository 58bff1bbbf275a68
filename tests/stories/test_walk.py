"""The walk through the form, and that nothing that was sent is lost."""

import asyncio

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import Begin
from tests.stories.filling import fill_every_page, place


async def document_of(person: Person, key: str) -> str:
    """The file in the card's thread, as soon as Slack shows it there."""
    reply: SeenMessage = await person.sees(f"{key}.md", where="thread of State:")
    return next(file.content for file in reply.files)


async def test_the_whole_template_is_filled_in_and_stands_in_the_document(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        typed = await fill_every_page(ada)
        await ada.presses("Create")
        await story.settled()
        document = await document_of(ada, "TASK-001")
        missing = {where: answer for where, answer in typed.items() if answer not in document}
        assert not missing
        assert len(typed) > 95


async def test_every_press_saves_and_a_closed_form_resumes_where_it_was(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        ada.fill({"Title": "Rotate the signing keys"})
        await ada.presses("Next")
        ada.fill({"Objective": "Every key, by Friday"})
        await ada.chooses("Jump to…", "10. Rollback Plan")
        await ada.closes()
        await ada.types("/task drafts", channel="general")
        await ada.presses("Resume")
        assert ada.modal is not None
        assert place(ada.modal) == "10-of-16"
        await ada.chooses("Jump to…", "2. Task Description")
        assert ada.modal.value("Objective") == "Every key, by Friday"


async def test_back_keeps_what_was_typed_on_the_page_that_is_left(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate the signing keys")
        await ada.presses("Next")
        ada.fill({"Scope": "Only signing keys"})
        await ada.presses("Back")
        assert ada.modal is not None and ada.modal.value("Title") == "Rotate the signing keys"
        await ada.presses("Next")
        assert ada.modal.value("Scope") == "Only signing keys"


async def test_steps_are_added_and_removed(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task")
        await ada.chooses("Jump to…", "4. Implementation Steps")
        await ada.presses("Add Step")
        modal = ada.modal
        assert modal is not None and "Implementation Steps (5 of 5)" in modal.text
        ada.fill({"Title": "Announce it"})
        await ada.presses("Back")
        await ada.presses("Remove this Step")
        assert "Implementation Steps (4 of 4)" in str(ada.modal)
        assert ada.modal is not None and ada.modal.value("Title") == "Announce it"


async def test_a_link_that_is_none_is_refused_at_its_field_and_kept(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate the signing keys")
        await ada.chooses("Jump to…", "16. Related Links")
        ada.fill({"Pull Request": "soon"})
        await ada.presses("Back")
        await ada.presses("Review")
        await ada.sees("Pull Request is not a link", where="modal")
        await ada.presses("Go there")
        assert ada.modal is not None and ada.modal.value("Pull Request") == "soon"
        await ada.presses("Review")
        assert "is not a link" in ada.modal.errors["Pull Request"]


async def test_review_says_what_is_missing_and_leads_there(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate the signing keys")
        await ada.presses("Review")
        await ada.sees("Task Description: Objective, Why This is Needed, Scope", where="modal")
        await ada.presses("Fill in (2)")
        assert ada.modal is not None and place(ada.modal) == "2-of-16"


async def test_create_without_a_title_leads_to_it(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        await ada.presses("Review")
        await ada.presses("Create")
        await ada.sees("Title: please fill this in", where="modal")
        assert ada.modal is not None and ada.modal.labels[0] == "Title"


async def test_a_message_becomes_a_task_with_nothing_of_it_lost(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        long = "Keys must rotate\n" + "and so on, at length; " * 300
        await grace.says(long, channel="engineering")
        await ada.uses("Make a task", on=await ada.sees("Keys must rotate", where="engineering"))
        assert ada.modal is not None and ada.modal.value("Title") == "Keys must rotate"
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        assert long.replace("\n", " ").strip()[-60:] in (await document_of(ada, "TASK-001")).replace(
            "\n", " "
        )


async def test_create_creates_once_however_often_it_is_pressed(begin: Begin) -> None:

    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate the signing keys", channel="engineering")
        await ada.presses("Review")
        await asyncio.gather(*(ada.presses("Create") for _ in range(3)))
        await story.settled()
        assert ada.modal is not None and "TASK-001" in ada.modal.text
        assert (
            len([each for each in ada.channel("engineering") if "Rotate the signing keys" in each.text]) == 1
        )


async def test_a_form_in_which_nothing_was_filled_in_leaves_no_draft_to_go_on_with(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        for _ in range(2):
            await ada.types("/task")
            assert ada.modal is not None and "unfinished draft" not in ada.modal.text
            await ada.presses("Review")
            await ada.presses("Back")
            await ada.closes(cross=True)
        await ada.types("/task drafts")
        await ada.sees("You have no drafts.", where="notices")
