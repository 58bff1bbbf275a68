"""`countersign export`: a task's document from the database, byte for byte."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.task import Task
from tests.databases import new_database
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, TEMPLATE, Clock, file, in_a_day, person, sign

DB = Path("countersign.db")
"""Where the bot keeps its own."""
ODD = "Line one\r\n\u2028`<!channel>` \U0001f680 \u202eright to left"


def export(*words: str) -> Result:
    return CliRunner().invoke(app, ["export", *words])


def opened() -> Database:
    """The bot's own database; a new one where there is none yet."""
    if not DB.exists():
        new_database(DB)
    return Database.open(f"sqlite:///{DB}")


async def at_desk(done: bool = False, teams: tuple[str, ...] = (TEAM,)) -> tuple[Task, str]:
    """A task of Alice's in each workspace, signed or not; the first one, and its document."""
    database = opened()
    desk = Desk(database, Clock(), in_a_day)
    for user, name in ((ALICE, "Alice Author"), (GRACE, "Grace Hopper"), (LIN, "Lin Chen")):
        await desk.remember_person(person(user, name))
    task = await file(desk)
    for signer in (GRACE, LIN) if done else ():
        task = (await sign(desk, task, signer)).task
    for team in teams[1:]:
        await elsewhere(desk, team)
    found = (await desk.exported(task)).text
    await database.close()
    return task, found


async def elsewhere(desk: Desk, team: str) -> None:
    """The first task of another workspace."""
    draft_id, template = new_draft_id(), await desk.save_template(TEMPLATE)
    answers = {"title": ODD, "goal.objective": ODD}
    await desk.save_draft(team, "U2", draft_id, template_hash=template, answers=answers, page=0)
    await desk.create(team, "U2", draft_id)


def test_the_document_is_printed_byte_for_byte() -> None:
    task, document = asyncio.run(at_desk())
    result = export(task.key.lower())
    assert (result.exit_code, result.stdout_bytes) == (0, document.encode())
    assert result.stdout.startswith("# TASK-001: Fix the login")


def test_in_the_only_workspace_zeros_may_be_left_out_as_in_slack() -> None:
    asyncio.run(at_desk())
    assert export("task-1").stdout.startswith("# TASK-001: Fix the login")


def test_it_is_written_to_a_file() -> None:
    _, document = asyncio.run(at_desk())
    result = export("TASK-001", "--output", "out.md")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Exported TASK-001 to out.md.\n")
    assert Path("out.md").read_bytes() == document.encode()


def test_a_done_task_is_exported_as_it_was_signed() -> None:
    task, document = asyncio.run(at_desk(done=True))
    assert export(task.key).stdout_bytes == document.encode()
    assert "<!-- countersign: signed document -->" in document


def test_the_address_may_stand_in_a_file_env(monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(at_desk())
    Path("countersign.db").rename("tasks.db")
    Path(".env").write_text("DATABASE_URL=sqlite:///tasks.db\nSLACK_APP_TOKEN=wrong\n", encoding="utf-8")
    assert export("TASK-001").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("TASC-1",), "There is no task TASC-1 here. Did you mean TASK-001?"),
        (
            ("x\x1b[2J",),
            "There is no task x\\x1b[2J here. countersign export --audit names all that there are.",
        ),
        (("TASK-001", "--team", "T9"), "The database knows no workspace T9, only T1."),
        (("TASK-001", "--output", "none/out.md"), "none/out.md can't be written: there is no folder none"),
        (("TASK-001", "--output", "/proc/x"), "/proc/x can't be written: No such file or directory"),
    ],
)
def test_what_cant_be_had_is_told_in_one_line(words: tuple[str, ...], said: str) -> None:
    asyncio.run(at_desk())
    result = export(*words)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"countersign: {said}")


def test_a_key_of_several_workspaces_needs_one_of_them() -> None:
    asyncio.run(at_desk(teams=(TEAM, "T2")))
    result = export("TASK-001")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "TASK-001 stands in several workspaces: T1, T2" in result.stderr and "--team" in result.stderr
    assert "right to left" in export("TASK-001", "--team", "T2").stdout


def test_no_database_is_made_by_asking() -> None:
    result = export("TASK-001")
    assert result.exit_code == 1
    assert result.stderr.startswith("countersign: There is no database countersign.db.")
    assert not Path("countersign.db").exists()


def test_a_wrong_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_TIMEZONE", "Nowhere")
    assert export("TASK-001").stderr.startswith("countersign: COUNTERSIGN_TIMEZONE: write the name of a zone")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name either a task's KEY or --audit"),
        (("",), "name either a task's KEY or --audit"),
        (("TASK-001", "--team", "acme"), "write a workspace's id, such as T0123456789"),
        (("TASK-001", "--output", ""), "name a file, or - for standard output"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], said: str) -> None:
    result = export(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.replace("│", "").split())
