"""A document that is of a task which is there -> what an edit of the task would be made of. Pure.

What stands in it as it stood is what it was: a person is the same one, whoever else is called so by now. Its
ticks and roles change nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.tasks.comparing import Change, changes, whole
from bot.tasks.documents import named, names_of, users_in
from bot.tasks.importing import Mention, Placing
from bot.tasks.merging import Clash, merge
from bot.tasks.names import Names
from bot.tasks.people import PersonInfo
from bot.tasks.substance import ticks, with_ticks
from bot.tasks.task import Task
from bot.tasks.ticking import carried
from bot.template.answers import Answers, Problem, check, emptied, is_empty, normal
from bot.template.form import Form
from bot.template.kept import Kept, SignOffLine
from bot.template.read import Unplaced, read

ANEW = "To make a new task of it instead, take {} out of its first heading and import it again."
"""What can be done with a document of a task (its key) that isn't to be edited, or can't be."""


class Ground(NamedTuple):
    """What a document is held against."""

    task: Task
    """The task that it is of, as it stands."""
    form: Form
    """That of the task's own template."""
    base: int
    """The number of the revision that the document was exported from; the present one if that isn't known."""
    told: bool
    """Whether the document says so."""
    then: Answers
    """What that revision said, ticks included."""
    now: Answers
    """What the task says, ticks included."""
    stored: str
    """The document of that revision as it was stored, with the names of then; "" if it isn't kept."""
    document: str
    """The task as a document, in its latest state."""
    kept: Kept
    """What that document says besides the answers."""
    people: tuple[PersonInfo, ...]
    """Everybody of the workspace who is known."""


class Reimported(BaseModel):
    """What a document would change in its task."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands."""
    base: int
    """The number of the revision that the edit is based on."""
    told: bool
    """Whether the document says so; else it is the present one."""
    title: str
    """The title that the document has; "" if it has none."""
    answers: Answers
    """All that the document says, as a draft keeps it; what it leaves out is emptied."""
    mentions: tuple[Mention, ...]
    """The names that it puts where another or none stood, matched or not."""
    unplaced: tuple[Unplaced, ...]
    """The lines that answer nothing the form asks; not those that the task's own document has too."""
    notes: tuple[str, ...]
    """What else it says and doesn't change: a sentence each."""
    changes: tuple[Change, ...]
    """The fields that would say something else."""
    clashes: tuple[Clash, ...]
    """The fields that somebody else has changed too since the base; they are none of the changes."""
    problems: tuple[Problem, ...]
    """What stands in the way of saving it as it is."""

    @property
    def left_out(self) -> tuple[Change, ...]:
        """Of the changes, those that take an answer away since the document has none."""
        return tuple(each for each in self.changes if is_empty(self.answers.get(each.key)))


def reimported(ground: Ground, document: str) -> Reimported:
    """What the document would change. Takes any text, never raises."""
    form, task, found = ground.form, ground.task, read(ground.form, document)
    placing = Placing(Names(ground.people, users_in(form, ground.then)))
    said = _said(ground, found.answers, placing)
    answers = as_ticked(ground.then, said)
    names = names_of({each.id: each for each in ground.people})
    then, now = whole(form, ground.then), whole(form, ground.now)
    merged = merge(form, then, whole(form, answers), now, names)
    return Reimported(
        task=task,
        base=ground.base,
        told=ground.told,
        title=str(answers.get(form.title.key) or ""),
        answers=answers,
        mentions=tuple(placing.mentions),
        unplaced=_unplaced(found.unplaced, ground.document),
        notes=tuple(_notes(ground, found.kept, ticked=ticks(said) != ticks(answers))),
        changes=changes(form, now, merged.answers),
        clashes=merged.clashes,
        problems=tuple(check(form, answers)),
    )


def based(found: Reimported) -> str:
    """What the document is held against, in a sentence."""
    if not found.told:
        return (
            "The document doesn't name a revision that is still kept, so it is held against the present one, "
            f"{found.base}. Please look whether it would take back what others have changed meanwhile."
        )
    if found.base == found.task.revision:
        return f"Revision {found.base} is what it was exported from, and is the present one."
    return f"Revision {found.base} is what it was exported from; {found.task.revision} is the present one."


def _said(ground: Ground, found: Answers, placing: Placing) -> Answers:
    """By field: what stood there, where the document says the same; else what it says, or that it says nothing."""
    names = names_of({each.id: each for each in ground.people})
    shown = normal(ground.form, named(ground.form, ground.then, names))
    shown |= _as_called_then(ground, found, shown)
    said: Answers = {}
    for field in ground.form.asked():
        value = found.get(field.key)
        if value is None:
            said[field.key] = emptied(field)
        elif value == shown.get(field.key):
            said[field.key] = ground.then[field.key]
        else:
            said |= placing.answers([field], {field.key: value})
    return said


def _as_called_then(ground: Ground, found: Answers, shown: Answers) -> Answers:
    """The answers that name people and stand in the document as they were stored with the revision: somebody may
    be called otherwise by now.
    """
    naming = [field.key for field in ground.form.asked() if field.kind in ("person", "group")]
    differing = [key for key in naming if key in found and key in shown and found[key] != shown[key]]
    before = read(ground.form, ground.stored).answers if differing and ground.stored else {}
    return {key: found[key] for key in differing if found[key] == before.get(key)}


def as_ticked(then: Answers, said: Answers) -> Answers:
    """What is said with the ticks of what stood there, whatever is ticked in it; what is new isn't done."""
    bare = with_ticks(said, [(place, False) for place, _ in ticks(said)])
    return with_ticks(bare, carried(bare, bare, then, bare))


def _unplaced(left: tuple[Unplaced, ...], own: str) -> tuple[Unplaced, ...]:
    """What the task's own document leaves too, such as the lines of those who have signed, is no news."""
    known = {line.rstrip(" \t\r") for line in own.split("\n")} if left else set()
    return tuple(each for each in left if each.text.rstrip(" \t") not in known)


def _notes(ground: Ground, kept: Kept, *, ticked: bool) -> Iterator[str]:
    """What the bot keeps itself, where the document says something else than the task."""
    task, own = ground.task, ground.kept
    if kept.status not in (None, own.status):
        yield f"The document's status is {kept.status}, and {task.key} is {own.status}. A file changes no status."
    if roles := [
        role for role, line in kept.sign_offs.items() if line != own.sign_offs.get(role, SignOffLine())
    ]:
        yield (
            f"What the document says of {', '.join(roles)} isn't what {task.key} says. A file neither signs "
            "nor hands over a role: that is done with Sign off and Hand over."
        )
    if ticked:
        yield f"Some of its ticks aren't those of {task.key}. A file changes none: tick what is done in Progress."
