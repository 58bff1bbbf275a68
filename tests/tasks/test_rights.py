"""The table of rights: each action by each relation, and every combination of what somebody can be."""

from collections.abc import Iterator
from itertools import product

import pytest

from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.rights import Action, Relation, may, relations
from bot.tasks.task import Signature, SignOff, SignOffState, Task
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, channel, person
from tests.tasks.test_task import AT, task

TABLE = """
                          | author | assignee | signer | former signer | admin | channel member | public | full | guest | other workspace
read                      |   x    |    x     |   x    |               |   x   |       x        |   x    |      |       |
edit                      |   x    |    x     |        |               |   x   |                |        |      |       |
tick                      |   x    |    x     |   x    |               |   x   |                |        |      |       |
sign                      |        |          |   x    |               |       |                |        |      | never | never
request changes           |        |          |   x    |               |       |                |        |      | never | never
retract                   |        |          |   x    |               |       |                |        |      |       |
name who signs            |   x    |          |        |               |   x   |                |        |      |       |
reassign                  |   x    |          |   x    |               |   x   |                |        |      |       |
say that it isn't needed  |   x    |          |        |               |   x   |                |        |      |       |
snooze                    |   x    |          |   x    |               |       |                |        |      |       |
start                     |   x    |    x     |        |               |   x   |                |        |      |       |
mark as done              |   x    |          |        |               |   x   |                |        |      |       |
close                     |   x    |          |        |               |   x   |                |        |      |       |
reopen                    |   x    |          |        |               |   x   |                |        |      |       |
"""
"""As it is meant, beside as it is written in rights.py. Deactivated accounts and bots have nothing at all."""

HEADS, *ROWS = ([cell.strip() for cell in line.split("|")] for line in TABLE.strip("\n").splitlines())
CELLS = {(row[0], head): cell for row in ROWS for head, cell in zip(HEADS[1:], row[1:], strict=True)}


def signature(who: str) -> Signature:
    said = dict.fromkeys(("role", "statement", "substance_hash", "document_hash", "name"), "x")
    return Signature.model_validate(
        {**said, "sign_off_id": 1, "signer": who, "revision": 1, "day": AT.date(), "at": AT, "place": "card"}
    )


def facts(task: Task, who: PersonInfo | None, where: ChannelInfo | None, *, member: bool) -> set[str]:
    """What Mallory is to a task, by the heads of the table; worked out here once more."""
    full = who is not None and who.kind == "full"
    is_signer = MALLORY in {each.person for each in task.sign_offs}
    said = {
        "author": task.author == MALLORY,
        "assignee": task.assignee == MALLORY,
        "signer": is_signer,
        "former signer": bool(task.signatures) and not is_signer,
        "channel member": full and member,
        "public": full and where is not None and not where.private,
        "full": full,
        "guest": who is not None and who.kind == "guest",
        "other workspace": who is not None and who.kind == "other workspace",
    }
    return {name for name, true in said.items() if true}


def expected(action: Action, heads: set[str], who: PersonInfo | None) -> bool:
    cells = {CELLS[action.value, head] for head in heads}
    gone = who is not None and (not who.active or who.kind == "bot")
    return "x" in cells and "never" not in cells and not gone


PEOPLE = [
    None,
    *(
        person(MALLORY, "Mallory", kind=kind, active=active)
        for kind, active in product(("full", "guest", "other workspace", "bot"), (True, False))
    ),
]
CHANNELS = [None, channel("C1"), channel("C1", private=True)]


def tasks() -> Iterator[Task]:
    """Tasks to which Mallory is author or not, assignee or not, and so on, in all combinations."""
    for author, assignee, signs, signed in product((True, False), repeat=4):
        asked = SignOff(
            id=1, role="Dev", statement="", person=MALLORY if signs else GRACE, state=SignOffState.ASKED
        )
        yield task(
            author=MALLORY if author else ALICE,
            assignee=MALLORY if assignee else LIN,
            sign_offs=(asked,),
            signatures=(signature(MALLORY),) if signed else (),
        )


@pytest.mark.parametrize("action", Action)
def test_each_combination_may_do_what_the_table_says_and_nothing_else(action: Action) -> None:
    wrong = []
    for each, who, where, member, admin in product(tasks(), PEOPLE, CHANNELS, (True, False), (True, False)):
        known = relations(each, MALLORY, who, where, member=member, admin=admin)
        heads = facts(each, who, where, member=member) | ({"admin"} if admin else set())
        if may(action, known) != expected(action, heads, who):
            wrong.append((sorted(heads), who))
    assert wrong == []


def test_every_action_and_every_relation_stands_in_the_table() -> None:
    alive = set(Relation) - {Relation.DEACTIVATED, Relation.BOT}
    assert [row[0] for row in ROWS] == [action.value for action in Action]
    assert len(HEADS) - 1 == len(alive)


@pytest.mark.parametrize("relation", [Relation.DEACTIVATED, Relation.BOT])
def test_a_bot_and_a_deactivated_account_may_nothing_whatever_else_they_are(relation: Relation) -> None:
    everything_else = frozenset(Relation) - {Relation.DEACTIVATED, Relation.BOT}
    assert not [action for action in Action if may(action, everything_else | {relation})]


def test_of_who_is_unknown_only_what_names_them_counts() -> None:
    known = relations(task(author=MALLORY), MALLORY, None, channel("C1"), member=True)
    assert known == {Relation.AUTHOR}
    assert not may(Action.READ, relations(task(), MALLORY, None, channel("C1"), member=True))


def test_an_action_that_is_in_no_row_is_denied() -> None:
    assert not may("anything else", frozenset(Relation) - {Relation.BOT})  # type: ignore[arg-type]
