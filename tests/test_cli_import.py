"""`countersign import`: what is shown, what is made, and what is refused."""

import asyncio
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.people import ChannelInfo
from bot.tasks.tables import outbox
from bot.tasks.task import Task
from tests.databases import new_database
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, TEMPLATE, Clock, file, in_a_day, live, person

T = TypeVar("T")

FILLED = """\
# OPS-7: Rotate the keys

**Priority**: P1-High
**Status**: In Review
**Assignee**: grace hopper

Somebody wrote this between.

## Goal

**Objective**: New keys \x1b[2J everywhere

## Sign-Off

- [x] **Developer**: Implementation complete - Lin Chen - 2026-11-20
- [ ] **Tech Lead**: Architecture approved - Bob Nobody
"""
OTHER = "# A second one\n\n**Priority**: P2-Medium\n"
BUG = "# BUG-XXX: [Title]\n\n**Severity**: [High | Low]\n"


@pytest.fixture(autouse=True)
def somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that a bot has used, a template, and two documents."""
    new_database(Path("countersign.db"))
    asyncio.run(at_desk(lambda desk: file(desk)))
    Path("form.md").write_text(TEMPLATE, encoding="utf-8")
    Path("keys.md").write_text(FILLED, encoding="utf-8")
    Path("other.md").write_text(OTHER, encoding="utf-8")
    monkeypatch.setenv("COUNTERSIGN_TEMPLATES", "form.md")


async def at_desk(work: Callable[[Desk], Any]) -> Any:
    """Something done at the desk of the bot that runs beside the command."""
    database = Database.open("sqlite:///countersign.db")
    desk = Desk(database, Clock(), in_a_day)
    for user, name in (
        (ALICE, "Alice Author"),
        (GRACE, "Grace Hopper"),
        (LIN, "Lin Chen"),
        (MALLORY, "Mallory"),
    ):
        await desk.remember_person(person(user, name))
    await desk.remember_person(person("UGONE", "Gone Away", active=False))
    try:
        return await work(desk)
    finally:
        await database.close()


def read(work: Callable[[Session], T]) -> T:
    """Something read from the database."""

    async def reading() -> T:
        database = Database.open("sqlite:///countersign.db")
        try:
            return await database.read(work)
        finally:
            await database.close()

    return asyncio.run(reading())


def import_(*words: str, author: str = ALICE, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["import", *words, "--author", author], input=given)


def tasks() -> list[Task]:
    """All but the one that was there."""
    return read(live)[1:]


def told(result: Result) -> list[dict[str, Any]]:
    """The JSON objects that were printed."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_what_was_understood_is_shown_and_nothing_is_made_unasked() -> None:
    result = import_("keys.md")
    assert result.exit_code == 1
    assert result.stderr == "countersign: nothing was made: add --yes to make the task\n"
    assert tasks() == []
    for line in (
        "keys.md",
        "  Title: Rotate the keys",
        "  Template: form.md",
        "  Answered: 4 of 5 fields",
        "    Assignee: grace hopper (UGRACE)",
        "    Developer, asked to sign: Lin Chen (ULIN)",
        "    The document is called OPS-7. The new task gets a key of its own.",
        "    line 7: Somebody wrote this between.",
        "    line 15: - [x] **Developer**: Implementation complete - Lin Chen - 2026-11-20",
        "Author: Alice Author (UALICE), in T1",
        "Cards: none, as there is no channel: name one with --channel, or set COUNTERSIGN_CHANNEL",
    ):
        assert line in result.stdout.splitlines()


def test_a_name_that_is_nobodys_is_shown_with_what_becomes_of_it() -> None:
    assert (
        "    Tech Lead: Bob Nobody, not matched: nobody whom Countersign knows here is called so; "
        "nobody is asked\n" in import_("keys.md").stdout
    )


def test_of_very_many_lines_without_a_place_the_first_are_shown_and_the_rest_are_counted() -> None:
    Path("long.md").write_text("# T\n\n" + "odd\n" * 205, encoding="utf-8")
    shown = import_("long.md").stdout
    assert "    line 202: odd\n    and 5 lines more, which --json shows too\n" in shown
    assert len(told(import_("long.md", "--json"))[0]["unplaced"]) == 205


