"""Audit the whole database: every chain, what the rows say against it, the witnesses, and the kept texts.

It reads one snapshot and holds a chain's signatures and revisions in memory, never a chain.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.tasks import store_audit
from bot.tasks.agreement import Stored, disagreements
from bot.tasks.chains import Chain, follow, readable
from bot.tasks.errors import DatabaseError
from bot.tasks.events import START
from bot.tasks.remains import unexplained
from bot.tasks.store_events import WORKSPACE, task_id_of
from bot.tasks.substance import sha256
from bot.tasks.testimony import Testimony

_COUNTED = ("chains", "events", "revisions", "signatures", "texts", "deleted", "forgotten")
_CALLED = {"tasks": "The row", "revisions": "A revision", "signatures": "A signature"}


class Finding(BaseModel):
    """Something that doesn't hold."""

    model_config = ConfigDict(frozen=True)

    team: str
    """The workspace's id; "" for what all share."""
    chain: str | None = None
    """The chain: `task:{id}`, or `workspace`; None for a text."""
    task: str | None = None
    """The task's key, where it has one."""
    number: int | None = None
    """The first bad event's number; None where it is no event that is bad."""
    said: str
    """What is wrong, in one sentence."""


class Audit(BaseModel):
    """What came of it."""

    model_config = ConfigDict(frozen=True)

    heads: dict[str, str]
    """The head of each workspace's own chain, by workspace: kept elsewhere, it shows whether its end was cut.
    "" where there is no such chain yet.
    """
    chains: int
    """How many chains were followed; likewise what comes next."""
    events: int
    revisions: int
    signatures: int
    texts: int
    deleted: int
    """How many texts that events name are no longer kept, as other events say: that is no fault."""
    forgotten: int = 0
    """Of how many tasks: all of whose texts retention has deleted."""
    forgotten_since: datetime | None = None
    """When it deleted the first of them; aware, UTC."""
    findings: tuple[Finding, ...]
    """What doesn't hold; nothing if all does."""


def audit(session: Session) -> Audit:
    """Look at everything. DatabaseError if the file itself is damaged."""
    try:
        return _Auditor(session).all()
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"The database can't be read to its end: {_first_line(error)}. If it is damaged, keep the file as it is, "
            "and restore the latest backup."
        ) from error


class _Auditor:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._counts: Counter[str] = Counter()
        self._findings: list[Finding] = []
        self._heads: dict[str, str] = {}
        self._lengths: Counter[str] = Counter()
        self._since: datetime | None = None

    def all(self) -> Audit:
        for team in store_audit.teams(self._session):
            if not isinstance(team, str):
                self._find(str(team), "Rows are kept under this, which is no workspace's id.")
                continue
            self._heads[team] = START
            self._chains(team)
            self._without_events(team)
            self._witnesses(team)
        self._texts(store_audit.all_texts(self._session), "text")
        self._texts(store_audit.all_notes(self._session), "reason or comment")
        counted = {name: self._counts[name] for name in _COUNTED}
        return Audit(
            heads=self._heads, findings=tuple(self._findings), forgotten_since=self._since, **counted
        )

    def _chains(self, team: str) -> None:
        for name, rows in store_audit.chains(self._session, team):
            chain = follow(team, name, rows)
            for _ in rows:  # What comes after the first bad event.
                self._counts["events"] += 1
            self._counts.update(chains=1, events=chain.length + bool(chain.broken))
            if name == WORKSPACE:
                self._heads[team], self._lengths[team] = chain.head, chain.length
            self._chain(chain)

    def _chain(self, chain: Chain) -> None:
        task_id = task_id_of(chain.name)
        task = store_audit.task(self._session, chain.team, task_id) if task_id else None
        key = str(task["key"]) if task else None
        if chain.broken:
            number = chain.length + 1
            said = f"Event {number} of the chain {chain.broken}."
            self._find(chain.team, said, chain=chain.name, task=key, number=number)
        elif task_id:
            revisions = store_audit.revisions_of(self._session, chain.team, task_id)
            signatures = store_audit.signatures_of(self._session, chain.team, task_id)
            self._counts.update(revisions=len(revisions), signatures=len(signatures))
            sign_offs = store_audit.sign_offs_of(self._session, chain.team, task_id)
            gone = store_audit.gone(self._session, chain.team, task_id, chain.texts, chain.notes)
            self._note_forgotten(chain, gone)
            wrong = disagreements(chain, task, revisions, signatures, sign_offs)
            for said in (*wrong, *unexplained(chain, gone)):
                self._find(chain.team, said, chain=chain.name, task=key)
        elif chain.name != WORKSPACE:
            self._find(chain.team, "This is no chain of a task, nor of the workspace.", chain=chain.name)

    def _note_forgotten(self, chain: Chain, gone: Collection[str]) -> None:
        if event := chain.forgotten:
            self._counts.update(deleted=len(gone), forgotten=1)
            self._since = min(self._since or event.at, event.at)

    def _without_events(self, team: str) -> None:
        for table, row in store_audit.without_events(self._session, team):
            task_id = row["id"] if table == "tasks" else row["task_id"]
            what = f"{_CALLED[table]} of task {task_id} has no chain of events: the chain is missing."
            self._find(team, what, task=row.get("key"))

    def _witnesses(self, team: str) -> None:
        """Only as far as the workspace's own chain holds; where it breaks is told already."""
        broken = {each.chain for each in self._findings if each.team == team and each.number}
        testimony = Testimony(self._session, team, filter(None, broken))
        rows = store_audit.chain(self._session, team, WORKSPACE)
        for event in map(readable, islice(rows, self._lengths[team])):
            for chain, said in testimony.against(event):
                self._find(team, said, chain=chain)

    def _texts(self, rows: Iterable[Stored], what: str) -> None:
        for row in rows:
            self._counts["texts"] += 1
            if not isinstance(row["text"], str) or sha256(row["text"]) != row["hash"]:
                said = f"A {what} was changed after it was kept: its SHA-256 isn't {row['hash']} any more."
                self._find(str(row["team_id"]), said)

    def _find(
        self,
        team: str,
        said: str,
        *,
        chain: str | None = None,
        task: str | None = None,
        number: int | None = None,
    ) -> None:
        self._findings.append(Finding(team=team, chain=chain, task=task, number=number, said=said))


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
