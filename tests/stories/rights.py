"""Every action on a task as a person takes it, through the real handlers: what leads to it, and that it was done."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.sandbox.client import Client
from bot.sandbox.person import Person
from bot.slack import ids, shown
from bot.tasks.draft import new_draft_id
from bot.tasks.events import Event
from bot.tasks.step import Shown
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.task import SignOffState, State, Task
from tests.stories.conftest import Story

TEMPLATE = """\
# TASK-XXX: [Title]

**Assignee**: [Name]

## Done when

- [ ] It works

## Sign-Off

- [ ] **Developer**: It is built - [Name] - [Date]
- [ ] **Tech Lead**: It is well built - [Name] - [Date]
"""
WITHOUT_ROLES = TEMPLATE.partition("## Sign-Off")[0]
WHY = "Because"


class Cast(NamedTuple):
    """Who is what to the tasks of one story: names of accounts."""

    author: str = "Ada Lovelace"
    assignee: str = "Katherine Johnson"
    developer: str = "Grace Hopper"
    channel: str = "engineering"


class Tasks:
    """Files tasks at the desk, which is quicker than forms; only what is tried goes through Slack."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story = story
        self.cast = cast
        self.desk, self.team = story.bot.desk, story.sandbox.team_id

    def id(self, name: str) -> str:
        return self.story.person(name).id

    async def file(self, template: str = TEMPLATE) -> Task:
        """A task whose Developer is asked, and whose Tech Lead is nobody yet."""
        author, draft = self.id(self.cast.author), new_draft_id()
        answers = {"title": "Keys", "assignee": {"user": self.id(self.cast.assignee)}}
        signers = {"Developer": self.id(self.cast.developer)}
        plan = {"channel": self.story.sandbox.channel_id(self.cast.channel), "signers": signers}
        template_hash = await self.desk.save_template(template)
        await self.desk.save_draft(
            self.team, author, draft, template_hash=template_hash, answers=answers, page=0, plan=plan
        )
        return (await self.desk.create(self.team, author, draft)).task

    async def signed(self) -> Task:
        """The same, signed by its Developer."""
        task, who = await self.file(), self.id(self.cast.developer)
        showing = await self.desk.show_for_signing(self.team, task.id, who)
        signed = await self.desk.sign(
            self.team,
            task.id,
            who,
            [each.id for each in showing.sign_offs],
            revision=task.revision,
            substance_hash=task.substance_hash,
            document_hash=showing.document_hash,
            comment=None,
            place="card",
        )
        return signed.task

    async def handed_over(self, to: str) -> Task:
        """The same, retracted, and the role handed to somebody else: its first signer is a former one."""
        task, author = await self.signed(), self.id(self.cast.author)
        roles = [each.id for each in task.sign_offs if each.state is SignOffState.SIGNED]
        task = await self.desk.steps.retract(self.team, self.seen(task), self.id(self.cast.developer), roles)
        seen = self.seen(task)
        return (await self.desk.steps.reassign(self.team, seen, author, roles[0], self.id(to), WHY)).task

    async def closed(self) -> Task:
        """A closed task."""
        task, author = await self.file(), self.id(self.cast.author)
        return await self.desk.steps.close(self.team, self.seen(task), author, WHY)

    async def without_roles(self) -> Task:
        """A task that its author says is done."""
        return await self.file(WITHOUT_ROLES)

    def seen(self, task: Task) -> Shown:
        return shown.read(shown.facts(task, state=True))

    async def now(self, task: Task) -> Task:
        """As it stands."""
        found = await self.desk.task(self.team, task.id)
        assert found
        return found

    async def refusals(self, task: Task) -> list[tuple[str | None, str]]:
        """Who was refused what, in the task's chain."""
        events = await self.history(task_chain(task.id))
        return [(each.who, str(each.facts["action"])) for each in events if each.kind == "refused"]

    async def history(self, chain: str) -> list[Event]:
        """A chain's events."""
        return await self.desk._db.read(lambda session: chain_of(session, self.team, chain))


class Action(NamedTuple):
    """How something is done with a task."""

    named: str
    """What a refusal's event calls it."""
    possible: Callable[[Tasks], Awaitable[Task]]
    """A task with which it can be done by whoever may."""
    take: Callable[[Person, str], Awaitable[None]]
    """The whole way of somebody who may, given the task's key."""
    done: Callable[[Task, Task, Person], bool]
    """(before, after, the person) -> whether it was done."""
    word: str = ""
    """The command that begins it; "" where only a button does."""
    button: str = ""
    """Else the button's action id."""


async def opens(person: Person, key: str, button: str) -> None:
    """Presses a button beside the opened document."""
    await person.types(f"/task show {key}", channel="dm")
    await person.presses(button)


async def reads(person: Person, key: str) -> None:
    await person.types(f"/task show {key}", channel="dm")


async def exports(person: Person, key: str) -> None:
    await person.types(f"/task export {key}", channel="dm")


async def edits(person: Person, key: str) -> None:
    await person.types(f"/task edit {key}", channel="dm")
    person.fill({"Title": "Other keys"})
    await person.presses("Review")
    await person.presses("Save")


