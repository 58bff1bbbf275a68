"""Tasks, found and read."""

from sqlmodel import Session

from bot.tasks import course, directory, documents, drafts, store_events, store_tasks, store_texts, turns
from bot.tasks.errors import MOST_SHOWN, NotKept, SeveralTeams, UnknownTask
from bot.tasks.meant import is_number, meant, parts
from bot.tasks.rights import Action, may
from bot.tasks.standing import standing
from bot.tasks.substance import answers_in, with_ticks
from bot.tasks.task import SignOff, State, Task
from bot.template.answers import Answers
from bot.template.form import Form


def task(session: Session, team: str, task_id: int) -> Task | None:
    """The task with this id."""
    return store_tasks.by_id(session, team, task_id)


def must_find(session: Session, team: str, task_id: int) -> Task:
    """The task with this id. UnknownTask if the workspace has none."""
    found = store_tasks.by_id(session, team, task_id)
    if found is None:
        raise UnknownTask(f"number {task_id}")
    return found


def by_key(session: Session, team: str, key: str) -> Task:
    """The task with this key, in any case and, if it can only be the one, with fewer or more zeros, or its number alone.

    UnknownTask, with the key that may have been meant, if there is none.
    """
    found = find_by_key(session, team, key) or _by_number(session, team, key)
    if found is None:
        raise _unknown(session, team, key)
    return found


def find_by_key(session: Session, team: str, key: str) -> Task | None:
    """The same; None if there is none."""
    wanted = key.strip().upper()
    if found := store_tasks.by_key(session, team, wanted):
        return found
    same = [each for each in store_tasks.keys(session, team) if parts(each) == parts(wanted)]
    return store_tasks.by_key(session, team, same[0]) if len(same) == 1 else None


def _by_number(session: Session, team: str, typed: str) -> Task | None:
    """The task of this number, where nothing but a number was typed, and one task alone has it."""
    if not is_number(typed):
        return None
    key = meant(typed, store_tasks.keys(session, team))
    return store_tasks.by_key(session, team, key) if key else None


def in_any_team(session: Session, key: str) -> Task:
    """The task with this key, in whichever workspace. UnknownTask, SeveralTeams."""
    wanted = key.strip().upper()
    teams = store_tasks.teams_with(session, wanted)
    if not teams:
        raise _unknown(session, None, key)
    if len(teams) > 1:
        raise SeveralTeams(wanted, tuple(teams))
    return by_key(session, teams[0], wanted)


def _unknown(session: Session, team: str | None, key: str) -> UnknownTask:
    """With the key that may have been meant."""
    return UnknownTask(key.strip(), meant(key.strip()[:MOST_SHOWN], store_tasks.keys(session, team)))


def waiting_for(session: Session, team: str, user: str) -> list[tuple[Task, SignOff]]:
    """What waits for the person, the longest waiting first: what they are asked to sign, and what is the author's
    turn in tasks of theirs.
    """
    ids = sorted({row.task_id for row in turns.of(session, team, [user])})
    tasks = store_tasks.by_ids(session, team, ids)
    waiting = [(task, each) for task in tasks for each in task.sign_offs if task.turn_of(each) == user]
    return sorted(waiting, key=lambda pair: (pair[1].asked_at or pair[0].created_at, pair[0].id))


def answers(session: Session, task: Task) -> tuple[Form, Answers]:
    """The form of the task's own template, and its answers with their ticks. NotKept."""
    form = documents.form_of(drafts.template_text(session, task.template_hash))
    substance = store_texts.find(session, task.team, task.substance_hash)
    if substance is None:
        raise NotKept(task.key, task.revision)
    return form, with_ticks(answers_in(substance), store_tasks.ticks(session, task))


def document(session: Session, task: Task, zone: str) -> str:
    """The task's latest state as a document. `zone` is for an author whose own isn't known. NotKept."""
    form, given = answers(session, task)
    signers = {each.person for each in task.sign_offs if each.person}
    people = directory.people_by_id(
        session, task.team, {task.author, *signers, *documents.users_in(form, given)}
    )
    return documents.document(form, given, task, people, zone)


def closing(session: Session, task: Task) -> tuple[str, str] | None:
    """Who closed the task, and why ("" if that is no longer kept); None if it isn't closed."""
    if task.state is not State.CLOSED:
        return None
    event = store_events.last(session, task.team, store_events.task_chain(task.id), course.CLOSED)
    if event is None:
        return None
    return str(event.who), store_tasks.note(session, task, str(event.facts["reason"])) or ""


def text(session: Session, team: str, text_hash: str) -> str:
    """A stored text. KeyError if it isn't kept."""
    return store_texts.must_find(session, team, text_hash)


def may_read(session: Session, task: Task, who: str, *, admin: bool, there: bool = False) -> bool:
    """Whether the person may read the task, by what is known. `there`: seen in the card's channel just now."""
    return may(Action.READ, standing(session, task, who, admin=admin, there=there))