def test_a_task_is_made_for_the_bot_to_post() -> None:
    result = import_("keys.md", "--yes", "--channel", "C1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Created TASK-002: Rotate the keys (keys.md)\n" in result.stdout
    (task,) = tasks()
    assert (task.author, task.assignee, task.channel) == (ALICE, GRACE, "C1")
    assert [each.person for each in task.sign_offs] == [LIN, None]
    wanted = read(lambda session: session.execute(select(outbox.c.target)).scalars().all())
    assert {"card:2", "asked:2:ULIN", "document:2:1"} <= set(wanted)


def test_the_signer_is_reminded_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_REMIND_AFTER", "2h")
    monkeypatch.setenv("COUNTERSIGN_WORKING_HOURS", "00:00-24:00")
    monkeypatch.setenv("COUNTERSIGN_WORKING_DAYS", "mon-sun")
    assert import_("keys.md", "--yes").exit_code == 0
    asked = tasks()[0].sign_offs[0]
    assert asked.asked_at and asked.remind_at == asked.asked_at + timedelta(hours=2)


def test_the_channel_is_the_settings_one_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_CHANNEL", "C7")
    import_("keys.md", "--yes")
    import_("other.md", "--yes", "--channel", "C8")
    assert [task.channel for task in tasks()] == ["C7", "C8"]


def test_a_channel_that_isnt_known_yet_is_said_to_be_so() -> None:
    known = ChannelInfo(team=TEAM, id="C8", name="ops", private=False, fetched_at=Clock()())
    asyncio.run(at_desk(lambda desk: desk.remember_channel(known)))
    assert "Cards: in #ops (C8)\n" in import_("other.md", "--channel", "C8").stdout
    said = "Cards: in C9, which isn't known here yet: see that the bot is in it\n"
    assert said in import_("other.md", "--channel", "C9").stdout


def test_standard_input_is_a_document_too() -> None:
    assert import_("-", "other.md", "--yes", given=FILLED).exit_code == 0
    assert [task.title for task in tasks()] == ["Rotate the keys", "A second one"]


def test_a_program_gets_an_object_a_file() -> None:
    result = import_("keys.md", "other.md", "--json", "--yes")
    first, second = told(result)
    assert result.exit_code == 0
    assert (first["file"], first["template"], first["title"]) == ("keys.md", "form.md", "Rotate the keys")
    assert (first["key"], second["key"]) == ("TASK-002", "TASK-003")
    assert first["answers"]["assignee"] == {"user": GRACE}
    assert first["unplaced"][0] == {"line": 7, "text": "Somebody wrote this between."}
    assert first["people"][-1] == {"label": "Tech Lead", "name": "Bob Nobody", "user": None}
    assert (second["people"], second["problems"], second["unplaced"]) == ([], [], [])


def test_a_program_that_says_no_yes_gets_no_key() -> None:
    result = import_("keys.md", "--json")
    assert (result.exit_code, told(result)[0]["key"], tasks()) == (1, None, [])
    assert "add --yes" in result.stderr


def test_the_same_text_twice_is_one_task() -> None:
    Path("copy.md").write_text(FILLED, encoding="utf-8")
    result = import_("keys.md", "copy.md", "keys.md", "--yes")
    assert (result.exit_code, len(tasks())) == (0, 1)
    assert "copy.md\n  holds the same text as keys.md: one task is made of both\n" in result.stdout
    again = told(import_("keys.md", "copy.md", "--yes", "--json"))
    assert [each["key"] for each in again] == ["TASK-003", "TASK-003"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (None, "can't be read: No such file or directory"),
        (b" \n", "can't be imported: it is empty. Fill in a template and try again"),
        (b"# T\n\xff", "can't be imported: it is not text in UTF-8: byte 5 can't be read. Save it as UTF-8"),
        (b"# T\n\0\0", "can't be imported: it is not a text: it holds NUL bytes. Take the Markdown file"),
        (b"#" * 1_000_001, "can't be imported: it is larger than 1 MB, which is the most that a document"),
    ],
)
def test_if_one_file_cant_be_read_nothing_is_made_of_any(raw: bytes | None, said: str) -> None:
    if raw is not None:
        Path("bad.md").write_bytes(raw)
    result = import_("keys.md", "bad.md", "--yes", "--json")
    assert (result.exit_code, result.stdout, tasks()) == (1, "", [])
    assert result.stderr.startswith(f"countersign: bad.md {said}")


