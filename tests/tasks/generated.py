"""Worlds of any shape, straight into the rows: who is what to which task, and when what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, insert
from sqlmodel import Session

from bot.tasks import directory, store_tasks
from bot.tasks.changing import new_id
from bot.tasks.migrate import upgrade
from bot.tasks.tables import channel_members, sign_offs, signatures, tasks
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, Clock, channel, person

NOW = Clock().now
WHO = (ALICE, GRACE, LIN)
SOMEBODY = st.sampled_from(WHO)
PERHAPS = st.none() | SOMEBODY
MOMENTS = st.sampled_from([0, 1, 6.9, 7, 8, 29, 30, 31, 90]).map(lambda days: NOW - timedelta(days=days))
"""Few, so that many are the same; some just inside and outside of a week and a month."""
HASHES = st.sampled_from(["before", "now", "now"])
"""Of substances; all tasks say the last."""
PLACES = ("COPEN", "CPRIVATE", "CSHARED", "CUNKNOWN")
KINDS = st.sampled_from(["full", "guest", "other workspace", "bot"])


class Role(NamedTuple):
    """A sign-off, and who signed it how long ago."""

    state: SignOffState
    person: str | None
    stand_in: str | None
    asked_at: datetime | None
    signed: list[tuple[str, str, datetime]]
    """Signer, hash of the substance, and when."""


class Filed(NamedTuple):
    """A task."""

    state: State
    author: str
    assignee: str | None
    channel: str | None
    sign_by: date | None
    priority_rank: int | None
    created_at: datetime
    updated_at: datetime
    roles: list[Role]


class World(NamedTuple):
    """All that there is."""

    filed: list[Filed]
    accounts: dict[str, tuple[str, bool]]
    """Of those who are known: what kind, and whether active."""
    inside: set[tuple[str, str]]
    """Who is in which channel."""


SIGNED = st.lists(st.tuples(SOMEBODY, HASHES, MOMENTS), max_size=2).map(
    lambda all_: sorted(all_, key=lambda given: given[2])
)
STATES = st.sampled_from([SignOffState.ASKED, SignOffState.ASKED, SignOffState.SIGNED, *SignOffState])
STAND_INS = st.sampled_from([None, None, None, *WHO])
ROLES = st.builds(Role, STATES, st.sampled_from([*WHO, *WHO, None]), STAND_INS, st.none() | MOMENTS, SIGNED)
FILED = st.builds(
    Filed,
    st.sampled_from([State.OPEN, *State]),
    SOMEBODY,
    PERHAPS,
    st.none() | st.sampled_from(PLACES),
    st.none() | st.sampled_from([date(2026, 11, 24), date(2026, 12, 1)]),
    st.none() | st.sampled_from([0, 1]),
    MOMENTS,
    MOMENTS,
    st.lists(ROLES, min_size=1, max_size=4),
)
ACCOUNTS = st.dictionaries(SOMEBODY, st.tuples(KINDS, st.sampled_from([True, True, False])))
INSIDE = st.sets(st.tuples(st.sampled_from(PLACES), SOMEBODY))
WORLDS = st.builds(World, st.lists(FILED, min_size=3, max_size=9), ACCOUNTS, INSIDE)


@contextmanager
def rows_of(world: World) -> Iterator[Session]:
    """A session in which the world stands; nothing of it stays."""
    with Session(_engine()) as session:
        for number, filed in enumerate(world.filed, 1):
            _file(session, number, filed)
        for where, private, shared in (
            ("COPEN", False, False),
            ("CPRIVATE", True, False),
            ("CSHARED", False, True),
        ):
            directory.remember_channel(session, channel(where, private=private, shared=shared))
        for who, (kind, active) in world.accounts.items():
            directory.remember_person(session, person(who, who.title(), kind=kind, active=active))
        for where, who in world.inside:
            session.execute(insert(channel_members).values(team_id=TEAM, channel=where, person=who))
        yield session


def all_of(session: Session, world: World) -> list[Task]:
    """All tasks, whole, in the order in which they were filed."""
    found = (store_tasks.by_key(session, TEAM, f"TASK-{number}") for number, _ in enumerate(world.filed, 1))
    return [each for each in found if each]


@cache
def _engine() -> Engine:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
    return engine


def _file(session: Session, number: int, filed: Filed) -> None:
    hashes = {"template_hash": "t", "substance_hash": "now", "document_hash": "d"}
    said = {"key": f"TASK-{number}", "title": f"Task {number}", "version": 1, "revision": 1, "ticks": []}
    values = {key: value for key, value in filed._asdict().items() if key != "roles"}
    task_id = new_id(session, insert(tasks).values(team_id=TEAM, **hashes, **said, **values))
    for position, role in enumerate(filed.roles):
        _ask(session, task_id, position, role)


def _ask(session: Session, task_id: int, position: int, role: Role) -> None:
    own = {"team_id": TEAM, "task_id": task_id, "role": f"Role {position}", "statement": ""}
    values = {key: value for key, value in role._asdict().items() if key != "signed"}
    asked = insert(sign_offs).values(
        position=position, reminders_sent=0, escalated=0, **own, **{**values, "state": role.state.value}
    )
    sign_off_id = new_id(session, asked)
    same = {"sign_off_id": sign_off_id, "revision": 1, "document_hash": "d", "name": "N", "place": "dm"}
    for signer, substance, at in role.signed:
        given = {"signer": signer, "substance_hash": substance, "at": at, "day": at.date()}
        session.execute(insert(signatures).values(**own, **same, **given))
