"""Tasks that are over, how long ago, and all that is kept of what was typed into them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlmodel import Session

from bot.tasks import store_texts
from bot.tasks.changing import changed
from bot.tasks.imported import IMPORTED
from bot.tasks.store_outbox import DEAD
from bot.tasks.tables import drafts, notes, outbox, schedules, tasks
from bot.tasks.task import State, Task

INSTALLATION, NAME = "", "retention"
"""The row of the schedule: one for all workspaces."""

_OVER = [state.value for state in State if not state.live]
_schedule = (schedules.c.team_id == INSTALLATION, schedules.c.name == NAME)
# Nothing changes a task that is over, so its last change is when it came to be.
_kept = and_(tasks.c.state.in_(_OVER), tasks.c.forgotten_at.is_(None))


class Gone(NamedTuple):
    """What was deleted of a task."""

    texts: int
    """Answers, documents, imported files, and sentences that people were told."""
    notes: int
    """Reasons and comments."""


def due(session: Session, now: datetime, spec: str) -> bool:
    """Whether to look again: the moment has come, nobody looked yet, or the setting is another since."""
    row = session.execute(select(schedules.c.spec, schedules.c.due_at).where(*_schedule)).first()
    return row is None or row.spec != spec or row.due_at <= now


def look_again(session: Session, at: datetime, spec: str) -> None:
    """Nothing is due before then."""
    if changed(session, update(schedules).where(*_schedule).values(spec=spec, due_at=at)) == 0:
        session.execute(insert(schedules).values(team_id=INSTALLATION, name=NAME, spec=spec, due_at=at))


def over_since(session: Session, moment: datetime, most: int) -> Sequence[Row[Any]]:
    """Workspace and id of tasks that are over since this moment or longer, the longest first."""
    old = select(tasks.c.team_id, tasks.c.id).where(_kept, tasks.c.updated_at <= moment)
    return session.execute(old.order_by(tasks.c.updated_at, tasks.c.id).limit(most)).all()


def first_over(session: Session) -> datetime | None:
    """Since when the task is over whose texts are due next; None if no such task has texts."""
    first: datetime | None = session.execute(select(func.min(tasks.c.updated_at)).where(_kept)).scalar()
    return first


def forget(session: Session, task: Task) -> Gone:
    """Delete what was typed into the task, or made of it, wherever it stands but in its title.

    1. Drafts that became the task, or edit it: they hold its answers.
    2. Texts, but for those that another task has too, or a draft that may become one; and notes.
    3. What could not be sent, since its text is gone.
    """
    its = or_(drafts.c.task_id == task.id, drafts.c.edits == task.id)
    session.execute(delete(drafts).where(drafts.c.team_id == task.team, its))
    texts = store_texts.forget(session, task.team, task.id, but=_imported(session, task.team))
    own = (notes.c.team_id == task.team, notes.c.task_id == task.id)
    deleted = changed(session, delete(notes).where(*own))
    about = outbox.c.ref["task_id"].as_integer() == task.id
    session.execute(delete(outbox).where(outbox.c.team_id == task.team, outbox.c.state == DEAD, about))
    return Gone(texts, deleted)


def _imported(session: Session, team: str) -> set[str]:
    """The hashes of documents from which drafts were imported that became no task yet."""
    document = drafts.c.plan[IMPORTED]["hash"].as_string()
    found = select(document).where(drafts.c.team_id == team, drafts.c.task_id.is_(None))
    return {each for each in session.execute(found).scalars() if each}