def test_a_folder_is_no_document() -> None:
    Path("folder").mkdir()
    assert import_("folder", "--yes").stderr.startswith("countersign: folder is a folder: name one file\n")


def test_a_document_that_cant_be_filed_is_refused_with_what_is_wrong() -> None:
    Path("bad.md").write_text("Only text\n\n**Priority**: Soon\n", encoding="utf-8")
    (refused,) = told(import_("bad.md", "--yes", "--json"))
    assert refused["key"] is None and tasks() == []
    assert refused["problems"][0] == "Title: please fill this in."


def test_a_document_without_its_key_is_a_new_task() -> None:
    Path("mine.md").write_text("# Mine\n\n**Priority**: P1-High\n", encoding="utf-8")
    assert import_("mine.md", "--yes").exit_code == 0
    assert (tasks()[0].title, tasks()[0].priority) == ("Mine", "P1-High")


def test_of_several_templates_the_one_that_places_most_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("forms").mkdir()
    Path("form.md").rename("forms/task.md")
    Path("forms/bug.md").write_text(BUG, encoding="utf-8")
    monkeypatch.setenv("COUNTERSIGN_TEMPLATES", "forms")
    Path("bug.md").write_text("# No log-in\n\n**Severity**: High\n", encoding="utf-8")
    found = told(import_("keys.md", "bug.md", "--json"))
    assert [each["template"] for each in found] == ["task.md", "bug.md"]
    assert told(import_("bug.md", "--template", "TASK", "--json"))[0]["template"] == "task.md"


def test_a_template_may_be_any_file() -> None:
    Path("elsewhere.md").write_text(BUG, encoding="utf-8")
    (found,) = told(import_("other.md", "--template", "elsewhere.md", "--json", "--yes"))
    assert (found["template"], found["key"]) == ("elsewhere.md", "BUG-001")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--template", "nope"), "there is no template nope, and no such file; the templates are form.md"),
        (("--team", "T9"), "The database knows no workspace T9, only T1."),
    ],
)
def test_what_cant_be_found_is_told_in_one_line(words: tuple[str, ...], said: str) -> None:
    result = import_("keys.md", "--yes", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"countersign: {said}\n")


def test_of_several_workspaces_one_is_to_be_named() -> None:
    asyncio.run(at_desk(lambda desk: desk.save_draft("T2", "U2", "d", template_hash="", answers={}, page=0)))
    assert "several workspaces: choose T1, T2 with --team" in import_("keys.md", "--yes").stderr
    assert import_("keys.md", "--yes", "--team", "T2", "--unknown-author", author="U2").exit_code == 0
    assert [task.title for task in read(lambda session: live(session, "T2"))] == ["Rotate the keys"]


def test_no_database_is_made_by_importing() -> None:
    Path("countersign.db").unlink()
    result = import_("keys.md", "--yes")
    assert result.stderr.startswith("countersign: There is no database countersign.db.")
    assert (result.exit_code, Path("countersign.db").exists()) == (1, False)


def test_an_author_who_left_is_refused() -> None:
    said = "countersign: Gone Away (UGONE) has an account that is deactivated: name somebody else with --author\n"
    assert import_("keys.md", "--yes", "--json", author="UGONE").stderr == said


@pytest.mark.parametrize(
    ("author", "meant"),
    [("UALICF", ". Did you mean UALICE, Alice Author?"), ("W0NEW", ".")],
)
def test_an_author_who_isnt_known_is_refused_with_what_to_do(author: str, meant: str) -> None:
    result = import_("keys.md", "--yes", author=author)
    assert (result.exit_code, result.stdout, tasks()) == (1, "", [])
    assert result.stderr == (
        f"countersign: nobody with the id {author} is known in T1{meant} An id stands in the person's Slack "
        "profile, “Copy member ID”. If it is right, let them type /task in Slack once, or add --unknown-author\n"
    )


