"""The audit as a file: for people as Markdown, for programs as JSON or CSV. A piece at a time.

Titles are what people typed into a form, and stand in Markdown only. JSON and CSV hold what the events
themselves hold, and names: they can be kept when texts are deleted.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from bot.tasks.history import Entry, words
from bot.tasks.markdown import escaped

COLUMNS = (
    "at",
    "workspace",
    "task",
    "who",
    "name",
    "kind",
    "role",
    "revision",
    "facts",
    "chain",
    "number",
    "hash",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or drops before one."""


def as_markdown(entries: Iterable[Entry], zone: ZoneInfo) -> Iterator[str]:
    """A heading for each day in the zone, a line for each event."""
    yield f"# Audit\n\nTimes are those of {zone.key}.\n"
    day: date | None = None
    for entry in entries:
        at = entry.event.at.astimezone(zone)
        if at.date() != day:
            day = at.date()
            yield f"\n## {day.isoformat()}\n\n"
        yield f"- {at:%H:%M:%S} {_about(entry)}{_plain(entry.name)}: {_plain(words(entry, zone))}{_revision(entry)}\n"


def as_json(entries: Iterable[Entry]) -> Iterator[str]:
    """A line of JSON for each event; `at` is ISO 8601 in UTC."""
    for entry in entries:
        event = entry.event
        said = {
            "at": event.at.isoformat(),
            "workspace": entry.team,
            "task": entry.key,
            "who": event.who,
            "name": entry.name,
            "kind": event.kind,
            "facts": event.facts,
            "chain": event.chain,
            "number": event.number,
            "before": event.before,
            "hash": event.hash,
        }
        yield json.dumps(said) + "\n"


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """A row for each event, below a row of names; a cell that a spreadsheet would run begins with '."""
    yield _row(COLUMNS)
    for entry in entries:
        event = entry.event
        role, revision = event.facts.get("role"), event.facts.get("revision")
        who = (event.at.isoformat(), entry.team, entry.key, event.who, entry.name)
        facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True)
        yield _row((*who, event.kind, role, revision, facts, event.chain, event.number, event.hash))


def cell(value: object) -> str:
    """What stands in a cell: the value as text, which no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _row(values: Iterable[object]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell(each) for each in values])
    return out.getvalue()


def _revision(entry: Entry) -> str:
    """Which text it was about; what names it by itself says so already."""
    revision = entry.event.facts.get("revision")
    return "" if revision is None or f"revision {revision}" in words(entry) else f", revision {revision}"


def _about(entry: Entry) -> str:
    if entry.key is None:
        return ""
    return f"**{entry.key}** {_plain(entry.title or '')}, "


def _plain(text: str) -> str:
    return escaped(text, also="<")
