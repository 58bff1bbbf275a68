"""What the command was given, and what it makes of each document."""

from __future__ import annotations

from typing import NamedTuple

from bot.importing.files import Given
from bot.tasks.importing import Understood
from bot.tasks.reimporting import Reimported
from bot.tasks.task import Task


class Order(NamedTuple):
    """What the command was given beside the documents."""

    author: str
    """The user's id."""
    team: str | None
    """The workspace's id; None: the only one that the database knows."""
    channel: str | None
    """The id of the channel for the cards of new tasks; None: no cards."""
    template: str | None
    """A template's name or a file; None: the best of the team's templates."""
    unknown_author: bool = False
    """Whether the author may be somebody whom the workspace isn't known to have."""


class Checked(NamedTuple):
    """A document, and what would be made of it."""

    given: Given
    template: str
    """The template's name."""
    said: Understood | None
    """What it says; None where it is of a task that is there."""
    refused: tuple[str, ...]
    """Why nothing can be made of it, a sentence each."""
    edits: Task | None = None
    """The task that it is of, as it stands."""
    edit: Reimported | None = None
    """What it would change in that task; None where that was refused before it was read."""
    same_as: str | None = None
    """The name of an earlier document with the same text: one thing is made of both."""
    task: Task | None = None
    """The task, once it is made or edited."""
    revision: int | None = None
    """The number of the revision that was made; None where nothing was changed."""

    @property
    def idle(self) -> bool:
        """Whether it changes nothing in its task."""
        return self.edit is not None and not self.refused and not self.edit.changes