def test_who_is_known_in_another_workspace_alone_is_nobody_here() -> None:
    other = person("UELSE", "Else Where").model_copy(update={"team": "T2"})
    asyncio.run(at_desk(lambda desk: desk.remember_person(other)))
    assert (
        "nobody with the id UELSE is known in T1" in import_("keys.md", "--team", "T1", author="UELSE").stderr
    )


def test_an_author_who_isnt_known_yet_is_taken_if_that_is_said_and_is_said_to_be_so() -> None:
    result = import_("keys.md", "--yes", "--unknown-author", author="W0NEW")
    assert "Author: W0NEW, who isn't known here yet, in T1\n" in result.stdout
    assert tasks()[0].author == "W0NEW"


@pytest.mark.parametrize(
    ("words", "does"),
    [
        (("keys.md",), "asks the signers"),
        (("keys.md", "--channel", "C1"), "posts the cards and asks the signers"),
        (("other.md", "--channel", "C1"), "posts the cards"),
    ],
)
def test_what_the_bot_does_next_is_said_as_it_is(words: tuple[str, ...], does: str) -> None:
    last = import_(*words, "--yes").stdout.splitlines()[-1]
    assert last == f"The bot {does}, now or when it runs next."


def test_where_the_bot_has_nothing_to_do_nothing_is_said_of_it() -> None:
    assert "The bot" not in import_("other.md", "--yes").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("", "--author", ALICE), "name a file, or - for standard input"),
        (("keys.md", "--author", "@alice"), "write a person's id, such as U0123456789"),
        (("keys.md", "--author", ALICE, "--channel", "#ops"), "write a channel's id, such as C0123456789"),
        (("keys.md", "--author", ALICE, "--team", "acme"), "write a workspace's id, such as T0123456789"),
        (("-", "-", "--author", ALICE), "standard input (-) can be read only once"),
        (("keys.md",), "Missing option '--author'"),
        (("--author", ALICE), "Missing argument"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, ["import", *words])
    assert (result.exit_code, tasks()) == (2, [])
    assert said in " ".join(result.stderr.replace("│", "").split())


def test_nothing_that_a_document_holds_steers_the_terminal() -> None:
    Path("odd.md").write_text("# T\n\n\x1b[2J\u202e\n", encoding="utf-8")
    shown = import_("odd.md").stdout
    assert "    line 3: \\x1b[2J\\u202e\n" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(("answer", "code", "made"), [("y", 0, 1), ("n", 1, 0), ("", 1, 0)])
def test_at_a_terminal_it_asks_first(answer: str, code: int, made: int) -> None:
    found, shown = at_terminal(answer, "keys.md")
    assert (found, len(tasks())) == (code, made)
    assert ("Created TASK-002" in shown) is (made == 1)
    assert ("Nothing was made." in shown) is (made == 0)


def test_at_a_terminal_it_says_how_many_of_them() -> None:
    Path("untitled.md").write_text("**Priority**: P1-High\n", encoding="utf-8")
    code, shown = at_terminal("y", "keys.md", "untitled.md", "other.md")
    assert (code, len(tasks())) == (1, 2)
    assert "2 of 3 tasks. Create? [y/N]: " in shown


def at_terminal(answer: str, *words: str, until: bytes = b"Create? [y/N]: ") -> tuple[int, str]:
    """The exit code, and all that is seen, of the command with somebody who answers."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "import", *words, "--author", ALICE]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        shown = b""
        while until not in shown:
            shown += os.read(ours, 4096)
        # Linux says that nobody is at the other end any more with an error.
        while chunk := _rest(ours):
            shown += chunk
    os.close(ours)
    return running.returncode, shown.decode()


def _rest(ours: int) -> bytes:
    try:
        return os.read(ours, 4096)
    except OSError:
        return b""
