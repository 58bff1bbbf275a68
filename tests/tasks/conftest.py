"""A database of its own for each test, a desk on it, and a clock."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from tests.databases import new_database
from tests.tasks.cast import ALICE, GRACE, LIN, Clock, in_a_day, person
from tests.tasks.watching import watch


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """Statements that take no workspace are refused."""
    event.listen(Engine, "before_execute", watch)
    yield
    event.remove(Engine, "before_execute", watch)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database(tmp_path / "countersign.db")


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    database = Database.open(url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(db: Database, clock: Clock) -> Desk:
    desk = Desk(db, clock, in_a_day)
    await desk.remember_person(person(ALICE, "Alice Author"))
    await desk.remember_person(person(GRACE, "Grace Hopper", zone="America/New_York"))
    await desk.remember_person(person(LIN, "Lin Chen", zone="Asia/Tokyo"))
    return desk
