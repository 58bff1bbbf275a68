"""Documents of tasks that are there: what each would change, and the edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.importing.checked import Checked
from bot.importing.files import Given
from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.errors import Clashing, DatabaseError, TaskError
from bot.tasks.imported import Source
from bot.tasks.merging import Clash
from bot.tasks.reimporting import ANEW
from bot.tasks.task import Task

MOST = 60
"""Characters of a text that a line about a clash repeats."""


class Editor:
    """Edits as one person, by that person's rights."""

    def __init__(self, desk: Desk, author: str, *, admin: bool) -> None:
        self._desk = desk
        self._author = author
        self._admin = admin

    async def check(self, given: Given, template: str, task: Task) -> Checked:
        """What the document would change; nothing is changed. The same that was changed by others refuses it."""
        try:
            edit = await self._desk.imports.reimport(
                task.team, self._author, task.id, given.text, admin=self._admin
            )
        except TaskError as reason:
            return Checked(given, template, None, (str(reason), ANEW.format(task.key)), edits=task)
        problems = [problem.message for problem in edit.problems]
        refused = (*problems, *_clashes(edit.task.key, edit.base, edit.clashes))
        done = task if not (refused or edit.changes) else None
        return Checked(given, template, None, refused, edits=task, edit=edit, task=done)

    async def save(self, checked: Checked) -> Checked:
        """The same with the task as it is then, or with why it is as it was."""
        edit, given, draft_id = checked.edit, checked.given, new_draft_id()
        if edit is None:
            return checked
        team, source = (
            edit.task.team,
            Source(document=given.text, name=Path(given.name).name, origin_channel=None),
        )
        try:
            await self._desk.imports.edit_draft(self._author, draft_id, edit, source, admin=self._admin)
            saved = await self._desk.edits.save(team, self._author, draft_id, admin=self._admin)
        except (TaskError, DatabaseError) as reason:
            await self._desk.discard_draft(team, self._author, draft_id)
            return checked._replace(refused=tuple(_reasons(edit.task.key, edit.base, reason)))
        return checked._replace(task=saved.task, revision=saved.task.revision if saved.revision else None)


def _reasons(key: str, base: int, reason: Exception) -> Iterator[str]:
    if isinstance(reason, Clashing):
        yield from _clashes(key, base, reason.clashes)
    else:
        yield str(reason)


def _clashes(key: str, base: int, clashes: tuple[Clash, ...]) -> Iterator[str]:
    """A line for each field that was changed on both sides."""
    for each in clashes:
        yield (
            f"{each.label} ({each.section}) was changed in {key} too since revision {base}: it says "
            f"“{_short(each.theirs.text)}” there and “{_short(each.mine.text)}” here. Take the text that is to stay into the file "
            "that an export gives you now."
        )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST else flat[: MOST - 1] + "…"
