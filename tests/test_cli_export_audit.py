"""`countersign export --audit`: who did what when, for people, programs and spreadsheets."""

import asyncio
import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.auditing.export import COLUMNS, cell
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from tests.tasks.cast import Clock, in_a_day, person
from tests.test_cli_export import at_desk, export

EVIL = "=HYPERLINK('x')\n- *[boss](x)* <!channel>"


@pytest.fixture(autouse=True)
def database() -> None:
    """A done task, and one of another workspace."""
    asyncio.run(at_desk(done=True, teams=("T1", "T2")))


def called(name: str) -> None:
    async def work() -> None:
        db = Database.open("sqlite:///countersign.db")
        await Desk(db, Clock(), in_a_day).remember_person(person("UGRACE", name))
        await db.close()

    asyncio.run(work())


def test_for_people_it_is_markdown_by_days_with_titles_and_names() -> None:
    result = export("--audit")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(
        "# Audit\n\nTimes are those of UTC.\n\n## 2026-11-23\n\n- 12:00:00 **TASK-001** "
    )
    assert (
        "\n- 12:00:00 **TASK-001** Fix the login, Grace Hopper: signed as Developer, revision 1\n"
        in result.stdout
    )
    assert "Alice Author: asked Lin Chen to sign as Tech Lead, revision 1\n" in result.stdout


def test_for_programs_it_is_an_object_a_line_without_titles() -> None:
    result = export("--audit", "--format", "json", "--team", "T1")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["number"] for each in found] == list(range(1, 9))
    assert (found[3]["at"], found[3]["task"], found[3]["who"], found[3]["name"], found[3]["kind"]) == (
        "2026-11-23T12:00:00+00:00",
        "TASK-001",
        "UGRACE",
        "Grace Hopper",
        "signed",
    )
    assert "Fix the login" not in result.stdout


def test_for_spreadsheets_it_is_csv_without_titles() -> None:
    result = export("--audit", "--format", "csv", "--output", "audit.csv")
    assert (result.stdout, result.stderr) == ("", "Exported the audit to audit.csv.\n")
    with Path("audit.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert len(rows) == 9 and all(len(row) == len(COLUMNS) for row in rows)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_never_begins_as_a_formula_does(begin: str) -> None:
    assert cell(begin + "1") == "'" + begin + "1"


@pytest.mark.parametrize(("value", "shown"), [("a=b", "a=b"), (None, ""), (7, "7"), ("", "")])
def test_any_other_cell_stays_as_it_is(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_a_name_can_be_no_formula_and_no_markdown() -> None:
    called(EVIL)
    with_name = next(
        row
        for row in csv.reader(export("--audit", "--format", "csv").stdout.splitlines(True))
        if row[3] == "UGRACE"
    )
    assert with_name[4] == "'" + EVIL
    assert "=HYPERLINK('x') - \\*\\[boss\\](x)\\* \\<\\!channel>: signed" in export("--audit").stdout


@pytest.mark.parametrize(
    ("zone", "day", "lines"),
    [
        ("UTC", "2026-11-23", 9),
        ("UTC", "2026-11-24", 0),
        ("Pacific/Auckland", "2026-11-24", 9),
        ("Pacific/Auckland", "2026-11-25", 0),
    ],
)
def test_it_begins_with_the_day_where_the_installation_is(
    monkeypatch: pytest.MonkeyPatch, zone: str, day: str, lines: int
) -> None:
    monkeypatch.setenv("COUNTERSIGN_TIMEZONE", zone)
    assert export("--audit", "--since", day, "--format", "json").stdout.count("\n") == lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("TASK-001", "--audit"), "Invalid value: name either a task's KEY or --audit"),
        (("TASK-001", "--since", "2026-11-23"), "Invalid value: --since and --format are for --audit"),
        (("TASK-001", "--format", "csv"), "Invalid value: --since and --format are for --audit"),
        (("--audit", "--since", "yesterday"), "Invalid value for '--since': write a day like 2026-11-01"),
        (("--audit", "--since", "2026-02-30"), "Invalid value for '--since': write a day like 2026-11-01"),
        (("--audit", "--format", "xml"), "Invalid value for '--format': write md, json or csv"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], said: str) -> None:
    result = export(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.replace("│", "").split())


def test_a_workspace_that_isnt_there_is_told_and_which_are() -> None:
    result = export("--audit", "--team", "T9", "--output", "audit.md")
    assert (result.exit_code, Path("audit.md").exists()) == (1, False)
    assert result.stderr == "countersign: The database knows no workspace T9, only T1, T2.\n"


def test_an_event_that_cant_be_read_is_told_in_one_line() -> None:
    with closing(sqlite3.connect("countersign.db")) as connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET facts = '{' WHERE number = 4")
        connection.commit()
    result = export("--audit", "--format", "json")
    assert (result.exit_code, result.stdout.count("\n")) == (1, 3)
    assert result.stderr.startswith("countersign: Event 4 of task:1 can't be read")


def test_a_file_that_cant_be_written_is_told() -> None:
    result = export("--audit", "--output", "none/audit.md")
    assert (result.exit_code, result.stderr) == (
        1,
        "countersign: none/audit.md can't be written: there is no folder none\n",
    )
