"""Forms under way: saved with every press, read by their owner only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.tasks import store_homes, store_texts
from bot.tasks.documents import form_of
from bot.tasks.draft import Draft, Merge, Merged, answered
from bot.tasks.errors import NotYours
from bot.tasks.tables import drafts
from bot.tasks.turning import turned

FIRST_KNOWN = ("origin_channel", "source")
"""Where a draft came from: known when it was made, and not said again."""
MADE_WITH = ("kind", "edits", "base_revision", "began")
"""What a draft is: it stays, whatever is saved over it."""


def save_template(session: Session, text: str) -> str:
    """Keep the template's text; its hash."""
    return store_texts.keep(session, store_texts.SHARED, text)


def template_text(session: Session, template_hash: str) -> str:
    """The template's text. KeyError if it was never saved."""
    return store_texts.must_find(session, store_texts.SHARED, template_hash)


def save(session: Session, new: Draft, merge: Merge | None = None) -> Draft:
    """Make the draft or save over it, as `merge` says or by key. NotYours if the id is somebody else's.

    Saved with another template, it is turned to that one first; an edit keeps its task's own.
    """
    old = any_with_id(session, new.team, new.id)
    if old is None:
        return _made(session, new)
    if old.owner != new.owner:
        raise NotYours
    if old.task_id is not None:
        return old
    if old.kind == "edit":
        new = new.model_copy(update={"template_hash": old.template_hash})
    merged = _merged(_turned(session, old, new.template_hash), new, merge or _by_key(new))
    write(session, merged)
    return merged


def find(session: Session, team: str, owner: str, draft_id: str) -> Draft | None:
    """The owner's draft with this id."""
    return next(iter(_all(session, *_own(team, owner), drafts.c.id == draft_id)), None)


def unfiled(session: Session, team: str, owner: str) -> list[Draft]:
    """The owner's drafts that became no task, the latest first; without those in which nothing was answered yet."""
    found = _all(session, *_own(team, owner), drafts.c.task_id.is_(None))
    texts = {each: template_text(session, each) for each in {draft.template_hash for draft in found}}
    return [each for each in found if answered(each, form_of(texts[each.template_hash]))]


def discard(session: Session, now: datetime, team: str, owner: str, draft_id: str) -> None:
    """Delete the owner's draft, unless it became a task."""
    unfiled = (drafts.c.id == draft_id, drafts.c.task_id.is_(None))
    session.execute(delete(drafts).where(*_own(team, owner), *unfiled))
    store_homes.keep_current(session, now, team, [owner])


def any_with_id(session: Session, team: str, draft_id: str) -> Draft | None:
    """The workspace's draft with this id, whosever it is: only to say whether it may be touched."""
    return next(iter(_all(session, drafts.c.team_id == team, drafts.c.id == draft_id)), None)


def owner_of(session: Session, team: str, draft_id: str) -> str | None:
    """The user id of the draft's owner; None if the workspace has no such draft."""
    own = select(drafts.c.owner).where(drafts.c.team_id == team, drafts.c.id == draft_id)
    return session.execute(own).scalar()


def write(session: Session, draft: Draft) -> None:
    """Write the draft over its row."""
    session.execute(update(drafts).where(*_one(draft)).values(**_values(draft)))
    store_homes.keep_current(session, draft.updated_at, draft.team, [draft.owner])


def became(session: Session, now: datetime, draft: Draft, task_id: int) -> None:
    """Note which task the draft became."""
    session.execute(update(drafts).where(*_one(draft)).values(task_id=task_id))
    store_homes.keep_current(session, now, draft.team, [draft.owner])


def _made(session: Session, new: Draft) -> Draft:
    """The new draft, stored. NotYours if another workspace has one with its id."""
    try:
        session.execute(insert(drafts).values(**_values(new)))
    except IntegrityError:
        raise NotYours from None
    store_homes.keep_current(session, new.updated_at, new.team, [new.owner])
    return new


def _turned(session: Session, old: Draft, template_hash: str) -> Draft:
    """The draft with another template's answers."""
    if old.template_hash == template_hash:
        return old
    before, after = (form_of(template_text(session, each)) for each in (old.template_hash, template_hash))
    return old.model_copy(update={"answers": turned(before, after, old.answers)})


def _by_key(new: Draft) -> Merge:
    """Only the keys that `new` names are replaced."""
    return lambda answers, plan: Merged({**answers, **new.answers}, {**plan, **new.plan}, new.page)


def _merged(old: Draft, new: Draft, merge: Merge) -> Draft:
    merged = merge(old.answers, old.plan)
    update: dict[str, Any] = {"answers": dict(merged.answers), "plan": dict(merged.plan), "page": merged.page}
    update |= {name: getattr(new, name) or getattr(old, name) for name in FIRST_KNOWN}
    update |= {name: getattr(old, name) for name in MADE_WITH}
    return new.model_copy(update=update)


def _all(session: Session, *which: ColumnElement[bool]) -> list[Draft]:
    query = select(drafts).where(*which).order_by(drafts.c.updated_at.desc(), drafts.c.id)
    rows: Sequence[Row[Any]] = session.execute(query).all()
    return [Draft.model_validate({**row._asdict(), "team": row.team_id}) for row in rows]


def _one(draft: Draft) -> tuple[ColumnElement[bool], ...]:
    return (drafts.c.team_id == draft.team, drafts.c.id == draft.id)


def _own(team: str, owner: str) -> tuple[ColumnElement[bool], ...]:
    return (drafts.c.team_id == team, drafts.c.owner == owner)


def _values(draft: Draft) -> dict[str, Any]:
    return {**draft.model_dump(exclude={"team"}), "team_id": draft.team}
