"""`countersign audit verify`: the database, or a signed document."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from tests.tasks.cast import Clock, in_a_day
from tests.test_cli_export import at_desk

MARK = "\ufeff"


def verify(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["audit", "verify", *words], input=stdin)


@pytest.fixture
def document() -> str:
    """A done task's, whose database is here."""
    _, text = asyncio.run(at_desk(done=True))
    Path("TASK-001.md").write_bytes(text.encode())
    return text


def forge(statement: str) -> None:
    """A change behind the triggers' back."""
    with closing(sqlite3.connect("countersign.db")) as connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute(statement)
        connection.commit()


async def witnessed() -> None:
    """The day's witness is appended."""
    database = Database.open("sqlite:///countersign.db")
    await Desk(database, Clock(), in_a_day).witness_when_due()
    await database.close()


def test_a_database_that_holds_is_said_to_with_its_counts(document: str) -> None:
    result = verify()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Checked 1 chain of 8 events, 2 signatures, 1 revision and 6 texts.\n")
    assert result.stdout.endswith("\nAll of it holds.\n")


def test_the_head_is_printed_or_that_there_is_none_yet(document: str) -> None:
    assert "\nT1 has no witness yet, " in verify().stdout
    asyncio.run(witnessed())
    with closing(sqlite3.connect("countersign.db")) as connection:
        ((head,),) = connection.execute("SELECT hash FROM events WHERE chain = 'workspace'").fetchall()
    assert f"\nHead of the workspace chain of T1: {head}\n" in verify().stdout


def test_what_doesnt_hold_is_named_with_its_place(document: str) -> None:
    forge("UPDATE events SET who = 'UEVE' WHERE number = 4")
    result = verify()
    assert result.exit_code == 1
    assert "\nT1, TASK-001, task:1: Event 4 of the chain was changed after it was written" in result.stdout
    assert result.stdout.endswith("\n1 thing doesn't hold.\n")


def test_a_program_gets_the_same(document: str) -> None:
    assert json.loads(verify("--json").stdout)["holds"] is True
    forge("UPDATE events SET who = 'UEVE' WHERE number = 4")
    result = verify("--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["holds"], found["signatures"]) == (1, False, 0)
    assert (found["findings"][0]["task"], found["findings"][0]["number"]) == ("TASK-001", 4)


def test_a_document_is_checked_a_line_for_each_thing(document: str) -> None:
    result = verify("TASK-001.md")
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0]) == (0, "TASK-001.md")
    assert lines[-1] == "This file is the document that was signed, and all of it holds."
    assert [line.split()[1] for line in lines[1:-1]] == [
        "text:",
        "substance:",
        "signature:",
        "signature:",
        "history:",
        "seal:",
    ]


@pytest.mark.parametrize("words", [(), ("--offline",)])
def test_a_changed_document_ends_with_exit_code_1(document: str, words: tuple[str, ...]) -> None:
    result = verify("-", *words, stdin=document.replace("Fix", "Mix"))
    assert result.exit_code == 1
    assert "  NOT text: The text isn't the one of the footer" in result.stdout


def test_what_comes_of_a_changed_document_is_said_last_and_plainly(document: str) -> None:
    said = [verify("-", *words, stdin=document.replace("Fix", "Mix")) for words in ((), ("--offline",))]
    assert [each.stdout.splitlines()[-1] for each in said] == [
        "This file is NOT the document that was signed: 2 things don't hold.",
        "This file is NOT the document that its own footer names.",
    ]


def test_a_document_that_was_signed_stays_that_whatever_else_was_changed(document: str) -> None:
    forge("UPDATE tasks SET state = 'closed'")
    result = verify("TASK-001.md")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith("This file is the document that was signed, but ")


def test_a_document_of_a_task_that_isnt_there_can_only_be_looked_up_where_it_is(document: str) -> None:
    forge("UPDATE tasks SET key = 'OTHER-001'")
    assert verify("TASK-001.md").stdout.splitlines()[-1] == (
        "Whether this file is the document that was signed can't be said: its task isn't in this database."
    )


def test_offline_says_that_it_is_only_that_and_needs_no_database() -> None:
    _, text = asyncio.run(at_desk(done=True))
    Path("countersign.db").unlink()
    result = verify("-", "--offline", stdin=text)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith(
        "Only the text was checked, and only against this file's"
    )


def test_a_byte_order_mark_and_carriage_returns_are_no_change(document: str) -> None:
    Path("mailed.md").write_bytes((MARK + document.replace("\n", "\r\n")).encode())
    assert verify("mailed.md").exit_code == 0


def test_a_document_as_json(document: str) -> None:
    found = json.loads(verify("TASK-001.md", "--json").stdout)
    assert (found["file"], found["offline"], found["holds"]) == ("TASK-001.md", False, True)
    assert found["checks"][0]["what"] == "text"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "is not text in UTF-8: byte 1 can't be read"),
        (None, "can't be read: No such file or directory"),
    ],
)
def test_a_file_that_cant_be_read_is_told_in_one_line(content: bytes | None, said: str) -> None:
    if content is not None:
        Path("odd.md").write_bytes(content)
    result = verify("odd.md", "--offline")
    assert (result.exit_code, result.stderr) == (1, f"countersign: odd.md {said}\n")


def test_a_file_that_would_steer_the_terminal_doesnt(document: str) -> None:
    result = verify("-", "--offline", stdin=document + "\x1b[2J\n")
    assert "\x1b" not in result.stdout and "\\x1b[2J" in result.stdout


@pytest.mark.parametrize(
    "words",
    [("--offline",), ("--team", "T1"), ("a.md", "--offline", "--team", "T1"), ("a.md", "--team", "x")],
)
def test_wrong_use_ends_with_exit_code_2(words: tuple[str, ...]) -> None:
    assert verify(*words).exit_code == 2


def test_a_workspace_that_isnt_there_is_told_and_which_are(document: str) -> None:
    result = verify("TASK-001.md", "--team", "T9")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "countersign: The database knows no workspace T9, only T1.\n"


def test_no_database_is_made_by_asking() -> None:
    result = verify()
    assert (result.exit_code, Path("countersign.db").exists()) == (1, False)
    assert result.stderr.startswith("countersign: There is no database countersign.db.")
