"""Pages that were open while the task moved on: what was typed stays, and nothing happens by mistake."""

from datetime import timedelta

from bot.sandbox.person import Person
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_editing import edits
from tests.stories.test_signing import ROLES, file
from tests.stories.test_stale_clicks import TWO, read, sign
from tests.stories.window import Window, text_of

WHY = "Grace is away until March <!channel>"
MOVED = "Nothing was done yet, since TASK-001 has changed after you saw it"


async def filed(story: Story, signers: dict[str, str] | None = None) -> tuple[Person, Person, Person]:
    """Ada, who filed TASK-001, Grace, who is its assignee and may edit it, and Alan."""
    ada, grace, alan = (story.person(name) for name in ("Ada", "Grace", "Alan"))
    await ada.types("/task new Keys must rotate", channel="engineering")
    ada.fill({"Assignee": "Grace Hopper"})
    await ada.presses("Review")
    ada.fill(TWO if signers is None else signers)
    await ada.presses("Create")
    await ada.closes()
    await story.settled()
    return ada, grace, alan


async def saves_an_edit(story: Story, person: Person, scope: str) -> None:
    await edits(person, scope)
    await person.presses("Save")
    await person.closes()
    await story.settled()


async def page(story: Story, person: Person, how: str, typed: dict[str, str]) -> Window:
    """A page of a step, filled in, and left open on a second screen."""
    if how.startswith("/task"):
        await person.types(f"{how} TASK-001")
    else:
        await person.types("/task show TASK-001")
        await person.presses(how)
    window = Window(story, person)
    window.fill(typed)
    await person.closes()
    return window


