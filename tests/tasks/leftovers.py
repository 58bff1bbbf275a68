"""All that a database holds, comparable between two runs of the same things."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from bot.tasks import store_texts
from bot.tasks.posts import Kind
from tests.tasks.cast import TEAM

Row = dict[str, Any]

BY_CHANCE = ("delivery_key", "before", "hash", "id", "number")
"""Columns that differ from run to run, or follow from the order in which refusals are written down."""
IN_ORDER = ("events", "signatures")
"""Tables whose order tells something."""


def left(session: Session) -> dict[str, list[Row]]:
    """All rows by table.

    A refusal changes nothing, so when it was written down makes no difference. Texts stand in the rows that name
    them; that of a sealed document names the chain's head, and so all refusals before it.
    """
    found = {
        name: [dict(row) for row in session.execute(select(table)).mappings()]
        for name, table in SQLModel.metadata.tables.items()
        if name != "texts"
    }
    found["refused"] = [_refusal(row) for row in found["events"] if row["kind"] == "refused"]
    found["events"] = [_event(row) for row in found["events"] if row["kind"] != "refused"]
    found["outbox"] = [_wanted(session, row) for row in found["outbox"]]
    found["tasks"] = [
        {**row, "signed_document_hash": bool(row["signed_document_hash"])} for row in found["tasks"]
    ]
    plain = {name: [_without_chance(row) for row in rows] for name, rows in found.items()}
    return {name: rows if name in IN_ORDER else sorted(rows, key=str) for name, rows in plain.items()}


def _refusal(row: Row) -> Row:
    return {"who": row["who"], "action": row["facts"]["action"], "why": row["facts"]["why"]}


def _event(row: Row) -> Row:
    sealed = {"document": None} if row["kind"] == "document sealed" else {}
    return {**row, "facts": {**row["facts"], **sealed}}


def _wanted(session: Session, row: Row) -> Row:
    """What must become true, with the sentence in place of its hash."""
    kind, ref = row["kind"], row["ref"]
    if kind == Kind.TELL:
        return {"kind": kind, "to": ref["user"], "says": store_texts.must_find(session, TEAM, ref["text"])}
    if kind == Kind.SIGNED_DOCUMENT:
        ref = {**ref, "text": bool(ref["text"])}
    return {"kind": kind, "target": row["target"], "ref": ref, "state": row["state"], "due": row["due_at"]}


def _without_chance(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in BY_CHANCE}
