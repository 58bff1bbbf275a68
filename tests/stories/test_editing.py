"""A filed task is changed: its form again, filled; what saving makes of it; and who may."""

import asyncio
import json
from datetime import timedelta

from bot.sandbox.person import Person
from bot.tasks import store_events
from tests.stories.conftest import Begin, Story
from tests.stories.filling import fill_every_page
from tests.stories.test_export import files
from tests.stories.test_signing import file
from tests.stories.test_two_windows import four_steps, steps, value_on
from tests.stories.window import Window, text_of

SIGNERS = {"Signs as Developer": "Grace Hopper", "Signs as DevOps": "Alan Turing"}
BASICS, DESCRIPTION, DEFINITION = "1. Basics", "2. Task Description", "7. Definition of Done"


async def filed(story: Story, signers: dict[str, str] | None = None) -> Person:
    """Ada, who filed TASK-001."""
    ada = story.person("Ada")
    await file(story, ada, "Rotate the signing keys", signers)
    await ada.closes()
    return ada


async def edits(person: Person, scope: str, key: str = "TASK-001") -> None:
    """A change of the scope, up to Review."""
    await person.types(f"/task edit {key}", channel="engineering")
    await person.chooses("Jump to…", DESCRIPTION)
    person.fill({"Scope": scope})
    await person.presses("Review")


async def signs(story: Story, person: Person) -> None:
    await person.presses("Sign off", on="asks you")
    await person.presses("Sign off")
    await story.settled()


async def exported(story: Story, person: Person) -> list[str]:
    """The lines of the document, as it stands now."""
    before = len(files(person))
    await person.types("/task export TASK-001")
    while len(files(person)) == before:
        story.sandbox.clock.move(timedelta(seconds=10))
        await story.settled()
    return [line for line in files(person)[-1].content.splitlines() if "Updated" not in line]


async def refused(story: Story) -> list[tuple[str, str | None]]:
    """Why, and of which draft, something was refused in the workspace."""
    team, database = story.bot.team, story.bot._database
    chain = await database.read(lambda session: store_events.chain_of(session, team, store_events.WORKSPACE))
    return [(each.facts["why"], each.facts.get("draft")) for each in chain if each.kind == "refused"]


def shown(person: Person) -> str:
    assert person.modal is not None
    return person.modal.text


async def test_an_edit_says_what_it_changes_and_whose_signature_it_dismisses(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story, SIGNERS)
        await signs(story, story.person("Grace"))
        await ada.presses("Open", on="State:")
        await ada.presses("Edit")
        assert ada.modal is not None and ada.modal.title == "Edit TASK-001"
        assert "keeps this page in your draft" in ada.modal.text and "Template:" not in ada.modal.text
        await ada.chooses("Jump to…", DESCRIPTION)
        ada.fill({"Scope": "Only signing keys"})
        await ada.presses("Review")
        assert "What changes: Task Description (Scope)." in shown(ada)
        assert "Save makes revision 2." in shown(ada)
        assert "Saving dismisses the signature of Grace Hopper (Developer): they are asked again" in shown(
            ada
        )
        assert "Only signing keys" in shown(ada) and "Channel" not in ada.modal.labels
        await ada.sees("signed by Grace Hopper", where="engineering")
        await ada.presses("Save")
        assert "Saved as revision 2: Task Description (Scope)." in shown(ada)
        await story.settled()
        await ada.sees("waiting for Grace Hopper", where="engineering")
        await ada.presses("Open")
        assert "Only signing keys" in shown(ada)