async def test_a_page_to_sign_on_is_drawn_anew_and_signs_what_it_shows_then(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, alan = await filed(story)
        await alan.presses("Sign off", on="asks you")
        alan.fill({"Comment": "Tested it twice"})
        await saves_an_edit(story, grace, "Only signing keys")
        await alan.presses("Sign off")
        assert f"{MOVED}: Grace Hopper edited it: revision 2. This is how it stands now." in read(alan)
        assert "You sign revision 2" in read(alan)
        assert alan.modal is not None and alan.modal.value("Comment") == "Tested it twice"
        await saves_an_edit(story, grace, "And certificates")
        await alan.presses("Sign off")
        assert "You sign revision 3" in read(alan)
        await alan.presses("Sign off")
        await story.settled()
        assert alan.modal is None
        await ada.sees("signed by Alan Turing on 2026-11-23: “Tested it twice”", where="engineering")


async def test_every_other_page_is_drawn_anew_too_with_what_was_typed_and_chosen(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, alan = await filed(story)
        handed = {"Role": "DevOps (Alan Turing)", "Who signs instead?": "Linus Pauling", "Why?": WHY}
        skipped = {"Role": "Developer (Grace Hopper)", "Why is it not needed?": WHY}
        pages = {
            "changes": await page(story, alan, "/task changes", {"What has to change?": WHY}),
            "handing": await page(story, ada, "/task reassign", handed),
            "skipping": await page(story, ada, "Not needed", skipped),
            "closing": await page(story, ada, "/task close", {"Why is it closed?": WHY}),
        }
        await saves_an_edit(story, grace, "Only signing keys")
        answers = {name: await window.submits() for name, window in pages.items()}
        for name, answer in answers.items():
            assert (answer["response_action"], answer["view"]["callback_id"]) == ("update", name)
            assert MOVED in text_of(answer) and WHY in text_of(answer)
            assert '"r":2' in answer["view"]["private_metadata"]
        assert story.person("Linus").id in text_of(answers["handing"])
        assert "DevOps (Alan Turing)" in text_of(answers["handing"])
        await story.settled()
        card = await ada.sees("State: To Do", where="engineering")
        assert "waiting for Alan Turing" in card.text and "waiting for Grace Hopper" in card.text


async def test_a_page_whose_step_is_no_longer_possible_gives_way_to_the_task_and_loses_no_word(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace, alan = await filed(story)
        wish = await page(story, alan, "/task changes", {"What has to change?": WHY})
        signature = await page(story, alan, "/task sign", {"Comment": "Tested it twice"})
        snooze = await page(story, alan, "Snooze", {})
        await ada.types("/task reassign TASK-001")
        ada.fill({"Role": "DevOps (Alan Turing)", "Who signs instead?": "Linus Pauling", "Why?": "Away"})
        await ada.presses("Hand over")
        for window, typed in ((wish, WHY), (signature, "Tested it twice")):
            said = text_of(await window.submits())
            since = "Since you opened this: Ada Lovelace handed the role DevOps from Alan Turing to Linus Pauling."
            assert since in said and f"What you wrote:\n{typed}" in said and "## Sign-Off" in said
        assert "Only who is asked to sign TASK-001, and its author" in text_of(await snooze.submits())
        await sign(story, grace)
        late = await page(story, grace, "/task retract", {})
        await saves_an_edit(story, ada, "Only signing keys")
        said = text_of(await late.submits())
        assert "You have no signature on TASK-001 that you could retract." in said
        assert "Ada Lovelace edited it: revision 2" in said


async def test_who_names_people_for_roles_that_have_somebody_by_now_sees_that_first(begin: Begin) -> None:
    async with begin() as story:
        ada, _, _ = await filed(story, {"Signs as Developer": "Grace Hopper"})
        chosen = {"Signs as DevOps": "Alan Turing", "Signs as Tech Lead": "Alan Turing"}
        window = await page(story, ada, "Name who signs", chosen)
        await ada.types("/task show TASK-001")
        await ada.presses("Name who signs")
        ada.fill({"Signs as DevOps": "Linus Pauling"})
        await ada.presses("Ask them")
        answer = await window.submits()
        assert MOVED in text_of(answer) and story.person("Alan").id in text_of(answer)
        assert "DevOps" not in text_of(answer) and "Tech Lead" in text_of(answer)
        await story.settled()
        card = await ada.sees("waiting for Linus Pauling", where="engineering")
        assert "Alan" not in card.text


async def test_what_happens_at_one_press_is_stopped_only_by_what_it_depends_on(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, alan = await filed(story)
        await ada.types("/task show TASK-001")
        await alan.types("/task changes TASK-001")
        alan.fill({"What has to change?": WHY})
        await alan.presses("Request changes")
        await ada.presses("Start")
        assert "TASK-001 is started." in read(ada)
        await ada.closes()
        await ada.types("/task show TASK-001")
        await grace.types("/task show TASK-001")
        for role in ("Developer (Grace Hopper)", "DevOps (Alan Turing)", "Code Reviewer", "Tech Lead"):
            await ada.presses("Not needed")
            ada.fill({"Role": role, "Why is it not needed?": WHY})
            await ada.presses("Not needed")
            await ada.types("/task show TASK-001")
        await saves_an_edit(story, grace, "Only signing keys")
        await ada.presses("Mark as done")
        assert f"{MOVED}: Grace Hopper edited it: revision 2." in read(ada) and "revision 2" in read(ada)
        assert "TASK-001 is done" not in read(ada)
        await ada.presses("Mark as done")
        assert "TASK-001 is done." in read(ada)


async def test_the_second_of_two_presses_is_told_the_truth(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, _ = await filed(story)
        for person in (ada, grace):
            await person.types("/task show TASK-001")
        await ada.presses("Start")
        await grace.presses("Start")
        assert "TASK-001 is started already. Since you opened this: Ada Lovelace started it." in read(grace)
        assert "Start" not in grace.modal.buttons  # type: ignore[union-attr]
        await ada.closes()
        await ada.types("/task show TASK-001")
        await saves_an_edit(story, grace, "Only signing keys")
        await ada.presses("Edit")
        assert "Since you opened this: Grace Hopper edited it: revision 2." in read(ada)


async def test_a_page_to_reopen_a_done_task_does_not_reopen_a_closed_one(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Keys must rotate", ROLES)
        await ada.closes()
        for name in ROLES.values():
            await sign(story, story.person(name))
        window = await page(story, ada, "/task reopen", {"Why is it reopened?": WHY})
        for word, label, submit in (
            ("reopen", "Why is it reopened?", "Reopen it"),
            ("close", "Why is it closed?", "Close it"),
        ):
            await ada.types(f"/task {word} TASK-001")
            ada.fill({label: "Another thought"})
            await ada.presses(submit)
        said = text_of(await window.submits())
        assert MOVED in said and WHY in said and "whoever had not signed is asked again" in said
        await story.at(MONDAY + timedelta(minutes=1))  # A card has its pace.
        await ada.sees("State: Done (closed)", where="engineering")
