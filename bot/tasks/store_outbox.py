"""The outbox's rows, and what was posted."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, func, insert, or_, select, update
from sqlmodel import Session
from structlog.contextvars import get_contextvars

from bot.tasks.changing import changed
from bot.tasks.posts import REQUEST, OutboxRow, PostedMessage, Wanted
from bot.tasks.results import OutboxHealth
from bot.tasks.tables import messages, outbox

WAITING = "waiting"
DEAD = "dead"


def want(session: Session, team: str, now: datetime, wanted: Iterable[Wanted]) -> None:
    """Mark that each must become true. A row that waits already is only wanted once more."""
    for each in wanted:
        if not _want_again(session, team, now, each):
            session.execute(insert(outbox).values(**_new_row(team, now, each)))


def claim(
    session: Session, now: datetime, limit: int, lease: timedelta, but: Collection[int] = ()
) -> list[OutboxRow]:
    """Lease what is due, but for these ids; each row comes back as unsure as it was before this claim."""
    free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now)
    due = select(outbox).where(
        outbox.c.state == WAITING, outbox.c.due_at <= now, free, outbox.c.id.not_in(but)
    )
    rows = session.execute(due.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id).limit(limit)).all()
    claimed = (_lease(session, row, now + lease) for row in rows)
    return [row for row in claimed if row]


def free(session: Session) -> None:
    """Free what was in hand of a process that is gone. It stays unsure: it may have been sent."""
    in_hand = outbox.c.lease_until.is_not(None)
    session.execute(update(outbox).where(in_hand).values(lease_until=None))


def finish(session: Session, now: datetime, row: OutboxRow) -> None:
    """Take the row away; if it was wanted again since the claim, free it as a delivery of its own."""
    gone = delete(outbox).where(*_claimed(row), outbox.c.wanted == row.wanted)
    if changed(session, gone) == 0:
        anew = {"attempts": 0, "unsure": False, "delivery_key": _key(), "due_at": now, "last_error": None}
        session.execute(update(outbox).where(*_claimed(row)).values(lease_until=None, **anew))


def postpone(session: Session, row: OutboxRow, at: datetime, error: str, unsure: bool) -> None:
    """Free the row, to be claimed again from `at` on."""
    values = {"due_at": at, "lease_until": None, "last_error": error, "unsure": unsure}
    session.execute(update(outbox).where(*_claimed(row)).values(**values))


def give_up(session: Session, row: OutboxRow, error: str) -> None:
    """Keep the row, dead."""
    values = {"state": DEAD, "lease_until": None, "last_error": error}
    session.execute(update(outbox).where(*_claimed(row)).values(**values))


def next_due(session: Session) -> datetime | None:
    """When the next row becomes free and due."""
    leased = (outbox.c.lease_until.is_not(None)) & (outbox.c.lease_until > outbox.c.due_at)
    moment = case((leased, outbox.c.lease_until), else_=outbox.c.due_at)
    first: datetime | None = session.execute(
        select(func.min(moment)).where(outbox.c.state == WAITING)
    ).scalar()
    return first


def health(session: Session) -> OutboxHealth:
    """What waits, since when, and what is dead."""
    waiting = select(func.count(), func.min(outbox.c.due_at)).where(outbox.c.state == WAITING)
    count, oldest = session.execute(waiting).one()
    dead = select(outbox.c.target, outbox.c.last_error).where(outbox.c.state == DEAD).order_by(outbox.c.id)
    failed = tuple((row.target, row.last_error or "") for row in session.execute(dead))
    return OutboxHealth(waiting=count, oldest=oldest, dead=failed)


def message(session: Session, team: str, target: str) -> PostedMessage | None:
    """Where the target's message is."""
    row = session.execute(select(messages).where(*_posted(team, target))).first()
    return PostedMessage.model_validate(row._asdict()) if row else None


def posted(session: Session, team: str, targets: Collection[str]) -> dict[str, PostedMessage]:
    """Where the targets' messages are, by target; one without a message is left out."""
    own = (messages.c.team_id == team, messages.c.target.in_(targets))
    rows = session.execute(select(messages).where(*own)).all()
    return {row.target: PostedMessage.model_validate(row._asdict()) for row in rows}


