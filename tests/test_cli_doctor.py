"""`countersign doctor`: what it finds of a bot in the sandbox, and of one that was set up wrongly."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import utc_now
from bot.doctoring import stored, workspace
from bot.doctoring.examine import examine
from bot.doctoring.finding import Finding, Level
from bot.doctoring.names import misspelt
from bot.doctoring.retention import kept_for
from bot.sandbox.server import Sandbox
from bot.slack.checkup import reach
from bot.slack.failures import Failed
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.tasks import copies, migrate
from bot.tasks.copies import Contents
from bot.tasks.posts import Kind
from bot.tasks.results import OutboxHealth
from tests.stories.conftest import MANIFEST, Story, running
from tests.stories.test_signing import file
from tests.test_cli_export import at_desk

ROOT = Path(__file__).parents[1]
SETTINGS = {"COUNTERSIGN_REMIND_AFTER", "COUNTERSIGN_ADMINS", "SLACK_APP_TOKEN", "DATABASE_URL", "PORT"}


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sandbox]:
    """A small Slack, and an environment with its tokens."""
    async with Sandbox(MANIFEST) as opened:
        _set_up(opened, monkeypatch)
        yield opened


def _set_up(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", sandbox.app_token)
    monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)


async def looked(now: Callable[[], datetime] = utc_now) -> list[Finding]:
    return [finding async for finding in examine(now)]


async def about(what: str, now: Callable[[], datetime] = utc_now) -> list[Finding]:
    """What is said of one thing."""
    return [finding for finding in await looked(now) if finding.what == what]


async def only(what: str, now: Callable[[], datetime] = utc_now) -> tuple[Level, str]:
    """The one line of this thing."""
    (finding,) = await about(what, now)
    assert (finding.do is None) == (finding.level is Level.OK)
    return finding.level, finding.said


def doctor(*words: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *words])


# With Slack


async def test_beside_a_bot_that_works_each_line_is_ok(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tasks.db")
    monkeypatch.setenv("COUNTERSIGN_CHANNEL", sandbox.channel_id("general"))
    monkeypatch.setenv("COUNTERSIGN_ADMINS", sandbox.person("Ada").id)
    async with running(sandbox, "socket", tmp_path) as bot:
        await file(Story(sandbox, bot, "socket"), sandbox.person("Ada"), "Rotate the signing keys")
        found = await looked()
    assert [each for each in found if each.level is not Level.OK] == []
    assert [each.what for each in found] == [
        *("settings", "database", "disk", "outbox", "audit", "bot token", "scopes", "clock", "app token"),
        *("channel", "channel", "admins"),
    ]


async def test_looking_changes_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    await looked()
    assert os.listdir(tmp_path) == []  # noqa: PTH208
    assert {call.method for call in sandbox.calls} == {"auth.test", "apps.connections.open"}


async def test_a_bot_token_that_slack_refuses_is_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hush")
    level, said = await only("bot token")
    assert (level, said) == (Level.ERROR, "Slack refuses SLACK_BOT_TOKEN (invalid_auth).")
    assert await about("scopes") == []


async def test_an_app_token_that_slack_refuses_is_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-hush")
    assert await only("app token") == (Level.ERROR, "Slack refuses SLACK_APP_TOKEN (invalid_auth).")


async def test_a_socket_that_cant_be_reached_is_told() -> None:
    with pytest.raises(Failed) as failed:
        await reach("wss://127.0.0.1:1/link?ticket=x")
    found = workspace.socket(failed.value)
    assert found.level is Level.ERROR
    assert "at an address that can't be reached (ConnectionRefusedError)" in found.said


async def test_no_socket_is_opened_by_looking(sandbox: Sandbox) -> None:
    assert (await only("app token"))[0] is Level.OK
    with pytest.raises(TimeoutError):
        await sandbox.connected(0)


async def test_who_reads_only_the_first_lines_is_told_no_more(sandbox: Sandbox) -> None:
    held = sandbox.hold("apps.connections.open")
    reads, writes = os.pipe()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writes,
        stderr=subprocess.PIPE,
    )
    os.close(writes)
    await held.reached()
    os.close(reads)  # As `head` does, in the middle of what Slack is asked.
    held.release()
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, said) == (1, b"")


async def test_scopes_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    scopes = {"bot": [scope for scope in NEEDED if scope not in ("im:write", "files:read")]}
    async with Sandbox({**MANIFEST, "oauth_config": {"scopes": scopes}}) as sandbox:
        _set_up(sandbox, monkeypatch)
        assert await only("scopes") == (Level.ERROR, "The bot token lacks im:write, files:read.")


async def test_scopes_that_are_optional_are_the_admins_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Sandbox(MANIFEST, grant_optional=False) as sandbox:
        _set_up(sandbox, monkeypatch)
        level, said = await only("scopes")
    assert level is Level.OK
    assert "not granted, as is your choice: channels:history, groups:history" in said


def test_the_scopes_that_are_looked_for_are_the_manifests() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]
    assert (set(asked["bot"]), set(asked["bot_optional"])) == (set(NEEDED), set(OPTIONAL))


@pytest.mark.parametrize(
    ("off", "level", "said"),
    [
        (timedelta(seconds=20), Level.OK, "It agrees with Slack's."),
        (timedelta(minutes=3), Level.WARNING, "This machine's clock is 3 minutes ahead of Slack's"),
        (timedelta(minutes=-8), Level.WARNING, " minutes behind Slack's"),
    ],
)
async def test_a_clock_that_is_off_is_told(sandbox: Sandbox, off: timedelta, level: Level, said: str) -> None:
    found, words = await only("clock", lambda: utc_now() + off)
    assert found is level and said in words


async def test_with_signed_requests_a_clock_that_is_five_minutes_off_lets_nothing_in(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", sandbox.signing_secret)
    level, said = await only("clock", lambda: utc_now() + timedelta(minutes=6))
    assert level is Level.ERROR and said.endswith("Whatever Slack sends is refused as too old.")


async def test_a_channel_that_the_bot_has_to_be_in_and_is_not_is_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tasks.db")
    monkeypatch.setenv("COUNTERSIGN_CHANNEL", "C0NOWHERE")
    async with running(sandbox, "socket", tmp_path) as bot:
        await file(Story(sandbox, bot, "socket"), sandbox.person("Ada"), "Rotate the signing keys")
    sandbox.kick(None, "engineering")
    found = await about("channel")
    assert [(each.level, each.said) for each in found] == [
        (
            Level.ERROR,
            "C0NOWHERE (COUNTERSIGN_CHANNEL) isn't there, or it is private and the bot isn't in it.",
        ),
        (Level.ERROR, "The bot isn't in #engineering (1 task under way)."),
    ]


async def test_an_archived_channel_is_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_CHANNEL", sandbox.channel_id("general"))
    sandbox.archive("general")
    assert await only("channel") == (Level.ERROR, "#general (COUNTERSIGN_CHANNEL) is archived.")


async def test_admins_who_are_not_there_or_left_are_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace = sandbox.person("Grace")
    sandbox.change_person("Grace Hopper", deleted=True)
    monkeypatch.setenv("COUNTERSIGN_ADMINS", f"{grace.id}, U0NOBODY, {sandbox.person('Ada').id}")
    found = await about("admins")
    assert {each.level for each in found} == {Level.WARNING}
    assert {each.said for each in found} == {
        "Slack knows nobody called U0NOBODY.",
        f"Grace Hopper ({grace.id}) has an account that is deactivated.",
    }


@pytest.mark.parametrize("how", [{"drop": True}, {"status": 503}])
async def test_a_slack_that_gives_no_answer_is_told_and_the_rest_is_looked_at(
    sandbox: Sandbox, how: dict[str, int]
) -> None:
    sandbox.fail("auth.test", **how)  # type: ignore[arg-type]
    found = await looked()
    assert [(each.what, each.level) for each in found if each.level is not Level.OK] == [
        ("Slack", Level.ERROR)
    ]
    assert {"database", "disk"} <= {each.what for each in found}


async def test_a_question_that_slack_leaves_open_is_a_warning(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERSIGN_CHANNEL", sandbox.channel_id("general"))
    sandbox.fail("conversations.info", "ratelimited", status=429, retry_after=30)
    level, said = await only("channel")
    assert level is Level.WARNING and "ratelimited" in said


# Settings


def test_without_settings_each_that_is_missing_has_its_line_and_the_exit_code_is_1() -> None:
    result = doctor()
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (1, "")
    assert lines[0].startswith("error    settings: SLACK_BOT_TOKEN is not set")
    assert "Of a database alone, such as the demo's, the lines above say all." in lines[-2]
    assert lines[-1] == "2 errors, 1 warning."


def test_a_program_gets_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    result = doctor("--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["ok"]) == (1, False)
    assert found["findings"][0]["level"] == "error"
    assert "SLACK_BOT_TOKEN" in found["findings"][0]["said"]


def test_a_misspelt_name_is_told_beside_what_is_missing() -> None:
    Path(".env").write_text("SLACK_BOT_TOKN=xoxb-hush\n", encoding="utf-8")
    result = doctor()
    assert "SLACK_BOT_TOKN is set, and Countersign has no such setting." in result.stdout
    assert "Did you mean SLACK_BOT_TOKEN?" in result.stdout
    assert "hush" not in result.stdout


def test_a_file_env_that_cant_be_read_is_told_once() -> None:
    Path(".env").write_bytes(b"\xff\xfe")
    result = doctor()
    assert result.exit_code == 1
    assert result.stdout.count("The file .env can't be read") == 1


def test_what_a_wrong_setting_keeps_from_being_looked_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_TIMEZONE", "Nowhere")
    found = json.loads(doctor("--json").stdout)["findings"]
    assert {each["what"] for each in found if "not looked at" in each["said"]} == {"database", "Slack"}


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("COUNTERSIGN_REMIND_AFTR", "Did you mean COUNTERSIGN_REMIND_AFTER?"),
        ("COUNTERSIGN_FOO", "README.md lists all settings; take it out."),
        ("DATABASE_URI", "Did you mean DATABASE_URL? If it is another program's, all is well."),
        ("COUNTERSING_ADMINS", "Did you mean COUNTERSIGN_ADMINS? If it is another program's, all is well."),
    ],
)
def test_a_name_that_nobody_reads_is_told_with_the_nearest_one(name: str, do: str) -> None:
    (finding,) = misspelt([name], SETTINGS)
    assert (finding.level, finding.do) == (Level.WARNING, do)
    assert finding.said.startswith(f"{name} is set")


def test_names_of_other_programs_are_left_alone() -> None:
    others = ["PATH", "HOME", "EXPORT", "PORTS", "SLACK_WEBHOOK_URL", "POSTGRES_URL"]
    assert not list(misspelt([*others, *SETTINGS, "SLACK_API_TOKEN"], SETTINGS))


def test_a_template_that_cant_be_read_is_told_as_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COUNTERSIGN_TEMPLATES", "none.md")
    monkeypatch.setenv("COUNTERSIGN_SUMMARY_CRON", "daily")
    monkeypatch.setenv("COUNTERSIGN_SUMMARY_CHANNEL", "C1")
    said = doctor().stdout
    assert "error    settings: COUNTERSIGN_TEMPLATES: none.md can't be read" in said
    assert "error    settings: COUNTERSIGN_SUMMARY_CRON: 'daily' is no crontab line" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("keep", "level", "said"),
    [
        (timedelta(days=365), Level.OK, "365 days after"),
        (timedelta(minutes=365), Level.WARNING, "6 hours 5 minutes after"),
        (timedelta(minutes=1), Level.WARNING, "good 1 minute after"),
        (timedelta(seconds=1), Level.WARNING, "less than a minute after"),
        (timedelta(minutes=30), Level.WARNING, "30 minutes after"),
    ],
)
def test_how_long_texts_are_kept_is_told_and_a_slip_is_asked_about(
    keep: timedelta, level: Level, said: str
) -> None:
    (finding,) = kept_for(keep)
    assert finding.level is level and said in finding.said
    assert list(kept_for(None)) == []


# The database


def database(what: str = "database") -> tuple[str, str]:
    """Level and sentence of the one line."""
    found = json.loads(doctor("--json").stdout)["findings"]
    (finding,) = [each for each in found if each["what"] == what]
    return finding["level"], finding["said"]


def test_a_database_that_is_not_there_is_fine() -> None:
    assert database() == ("ok", "There is no countersign.db yet: the bot makes it when it starts.")


def test_a_database_is_said_to_be_whole_with_what_it_holds() -> None:
    asyncio.run(at_desk(done=True))
    level, said = database()
    assert level == "ok"
    assert said.startswith("countersign.db: 1 task, 0.") and said.endswith(
        f"version {migrate.newest()}, whole."
    )
    assert database("audit") == ("ok", "8 events in 1 chain: all of it holds.")


def test_another_file_is_told() -> None:
    Path("countersign.db").write_text("A letter. " * 500)
    level, said = database()
    assert (level, said) == (
        "error",
        "countersign.db can't be read: it is not a database of Countersign",
    )


def test_an_address_that_is_no_database_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////no/such/folder/x.db")
    level, said = database()
    assert level == "error" and "the folder /no/such/folder doesn't exist" in said


def test_an_older_database_is_not_changed_by_looking() -> None:
    engine = create_engine("sqlite:///countersign.db")
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
    engine.dispose()
    level, said = database()
    assert level == "warning" and "countersign.db is of version 0001" in said
    assert [each.name for each in Path().iterdir()] == ["countersign.db"]


def test_a_newer_database_is_told() -> None:
    asyncio.run(at_desk())
    with closing(sqlite3.connect("countersign.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    level, said = database()
    assert level == "error" and "made by a newer Countersign" in said


def test_a_damaged_database_is_told() -> None:
    asyncio.run(at_desk(done=True))
    with Path("countersign.db").open("r+b") as raw:
        raw.seek(100_000)
        raw.write(b"\xff" * 20_000)
    level, said = database()
    assert level == "error" and "damaged" in said


def test_a_chain_that_was_broken_is_told() -> None:
    asyncio.run(at_desk(done=True))
    with closing(sqlite3.connect("countersign.db")) as connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET who = 'UEVE' WHERE number = 4")
        connection.commit()
    level, said = database("audit")
    assert level == "error" and said.startswith("1 thing doesn't hold: Event 4 of the chain")


@pytest.mark.parametrize(
    "made",
    [None, "CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT 1; END"],
)
def test_a_trigger_that_keeps_nothing_any_more_is_told_though_the_chains_hold(made: str | None) -> None:
    asyncio.run(at_desk(done=True))
    with closing(sqlite3.connect("countersign.db")) as connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute(made or "SELECT 1")
        connection.commit()
    assert database("audit")[0] == "ok"
    level, said = database("triggers")
    assert level == "error" and said.startswith("1 trigger is missing or changed that should keep signatures")


def test_what_slack_refused_for_good_is_named() -> None:
    refused = (("card:12", "not_in_channel"), ("reminder:U1", "user_disabled"), *[("tell:U1:ab", "no")] * 5)
    (finding,) = stored.outbox(
        OutboxHealth(waiting=0, oldest=None, dead=refused), {12: "TASK-007"}, utc_now()
    )
    assert finding.level is Level.WARNING
    assert finding.said.startswith(
        "7 messages can't be posted: the card of TASK-007 (not_in_channel), a reminder (user_disabled), "
    )
    assert finding.said.endswith(" and 2 more.")


def test_whatever_is_posted_has_words() -> None:
    assert set(stored.POSTED) == set(Kind)


def test_what_waits_for_too_long_is_told() -> None:
    now = utc_now()
    (finding,) = stored.outbox(OutboxHealth(waiting=3, oldest=now - timedelta(hours=50), dead=()), {}, now)
    assert finding.level is Level.WARNING
    assert finding.said.startswith("3 messages wait to be posted, the oldest for 2 days 2 hours")


@pytest.mark.parametrize(
    ("free", "size", "level"),
    [
        (10_000_000, 1, Level.ERROR),
        (100_000_000, 1, Level.WARNING),
        (300_000_000, 1, Level.OK),
        (300_000_000, 400_000_000, Level.WARNING),
    ],
)
def test_a_disk_with_little_room_is_told(
    monkeypatch: pytest.MonkeyPatch, free: int, size: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 0, free))
    assert stored.disk(Path("countersign.db"), Contents("0001", 1, size)).level is level


def test_a_database_that_cant_be_read_on_a_full_disk_is_not_to_be_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 0))
    Path("full.db").write_text("This is a letter.")
    finding, holds = stored.whole(Path("full.db").absolute())
    assert (finding.do, holds) == ("Make room on its disk, then look again.", None)


def test_a_database_that_another_program_holds_is_not_to_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "PATIENCE", 0.0)
    with closing(sqlite3.connect("held.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        finding, _ = stored.whole(Path("held.db").absolute())
    assert finding.said.endswith("another program holds its lock; please try again")
    assert finding.do == "See to that, then look again."


def test_a_folder_that_cant_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    (finding,) = stored.permissions(Path("countersign.db").absolute())
    assert finding.level is Level.ERROR
    assert finding.said.startswith("The folder ")
