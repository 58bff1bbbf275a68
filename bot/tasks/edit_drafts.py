"""A draft that edits a task, against what the task says by now."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from sqlmodel import Session

from bot.tasks import drafts, reading, versions
from bot.tasks.comparing import whole
from bot.tasks.documents import names_of, users_in
from bot.tasks.draft import SIGN_BY_STOOD, Began, Draft
from bot.tasks.errors import DraftGone, NotAllowed, NotKept, NotYours
from bot.tasks.merging import Merged, merge
from bot.tasks.moves import day_of
from bot.tasks.said import FOLLOWS
from bot.tasks.substance import ticks, with_ticks
from bot.tasks.task import Task
from bot.tasks.ticking import carried
from bot.template.form import Form

Answers = dict[str, Any]
"""Values by the keys of their fields."""

Choice = Literal["mine", "theirs"]
"""Whose answer stays where both changed it."""


class Sides(NamedTuple):
    """The three answers to everything, ticks included."""

    form: Form
    """The task's own."""
    base: Answers
    """What the edit began with."""
    mine: Answers
    """What it says."""
    theirs: Answers
    """What the task says now."""


def base(session: Session, task: Task, number: int) -> tuple[Form, Answers]:
    """What an edit that began with this revision began with: its answers, with the ticks of now. NotAllowed, NotKept."""
    form, now = reading.answers(session, task)
    if number == task.revision:
        return form, now
    then = versions.said(session, task, number)
    return form, whole(form, with_ticks(then, carried({}, {}, now, then)))


def begun(session: Session, task: Task, new: Draft) -> Draft:
    """A draft before its first save, as one that edits this task: what isn't said in it is as it was. NotAllowed, NotKept."""
    number = new.base_revision or task.revision
    _, answers = base(session, task, number)
    began = Began(ticks=ticks(answers), sign_by=day_of(task))
    update = {
        "kind": "edit",
        "base_revision": number,
        "template_hash": task.template_hash,
        "began": began,
        "answers": {**answers, **new.answers},
    }
    return new.model_copy(update=update)


def typed(session: Session, task: Task, before: Draft, after: Draft, drawn: int | None) -> Draft:
    """The draft after something was typed on a page. A page that was drawn for an older revision shows nothing
    of what others have changed since: what is typed there is based on that one, so that it clashes.
    """
    said = [key for key, value in after.answers.items() if value != before.answers.get(key)]
    new = [key for key in said if key not in _began(before).older]
    if not new or drawn is None or not 1 <= drawn < _began_at(before):
        return after
    try:
        seen = _with(_base(session, task, before), base(session, task, drawn)[1], new)
    except NotKept:
        return after  # What was typed is kept all the same; what it was based on nobody can say.
    older = {**dict.fromkeys(new, drawn), **_began(before).older}
    began = _began(after).model_copy(update={"older": older, "ticks": ticks(seen)})
    based = after.model_copy(update={"began": began})
    drafts.write(session, based)
    return based


def as_shown(draft: Draft, stood: str | None) -> Draft:
    """The draft, based on the "Sign by" that its owner was shown as the task's: YYYY-MM-DD, "" for none; None if that
    isn't known.
    """
    if stood is None:
        return draft
    return draft.model_copy(update={"plan": {**draft.plan, SIGN_BY_STOOD: stood}})


def sign_by_was(draft: Draft) -> str | None:
    """The task's "Sign by" where another was chosen, else when the edit began: YYYY-MM-DD."""
    stood: str | None = draft.plan.get(SIGN_BY_STOOD, _began(draft).sign_by)
    return stood or None


def own(session: Session, team: str, who: str, draft_id: str) -> Draft:
    """The person's draft, if it edits a task. DraftGone, NotYours, NotAllowed."""
    draft = drafts.any_with_id(session, team, draft_id)
    if draft is None:
        raise DraftGone(draft_id)
    if draft.owner != who:
        raise NotYours
    if draft.kind != "edit" or draft.edits is None:
        raise NotAllowed(
            "This draft is of a new task, so there is nothing to save it to. Please create the task."
        )
    return draft


def unsaved(session: Session, team: str, who: str, task_id: int) -> Draft | None:
    """The person's latest edit of this task that isn't saved yet."""
    found = (each for each in drafts.unfiled(session, team, who) if each.edits == task_id)
    return next(found, None)


def sides(session: Session, task: Task, draft: Draft) -> Sides:
    """The three sides of an edit. NotKept."""
    form, theirs = reading.answers(session, task)
    return _sides(session, task, draft, form, theirs)


def merged(session: Session, task: Task, three: Sides) -> Merged:
    """The edit and what stands now, as one; each item with its tick."""
    picked = {user for each in three[1:] for user in users_in(three.form, each)}
    names = dict.fromkeys(picked, FOLLOWS) | names_of(versions.people(session, task, *three))
    found = merge(*three, names)
    return found._replace(answers=with_ticks(found.answers, carried(*three[1:], found.answers)))


def settle(session: Session, task: Task, draft: Draft, number: int, choices: Mapping[str, Choice]) -> Draft:
    """The draft as an edit of this revision: where both changed a field, as chosen. NotAllowed, NotKept.

    A field without a choice stays based on what it was, so that it clashes again.
    """
    if not _began_at(draft) <= number <= task.revision:
        raise NotAllowed(
            f"{task.key} is at revision {task.revision}, and your edit began with {_began_at(draft)}, so nothing "
            f"can be settled against revision {number}. Please open the edit again."
        )
    form, theirs = base(session, task, number)
    three = _sides(session, task, draft, form, theirs)
    found = merged(session, task, three)
    mine = [each.key for each in found.clashes if choices.get(each.key) != "theirs"]
    answers = _with(found.answers, three.mine, mine)
    left = [each.key for each in found.clashes if each.key not in choices]
    now_base = _with(theirs, three.base, left)
    older = {key: _began(draft).older.get(key, _began_at(draft)) for key in left}
    began = _began(draft).model_copy(update={"ticks": ticks(now_base), "older": older})
    settled = draft.model_copy(update={"answers": answers, "base_revision": number, "began": began})
    drafts.write(session, settled)
    return settled


def _sides(session: Session, task: Task, draft: Draft, form: Form, theirs: Answers) -> Sides:
    was = whole(form, _base(session, task, draft))
    return Sides(form, was, whole(form, draft.answers), theirs)


def _base(session: Session, task: Task, draft: Draft) -> Answers:
    """What the draft began with, ticks included; a field that isn't settled, what it was before."""
    began = _began(draft)
    answers = versions.said(session, task, _began_at(draft))
    for number in sorted(set(began.older.values())):
        keys = [key for key, older in began.older.items() if older == number]
        answers = _with(answers, versions.said(session, task, number), keys)
    return with_ticks(answers, began.ticks)


def _with(answers: Mapping[str, Any], others: Mapping[str, Any], keys: Iterable[str]) -> Answers:
    """The answers, and for these keys those of the others: none where they have none."""
    changed = set(keys)
    kept = {key: value for key, value in answers.items() if key not in changed}
    return {**kept, **{key: others[key] for key in others if key in changed}}


def _began_at(draft: Draft) -> int:
    return draft.base_revision or 1


def _began(draft: Draft) -> Began:
    return draft.began or Began(ticks=[], sign_by=None)
