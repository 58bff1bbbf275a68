"""A draft becomes a task."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.tasks import (
    directory,
    documents,
    drafts,
    imported,
    membership,
    moves,
    posts,
    searching,
    store_events,
    store_homes,
    store_outbox,
    store_tasks,
    store_texts,
)
from bot.tasks.asking import FirstReminder, asked, keep_apart
from bot.tasks.draft import Draft
from bot.tasks.errors import DraftGone, NotAllowed, NotYours, TitleMissing
from bot.tasks.facets import facets
from bot.tasks.people import PersonInfo
from bot.tasks.reminding import left_to
from bot.tasks.results import Created
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, place, sentences
from bot.tasks.substance import canonical, ticks
from bot.tasks.task import SignOff, Task
from bot.template.answers import Answers, normal, start
from bot.template.form import Form


def create(
    session: Session,
    now: datetime,
    first_reminder: FirstReminder,
    separate: Pairs,
    zone: str,
    team: str,
    owner: str,
    draft_id: str,
) -> Created:
    """File the draft, or find the task that it became.

    1. The key's number is taken, and the document rendered with it.
    2. Task, first revision, texts and events are stored.
    3. What must follow in Slack is written down: the card, the document, a message to each signer.

    `zone` is for the days of an author whose own isn't known. DraftGone, NotYours, NotAllowed (it edits a
    task), TitleMissing, CannotSign, HoldsBoth.
    """
    draft = _own_draft(session, team, owner, draft_id)
    if draft.task_id is not None:
        return Created(task=_filed(session, draft), new=False)
    form = documents.form_of(drafts.template_text(session, draft.template_hash))
    answers: Answers = {**start(form), **normal(form, draft.answers)}
    people = _people(session, draft, form, answers)
    sign_offs = _sign_offs(form, draft, people, now, first_reminder)
    new = _new_task(session, draft, form, answers, sign_offs, now)
    keep_apart(session, separate, None, new)
    new, stood_in = place(session, Standing(now, first_reminder, separate), new)
    task = _stored(session, new, form, answers, people, zone)
    document = imported.document_hash(draft)
    store_texts.belong(session, team, task.id, [document] if document else [])
    facts = [*moves.creation(task, ticks(answers), document), *stood_in]
    store_events.append(session, team, store_events.task_chain(task.id), facts)
    drafts.became(session, now, draft, task.id)
    if task.channel:
        membership.watch(session, now, team, task.channel)
    store_outbox.want(session, team, now, _wanted(task))
    store_homes.follow(session, now, task)
    return Created(task=task, new=True, away=sentences(session, now, None, task))


def _own_draft(session: Session, team: str, owner: str, draft_id: str) -> Draft:
    draft = drafts.any_with_id(session, team, draft_id)
    if draft is None:
        raise DraftGone(draft_id)
    if draft.owner != owner:
        raise NotYours
    if draft.kind == "edit":
        raise NotAllowed(
            "This draft edits a task that is there, so it makes no new one. Please save it there."
        )
    return draft


def _filed(session: Session, draft: Draft) -> Task:
    task = store_tasks.by_id(session, draft.team, draft.task_id or 0)
    if task is None:
        raise DraftGone(draft.id)
    return task


def _people(session: Session, draft: Draft, form: Form, answers: Mapping[str, Any]) -> dict[str, PersonInfo]:
    ids = {draft.owner, *_signers(draft).values(), *documents.users_in(form, answers)}
    return directory.people_by_id(session, draft.team, ids)


def _signers(draft: Draft) -> dict[str, str]:
    """Who was chosen on Review, by role."""
    chosen: Mapping[str, str | None] = draft.plan.get("signers") or {}
    return {role: person for role, person in chosen.items() if person}


def _sign_offs(
    form: Form,
    draft: Draft,
    people: Mapping[str, PersonInfo],
    now: datetime,
    first_reminder: FirstReminder,
) -> tuple[SignOff, ...]:
    """One for each role; a role that a template names twice is one role. One without a person is left to the author."""
    signers, sign_by, author = _signers(draft), _sign_by(draft), people.get(draft.owner)
    sign_offs = []
    for role in {role.role: role for role in form.roles}.values():
        sign_off = SignOff(role=role.role, statement=role.statement)
        if person := signers.get(role.role):
            sign_off = asked(sign_off, person, people.get(person), sign_by, now, first_reminder)
        else:
            sign_off = left_to(author, sign_off, sign_by, now, first_reminder)
        sign_offs.append(sign_off)
    return tuple(sign_offs)


def _new_task(
    session: Session,
    draft: Draft,
    form: Form,
    answers: Answers,
    sign_offs: tuple[SignOff, ...],
    now: datetime,
) -> Task:
    """The task with its key, before its texts have their hashes."""
    title = str(answers.get(form.title.key) or "").strip()
    if not title:
        raise TitleMissing
    number = store_tasks.next_number(session, draft.team, form.key_prefix)
    return Task(
        team=draft.team,
        key=f"{form.key_prefix}-{number:0{form.key_digits}}",
        title=title,
        author=draft.owner,
        channel=draft.plan.get("channel"),
        sign_by=_sign_by(draft),
        source=draft.source,
        created_at=now,
        updated_at=now,
        template_hash=draft.template_hash,
        substance_hash="",
        document_hash="",
        sign_offs=sign_offs,
        **facets(form, answers)._asdict(),
    )


def _stored(
    session: Session,
    new: Task,
    form: Form,
    answers: Answers,
    people: Mapping[str, PersonInfo],
    zone: str,
) -> Task:
    """The task with the hashes of its texts, all of it stored."""
    document = documents.document(form, answers, new, people, zone)
    hashes = {
        "substance_hash": store_texts.keep(session, new.team, canonical(new.template_hash, answers)),
        "document_hash": store_texts.keep(session, new.team, document),
    }
    task = store_tasks.add(session, new.model_copy(update=hashes), ticks(answers))
    searching.keep(session, task, answers)
    return task


def _wanted(task: Task) -> list[posts.Wanted]:
    """A task without a channel has no card, and no thread for its document."""
    shown = [posts.card(task.id), posts.document(task.id, task.revision)] if task.channel else []
    signers = dict.fromkeys(turn for each in task.waiting() if (turn := task.turn_of(each)))
    return [*shown, *(posts.asked(task.id, signer) for signer in signers)]


def _sign_by(draft: Draft) -> date | None:
    said = draft.plan.get("sign_by")
    return date.fromisoformat(said) if said else None