def told(session: Session, team: str, begins: str) -> list[str]:
    """With what the targets of posted messages go on that begin so: `asked:12:` with user ids."""
    own = (messages.c.team_id == team, messages.c.target.startswith(begins, autoescape=True))
    return [
        str(each)[len(begins) :] for each in session.execute(select(messages.c.target).where(*own)).scalars()
    ]


def under_way(session: Session, team: str, target: str) -> bool:
    """Whether the target has a message, or is about to have one: its row waits, or is in hand just now."""
    own = (outbox.c.team_id == team, outbox.c.target == target, outbox.c.state == WAITING)
    waits = session.execute(select(outbox.c.id).where(*own)).first()
    return waits is not None or message(session, team, target) is not None


def remember(session: Session, team: str, posted: PostedMessage, now: datetime) -> None:
    """Write down where the target's message is, over what stood there."""
    values: dict[str, Any] = {**posted.model_dump(), "posted_at": now}
    same = _posted(team, posted.target)
    if changed(session, update(messages).where(*same).values(**values)) == 0:
        session.execute(insert(messages).values(team_id=team, **values))


def shows(session: Session, team: str, posted: PostedMessage, payload_hash: str) -> None:
    """Note what the message shows, unless another one has taken its place."""
    same = (*_posted(team, posted.target), messages.c.ts == posted.ts)
    session.execute(update(messages).where(*same).values(payload_hash=payload_hash))


def forget(session: Session, team: str, target: str, ts: str | None = None) -> None:
    """The target has no message any more; with a `ts`, unless it has another one than that."""
    same = () if ts is None else (messages.c.ts == ts,)
    session.execute(delete(messages).where(*_posted(team, target), *same))


def _want_again(session: Session, team: str, now: datetime, each: Wanted) -> bool:
    """Whether there was a row; a dead one lives again, as a delivery of its own."""
    own = (outbox.c.team_id == team, outbox.c.target == each.target)
    again = {"wanted": outbox.c.wanted + 1, "ref": _ref(each)}
    waiting = update(outbox).where(*own, outbox.c.state == WAITING).values(**again)
    if changed(session, waiting):
        return True
    revived = update(outbox).where(*own).values({**_new_row(team, now, each), **again})
    return bool(changed(session, revived))


def _new_row(team: str, now: datetime, each: Wanted) -> dict[str, Any]:
    return {
        "team_id": team,
        "target": each.target,
        "kind": each.kind.value,
        "priority": each.kind.priority,
        "ref": _ref(each),
        "wanted": 1,
        "attempts": 0,
        "unsure": False,
        "delivery_key": _key(),
        "due_at": now,
        "state": WAITING,
    }


def _ref(each: Wanted) -> dict[str, Any]:
    """With the request that it is wanted for, which log lines name, too."""
    request = get_contextvars().get(REQUEST)
    return {**each.ref, REQUEST: request} if request else each.ref


def _lease(session: Session, row: Row[Any], until: datetime) -> OutboxRow | None:
    """The row as claimed; None if another claim was faster."""
    same = (outbox.c.team_id == row.team_id, outbox.c.id == row.id, outbox.c.attempts == row.attempts)
    values = {"lease_until": until, "unsure": True, "attempts": row.attempts + 1}
    if changed(session, update(outbox).where(*same).values(**values)) != 1:
        return None
    return OutboxRow.model_validate({**row._asdict(), "team": row.team_id, "attempts": row.attempts + 1})


def _claimed(row: OutboxRow) -> tuple[ColumnElement[bool], ...]:
    """The row, if it is still this claim's: a later claim has raised `attempts`, a later delivery has its own key."""
    same = (outbox.c.team_id == row.team, outbox.c.id == row.id, outbox.c.delivery_key == row.delivery_key)
    return (*same, outbox.c.attempts == row.attempts, outbox.c.state == WAITING)


def _posted(team: str, target: str) -> tuple[ColumnElement[bool], ...]:
    return (messages.c.team_id == team, messages.c.target == target)


def _key() -> str:
    return secrets.token_hex(16)
