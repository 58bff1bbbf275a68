"""Several templates: chosen by word or by menu, changed under way, and changed on the disk."""

import os
import time
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.test_walk import document_of
from tests.stories.window import Window

BUG = """\
# BUG-XXX: [What is broken]

**Severity**: [Low | High]

**Steps to reproduce**: [What you did]

**Notes**: [Anything else]
"""
INCIDENT = """\
# Incident report: [Title]

**Impact**: [Who is affected]

**Notes**: [Anything else]

## Sign-Off

- [ ] **Commander**: Service restored - [Name] - [Date]
- [ ] **Customer Care**: Customers told - [Name] - [Date]
"""
SHORT = "# Short\n\n**Goal**: [text]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two templates: a bug has no sign-off, an incident has roles of its own."""
    found = tmp_path / "templates"
    found.mkdir()
    (found / "bug.md").write_text(BUG, encoding="utf-8")
    (found / "Incident.md").write_text(INCIDENT, encoding="utf-8")
    return found


def change(path: Path, text: str) -> None:
    """Writes the file, later than it was written before: clocks of file systems are coarse."""
    path.write_text(text, encoding="utf-8")
    later = time.time_ns() + 10**9
    os.utime(path, ns=(later, later))


def labels(person: Person) -> list[str]:
    assert person.modal is not None, person.notices
    return person.modal.labels


async def create(story: Story, person: Person) -> None:
    await person.presses("Review")
    await person.presses("Create")
    await story.settled()


async def test_the_menu_offers_them_by_their_titles_and_begins_with_the_first(
    begin: Begin, folder: Path
) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task")
        assert ada.modal is not None
        assert ada.modal.options("Template") == ["bug", "Incident report"]
        assert labels(ada) == ["Title", "Severity", "Steps to reproduce", "Notes"]


