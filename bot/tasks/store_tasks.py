"""Tasks with their sign-offs and signatures: read whole, changed only on the version they were read in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, insert, select, update
from sqlmodel import Session

from bot.tasks import store_texts
from bot.tasks.changing import changed, new_id
from bot.tasks.errors import Conflict
from bot.tasks.numbers import EVERY, IDS
from bot.tasks.substance import Tick, sha256
from bot.tasks.tables import counters, notes, revisions, sign_offs, signatures, tasks
from bot.tasks.task import Signature, SignOff, SignOffState, Task

_OWN = {name for name in Task.model_fields if name not in ("team", "sign_offs", "signatures")}
SLICE = 500
"""Ids in one query: a database takes only so many values at once."""


def next_number(session: Session, team: str, prefix: str) -> int:
    """The next number of the prefix in this workspace, from 1; given up if the transaction is."""
    number = _raised(session, team, prefix)
    if number is not None:
        return number
    session.execute(insert(counters).values(team_id=team, prefix=prefix, last=1))
    return 1


def _raised(session: Session, team: str, prefix: str) -> int | None:
    """The next number of a counter; None if there is none."""
    own = (counters.c.team_id == team, counters.c.prefix == prefix)
    raised = update(counters).where(*own).values(last=counters.c.last + 1).returning(counters.c.last)
    number: int | None = session.execute(raised).scalar()
    return number


def add(session: Session, task: Task, ticks: list[Tick]) -> Task:
    """Store a new task with its first revision; the same with the ids it got."""
    values = task.model_dump(include=_OWN - {"id"})
    # Counted only in a database that was restored over another (numbers.py); else the database gives it.
    if (free := _raised(session, EVERY, IDS)) is not None:
        values["id"] = free
    task_id = new_id(session, insert(tasks).values(team_id=task.team, ticks=ticks, **values))
    asked = tuple(_add_sign_off(session, task, task_id, at, each) for at, each in enumerate(task.sign_offs))
    stored = task.model_copy(update={"id": task_id, "sign_offs": asked})
    add_revision(session, stored, task.author)
    return stored


def save(session: Session, before: Task, after: Task) -> None:
    """Write what changed between the two. Conflict if the task isn't in `before`'s version any more."""
    values = after.model_dump(include=_OWN - {"id"})
    same = (tasks.c.team_id == before.team, tasks.c.id == before.id, tasks.c.version == before.version)
    if changed(session, update(tasks).where(*same).values(**values)) != 1:
        raise Conflict
    for old, new in zip(before.sign_offs, after.sign_offs, strict=True):
        if old != new:
            own = (sign_offs.c.team_id == before.team, sign_offs.c.id == new.id)
            note = add_note(session, after, new.reason) if new.reason else None
            session.execute(update(sign_offs).where(*own).values(**{**new.model_dump(), "reason": note}))
    for signature in after.signatures[len(before.signatures) :]:
        _add_signature(session, after, signature)


def put_off(session: Session, task: Task, theirs: Collection[SignOff], until: datetime) -> Task:
    """Remind of these sign-offs of the task not before then. Its version stays; Conflict if it is another already.

    The row of the task is written as it is, so that nobody else changes a sign-off of it at the same moment.
    """
    own = (tasks.c.team_id == task.team, tasks.c.id == task.id, tasks.c.version == task.version)
    if changed(session, update(tasks).where(*own).values(version=task.version)) != 1:
        raise Conflict
    ids = [each.id for each in theirs]
    mine = (sign_offs.c.team_id == task.team, sign_offs.c.id.in_(ids))
    session.execute(update(sign_offs).where(*mine).values(snoozed_until=until))
    after = {each.id: each.model_copy(update={"snoozed_until": until}) for each in theirs}
    return task.model_copy(update={"sign_offs": tuple(after.get(each.id, each) for each in task.sign_offs)})


def set_signed_document(session: Session, task: Task, document_hash: str) -> Task:
    """Note which text is the task's signed document, in the transaction that made it done."""
    own = (tasks.c.team_id == task.team, tasks.c.id == task.id)
    session.execute(update(tasks).where(*own).values(signed_document_hash=document_hash))
    return task.model_copy(update={"signed_document_hash": document_hash})


def by_id(session: Session, team: str, task_id: int) -> Task | None:
    """The task with this id; None if the workspace has none."""
    return next(iter(_load(session, team, tasks.c.id == task_id)), None)


def by_key(session: Session, team: str, key: str) -> Task | None:
    """The task with exactly this key; None if the workspace has none."""
    return next(iter(_load(session, team, tasks.c.key == key)), None)


def by_ids(session: Session, team: str, ids: Sequence[int]) -> list[Task]:
    """The tasks with these ids, in that order; those that the workspace hasn't are left out."""
    found: dict[int, Task] = {}
    for start in range(0, len(ids), SLICE):
        found |= {each.id: each for each in _load(session, team, tasks.c.id.in_(ids[start : start + SLICE]))}
    return [found[each] for each in ids if each in found]


def teams_with(session: Session, key: str) -> list[str]:
    """The workspaces that have a task with exactly this key."""
    found = select(tasks.c.team_id).where(tasks.c.key == key).order_by(tasks.c.team_id)
    return list(session.execute(found).scalars())


def keys(session: Session, team: str | None) -> list[str]:
    """All keys of the workspace; None for those of all workspaces."""
    own = () if team is None else (tasks.c.team_id == team,)
    return list(session.execute(select(tasks.c.key).where(*own)).scalars())


