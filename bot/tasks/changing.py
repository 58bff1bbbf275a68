"""What a statement did: how many rows it changed, which id a new row got."""

from sqlalchemy import CursorResult, Delete, Insert, Update
from sqlmodel import Session


def changed(session: Session, statement: Update | Delete) -> int:
    """Run it; how many rows it changed. A conditional update that changed none has lost to another."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)


def new_id(session: Session, statement: Insert) -> int:
    """Run it; the id that the database gave the new row."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult) and result.inserted_primary_key
    return int(result.inserted_primary_key[0])
