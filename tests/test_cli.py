"""The command line: what it says when it can't do what it was asked, and its exit codes."""

import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
import structlog
import yaml
from typer.testing import CliRunner

from bot.cli import app
from bot.sandbox.server import Sandbox
from tests.stories.process import free_port

ROOT = Path(__file__).parents[1]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-hush", "SLACK_APP_TOKEN": "xapp-1-hush"}
NOWHERE = "http://127.0.0.1:1/api/"
"""Nothing listens on port 1."""


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """`run` sets the log up for good."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def refused(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    """What `run` says in one line when it can't start with these settings."""
    for name, value in (TOKENS | {"SLACK_API_URL": NOWHERE} | settings).items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.output.startswith("countersign: ")
    assert result.output.count("\n") == 1
    assert "hush" not in result.output
    return result.output.removeprefix("countersign: ").rstrip("\n")


def database_made() -> bool:
    """Whether a start has left a database behind."""
    return Path("countersign.db").exists()


def diary() -> None:
    """A file that is no database, where one should be."""
    Path("countersign.db").write_text("Dear diary, " * 1000)


def test_with_no_settings_each_missing_one_has_its_line() -> None:
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1
    assert [line.split()[:2] for line in result.stderr.splitlines()] == [
        ["countersign:", "SLACK_BOT_TOKEN"],
        ["countersign:", "SLACK_APP_TOKEN"],
    ]


def test_a_wrong_setting_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(monkeypatch, PORT="web") == "PORT: write a port's number, from 0 to 65535"


def test_what_looks_like_a_slip_in_the_settings_is_a_line_of_the_log_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slips = {"COUNTERSIGN_REMINDAFTER": "1h", "COUNTERSIGN_KEEP": "1m", "COUNTERSIGN_LOG_FORMAT": "json"}
    for name, value in {**TOKENS, "SLACK_API_URL": NOWHERE, **slips}.items():
        monkeypatch.setenv(name, value)
    *lines, last = CliRunner().invoke(app, ["run"]).output.splitlines()
    said = [each["said"] for each in map(json.loads, lines) if each["event"] == "settings.doubtful"]
    assert said == [
        "COUNTERSIGN_REMINDAFTER is set, and Countersign has no such setting.",
        "What was typed into a task is deleted for good 1 minute after it was done or closed.",
    ]
    assert last.startswith("countersign: Slack can't be reached")


def test_a_template_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = refused(monkeypatch, COUNTERSIGN_TEMPLATES=str(tmp_path / "none.md"))
    assert said == f"COUNTERSIGN_TEMPLATES: {tmp_path}/none.md can't be read: No such file or directory"


def test_a_template_that_is_no_text_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "form.md").write_bytes(b"# \xff\xfe")
    said = refused(monkeypatch, COUNTERSIGN_TEMPLATES="form.md")
    assert said == "COUNTERSIGN_TEMPLATES: form.md is not text in UTF-8: byte 3 can't be read"


def test_a_template_that_is_empty_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("form.md").write_text("\n")
    said = refused(monkeypatch, COUNTERSIGN_TEMPLATES="form.md")
    assert said.startswith("COUNTERSIGN_TEMPLATES: form.md is empty: ")


def test_a_time_of_the_summary_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refused(monkeypatch, COUNTERSIGN_SUMMARY_CRON="at nine", COUNTERSIGN_SUMMARY_CHANNEL="C0123456789")
    assert said.startswith("COUNTERSIGN_SUMMARY_CRON: 'at nine' is no crontab line of five fields")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///none/tasks.db", "DATABASE_URL: the folder none doesn't exist; make it, then start again"),
        ("sqlite://", "DATABASE_URL must name a file, so that nothing is lost."),
        ("postgresql://ada:hush@localhost/tasks", "DATABASE_URL names postgresql, and only SQLite"),
        ("tasks.db", "DATABASE_URL: not a database address. Example: sqlite:///"),
    ],
)
def test_a_database_that_can_not_be_is_told(monkeypatch: pytest.MonkeyPatch, url: str, said: str) -> None:
    assert refused(monkeypatch, DATABASE_URL=url).startswith(said)


def test_a_slack_that_can_not_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refused(monkeypatch)
    assert said == f"Slack can't be reached at {NOWHERE}: check the network and SLACK_API_URL"
    assert not database_made()


@pytest.mark.parametrize("words", [["rum"], ["run", "--fast"], ["run", "now"], ["demo", "--port", "web"]])
def test_wrong_use_ends_with_exit_code_2(words: list[str]) -> None:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


@pytest.mark.parametrize("port", ["web", "-1", "65536", "8080.5", ""])
def test_a_port_that_is_none_is_told(port: str) -> None:
    result = CliRunner().invoke(app, ["demo", "--once", "--port", port])
    assert result.exit_code == 2
    assert "Invalid value for '--port': write a port's number, from 0 to 65535" in result.stderr


def test_the_version_is_the_packages() -> None:
    result = CliRunner().invoke(app, ["--version"])
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert (result.exit_code, result.stdout) == (0, f"countersign {written}\n")


def test_help_lists_the_commands() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert {"run", "demo"} <= set(result.stdout.split())


def test_a_demo_whose_port_is_taken_says_so_and_how_to_choose_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(app, ["demo", "--port", port])
    assert result.exit_code == 1
    assert result.stderr == (
        f"countersign: port {port} is taken; choose another: make demo ARGS='--port {int(port) + 1}'\n"
    )