async def test_the_shortcuts_offer_them_too(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.uses("New task")
        await ada.chooses("Template", "Incident report")
        assert labels(ada) == ["Title", "Impact", "Notes"]
        await ada.closes()
        said = await ada.says("The site is down", channel="engineering")
        await ada.uses("Make a task", on=said)
        await ada.chooses("Template", "Incident report")
        assert ada.modal is not None and ada.modal.value("Title") == "The site is down"


async def test_one_template_needs_no_menu(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new task The title")
        assert ada.modal is not None and ada.modal.value("Title") == "task The title"
        assert "Template:" not in ada.modal.text


@pytest.mark.parametrize(
    ("typed", "first", "title"),
    [
        ("/task new incident The site is down", "Impact", "The site is down"),
        ("/task new INCIDENT.md The site is down", "Impact", "The site is down"),
        ("/task new Incident", "Impact", ""),
        ("/task new incidents are many", "Severity", "incidents are many"),
        ("/task new The bug", "Severity", "The bug"),
    ],
)
async def test_the_first_word_may_be_a_template(
    begin: Begin, folder: Path, typed: str, first: str, title: str
) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types(typed)
        assert ada.modal is not None
        assert (labels(ada)[1], ada.modal.value("Title")) == (first, title)


async def test_the_help_names_them(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task help")
        assert ada.notices[0].endswith("Templates: bug, Incident")


async def test_what_both_ask_goes_over_and_the_rest_comes_back(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task")
        ada.fill({"Title": "No log-in", "Severity": "High", "Notes": "since noon"})
        await ada.chooses("Template", "Incident report")
        assert ada.modal is not None
        assert [ada.modal.value(label) for label in labels(ada)] == ["No log-in", "", "since noon"]
        ada.fill({"Notes": "since eleven", "Impact": "All"})
        await ada.chooses("Template", "bug")
        assert [ada.modal.value(label) for label in labels(ada)] == ["No log-in", "High", "", "since eleven"]


async def test_a_page_that_could_not_be_redrawn_opens_by_the_button(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task")
        story.sandbox.fail("views.update", "internal_error", times=2)
        await ada.chooses("Template", "Incident report")
        await ada.sees("could not be opened", where="dm")
        await ada.closes()
        await ada.presses("Open the form", on="could not be opened")
        assert labels(ada)[0] == "Title"


async def test_a_word_in_the_very_letters_of_a_file_comes_before_one_in_others(
    begin: Begin, folder: Path
) -> None:
    (folder / "incident.md").write_text(SHORT, encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task new incident The site is down")
        assert labels(ada) == ["Title", "Goal"]
        await ada.chooses("Template", "Incident report")
        assert labels(ada) == ["Title", "Impact", "Notes"]


async def test_a_change_of_an_empty_form_leaves_no_draft(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task")
        await ada.chooses("Template", "Incident report")
        await ada.closes()
        await ada.types("/task drafts")
        assert "You have no drafts" in ada.notices[0]


async def test_a_draft_of_another_template_is_resumed_with_it(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task new incident The site is down")
        await ada.closes()
        await ada.types("/task drafts")
        await ada.presses("Resume")
        assert labels(ada) == ["Title", "Impact", "Notes"]


async def test_an_expired_trigger_leads_to_the_template_that_was_named(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        story.sandbox.fail("views.open", "expired_trigger_id")
        await ada.types("/task new incident")
        await ada.presses("Open the form", on="could not be opened")
        assert labels(ada) == ["Title", "Impact", "Notes"]


async def test_a_template_without_sign_off_makes_a_task_without(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task new bug No log-in", channel="engineering")
        await create(story, ada)
        card = await ada.sees("BUG-001: No log-in", where="engineering")
        assert "State: open" in card.text and card.buttons == ("Open", "Export")
        assert "Sign-Off" not in await document_of(ada, "BUG-001")


async def test_a_template_with_other_roles_asks_those(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.types("/task new incident The site is down", channel="engineering")
        await ada.presses("Review")
        ada.fill({"Signs as Commander": "Grace Hopper", "Signs as Customer Care": "Grace Hopper"})
        await ada.presses("Create")
        await story.settled()
        await grace.presses("Sign off", on="to sign TASK-001")
        await grace.presses("Sign off")
        await story.settled()
        reply = await ada.sees("TASK-001-signed.md", where="thread of State: done")
        assert "- [x] **Commander**: Service restored - Grace Hopper" in reply.files[0].content


async def test_whoever_was_chosen_for_another_templates_role_is_asked_nothing(
    begin: Begin, folder: Path
) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.types("/task new incident The site is down", channel="engineering")
        await ada.presses("Review")
        ada.fill({"Signs as Commander": "Grace Hopper"})
        await ada.presses("Back")
        await ada.chooses("Template", "bug")
        await create(story, ada)
        await ada.sees("BUG-001: The site is down", where="engineering")
        assert grace.dms == []


async def test_a_changed_file_is_the_next_form_s_and_not_the_running_one_s(
    begin: Begin, folder: Path
) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder / "bug.md")) as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.types("/task new No log-in", channel="engineering")
        change(folder / "bug.md", SHORT)
        await grace.types("/task")
        assert labels(grace) == ["Title", "Goal"]
        ada.fill({"Severity": "High"})
        await create(story, ada)
        assert "**Severity**: High" in await document_of(ada, "BUG-001")


async def test_an_added_file_is_offered_and_a_removed_one_is_not(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.types("/task new bug No log-in")
        change(folder / "a-short-one.md", SHORT)
        (folder / "Incident.md").unlink()
        await grace.types("/task")
        assert grace.modal is not None and grace.modal.options("Template") == ["Short", "bug"]
        await ada.chooses("Template", "Incident report")
        assert ada.modal is not None and "isn't offered any more" in ada.modal.text
        assert labels(ada)[1] == "Severity"


async def test_a_file_that_cant_be_read_any_more_stays_as_it_was(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        (folder / "bug.md").write_bytes(b"\xff\xfe")
        await ada.types("/task")
        assert labels(ada) == ["Title", "Severity", "Steps to reproduce", "Notes"]


async def test_two_windows_with_two_templates_each_save_what_they_show(begin: Begin, folder: Path) -> None:
    async with begin(COUNTERSIGN_TEMPLATES=str(folder)) as story:
        ada = story.person("Ada")
        await ada.types("/task new bug No log-in", channel="engineering")
        window = Window(story, ada)
        await ada.chooses("Template", "Incident report")
        ada.fill({"Impact": "All"})
        await ada.presses("Review")
        window.fill({"Severity": "High"})
        await window.submits()
        await ada.presses("Create")
        await story.settled()
        assert "**Impact**: All" in await document_of(ada, "TASK-001")
