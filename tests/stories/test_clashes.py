"""Two people change the same task at the same time: what both changed stands side by side."""

import json
from datetime import timedelta

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.test_editing import DESCRIPTION, shown
from tests.stories.window import Window, text_of

LONG = "".join(f"{number}. Столько всего.\n" for number in range(3000))
"""More than a modal holds beside another text."""


async def filed(story: Story) -> tuple[Person, Person]:
    """Ada, who filed TASK-001, and Grace, its assignee."""
    ada, grace = story.person("Ada"), story.person("Grace")
    await ada.types("/task new Rotate the signing keys", channel="engineering")
    ada.fill({"Assignee": "Grace Hopper"})
    await ada.chooses("Jump to…", DESCRIPTION)
    ada.fill({"Scope": "All keys"})
    await ada.presses("Review")
    await ada.presses("Create")
    await ada.closes()
    await story.settled()
    return ada, grace


async def changes(person: Person, **answers: str) -> None:
    """A change of the description, up to Review."""
    await person.types("/task edit TASK-001", channel="engineering")
    await person.chooses("Jump to…", DESCRIPTION)
    person.fill({label.replace("_", " "): text for label, text in answers.items()})
    await person.presses("Review")


async def description(person: Person) -> dict[str, object]:
    """What the task says."""
    await person.closes()
    await person.types("/task edit TASK-001")
    await person.chooses("Jump to…", DESCRIPTION)
    assert person.modal is not None
    return {label: person.modal.value(label) for label in person.modal.labels}


