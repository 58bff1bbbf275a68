"""What tasks are found by. All that is special to SQLite's full-text search (FTS5) stands here and in its migration:
another database keeps the same parts in its own way.

The migration has FTS5 cut at spaces only, so its words are just the parts that are given here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, column, insert, literal, select, table, text, update
from sqlmodel import Session

from bot.tasks.changing import changed

_index = table("task_search", column("rowid"), column("team_id"), column("said"))
"""The row's number is the task's id."""
STEP = 500
"""Pages of the index that are written at once: two megabytes, or so."""


def put(session: Session, team: str, task_id: int, parts: Iterable[str]) -> None:
    """A task is found by these parts from now on, and by no others."""
    said = " ".join(parts)
    own = (_index.c.team_id == team, _index.c.rowid == task_id)
    if changed(session, update(_index).where(*own).values(said=said)) == 0:
        session.execute(insert(_index).values(rowid=task_id, team_id=team, said=said))


def merge(session: Session) -> bool:
    """Bring the index a step nearer to one piece; whether there are more steps.

    A part that was taken away stands in the piece that it came with until that is merged with a later one.
    """
    before = _changes(session)
    session.execute(
        text("INSERT INTO task_search (task_search, rank) VALUES ('merge', :pages)"), {"pages": -STEP}
    )
    return _changes(session) - before > 1  # SQLite: fewer than two, and nothing was left to do.


def matching(team: str, phrases: Sequence[Sequence[str]]) -> Select[Any]:
    """Selects the ids of the tasks in which each phrase stands; the last part of the last phrase may be the beginning
    of one. None for no phrase.
    """
    holds = _index.c.said.match(_query(phrases)) if phrases else literal(value=False)
    return select(_index.c.rowid).where(_index.c.team_id == team, holds)


def _changes(session: Session) -> int:
    return int(session.execute(text("SELECT total_changes()")).scalar_one())


def _query(phrases: Sequence[Sequence[str]]) -> str:
    """In FTS5's language, in which nothing that stands in quotes means anything but itself."""
    quoted = ['"' + " ".join(each).replace('"', '""') + '"' for each in phrases]
    return " AND ".join(quoted) + " *"
