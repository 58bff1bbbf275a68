"""Watches that every statement on our tables takes the workspace."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Delete, Insert, Select, Table, Update
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.selectable import Join
from sqlmodel import SQLModel

ALLOWED = {
    ("directory", "teams"): "an operator who names no workspace gets the only one that there is",
    ("store_absences", "due"): "one sweep looks whose absences begin and end in all workspaces",
    ("store_audit", "teams"): "an audit looks at the whole installation",
    ("store_audit", "_rows"): "an audit looks at the texts of the whole installation",
    ("store_outbox", "claim"): "one sender works off the rows of all workspaces",
    ("store_outbox", "free"): "a process that was killed had rows of all workspaces in hand",
    ("store_outbox", "next_due"): "one sender waits for the rows of all workspaces",
    ("store_outbox", "health"): "an operator asks for the whole installation",
    ("store_retention", "over_since"): "one sweep looks which tasks of all workspaces are over for long",
    ("store_retention", "first_over"): "the same sweep, for when it has to look next",
    ("store_tasks", "teams_with"): "an operator names a key, and this asks for its workspaces",
    ("store_tasks", "keys"): "an operator who names no workspace gets the nearest key of all",
    ("witness", "_appended"): "the day's witness comes in every workspace",
}
"""Who asks for no workspace, by file and function, and why that is right."""


def teamless(statement: Any) -> set[str]:
    """The tables of ours that a statement reads or writes without a condition on (or a value for) `team_id`."""
    if isinstance(statement, Insert):
        given = statement.compile().params
        return set() if "team_id" in given else _with_team([statement.table])
    if not isinstance(statement, Select | Update | Delete):
        return set()
    parts = _parts(statement)
    return _with_team(parts) - _with_team(each for part in parts for each in _teams(part))


def watch(_connection: Any, statement: Any, *_more: Any) -> None:
    """Refuses a statement of bot/tasks that takes no workspace, unless it is allowed to."""
    asking = _asking()
    if asking and asking not in ALLOWED and (missing := teamless(statement)):
        raise AssertionError(
            f"{'.'.join(asking)}: no team_id for {', '.join(sorted(missing))} in {statement}"
        )


def _parts(statement: Any) -> list[Any]:
    """Everything that a statement is made of; the joins of a select are made when they are asked for."""
    parts = list(visitors.iterate(statement))
    froms = [each for part in parts if isinstance(part, Select) for each in part.get_final_froms()]
    return [*parts, *(inner for each in froms for inner in visitors.iterate(each))]


def _teams(part: Any) -> Iterator[Any]:
    """The tables whose `team_id` stands in a WHERE or an ON."""
    where = part.onclause if isinstance(part, Join) else getattr(part, "whereclause", None)
    for each in visitors.iterate(where) if where is not None else ():
        if isinstance(each, ColumnClause) and each.name == "team_id":
            yield each.table


def _with_team(parts: Iterable[Any]) -> set[str]:
    """The names of those that are tables of ours whose rows carry the workspace."""
    ours = (each for each in parts if isinstance(each, Table) and each.metadata is SQLModel.metadata)
    return {each.name for each in ours if "team_id" in each.c}


def _asking() -> tuple[str, str] | None:
    """The file and function that runs the statement; None if it isn't one of bot/tasks."""
    frame = sys._getframe(1)
    while frame:
        module = frame.f_globals["__name__"]
        if module.startswith("tests.") and module != __name__:
            return None
        if module.startswith("bot.tasks.") and module != "bot.tasks.changing":
            return module.removeprefix("bot.tasks."), frame.f_code.co_name
        frame = frame.f_back  # type: ignore[assignment]
    return None