async def test_what_two_people_changed_in_different_fields_is_merged(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys")
        await changes(grace, Objective="No old keys")
        await grace.presses("Save")
        await ada.presses("Save")
        assert "Saved as revision 3: Task Description (Scope)." in shown(ada)
        said = await description(ada)
        assert (said["Objective"], said["Scope"]) == ("No old keys", "Only signing keys")


async def test_what_both_changed_stands_side_by_side_and_one_is_chosen_for_each(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys", Objective="Ada's", Why_This_is_Needed="The audit")
        await changes(grace, Scope="Encryption keys too", Objective="Grace's")
        await grace.presses("Save")
        story.sandbox.clock.move(timedelta(minutes=1))
        await ada.presses("Save")
        assert "2 fields were changed by you, and by somebody else." in shown(ada)
        assert (
            "Revision 2, by Grace Hopper, a minute ago:\nEncryption keys too\nYours:\nOnly signing keys"
            in shown(ada)
        )
        choices = [
            "Which text of Task Description, Objective stays?",
            "Which text of Task Description, Scope stays?",
        ]
        assert ada.modal is not None and ada.modal.labels == choices
        assert [(ada.modal.value(each), ada.modal.required(each)) for each in choices] == [("", True)] * 2
        ada.fill({choices[0]: "Revision 2", choices[1]: "Yours"})
        await ada.presses("Go on")
        assert "What changes: Task Description (Why This is Needed, Scope)." in shown(ada)
        assert "- **Scope**: Encryption keys too" in shown(ada)
        await ada.presses("Save")
        said = await description(ada)
        assert said == {
            "Objective": "Grace's",
            "Why This is Needed": "The audit",
            "Scope": "Only signing keys",
        }


async def test_nothing_is_overwritten_before_somebody_chose(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys")
        await changes(grace, Scope="Encryption keys too")
        await grace.presses("Save")
        await ada.presses("Save")
        await ada.presses("Go on")
        assert ada.modal is not None and ada.modal.errors
        older = Window(story, ada)
        older.view.values = {}
        assert "changed by you, and by somebody else" in text_of(await older.submits())
        assert (await description(grace))["Scope"] == "Encryption keys too"


async def test_what_is_typed_by_hand_after_all_is_mine(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys", Objective="Ada's")
        await changes(grace, Scope="Encryption keys too", Objective="Grace's")
        await grace.presses("Save")
        await ada.presses("Save")
        ada.fill({"Which text of Task Description, Objective stays?": "Revision 2"})
        await ada.presses("Change yours (2)")
        assert ada.modal is not None and ada.modal.value("Objective") == "Grace's"
        ada.fill({"Scope": "Signing and encryption keys"})
        await ada.presses("Review")
        assert "One field was changed by you" in shown(ada)
        ada.fill({"Which text of Task Description, Scope stays?": "Yours"})
        await ada.presses("Go on")
        await ada.presses("Save")
        said = await description(ada)
        assert (said["Objective"], said["Scope"]) == ("Grace's", "Signing and encryption keys")


async def test_the_same_change_by_two_people_is_one_and_a_third_revision_is_asked_about_again(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys", Objective="No old keys")
        await changes(grace, Scope="Encryption keys too", Objective="No old keys")
        await grace.presses("Save")
        await ada.presses("Save")
        older = Window(story, ada)
        await grace.closes()
        await changes(grace, Scope="All but one")
        await grace.presses("Save")
        scope = {"Which text of Task Description, Scope stays?": "Yours"}
        ada.fill(scope)
        await ada.presses("Go on")
        assert "Revision 3, by Grace Hopper, just now:\nAll but one\nYours:\nOnly signing keys" in shown(ada)
        ada.fill(scope)
        await ada.presses("Go on")
        for answer in (shown(ada), text_of(await older.submits())):
            assert "What changes: Task Description (Scope)." in answer
        assert (await description(grace))["Scope"] == "All but one"


async def test_what_is_typed_in_an_older_window_after_it_was_settled_is_asked_about_too(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Objective="Ada's")
        await ada.chooses("Jump to…", DESCRIPTION)
        older = Window(story, ada)
        await changes(grace, Scope="Encryption keys too", Objective="Grace's")
        await grace.presses("Save")
        await ada.presses("Review")
        ada.fill({"Which text of Task Description, Objective stays?": "Yours"})
        await ada.presses("Go on")
        older.fill({"Scope": "Only signing keys"})
        await older.submits()
        await ada.presses("Save")
        assert (
            "Revision 2, by Grace Hopper, just now:\nEncryption keys too\nYours:\nOnly signing keys"
            in shown(ada)
        )
        assert (await description(grace))["Scope"] == "Encryption keys too"


async def test_a_page_of_choices_changed_to_anothers_edit_settles_neither(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys")
        await changes(grace, Scope="Encryption keys too")
        await grace.presses("Save")
        await ada.presses("Save")
        await grace.closes()
        await changes(grace, Scope="All but one")
        theirs = json.loads(Window(story, grace).view.content["private_metadata"])["d"]
        window = Window(story, ada)
        facts = json.loads(window.view.content["private_metadata"])
        window.fill({"Which text of Task Description, Scope stays?": "Revision 2"})
        for forged in ({"d": theirs}, {"r": 7}, {"r": "x"}):
            window.forge(private_metadata=json.dumps({**facts, **forged}))
            assert "⚠" in text_of(await window.submits())
        await grace.presses("Save")
        assert "Saved as revision 3: Task Description (Scope)." in shown(grace)


async def test_a_text_that_is_too_long_to_stand_beside_another_is_read_in_full_above(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await changes(ada, Scope="Only signing keys")
        await changes(grace, Scope="Encryption keys too")
        facts = json.loads(Window(story, ada).view.content["private_metadata"])
        await story.bot.desk.save_draft(
            story.bot.team,
            ada.id,
            facts["d"],
            template_hash=facts["t"],
            answers={"task-description.scope": LONG},
            page=facts["s"],
            edits=1,
        )
        await grace.presses("Save")
        await ada.presses("Save")
        ada.fill({"Which text of Task Description, Scope stays?": "Yours"})
        await ada.presses("Read it in full")
        assert "Yours, part 1 to" in shown(ada) and "\n1. Столько всего." in shown(ada)
        while ada.modal is not None and "Read on" in ada.modal.buttons:
            await ada.presses("Read on")
        assert "\n2999. Столько всего." in shown(ada)
        await ada.closes()
        await ada.presses("Go on")
        await ada.sees("What changes: Task Description (Scope).", where="modal")


async def to_sign_by(person: Person, day: str) -> None:
    """Another day to sign by, up to Save; and nothing else."""
    await person.types("/task edit TASK-001", channel="engineering")
    await person.presses("Review")
    person.fill({"Sign by": day})


async def test_a_day_to_sign_by_that_both_changed_stands_beside_the_other_and_is_chosen(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story)
        await to_sign_by(ada, "2026-12-05")
        await to_sign_by(grace, "2026-12-01")
        await grace.presses("Save")
        await ada.presses("Save")
        assert "was changed to 2026-12-01 since this page was drawn, and you chose 2026-12-05." in shown(ada)
        assert "⚠ Sign by was changed while you edited: it is 2026-12-01 now" in shown(ada)
        assert ada.modal is not None and ada.modal.value("Sign by") == "2026-12-05"
        older = Window(story, ada)
        await grace.closes()
        await to_sign_by(grace, "2026-12-03")
        await grace.presses("Save")
        assert "was changed to 2026-12-03" in text_of(await older.submits())
        await ada.presses("Save")
        ada.fill({"Sign by": "2026-12-03"})
        await ada.presses("Save")
        assert "Saved." in shown(ada)
        await story.settled()
        await ada.sees("2026-12-03", where="engineering")
        older.fill({"Sign by": "2026-12-09"})
        late = text_of(await older.submits())
        assert "was changed to 2026-12-03 since this page was drawn, and you chose 2026-12-09." in late
        await ada.closes()
        await ada.types("/task edit TASK-001", channel="engineering")
        assert "it is 2026-12-03 now, and you chose 2026-12-09. The day that stands here" in shown(ada)
        await ada.presses("Save")
        await story.settled()
        await ada.sees("2026-12-09", where="engineering")
