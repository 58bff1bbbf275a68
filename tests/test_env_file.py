"""A file `.env` with lines that set nothing: each is told, and none is repeated, since it may hold a token."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import load_stored
from bot.surroundings import lines_that_set_nothing, names_that_are_set

FINE = "# a remark\n\nexport DATABASE_URL='sqlite:///tasks.db'\nCOUNTERSIGN_KEEP=\n  PORT = 3000 # a port\n"
LINE = "countersign: line {} of the file .env sets nothing: write it as NAME=value\n"


def write(text: str) -> None:
    Path(".env").write_text(text, encoding="utf-8")


def command(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


def test_of_a_file_that_sets_what_it_says_nothing_is_told() -> None:
    write(FINE)
    assert lines_that_set_nothing() == ()
    assert {"DATABASE_URL", "COUNTERSIGN_KEEP", "PORT"} <= names_that_are_set()


@pytest.mark.parametrize(
    "odd", ["SLACK_BOT_TOKEN", "xoxb-1-hush", "SLACK_BOT_TOKEN xoxb-1-hush", 'SLACK_BOT_TOKEN="xoxb-1-hush']
)
def test_a_line_that_sets_nothing_is_told_before_what_is_missing(odd: str) -> None:
    write(f"# tokens\n\n\n{odd}\nSLACK_APP_TOKEN=xapp-1-hush\n")
    result = command("run")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(LINE.format(4) + "countersign: SLACK_BOT_TOKEN is not set: ")
    assert "hush" not in result.stderr


def test_each_such_line_is_told() -> None:
    write("one\n\ntwo words\nTHREE=3\nfour\n")
    told = [line.split()[1] for line in lines_that_set_nothing()]
    assert told == ["1", "3", "5"]


@pytest.mark.parametrize(
    "words", [("export", "TASK-1"), ("audit", "verify"), ("db", "upgrade"), ("export", "--audit")]
)
def test_every_command_that_reads_the_database_tells_it(words: tuple[str, ...]) -> None:
    write("DATABASE_URL sqlite:///tasks.db\n")
    said = command(*words).stderr
    assert said.startswith(LINE.format(1) + "countersign: There is no database countersign.db.")
    assert said.count("\n") == 2


def test_doctor_tells_it_as_a_warning_with_what_to_do() -> None:
    write("SLACK_BOT_TOKEN xoxb-1-hush\n")
    result = command("doctor")
    assert "warning  settings: Line 1 of the file .env sets nothing: write it as NAME=value." in result.stdout
    assert "If it is a remark, begin it with #." in result.stdout
    assert (result.stderr, "hush" in result.stdout) == ("", False)


def test_a_template_is_checked_without_a_look_at_it() -> None:
    write("odd\n")
    Path("form.md").write_text("# T\n", encoding="utf-8")
    assert command("template", "check", "form.md").stderr == ""


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    write("\ufeffDATABASE_URL=sqlite:///tasks.db\n")
    assert load_stored().database_url == "sqlite:///tasks.db"
    assert "DATABASE_URL" in names_that_are_set()
