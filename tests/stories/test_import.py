"""`/task import`: a filled document becomes a task, shown first as what was understood of it."""

from pathlib import Path

from tests.stories.conftest import Begin
from tests.stories.importing import DOCUMENT, create, give, submit, two_templates, understood
from tests.stories.test_walk import document_of

TICKED = """
## Sign-Off

- [x] **Developer**: Implementation complete - Grace Hopper - 2026-11-20
- [ ] **Tech Lead**: Architecture approved - Ada L.
"""


async def test_a_pasted_document_becomes_a_task(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        modal = await give(ada, DOCUMENT)
        assert modal.title == "What was understood"
        assert "Rotate the signing keys" in modal.text and "Assignee: @Grace Hopper" in modal.text
        await create(story, ada)
        card = await ada.sees("TASK-001: Rotate the signing keys", where="engineering")
        assert "Assignee: Grace Hopper" in card.text
        assert "**Objective**: Keys are younger than a year." in await document_of(ada, "TASK-001")


async def test_a_large_file_becomes_a_task(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        long = DOCUMENT + "".join(f"Line {number} of the plan.\n" for number in range(8000))
        assert 180_000 < len(long) < 220_000
        modal = await give(ada, file=("keys.md", long.encode("utf-8-sig")))
        assert modal.title == "Import a document"
        assert "from keys.md" in (await understood(ada)).text
        await create(story, ada)
        await ada.sees("TASK-001", where="engineering")
        assert "Line 7999 of the plan." in await document_of(ada, "TASK-001")


async def test_nobody_is_found_where_slack_doesnt_list_its_people_and_the_name_stays_text(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        story.sandbox.fail("users.list", "ratelimited", status=429, retry_after=30)
        modal = await give(ada, DOCUMENT)
        assert "Assignee: “Grace Hopper”: nobody whom Countersign knows here is called so." in modal.text
        await ada.presses("Go on")
        assert ada.modal is not None and "**Assignee**: Grace Hopper" in ada.modal.text


async def test_of_two_who_are_called_so_nobody_is_taken(begin: Begin) -> None:
    async with begin() as story:
        await story.person("Grace").types("/task import")
        story.sandbox.add_person("Grace Hopper")
        modal = await give(story.person("Ada"), DOCUMENT)
        assert "Assignee: “Grace Hopper”: several people here are called so." in modal.text


async def test_nobody_but_who_is_named_is_written_down(begin: Begin) -> None:
    async with begin() as story:
        for number in range(450):
            story.sandbox.add_person(f"Nobody {number}")
        story.sandbox.add_person("Zuse Konrad")
        ada, everybody = story.person("Ada"), story.bot.desk.people
        modal = await give(ada, DOCUMENT.replace("Grace Hopper", "zuse konrad"))
        assert "Assignee: @Zuse Konrad" in modal.text
        others = [story.person(name).id for name in ("Grace", "Nobody 7")]
        assert await everybody(story.bot.team, others) == {}


async def test_what_was_understood_is_told_by_page(begin: Begin) -> None:
    async with begin() as story:
        modal = await give(story.person("Ada"), DOCUMENT)
        assert "Basics: Title, Priority, Assignee" in modal.text
        assert "Task Description: Objective" in modal.text
        assert "fields are answered · from what you pasted" in modal.text
        assert "Every line of the document has its place." in modal.text


async def test_ticked_roles_do_not_sign_and_their_people_are_asked(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        modal = await give(ada, DOCUMENT + TICKED)
        assert "importing signs nothing" in modal.text
        assert "Developer: @Grace Hopper will be asked to sign" in modal.text
        assert "12: - [x] **Developer**" in modal.text
        await create(story, ada)
        await grace.sees("Ada Lovelace asks you to sign TASK-001", where="dm")
        card = await ada.sees("TASK-001", where="engineering")
        assert "State: To Do" in card.text and "2026-11-20" not in card.text


async def test_a_role_with_an_unknown_name_is_left_to_review(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        modal = await give(ada, DOCUMENT + TICKED)
        assert "Tech Lead: “Ada L.”: nobody whom Countersign knows here is called so." in modal.text
        assert "Choose on Review who signs." in modal.text
        await ada.presses("Go on")
        assert ada.modal is not None and ada.modal.value("Signs as Tech Lead") == ""


async def test_an_unknown_name_stays_text(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        modal = await give(ada, DOCUMENT.replace("Grace Hopper", "Grace H."))
        assert "Assignee: “Grace H.”" in modal.text and "It stays as text" in modal.text
        await ada.presses("Go on")
        await ada.chooses("Jump to…", "1. Basics")
        assert ada.modal is not None
        assert ada.modal.hints["Assignee"].startswith("The document says “Grace H.”. Choose a person")
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        card = await ada.sees("TASK-001", where="engineering")
        assert "Assignee: Grace H." in card.text
        assert "**Assignee**: Grace H." in await document_of(ada, "TASK-001")


async def test_a_person_may_be_chosen_in_place_of_a_name(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await give(ada, DOCUMENT.replace("Grace Hopper", "Grace H."))
        await ada.presses("Go on")
        await ada.chooses("Jump to…", "1. Basics")
        ada.fill({"Assignee": "Grace Hopper"})
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        assert "**Assignee**: Grace Hopper" in await document_of(ada, "TASK-001")


async def test_lines_without_a_place_are_shown_with_their_numbers(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        odd = "\n## Budget\n\n<!channel> & `ten` thousand *euros*\n"
        modal = await give(ada, DOCUMENT + odd)
        assert "2 lines have no place in this template" in modal.text
        assert "10: ## Budget\n12: <!channel> & `ten` thousand *euros*" in modal.text


async def test_what_was_understood_leads_through_the_form_as_ever(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await give(ada, DOCUMENT)
        await ada.presses("Go on")
        await ada.chooses("Jump to…", "2. Task Description")
        assert ada.modal is not None
        assert ada.modal.value("Objective") == "Keys are younger than a year."
        await ada.presses("Back")
        assert ada.modal.value("Title") == "Rotate the signing keys"


async def test_of_several_templates_the_one_that_fits_best_is_taken(begin: Begin, tmp_path: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=two_templates(tmp_path)) as story:
        ada = story.person("Ada")
        modal = await give(ada, "# Incident: No log-in\n\n**Impact**: All\n\n**Cause**: A full disk\n")
        assert "Template: Incident · 3 of 3 fields are answered" in modal.text
        await create(story, ada)
        assert "Commander" in (await ada.sees("No log-in", where="engineering")).text


async def test_a_template_may_be_chosen_and_one_without_roles_makes_a_task_without(
    begin: Begin, tmp_path: Path
) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=two_templates(tmp_path)) as story:
        ada = story.person("Ada")
        await ada.types("/task import", channel="engineering")
        assert ada.modal is not None and ada.modal.value("Template") == "The one that fits best"
        ada.fill({"Template": ada.modal.options("Template")[1]})
        modal = await submit(ada, "# No log-in\n\n**Severity**: High\n\n**Impact**: All\n")
        assert "Template: bug" in modal.text and "5: **Impact**: All" in modal.text
        assert "importing signs nothing" not in modal.text
        await create(story, ada)
        await ada.sees("BUG-001: No log-in", where="engineering")
