"""An edit is saved: merged with what stands, decided, and stored with all that follows from it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.tasks import (
    course,
    directory,
    documents,
    drafts,
    edit_drafts,
    editing,
    imported,
    posts,
    store_events,
    store_outbox,
    store_tasks,
    store_texts,
    versions,
)
from bot.tasks.asking import FirstReminder, asked, waiting
from bot.tasks.boxes import boxes
from bot.tasks.comparing import Change, changes
from bot.tasks.draft import Draft
from bot.tasks.editing import Beside, Origin
from bot.tasks.errors import Clashing, TitleMissing
from bot.tasks.facets import facets
from bot.tasks.following import follow
from bot.tasks.moves import fact
from bot.tasks.progress import telling
from bot.tasks.results import Saved
from bot.tasks.step import Move
from bot.tasks.substance import canonical, ticks
from bot.tasks.task import SignOff, SignOffState, Task
from bot.tasks.unticked import TICKED, numbers
from bot.template.form import Form


class Office(NamedTuple):
    """What is the same for all who save."""

    now: datetime
    """The present moment; aware, UTC."""
    first_reminder: FirstReminder
    """When to remind somebody who is asked first."""
    zone: str
    """The IANA name for the days of people whose own isn't known."""


class Saving(NamedTuple):
    """An edit, merged and about to be saved."""

    draft: Draft
    """Where it comes from."""
    form: Form
    """The task's own."""
    answers: dict[str, Any]
    """What the task is to say, ticks included."""
    changed: tuple[Change, ...]
    """What of it is new."""
    beside: Beside
    """What else it changes."""


def save(session: Session, office: Office, before: Task, draft: Draft) -> Saved:
    """Save the edit, once it is known that its owner may.

    1. The edit and what stands now become one, or clash.
    2. Other answers make a revision, which signatures don't count for; ticks, "Sign by" and people don't.
    3. Who had answered is asked again and told what changed; author and assignee are told.

    Clashing, TitleMissing, CannotSign, NotKept.
    """
    what = _merged(session, office, before, draft)
    after = (_revision if what.changed else _beside)(session, office, before, what)
    drafts.became(session, draft, before.id)
    gone = editing.dismissed(before) if what.changed else ()
    return Saved(task=after, new=True, revision=bool(what.changed), changes=what.changed, dismissed=gone)


def _merged(session: Session, office: Office, task: Task, draft: Draft) -> Saving:
    three = edit_drafts.sides(session, task, draft)
    found = edit_drafts.merged(session, task, three)
    if found.clashes:
        raise Clashing(task.key, task.revision, found.clashes)
    if not _title(three.form, found.answers):
        raise TitleMissing
    changed = changes(three.form, three.theirs, found.answers)
    beside = _besides(session, office, task, draft)
    return Saving(draft, three.form, found.answers, changed, beside)


def _besides(session: Session, office: Office, task: Task, draft: Draft) -> Beside:
    """What was chosen on Review: people for roles that have nobody, and another "Sign by". CannotSign."""
    sign_by = _sign_by(task, draft)
    chosen: Mapping[str, str | None] = draft.plan.get("signers") or {}
    wanted = [
        (each, str(chosen[each.role]))
        for each in task.sign_offs
        if each.state is SignOffState.NOBODY and chosen.get(each.role)
    ]
    known = directory.people_by_id(session, task.team, {person for _, person in wanted})
    named = {
        each.id: asked(each, person, known.get(person), sign_by, office.now, office.first_reminder)
        for each, person in wanted
    }
    reminded = _reminded(session, office, task, sign_by) if sign_by != task.sign_by else {}
    return Beside(named=named, reminded=reminded, sign_by=sign_by)


def _reminded(session: Session, office: Office, task: Task, sign_by: date | None) -> dict[int, SignOff]:
    """Who wasn't reminded yet, by the sign-offs' ids: as if "Sign by" had been this day from the beginning."""
    waited = [each for each in task.sign_offs if each.remind_at and not each.reminders_sent]
    turns = {each.id: _turn(task, each) for each in waited}
    known = directory.people_by_id(session, task.team, set(turns.values()))
    first = {
        each.id: office.first_reminder(
            each, known.get(turns[each.id]), sign_by, each.asked_at or task.created_at
        )
        for each in waited
    }
    return {each.id: each.model_copy(update={"remind_at": first[each.id]}) for each in waited}