def asking(session: Session, team: str, user: str) -> list[int]:
    """The ids of the tasks in which a role is this person's and was not signed, live or not, in their order."""
    signed = SignOffState.SIGNED.value
    own = (sign_offs.c.team_id == team, sign_offs.c.person == user, sign_offs.c.state != signed)
    found = select(sign_offs.c.task_id).where(*own).distinct().order_by(sign_offs.c.task_id)
    return list(session.execute(found).scalars())


def ticks(session: Session, task: Task) -> list[Tick]:
    """For each checklist item its place, and whether it is done now."""
    own = (tasks.c.team_id == task.team, tasks.c.id == task.id)
    stored: list[Tick] = session.execute(select(tasks.c.ticks).where(*own)).scalar() or []
    return stored


def set_ticks(session: Session, task: Task, said: list[Tick]) -> None:
    """Write which items are done, in the transaction that changes the task's version."""
    own = (tasks.c.team_id == task.team, tasks.c.id == task.id)
    session.execute(update(tasks).where(*own).values(ticks=said))


def revision_rows(session: Session, task: Task) -> Sequence[Row[Any]]:
    """The task's revisions, from the first."""
    own = (revisions.c.team_id == task.team, revisions.c.task_id == task.id)
    return session.execute(select(revisions).where(*own).order_by(revisions.c.number)).all()


def _load(session: Session, team: str, *which: ColumnElement[bool]) -> list[Task]:
    """The workspace's tasks of which this holds, whole: three queries, however many there are."""
    rows = session.execute(select(tasks).where(tasks.c.team_id == team, *which).order_by(tasks.c.id)).all()
    ids = [row.id for row in rows]
    asked = _grouped(session, _sign_offs(), sign_offs, team, ids)
    given = _grouped(session, _signatures(), signatures, team, ids)
    return [_task(row, asked[row.id], given[row.id]) for row in rows]


def _grouped(
    session: Session, query: Select[Any], table: Table, team: str, ids: Sequence[int]
) -> defaultdict[int, list[Row[Any]]]:
    """The query's rows by task, a slice of them at a time."""
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for start in range(0, len(ids), SLICE):
        own = (table.c.team_id == team, table.c.task_id.in_(ids[start : start + SLICE]))
        for row in session.execute(query.where(*own)):
            found[row.task_id].append(row)
    return found


def _sign_offs() -> Select[Any]:
    """With the reason's text, if it is kept, in place of its hash."""
    own = (notes.c.team_id == sign_offs.c.team_id) & (notes.c.task_id == sign_offs.c.task_id)
    joined = sign_offs.outerjoin(notes, own & (notes.c.hash == sign_offs.c.reason))
    columns = [column for column in sign_offs.c if column.name != "reason"]
    found = select(*columns, notes.c.text.label("reason")).select_from(joined)
    return found.order_by(sign_offs.c.position)


def _signatures() -> Select[Any]:
    own = (notes.c.team_id == signatures.c.team_id) & (notes.c.task_id == signatures.c.task_id)
    joined = signatures.outerjoin(notes, own & (notes.c.hash == signatures.c.comment_hash))
    return select(signatures, notes.c.text.label("comment")).select_from(joined).order_by(signatures.c.id)


def _task(row: Row[Any], asked: Iterable[Row[Any]], given: Iterable[Row[Any]]) -> Task:
    own = {name: getattr(row, name) for name in _OWN}
    return Task(
        **own,
        team=row.team_id,
        sign_offs=tuple(SignOff.model_validate(each._asdict()) for each in asked),
        signatures=tuple(Signature.model_validate(each._asdict()) for each in given),
    )


def _add_sign_off(session: Session, task: Task, task_id: int, position: int, new: SignOff) -> SignOff:
    values = new.model_dump(exclude={"id"})
    row = insert(sign_offs).values(team_id=task.team, task_id=task_id, position=position, **values)
    return new.model_copy(update={"id": new_id(session, row)})


def add_revision(session: Session, task: Task, author: str) -> None:
    """Store the task's present revision, made by `author` at its last change."""
    row = insert(revisions).values(
        team_id=task.team,
        task_id=task.id,
        number=task.revision,
        author=author,
        at=task.updated_at,
        template_hash=task.template_hash,
        substance_hash=task.substance_hash,
        document_hash=task.document_hash,
    )
    session.execute(row)
    store_texts.belong(session, task.team, task.id, (task.substance_hash, task.document_hash))


def _add_signature(session: Session, task: Task, given: Signature) -> None:
    note = add_note(session, task, given.comment) if given.comment else None
    values = given.model_dump(exclude={"comment"})
    row = insert(signatures).values(team_id=task.team, task_id=task.id, comment_hash=note, **values)
    session.execute(row)


def note(session: Session, task: Task, digest: str) -> str | None:
    """A comment or a reason by its hash; None if it isn't kept (any more)."""
    same = (notes.c.team_id == task.team, notes.c.task_id == task.id, notes.c.hash == digest)
    return session.execute(select(notes.c.text).where(*same)).scalar()


def add_note(session: Session, task: Task, text: str) -> str:
    """Keep a comment or a reason of the task; its hash."""
    digest = sha256(text)
    if note(session, task, digest) is None:
        row = insert(notes).values(team_id=task.team, task_id=task.id, hash=digest, text=text)
        session.execute(row)
    return digest
