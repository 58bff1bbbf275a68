"""The whole table of rights, walked through the real handlers: each action by each relation.

What is allowed is done, from its beginning to its end. What isn't leaves one private sentence, one event, and
the task as it was.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.tasks.store_events import WORKSPACE
from bot.tasks.task import Task
from tests.stories.conftest import MANIFEST, Begin, Story
from tests.stories.rights import ACTIONS, Action, Cast, Tasks, tries
from tests.stories.window import Window, text_of

LINUS = "Linus Pauling"

TABLE = """
                         read export edit tick sign changes retract name hand-over not-needed snooze start done close reopen
author                    x     x     x    x    .      .       .      x      x         x        x      x    x     x     x
assignee                  x     x     x    x    .      .       .      .      .         .        .      x    .     .     .
signer                    x     x     .    x    x      x       x      .      x         .        x      .    .     .     .
former signer             .     .     .    .    .      .       .      .      .         .        .      .    .     .     .
admin                     x     x     x    x    .      .       .      x      x         x        .      x    x     x     x
channel member            x     x     .    .    .      .       .      .      .         .        .      .    .     .     .
any full member           x     x     .    .    .      .       .      .      .         .        .      .    .     .     .
outside a private channel .     .     .    .    .      .       .      .      .         .        .      .    .     .     .
guest                     .     .     .    .    .      .       .      .      .         .        .      .    .     .     .
guest and assignee        x     x     x    x    .      .       .      .      .         .        .      x    .     .     .
guest who was asked       x     x     .    x    .      .       x      .      x         .        x      .    .     .     .
other workspace           .     .     .    .    .      .       .      .      .         .        .      .    .     .     .
other workspace and asked x     x     .    x    .      .       x      .      x         .        x      .    .     .     .
deactivated author        .     .     .    .    .      .       .      .      .         .        .      .    .     .     .
bot that is the author    .     .     .    .    .      .       .      .      .         .        .      .    .     .     .
"""


class Who(NamedTuple):
    """What Linus is."""

    cast: Cast = Cast()
    account: Mapping[str, object] = MappingProxyType({})
    """What becomes of his account once the tasks are there."""
    admin: bool = False
    former: bool = False
    """Whether his role was handed to somebody else after he signed."""


PEOPLE = {
    "author": Who(Cast(author=LINUS)),
    "assignee": Who(Cast(assignee=LINUS, channel="secret")),
    "signer": Who(Cast(developer=LINUS, channel="secret")),
    "former signer": Who(Cast(developer=LINUS, channel="secret"), former=True),
    "admin": Who(Cast(channel="secret"), admin=True),
    "channel member": Who(Cast(channel="quiet")),
    "any full member": Who(Cast(channel="elsewhere")),
    "outside a private channel": Who(Cast(channel="secret")),
    "guest": Who(Cast(channel="quiet"), {"kind": "guest"}),
    "guest and assignee": Who(Cast(assignee=LINUS), {"kind": "guest"}),
    "guest who was asked": Who(Cast(developer=LINUS), {"kind": "single-channel guest"}),
    "other workspace": Who(Cast(channel="quiet"), {"kind": "other workspace"}),
    "other workspace and asked": Who(Cast(developer=LINUS), {"kind": "other workspace"}),
    "deactivated author": Who(Cast(author=LINUS), {"deleted": True}),
    "bot that is the author": Who(Cast(author=LINUS), {"kind": "bot"}),
}
"""#engineering and #elsewhere are public, #quiet and #secret private; Linus is in #engineering and #quiet."""

HEAD, *ROWS = TABLE.strip("\n").splitlines()
COLUMNS = [name.replace("-", " ") for name in HEAD.split()]
MAY = {
    row[:26].strip(): dict(zip(COLUMNS, (cell == "x" for cell in row[26:].split()), strict=True))
    for row in ROWS
}


def test_the_table_has_every_action_and_every_relation_that_is_tried() -> None:
    assert list(ACTIONS) == COLUMNS
    assert list(MAY) == list(PEOPLE)


def linus_id() -> str:
    """The id that he has in every sandbox: a setting names it before there is one."""
    return Sandbox(MANIFEST).person(LINUS).id


async def prepared(story: Story, who: Who) -> dict[str, Task]:
    """For each action a task with which it can be done; then Linus becomes what he is."""
    story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace", LINUS])
    story.sandbox.add_channel("secret", private=True, members=["Ada Lovelace"])
    story.sandbox.add_channel("elsewhere", members=["Ada Lovelace"])
    tasks = Tasks(story, who.cast)
    make: Callable[[Action], Awaitable[Task]] = (
        (lambda _: tasks.handed_over("Grace Hopper")) if who.former else (lambda each: each.possible(tasks))
    )
    made = {name: await make(action) for name, action in ACTIONS.items()}
    story.sandbox.change_person(LINUS, **who.account)
    await story.sandbox.events_settled()
    return made


