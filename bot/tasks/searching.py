"""Search: tasks are kept findable as they change, and found for one reader."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from bot.tasks import store_lists, store_search
from bot.tasks.listing import Page, Reader, page_of
from bot.tasks.task import Task
from bot.tasks.tokens import phrases, searched


def keep(session: Session, task: Task, answers: Mapping[str, Any]) -> None:
    """The task is found by what it says now: in the transaction in which it comes to say so."""
    store_search.put(session, task.team, task.id, searched(task.key, task.title, answers))


def found(session: Session, reader: Reader, typed: str, first: int) -> Page:
    """The page of what the reader may read and holds all words that are typed, done and closed tasks too; the newest first."""
    holding = store_lists.among(store_search.matching(reader.team, phrases(typed)))
    return page_of(session, reader, holding, store_lists.NEWEST, first)