async def ticks(person: Person, key: str) -> None:
    await person.types(f"/task progress {key}", channel="dm")
    assert person.modal is not None
    (label,) = person.modal.labels
    person.fill({label: ["It works"]})
    await person.presses("Save")


async def signs(person: Person, key: str) -> None:
    await person.types(f"/task sign {key}", channel="dm")
    await person.presses("Sign off")


async def wishes(person: Person, key: str) -> None:
    await person.types(f"/task changes {key}", channel="dm")
    person.fill({"What has to change?": WHY})
    await person.presses("Request changes")


async def retracts(person: Person, key: str) -> None:
    await person.types(f"/task retract {key}", channel="dm")
    await person.presses("Retract")


async def names(person: Person, key: str) -> None:
    await opens(person, key, "Name who signs")
    person.fill({"Signs as Tech Lead": "Alan Turing"})
    await person.presses("Ask them")


async def hands_over(person: Person, key: str) -> None:
    await person.types(f"/task reassign {key}", channel="dm")
    person.fill({"Who signs instead?": "Alan Turing", "Why?": WHY})
    await person.presses("Hand over")


async def skips(person: Person, key: str) -> None:
    await opens(person, key, "Not needed")
    person.fill({"Role": "Tech Lead", "Why is it not needed?": WHY})
    await person.presses("Not needed")


async def puts_off(person: Person, key: str) -> None:
    await opens(person, key, "Snooze")
    await person.presses("Snooze")


async def starts(person: Person, key: str) -> None:
    await person.types(f"/task start {key}", channel="dm")


async def finishes(person: Person, key: str) -> None:
    await person.types(f"/task done {key}", channel="dm")


async def closes(person: Person, key: str) -> None:
    await person.types(f"/task close {key}", channel="dm")
    person.fill({"Why is it closed?": WHY})
    await person.presses("Close it")


async def reopens(person: Person, key: str) -> None:
    await person.types(f"/task reopen {key}", channel="dm")
    person.fill({"Why is it reopened?": WHY})
    await person.presses("Reopen it")


def stands(state: State) -> Callable[[Task, Task, Person], bool]:
    return lambda before, after, _: before.state is not state and after.state is state


def role(number: int, state: SignOffState) -> Callable[[Task, Task, Person], bool]:
    return lambda before, after, _: after.sign_offs[number].state is state


ACTIONS = {
    "read": Action("read", Tasks.file, reads, lambda b, a, who: "Keys" in str(who.modal), word="show"),
    "export": Action(
        "read",
        Tasks.file,
        exports,
        lambda b, a, who: "is on its way to you" in who.notices[-1],
        word="export",
    ),
    "edit": Action("edit", Tasks.file, edits, lambda b, a, _: a.title == "Other keys", word="edit"),
    "tick": Action("tick", Tasks.file, ticks, lambda b, a, _: a.version > b.version, word="progress"),
    "sign": Action("sign", Tasks.file, signs, role(0, SignOffState.SIGNED), word="sign"),
    "changes": Action(
        "request changes", Tasks.file, wishes, role(0, SignOffState.CHANGES_REQUESTED), word="changes"
    ),
    "retract": Action("retract", Tasks.signed, retracts, role(0, SignOffState.ASKED), word="retract"),
    "name": Action("name who signs", Tasks.file, names, role(1, SignOffState.ASKED), button=ids.NAME_SIGNERS),
    "hand over": Action(
        "reassign",
        Tasks.file,
        hands_over,
        lambda b, a, _: a.sign_offs[0].person != b.sign_offs[0].person,
        word="reassign",
    ),
    "not needed": Action(
        "say that it isn't needed",
        Tasks.file,
        skips,
        role(1, SignOffState.NOT_NEEDED),
        button=ids.NOT_NEEDED,
    ),
    "snooze": Action(
        "snooze",
        Tasks.file,
        puts_off,
        lambda b, a, _: any(each.snoozed_until for each in a.sign_offs),
        button=ids.SNOOZE,
    ),
    "start": Action("start", Tasks.file, starts, stands(State.STARTED), word="start"),
    "done": Action("mark as done", Tasks.without_roles, finishes, stands(State.DONE), word="done"),
    "close": Action("close", Tasks.file, closes, stands(State.CLOSED), word="close"),
    "reopen": Action("reopen", Tasks.closed, reopens, stands(State.OPEN), word="reopen"),
}


async def tries(story: Story, person: Person, action: Action, task: Task) -> None:
    """What somebody does who may not: the command, or the button that isn't theirs, pressed on a message."""
    if action.word:
        await person.types(f"/task {action.word} {task.key}", channel="dm")
        return
    world = story.sandbox._world
    general = world.workspace.channel_named("general")
    message = world.workspace.post(general, world.bot.id, "A card", by_app=True)
    value = ids.pack(**shown.facts(task))
    pressed = {"type": "button", "block_id": "b", "action_id": action.button, "value": value}
    await Client(world).act_on_message(person.user, message, pressed, {})