async def is_done(story: Story, linus: Person, name: str, before: Task) -> bool:
    """Whether the action goes through, as far as he sees and as the task stands then."""
    await ACTIONS[name].take(linus, before.key)
    await story.rested()
    after = await Tasks(story, Cast()).now(before)
    done = ACTIONS[name].done(before, after, linus)
    while linus.modal:
        await linus.closes(cross=True)
    return done


async def is_refused(story: Story, linus: Person, name: str, before: Task) -> bool:
    """Whether he gets one sentence, the task one event, and nothing else happens."""
    told, tasks = len(linus.notices), Tasks(story, Cast())
    await tries(story, linus, ACTIONS[name], before)
    await story.rested()
    after, refusals = await tasks.now(before), await tasks.refusals(before)
    assert linus.modal is None, f"{name}: {linus.modal}"
    return (
        len(linus.notices) == told + 1
        and before.key in linus.notices[-1]
        and refusals == [(linus.id, ACTIONS[name].named)]
        and after == before
    )


@pytest.mark.parametrize("relation", PEOPLE)
async def test_each_relation_may_do_what_the_table_says_and_is_refused_the_rest(
    begin: Begin, relation: str
) -> None:
    who = PEOPLE[relation]
    admins = {"COUNTERSIGN_ADMINS": linus_id()} if who.admin else {}
    async with begin(**admins) as story:
        tasks, linus = await prepared(story, who), story.person(LINUS)
        wrong = [
            f"{name} should be {'done' if may else 'refused'}"
            for name, may in MAY[relation].items()
            if not await (is_done if may else is_refused)(story, linus, name, tasks[name])
        ]
        assert wrong == []


FILLED: dict[str, dict[str, object]] = {
    "changes": {"What has to change?": "Because"},
    "tick": {"Done when": ["It works"]},
    "name": {"Signs as Tech Lead": "Alan Turing"},
    "hand over": {"Who signs instead?": "Alan Turing", "Why?": "Because"},
    "not needed": {"Role": "Tech Lead", "Why is it not needed?": "Because"},
    "close": {"Why is it closed?": "Because"},
    "reopen": {"Why is it reopened?": "Because"},
}
OPENED_BY = {
    "sign": "Grace",
    "changes": "Grace",
    "retract": "Grace",
    "tick": "Ada",
    "name": "Ada",
    "hand over": "Ada",
    "not needed": "Ada",
    "snooze": "Grace",
    "close": "Ada",
    "reopen": "Ada",
}


async def opened(story: Story, tasks: Tasks, name: str) -> tuple[Task, Window]:
    """A modal of somebody who may, as it is before it is sent."""
    task, person = await ACTIONS[name].possible(tasks), story.person(OPENED_BY[name])
    while person.modal:
        await person.closes(cross=True)
    if word := ACTIONS[name].word:
        await person.types(f"/task {word} {task.key}", channel="dm")
    else:
        await person.types(f"/task show {task.key}", channel="dm")
        await person.presses({"name": "Name who signs", "snooze": "Snooze"}.get(name, "Not needed"))
    window = Window(story, person)
    window.fill(FILLED.get(name, {}))
    return task, window


async def test_a_modal_of_somebody_elses_changes_nothing_whoever_sends_it(begin: Begin) -> None:
    async with begin() as story:
        tasks, linus = Tasks(story, Cast()), story.person(LINUS)
        for name in OPENED_BY:
            task, window = await opened(story, tasks, name)
            window.is_sent_by(linus)
            said = text_of(await window.submits())
            assert "⚠" in said and task.key in said, name
            assert await tasks.now(task) == task, name
            assert (linus.id, ACTIONS[name].named) in await tasks.refusals(task), name


async def test_a_value_that_was_changed_is_refused_with_an_event_of_the_workspace(begin: Begin) -> None:
    async with begin() as story:
        tasks, ada = Tasks(story, Cast()), story.person("Ada")
        task, window = await opened(story, tasks, "close")
        window.forge(private_metadata='{"t":"everything"}')
        for _ in range(2):
            assert "did not put there" in text_of(await window.submits())
        assert await tasks.now(task) == task
        (event,) = [each for each in await tasks.history(WORKSPACE) if each.kind == "refused"]
        assert (event.who, event.facts) == (ada.id, {"action": "use closing", "why": "NotOurs"})
