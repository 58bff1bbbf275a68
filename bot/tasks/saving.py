"""An edit is saved: merged with what stands, decided, and stored with all that follows from it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.tasks import (
    course,
    documents,
    drafts,
    edit_asking,
    edit_drafts,
    editing,
    imported,
    posts,
    searching,
    store_events,
    store_outbox,
    store_tasks,
    store_texts,
    versions,
)
from bot.tasks.boxes import boxes
from bot.tasks.comparing import Change, changes
from bot.tasks.draft import Draft
from bot.tasks.edit_asking import Office
from bot.tasks.editing import Beside, Origin
from bot.tasks.errors import Clashing, TitleMissing
from bot.tasks.facets import facets
from bot.tasks.following import follow
from bot.tasks.moves import fact
from bot.tasks.progress import telling
from bot.tasks.results import Asked, Saved
from bot.tasks.stand_ins import placed, sentences
from bot.tasks.step import Move
from bot.tasks.steps import called
from bot.tasks.substance import canonical, ticks
from bot.tasks.task import Task
from bot.tasks.unticked import TICKED, numbers
from bot.template.form import Form


class Saving(NamedTuple):
    """An edit, merged and about to be saved."""

    draft: Draft
    """Where it comes from."""
    form: Form
    """The task's own."""
    present: dict[str, Any]
    """What the task says, ticks included."""
    answers: dict[str, Any]
    """What it is to say, ticks included."""
    changed: tuple[Change, ...]
    """What of it is new."""
    beside: Beside
    """What else it changes."""


def save(session: Session, office: Office, before: Task, draft: Draft) -> Saved:
    """Save the edit, once it is known that its owner may.

    1. The edit and what stands now become one, or clash.
    2. Other answers make a revision, which signatures don't count for; ticks, "Sign by" and people don't.
    3. Who had answered is asked again and told what changed; author and assignee are told.

    Clashing, DayChanged, TitleMissing, CannotSign, NotKept.
    """
    what = _merged(session, office, before, draft)
    asked = (_revision if what.changed else _beside)(session, office, before, what)
    drafts.became(session, office.now, draft, before.id)
    gone = editing.dismissed(before) if what.changed else ()
    return Saved(
        task=asked.task,
        new=True,
        revision=bool(what.changed),
        changes=what.changed,
        dismissed=gone,
        settled=edit_asking.settled(before, draft),
        away=asked.away,
    )


def _merged(session: Session, office: Office, task: Task, draft: Draft) -> Saving:
    three = edit_drafts.sides(session, task, draft)
    found = edit_drafts.merged(session, task, three)
    if found.clashes:
        raise Clashing(task.key, task.revision, found.clashes)
    if not _title(three.form, found.answers):
        raise TitleMissing
    changed = changes(three.form, three.theirs, found.answers)
    beside = edit_asking.beside(session, office, task, draft)
    return Saving(draft, three.form, three.theirs, found.answers, changed, beside)


def _revision(session: Session, office: Office, before: Task, what: Saving) -> Asked:
    """The next revision, stored."""
    who, team, now = what.draft.owner, before.team, office.now
    after = editing.revised(
        before,
        now,
        what.beside,
        _title(what.form, what.answers),
        store_texts.keep(session, team, canonical(before.template_hash, what.answers)),
        facets(what.form, what.answers),
        edit_asking.again(session, office, before, what.beside.sign_by),
        started=store_events.happened(session, team, store_events.task_chain(before.id), course.STARTED),
    )
    people = versions.people(session, after, what.form, what.answers)
    text = documents.document(what.form, what.answers, after, people, office.zone)
    after = after.model_copy(update={"document_hash": store_texts.keep(session, team, text)})
    origin = Origin(base=what.draft.base_revision or 1, imported=imported.document_hash(what.draft))
    facts = [
        *editing.revision_facts(before, after, who, now, what.changed, origin, ticks(what.answers)),
        *editing.beside_facts(before, after, who, now, what.beside),
    ]
    told = editing.told(before, after, who, called(session, before, who), what.changed)
    move = placed(session, office.standing, Move(task=after, facts=tuple(facts), told=told))
    after = follow(session, now, office.zone, before, move)
    store_tasks.add_revision(session, after, who)
    store_tasks.set_ticks(session, after, ticks(what.answers))
    searching.keep(session, after, what.answers)
    _tell(session, now, before, after)
    return Asked(task=after, away=sentences(session, now, before, after))


def _tell(session: Session, now: datetime, before: Task, after: Task) -> None:
    """The revision's document goes to the channel, and a new message to everybody who had answered."""
    wanted = [posts.document(after.id, after.revision)] if after.channel else []
    for user in sorted(editing.answerers(before)):
        edited = posts.edited(after.id, user)
        store_outbox.forget(session, after.team, edited.target)  # An older one is no news any more.
        wanted.append(edited)
    store_outbox.want(session, after.team, now, wanted)


def _beside(session: Session, office: Office, before: Task, what: Saving) -> Asked:
    """Ticks, people and "Sign by": no revision; nothing at all if they are as they were."""
    who, now = what.draft.owner, office.now
    after = editing.beside(before, now, what.beside)
    facts = editing.beside_facts(before, after, who, now, what.beside)
    there, afterwards = boxes(what.form, what.present), boxes(what.form, what.answers)
    ticked = [new for old, new in zip(there, afterwards, strict=True) if old.done != new.done]
    if ticked:
        facts.append(fact(after, TICKED, who, now, **numbers(ticked, ticks(what.answers))))
    if not facts:
        return Asked(task=before)
    told = telling(session, before, there, ticked, who)
    move = placed(session, office.standing, Move(task=after, facts=tuple(facts), told=told))
    after = follow(session, now, office.zone, before, move)
    if ticked:
        store_tasks.set_ticks(session, after, ticks(what.answers))
    return Asked(task=after, away=sentences(session, now, before, after))


def _title(form: Form, answers: Mapping[str, Any]) -> str:
    return str(answers.get(form.title.key) or "").strip()
