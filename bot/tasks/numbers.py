"""The numbers that a database has given to keys and tasks, so that the one restored in its place gives none again.

What Slack shows is newer than a backup: a key or an id given twice would let a card open another task than it names.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

EVERY = ""
"""Where others have a workspace: ids are given once over all of them."""
IDS = "tasks.id"
"""Where others have a key's prefix, which has no dot. Counted from a restore on, else the database gives them."""

Given = Mapping[tuple[str, str], int]
"""The last number, by workspace and prefix."""

_LAST = "SELECT team_id, prefix, last FROM counters"
_RAISE = (
    "INSERT INTO counters (team_id, prefix, last) VALUES (?, ?, ?) "
    "ON CONFLICT (team_id, prefix) DO UPDATE SET last = max(last, excluded.last)"
)
_PAST_OWN = (
    "UPDATE counters SET last = max(last, (SELECT coalesce(max(id), 0) FROM tasks)) "
    "WHERE team_id = ? AND prefix = ?"
)


def given(connection: sqlite3.Connection) -> Given | None:
    """What the database has given, or one that it replaced; None if it can't be read."""
    try:
        numbers = {(team, prefix): int(last) for team, prefix, last in connection.execute(_LAST)}
        highest = connection.execute("SELECT max(id) FROM tasks").fetchone()[0] or 0
    except (sqlite3.DatabaseError, ValueError, TypeError):
        return None
    return numbers | {(EVERY, IDS): max(highest, numbers.get((EVERY, IDS), 0))}


def go_on_after(database: Path, numbers: Given) -> None:
    """Let the database, which nobody has open, give none of these again. sqlite3.Error."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(_RAISE, [(*whose, last) for whose, last in numbers.items()])
        connection.execute(_PAST_OWN, (EVERY, IDS))