# From outside: as a person starts it, in an empty folder with an empty home.


def environment(**settings: str) -> dict[str, str]:
    """What a fresh machine has, and these settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(Path.cwd()), "PYTHONPATH": str(ROOT)} | settings


def test_python_m_bot_is_the_same_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], env=environment(), capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 2
    assert "SLACK_BOT_TOKEN is not set" in done.stderr


@pytest.mark.parametrize(
    "words", [("doctor",), ("doctor", "--json"), ("template", "check", "f.md"), ("template", "blank", "f.md")]
)
def test_a_full_disk_behind_standard_output_is_told_in_one_line(words: tuple[str, ...]) -> None:
    Path("f.md").write_text("# T\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", *words]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, env=environment(), stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    assert done.stderr == b"countersign: standard output can't be written: No space left on device\n"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A small Slack, for the bot in another process."""
    async with Sandbox(yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))) as opened:
        yield opened


@asynccontextmanager
async def started(sandbox: Sandbox, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run` in this Slack, by Socket Mode unless told otherwise; ended at the end."""
    given = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=environment(**given | settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def deaf_slack() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The address of a Slack that takes calls and never answers, and whether it was called."""
    called = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/", called


async def last_word(sandbox: Sandbox, **settings: str) -> str:
    """What a bot that gives up with these settings says, in one line."""
    async with started(sandbox, **settings) as process:
        out, err = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, out) == (1, b"")
    (line,) = err.decode().splitlines()
    return line.removeprefix("countersign: ")


async def test_a_bot_token_that_slack_refuses_is_told(sandbox: Sandbox) -> None:
    said = await last_word(sandbox, SLACK_BOT_TOKEN="xoxb-wrong")
    assert said.startswith("Slack refuses SLACK_BOT_TOKEN (invalid_auth): copy the Bot User OAuth Token")
    assert not database_made()


async def test_an_app_token_that_slack_refuses_is_told(sandbox: Sandbox) -> None:
    said = await last_word(sandbox, SLACK_APP_TOKEN="xapp-wrong")
    assert said.startswith("Slack refuses SLACK_APP_TOKEN (invalid_auth): make an app-level token")
    assert not database_made()


async def test_a_database_that_another_program_has_locked_is_told(sandbox: Sandbox) -> None:
    with closing(sqlite3.connect("countersign.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = await last_word(sandbox)
    assert said.startswith("The database is in use by another program that holds its lock.")


async def test_a_database_that_is_read_only_is_told(sandbox: Sandbox, tmp_path: Path) -> None:
    sqlite3.connect("kept.db").close()
    said = await last_word(sandbox, DATABASE_URL=f"sqlite:///file:{tmp_path}/kept.db?mode=ro&uri=true")
    assert said.startswith("The database can't be written: the file or its folder is read-only.")


async def test_a_database_of_a_newer_version_is_told_and_left_alone(sandbox: Sandbox) -> None:
    with closing(sqlite3.connect("countersign.db")) as newer:
        for table in ("alembic_version", "tasks", "events", "signatures"):
            newer.execute(f"CREATE TABLE {table} (version_num VARCHAR(32))")
        newer.execute("INSERT INTO alembic_version VALUES ('0999')")
        newer.commit()
        said = await last_word(sandbox)
        assert newer.execute("SELECT count(*) FROM sqlite_master").fetchone() == (4,)
    assert said.startswith("The database was made by a newer Countersign (its version is 0999).")


async def test_a_file_that_is_no_database_is_told(sandbox: Sandbox) -> None:
    diary()
    assert await last_word(sandbox) == "DATABASE_URL: countersign.db is not a database of Countersign"


async def test_a_port_that_is_taken_is_told(sandbox: Sandbox) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = await last_word(sandbox, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="s3cret", PORT=port)
    assert said == "PORT: this port can't be listened on (Address already in use); set another"


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
async def test_asked_to_stop_a_running_bot_ends_with_exit_code_0(sandbox: Sandbox, end: int) -> None:
    async with started(sandbox, COUNTERSIGN_LOG_FORMAT="json") as process:
        assert process.stderr is not None
        assert b'"event": "started"' in await asyncio.wait_for(process.stderr.readline(), 60)
        process.send_signal(end)
        out, err = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, out) == (0, b"")
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["stopping"]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_the_log_says_how_it_was_started_and_what_to_do_next(sandbox: Sandbox, mode: str) -> None:
    port = str(free_port())
    by_http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s3cret", "PORT": port}
    way_in = by_http if mode == "http" else {}
    async with started(sandbox, COUNTERSIGN_LOG_FORMAT="json", **way_in) as process:
        assert process.stderr is not None
        line = json.loads(await asyncio.wait_for(process.stderr.readline(), 60))
    assert (line["event"], line["mode"]) == ("started", mode)
    assert line.get("port") == (int(port) if mode == "http" else None) and ("port" in line) is (
        mode == "http"
    )
    assert "/invite @Countersign" in line["next"] and "/task" in line["next"]


async def test_asked_to_stop_while_it_starts_a_bot_ends_with_exit_code_0(sandbox: Sandbox) -> None:
    async with deaf_slack() as (url, called), started(sandbox, SLACK_API_URL=url) as process:
        await asyncio.wait_for(called.wait(), 60)
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, out, err) == (0, b"", b"")