def _turn(task: Task, sign_off: SignOff) -> str:
    """Who is reminded of it: who is asked, else the author."""
    return str(sign_off.person) if sign_off.state is SignOffState.ASKED else task.author


def _sign_by(task: Task, draft: Draft) -> date | None:
    """The day that was chosen, if the edit changed it; else the task's own, which somebody else may have set."""
    began = draft.began.sign_by if draft.began else None
    chosen = draft.plan.get("sign_by", began) or None
    if chosen == began:
        return task.sign_by
    return date.fromisoformat(chosen) if chosen else None


def _revision(session: Session, office: Office, before: Task, what: Saving) -> Task:
    """The next revision, stored."""
    who, team, now = what.draft.owner, before.team, office.now
    after = editing.revised(
        before,
        now,
        what.beside,
        _title(what.form, what.answers),
        store_texts.keep(session, team, canonical(before.template_hash, what.answers)),
        facets(what.form, what.answers),
        _again(session, office, before, what.beside.sign_by),
        started=store_events.happened(session, team, store_events.task_chain(before.id), course.STARTED),
    )
    people = versions.people(session, after, what.form, what.answers)
    text = documents.document(what.form, what.answers, after, people, office.zone)
    after = after.model_copy(update={"document_hash": store_texts.keep(session, team, text)})
    origin = Origin(base=what.draft.base_revision or 1, imported=imported.document_hash(what.draft))
    facts = [
        *editing.revision_facts(before, after, who, now, what.changed, origin),
        *editing.beside_facts(before, after, who, now, what.beside),
    ]
    names = documents.names_of(directory.people_by_id(session, team, [who]))
    told = editing.told(before, after, who, names.get(who, who), what.changed)
    after = follow(session, now, office.zone, before, Move(task=after, facts=tuple(facts), told=told))
    store_tasks.add_revision(session, after, who)
    store_tasks.set_ticks(session, after, ticks(what.answers))
    _tell(session, now, before, after)
    return after


def _again(session: Session, office: Office, task: Task, sign_by: date | None) -> dict[int, SignOff]:
    """Who had answered, asked anew, by the sign-offs' ids."""
    roles = [(each, str(each.person)) for each in editing.answered(task)]
    known = directory.people_by_id(session, task.team, {person for _, person in roles})
    return {
        each.id: waiting(each, person, known.get(person), sign_by, office.now, office.first_reminder)
        for each, person in roles
    }


def _tell(session: Session, now: datetime, before: Task, after: Task) -> None:
    """The revision's document goes to the channel, and a new message to everybody who had answered."""
    wanted = [posts.document(after.id, after.revision)] if after.channel else []
    for user in sorted({str(each.person) for each in editing.answered(before)}):
        edited = posts.edited(after.id, user)
        store_outbox.forget(session, after.team, edited.target)  # An older one is no news any more.
        wanted.append(edited)
    store_outbox.want(session, after.team, now, wanted)


def _beside(session: Session, office: Office, before: Task, what: Saving) -> Task:
    """Ticks, people and "Sign by": no revision; nothing at all if they are as they were."""
    who, now = what.draft.owner, office.now
    after = editing.beside(before, now, what.beside)
    facts = editing.beside_facts(before, after, who, now, what.beside)
    now_boxes = boxes(what.form, what.answers)
    was_boxes = boxes(*edit_drafts.present(session, before))
    ticked = [now_one for was, now_one in zip(was_boxes, now_boxes, strict=True) if was.done != now_one.done]
    if ticked:
        facts.append(fact(after, TICKED, who, now, **numbers(ticked)))
    if not facts:
        return before
    told = telling(session, before, was_boxes, ticked, who)
    after = follow(session, now, office.zone, before, Move(task=after, facts=tuple(facts), told=told))
    store_tasks.set_ticks(session, after, ticks(what.answers))
    return after


def _title(form: Form, answers: Mapping[str, Any]) -> str:
    return str(answers.get(form.title.key) or "").strip()
