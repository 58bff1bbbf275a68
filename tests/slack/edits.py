"""An edit of a filed task under way, for tests of what is shown of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.slack.clashes import Seen
from bot.slack.sheet import Edit, Sheet
from bot.tasks.comparing import Change, changes, comparison
from bot.tasks.merging import merge
from bot.tasks.results import Look
from bot.tasks.revisions import Revision
from bot.tasks.task import SignOff, Task
from bot.template.form import Form
from bot.template.render import render
from tests.slack.posting.samples import GRACE, NAMES, NOW, task
from tests.slack.sheets import sheet

Answers = Mapping[str, Any]
LATER = NOW + timedelta(minutes=1)


def editing(template: str, mine: Answers, base: int = 1, stands: int = 2) -> Sheet:
    """Review of an edit that began with revision `base`."""
    began = Edit(task_id=1, key="TASK-001", base=base, stands=stands)
    edited = sheet(template, answers=dict(mine), edits=began, saved=True)
    return edited.at(len(edited.screens))


def look(
    form: Form,
    base: Answers,
    mine: Answers,
    theirs: Answers,
    dismissed: tuple[SignOff, ...] = (),
    of: Task | None = None,
    sign_by_was: str | None = None,
) -> Look:
    """What saving would do: `base` was revision 1, `theirs` is revision 2."""
    found = merge(form, base, mine, theirs, NAMES)
    changed = changes(form, theirs, found.answers)
    old, new = (render(form, dict(each), blanks="drop") for each in (theirs, found.answers))
    return Look(
        task=of or task(revision=2),
        base=1,
        clashes=found.clashes,
        changes=changed,
        comparison=comparison(changed, old, new),
        dismissed=dismissed,
        sign_by_was=sign_by_was,
    )


def seen(at: Look, *changed: Change) -> Seen:
    """The same, with its revisions; the second, of Grace's, changed these fields."""
    made = (
        Revision(number=1, author="UADA", at=NOW, changed=()),
        Revision(number=2, author=GRACE, at=NOW, changed=changed),
    )
    return Seen(look=at, made=made, names=NAMES, now=LATER)
