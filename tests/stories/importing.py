"""Giving a document to `/task import`, and what is shown of it."""

from pathlib import Path

from bot.sandbox.modal import Modal
from bot.sandbox.person import Person
from tests.stories.conftest import Story

DOCUMENT = """\
# Rotate the signing keys

**Priority**: P1-High
**Assignee**: Grace Hopper

## Task Description

**Objective**: Keys are younger than a year.
"""
TEXT, FILE = "Paste a document", "Or choose a file"
READING = "Reading your file…"


async def give(person: Person, document: str | None = None, file: tuple[str, bytes] | None = None) -> Modal:
    """Gives a document; what the person sees then."""
    await person.types("/task import", channel="engineering")
    return await submit(person, document, file)


async def submit(person: Person, document: str | None = None, file: tuple[str, bytes] | None = None) -> Modal:
    """Fills in the modal that is open, and submits it; what the person sees then."""
    if document is not None:
        person.fill({TEXT: document})
    if file is not None:
        person.fill({FILE: [file]})
    await person.presses("Read it")
    assert person.modal is not None
    return person.modal


async def understood(person: Person) -> Modal:
    """What was understood, once it is shown."""
    found: Modal = await person.sees("It is saved as a draft", where="modal")
    return found


async def drafts(story: Story, person: Person) -> int:
    """How many drafts the person has."""
    return len(await story.bot.desk.drafts(story.bot.team, person.id))


async def create(story: Story, person: Person) -> None:
    """From what was understood to the task."""
    await person.presses("Go on")
    assert person.modal is not None and person.modal.title == "Review", person.modal
    await person.presses("Create")
    await story.settled()


def two_templates(folder: Path) -> str:
    """A folder with two templates, one with roles and one without."""
    (folder / "forms").mkdir()
    (folder / "forms" / "bug.md").write_text(BUG, encoding="utf-8")
    (folder / "forms" / "incident.md").write_text(INCIDENT, encoding="utf-8")
    return str(folder / "forms")


BUG = """\
# BUG-XXX: [What is broken]

**Severity**: [Low | High]

**Steps to reproduce**: [What you did]
"""
INCIDENT = """\
# Incident: [Title]

**Impact**: [Who is affected]

**Cause**: [What went wrong]

## Sign-Off

- [ ] **Commander**: Service restored - [Name] - [Date]
"""
