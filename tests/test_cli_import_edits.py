"""`countersign import` on the file of a task that is there: an edit of that task."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.tasks.desk import Desk
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, TEMPLATE, sign
from tests.tasks.editors import answers, edit
from tests.test_cli_import import at_desk, at_terminal, import_, somewhere, told

__all__ = ["somewhere"]
GOAL = "goal.objective"


@pytest.fixture(autouse=True)
def exported(somewhere: None) -> None:
    """The first task says what is wanted, and its file lies there, edited."""
    text = asyncio.run(at_desk(_exported))
    Path("same.md").write_text(text, encoding="utf-8")
    Path("mine.md").write_text(text.replace("Sign in", "Sign out"), encoding="utf-8")


async def _exported(desk: Desk) -> str:
    task = (await edit(desk, await _task(desk), {GOAL: "Sign in", "assignee": {"user": GRACE}})).task
    return (await desk.exported(task)).text


async def _task(desk: Desk) -> Task:
    return await desk.task_by_key(TEAM, "TASK-001")


def task() -> Task:
    found: Task = asyncio.run(at_desk(_task))
    return found


def changed(new: dict[str, Any], who: str = GRACE) -> None:
    """Somebody else edits the task."""

    async def work(desk: Desk) -> None:
        await edit(desk, await _task(desk), new, who)

    asyncio.run(at_desk(work))


def said() -> dict[str, Any]:
    """What the task says now."""

    async def work(desk: Desk) -> dict[str, Any]:
        return await answers(desk, await _task(desk))

    found: dict[str, Any] = asyncio.run(at_desk(work))
    return found


def test_what_would_change_is_shown_and_nothing_is_changed_unasked() -> None:
    result = import_("mine.md")
    assert (result.exit_code, task().revision) == (1, 2)
    assert result.stderr == "countersign: nothing was made: add --yes to make the edit\n"
    for line in (
        "  Edits: TASK-001: Fix the login",
        "  Revision 2 is what it was exported from, and is the present one.",
        "  Template: form.md",
        "  Changes: Goal (Objective)",
        "  Every line was placed.",
    ):
        assert line in result.stdout.splitlines()


def test_of_cards_nothing_is_said_where_only_edits_are_made() -> None:
    assert "Cards:" not in import_("mine.md").stdout


def test_what_the_file_leaves_out_is_said_before() -> None:
    Path("short.md").write_text("# TASK-001: Fix the login\n", encoding="utf-8")
    shown = import_("short.md").stdout
    assert "  Not in the document, so taken away:\n    Basics (Assignee), Goal (Objective)" in shown


def test_the_edit_is_saved_and_reported() -> None:
    result = import_("mine.md", "--yes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Edited TASK-001, which is at revision 3 now: Fix the login (mine.md)\n" in result.stdout
    last = result.stdout.splitlines()[-1]
    assert last == "The bot brings edited cards up to date and asks the signers, now or when it runs next."
    assert said()[GOAL] == "Sign out"


def test_the_same_text_twice_makes_no_revision() -> None:
    import_("mine.md", "--yes")
    result = import_("mine.md", "same.md")
    assert result.stdout.count("  It changes nothing in TASK-001, so there is nothing to save.\n") == 2
    assert (result.exit_code, result.stderr, task().revision, said()[GOAL]) == (0, "", 3, "Sign out")


def test_what_others_changed_since_is_merged() -> None:
    changed({"priority": "P1-High"})
    assert import_("mine.md", "--yes").exit_code == 0
    assert (task().revision, said()["priority"], said()[GOAL]) == (4, "P1-High", "Sign out")


def test_what_both_changed_refuses_it_with_a_line_for_each() -> None:
    changed({GOAL: "Sign up\nand on"})
    result = import_("mine.md", "--yes")
    assert (result.exit_code, task().revision, said()[GOAL]) == (1, 3, "Sign up\nand on")
    assert "  TASK-001 can't be edited by it:\n" in result.stdout
    assert (
        "    Objective (Goal) was changed in TASK-001 too since revision 2: it says “Sign up and on” there and "
        "“Sign out” here." in result.stdout
    )


def test_an_edit_that_clashes_only_when_it_is_saved_is_refused_too() -> None:
    Path("other.md").write_text(
        Path("same.md").read_text(encoding="utf-8").replace("Sign in", "Sign up"), encoding="utf-8"
    )
    result = import_("mine.md", "other.md", "--yes")
    assert (result.exit_code, task().revision, said()[GOAL]) == (1, 3, "Sign out")
    assert result.stderr.startswith("countersign: other.md: Objective (Goal) was changed in TASK-001 too")
    assert asyncio.run(at_desk(lambda desk: desk.drafts(TEAM, ALICE))) == []


def test_a_program_is_told_what_was_edited() -> None:
    (found,) = told(import_("mine.md", "--yes", "--json"))
    assert (found["edits"], found["key"], found["revision"]) == ("TASK-001", "TASK-001", 3)
    assert (found["changes"], found["answers"][GOAL]) == (["Objective"], "Sign out")
    (again,) = told(import_("mine.md", "--json"))
    assert (again["key"], again["revision"], again["changes"]) == ("TASK-001", None, [])


def test_who_may_not_edit_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = import_("mine.md", "--yes", author=MALLORY)
    assert (refused.exit_code, task().revision) == (1, 2)
    assert "can't be edited by it:\n    Only the author and the assignee of TASK-001" in refused.stdout
    monkeypatch.setenv("COUNTERSIGN_ADMINS", MALLORY)
    assert import_("mine.md", "--yes", author=MALLORY).exit_code == 0


def test_a_done_task_is_refused_with_what_to_do() -> None:
    async def done(desk: Desk) -> None:
        for signer in (GRACE, LIN):
            await sign(desk, await _task(desk), signer)

    asyncio.run(at_desk(done))
    result = import_("mine.md", "--yes", "--json")
    (found,) = told(result)
    assert (result.exit_code, found["key"]) == (1, None)
    assert found["problems"] == [
        "TASK-001 is done, so it can't be edited any more. Its author can reopen it.",
        "To make a new task of it instead, take TASK-001 out of its first heading and import it again.",
    ]


def test_new_tasks_and_edits_are_asked_for_together() -> None:
    code, shown = at_terminal("y", "keys.md", "mine.md", "same.md", until=b"[y/N]: ")
    assert (code, task().revision) == (0, 3)
    assert "1 task and 1 edit, of 3 documents. Create and save? [y/N]: " in shown


def test_a_template_that_is_not_in_use_any_more_is_the_task_s_still() -> None:
    Path("form.md").write_text(TEMPLATE.replace("Objective", "Aim"), encoding="utf-8")
    result = import_("mine.md", "--yes")
    assert result.exit_code == 0 and "  Template: an earlier one\n" in result.stdout
    assert said()[GOAL] == "Sign out"