async def test_of_a_filled_task_only_what_was_edited_changes_and_what_was_done_stays_ticked(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        await fill_every_page(ada)
        await ada.chooses("Jump to…", DEFINITION)
        ada.fill({"Code": "[x] The tests pass\nThe code is read"})
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        await ada.closes()
        before = await exported(story, ada)
        await edits(ada, "Only signing keys")
        await ada.chooses("Jump to…", DEFINITION)
        ada.fill({"Code": "The tests pass\nThe code is read by two"})
        await ada.presses("Review")
        await ada.presses("Save")
        await story.settled()
        after = await exported(story, ada)
        new = [line for line in after if line not in before]
        assert new == [
            "**Scope**: Only signing keys",
            "- [ ] The code is read by two",
            "<!-- countersign: TASK-001 revision 2 -->",
        ]
        assert "- [x] The tests pass" in after
        assert len(after) == len(before)


async def test_the_assignee_may_edit_and_a_stranger_is_told_privately_that_they_may_not(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await ada.types("/task new Rotate the signing keys", channel="engineering")
        ada.fill({"Assignee": "Grace Hopper"})
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        await linus.types("/task edit TASK-001", channel="engineering")
        await linus.sees(
            "Only the author and the assignee of TASK-001 or an admin can edit it", where="notices"
        )
        assert linus.modal is None
        await linus.presses("Open", on="State:")
        assert linus.modal is not None and "Edit" not in linus.modal.buttons
        await edits(grace, "Only signing keys")
        await grace.presses("Save")
        await story.settled()
        await ada.sees("Grace Hopper edited TASK-001", where="dm")


async def test_what_can_no_longer_be_saved_is_refused_above_the_page_and_kept(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story)
        await edits(ada, "Only signing keys")
        review = Window(story, ada)
        await ada.closes()
        await ada.types("/task close TASK-001")
        ada.fill({"Why is it closed?": "Not now"})
        await ada.presses("Close it")
        assert "TASK-001 is closed, so it can't be edited any more. Its author can reopen it." in text_of(
            await review.submits()
        )
        await ada.types("/task edit TASK-001")
        await ada.sees("TASK-001 is closed, so it can't be edited", where="notices")
        await ada.types("/task reopen TASK-001")
        ada.fill({"Why is it reopened?": "Now"})
        await ada.presses("Reopen it")
        await ada.types("/task edit TASK-001")
        assert await value_on(ada, DESCRIPTION, "Scope") == "Only signing keys"


async def test_an_edit_that_waits_is_listed_gone_on_with_and_discarded(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story)
        await edits(ada, "Only signing keys")
        await ada.closes()
        await ada.types("/task edit TASK-001")
        assert "have not saved it yet (last changed 2026-11-23 09:30)" in shown(ada)
        await ada.closes()
        await ada.types("/task drafts")
        assert "TASK-001: Rotate the signing keys, edit of revision 1" in shown(ada)
        await ada.presses("Resume")
        await ada.chooses("Jump to…", DESCRIPTION)
        older = Window(story, ada)
        await ada.closes()
        await ada.types("/task drafts")
        await ada.presses("Discard")
        await ada.closes()
        await ada.types("/task edit TASK-001")
        assert await value_on(ada, DESCRIPTION, "Scope") == ""
        await ada.closes()
        assert "This edit was discarded in the meantime" in text_of(await older.submits())


async def test_review_names_people_for_roles_that_have_nobody_and_sets_the_day(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story, {"Signs as Developer": "Grace Hopper"})
        await signs(story, story.person("Grace"))
        await ada.types("/task edit TASK-001")
        await ada.presses("Review")
        assert "Nothing that TASK-001 says has changed, so it stays at revision 1" in shown(ada)
        assert ada.modal is not None and "Signs as Developer" not in ada.modal.labels
        ada.fill({"Signs as DevOps": "Alan Turing", "Sign by": "2026-12-01"})
        await ada.presses("Save")
        assert "stays at revision 1, and every signature stays" in shown(ada)
        await story.settled()
        await story.person("Alan").sees("asks you", where="dm")
        await ada.sees("signed by Grace Hopper", where="engineering")
        await ada.sees("2026-12-01", where="engineering")


async def test_save_saves_once_and_what_another_window_says_later_becomes_another_edit(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story)
        await edits(ada, "Only signing keys")
        review = Window(story, ada)
        await ada.presses("Back")
        await ada.chooses("Jump to…", DESCRIPTION)
        older = Window(story, ada)
        await asyncio.gather(review.submits(), review.submits())
        assert "Your edit is saved already. TASK-001 is at revision 2 now." in text_of(await review.submits())
        older.fill({"Objective": "No old keys"})
        for _ in range(2):
            assert "Your edit of TASK-001 was saved in the meantime" in text_of(await older.submits())
        await ada.closes()
        await ada.types("/task edit TASK-001")
        assert "You began with revision 1, and TASK-001 is at revision 2 by now" in shown(ada)
        await ada.presses("Review")
        assert "What changes: Task Description (Objective)." in shown(ada)
        await ada.presses("Save")
        await ada.presses("Open")
        assert "Only signing keys" in shown(ada) and "No old keys" in shown(ada)


async def test_a_form_changed_to_another_task_or_anothers_edit_changes_neither(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story), story.person("Grace")
        await file(story, grace, "Our merger")
        await grace.closes()
        await edits(grace, "Until Friday", "TASK-002")
        theirs = json.loads(Window(story, grace).view.content["private_metadata"])
        await ada.types("/task edit TASK-001")
        new = Window(story, ada)
        await ada.presses("Next")
        await ada.presses("Back")
        for window in (new, Window(story, ada)):
            facts = json.loads(window.view.content["private_metadata"])
            window.fill({"Title": "Mine now"})
            for forged in (theirs, {"e": theirs["e"]}, {"e": {**facts["e"], "t": 2}}, {"e": "TASK-001"}):
                window.forge(private_metadata=json.dumps({**facts, **forged}))
                answer = text_of(await window.submits())
                assert "⚠" in answer and "Until Friday" not in answer
        assert ("ShownForAnother", facts["d"]) in await refused(story)
        await story.settled()
        await ada.sees_no("Mine now")
        await grace.presses("Save")
        assert "Saved as revision 2: Task Description (Scope)." in shown(grace)


async def test_steps_are_added_and_removed_in_two_windows_as_in_a_new_form(begin: Begin) -> None:
    async with begin() as story:
        ada = await four_steps(story)
        await ada.presses("Review")
        await ada.presses("Create")
        await ada.closes()
        await ada.types("/task edit TASK-001", channel="engineering")
        await ada.chooses("Jump to…", "4. Implementation Steps")
        await ada.presses("Next")
        older = Window(story, ada)
        await ada.presses("Remove this Step")
        older.fill({"Title": "two, and more"})
        assert "removed" in text_of(await older.submits())
        await ada.chooses("Jump to…", "4. Implementation Steps")
        await ada.presses("Add Step")
        ada.fill({"Title": "five"})
        assert await steps(ada) == ["one", "three", "four", "two, and more", "five"]
        await ada.presses("Review")
        await ada.presses("Save")
        assert "Saved as revision 2: Implementation Steps" in shown(ada)


async def test_what_is_wrong_is_said_at_its_place_and_an_admin_may_mend_it(begin: Begin) -> None:
    async with begin(COUNTERSIGN_ADMINS="U00000003") as story:
        await filed(story)
        story.sandbox.add_person("Gus Guest", kind="guest")
        admin = next(
            each for each in map(story.person, ("Ada", "Grace", "Alan", "Linus")) if each.id == "U00000003"
        )
        await admin.types("/task edit TASK-001", channel="engineering")
        admin.fill({"Title": ""})
        await admin.chooses("Jump to…", DESCRIPTION)
        await admin.presses("Review")
        admin.fill({"Signs as DevOps": "Gus Guest"})
        await admin.presses("Save")
        assert "Title: please fill this in" in shown(admin)
        admin.fill({"Title": "Rotate every key"})
        await admin.presses("Review")
        await admin.presses("Save")
        assert admin.modal is not None and "guests can read" in admin.modal.errors["Signs as DevOps"]
        admin.fill({"Signs as DevOps": "Alan Turing"})
        await admin.presses("Save")
        assert "Saved as revision 2: Basics (Title)." in shown(admin)


async def test_an_edit_that_slack_does_not_open_or_redraw_opens_by_a_button(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story)
        story.sandbox.expire_triggers()
        await ada.types("/task edit TASK-001", channel="engineering")
        await ada.presses("Open", on=await ada.sees("could not be opened just now", where="notices"))
        ada.fill({"Title": "Rotate every key"})
        story.sandbox.fail("views.update", "internal_error")
        await ada.chooses("Jump to…", DESCRIPTION)
        seen = await ada.sees("could not be opened just now", where="dm")
        await ada.closes()
        await ada.presses("Open the form", on=seen)
        await ada.presses("Review")
        assert "What changes: Basics (Title)." in shown(ada)
