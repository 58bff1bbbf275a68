"""Backups, restores and upgrades with the bot as a process of its own, and people who go on meanwhile.

It is about the database's file alone, which is the same over both transports, so it is told over one.
"""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from bot.sandbox.person import Person
from bot.tasks import migrate
from tests.stories.process import ROOT, Scene, scene


async def countersign(folder: Path, *words: str) -> tuple[int | None, str]:
    """Another process beside the bot's: its exit code, and all that it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{folder}/tasks.db"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def files(scene: Scene, title: str) -> Person:
    """Ada files a task."""
    ada = scene.person("Ada")
    await ada.types(f"/task new {title}", channel="engineering")
    await ada.presses("Review")
    await ada.presses("Create")
    await scene.process.settled()
    return ada


def titles(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return [title for (title,) in database.execute("SELECT title FROM tasks ORDER BY id")]


def only(folder: Path, pattern: str) -> Path:
    """The one file that is called so."""
    (found,) = folder.glob(pattern)
    return found


async def test_a_backup_beside_the_bot_is_restored_after_a_kill_and_the_bot_goes_on_with_it(
    tmp_path: Path,
) -> None:
    async with scene("socket", tmp_path) as play:
        await files(play, "Before")
        (code, said), _ = await asyncio.gather(
            countersign(tmp_path, "db", "backup", "b.db"), files(play, "Meanwhile")
        )
        assert (code, "checked" in said) == (0, True)
        code, said = await countersign(tmp_path, "db", "restore", "b.db", "--force")
        assert code == 1 and "is in use: please stop the bot" in said
        await play.process.kill()
        code, said = await countersign(tmp_path, "db", "restore", "b.db", "--force")
        assert (code, titles(tmp_path / "tasks.db")[0]) == (0, "Before")
        kept = only(tmp_path, "tasks-replaced-*.db")
        assert titles(kept) == ["Before", "Meanwhile"]
        await play.process.start()
        await files(play, "Afterwards")
        assert titles(tmp_path / "tasks.db")[-1] == "Afterwards"
        assert (await countersign(tmp_path, "audit", "verify"))[1].endswith("All of it holds.\n")


async def test_what_slack_shows_after_a_restore_is_newer_and_says_so(tmp_path: Path) -> None:
    async with scene("socket", tmp_path) as play:
        ada = await files(play, "Before")
        await ada.closes()
        assert (await countersign(tmp_path, "db", "backup", "b.db"))[0] == 0
        await files(play, "Gone")
        await ada.closes()
        await ada.types("/task start TASK-001")
        older = await ada.sees("State: In Progress", where="engineering")
        gone = await ada.sees("TASK-002", where="engineering")
        await play.process.kill()
        assert (await countersign(tmp_path, "db", "restore", "b.db", "--force"))[0] == 0
        await play.process.start()
        await files(play, "Afterwards")
        await ada.closes()
        assert (await ada.sees("Afterwards", where="engineering")).text.count("TASK-003") == 1
        await ada.presses("Open", on=gone)
        await ada.sees("There is no task", where="notices")
        await ada.presses("Open", on=older)
        await ada.sees("shows a newer TASK-001 than the bot knows", where="modal")


async def test_an_older_database_is_kept_as_it_was_when_the_bot_starts(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/tasks.db")
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
    engine.dispose()
    async with scene("socket", tmp_path) as play:
        await files(play, "Afterwards")
        kept = only(tmp_path, "tasks-0001-*.db")
        assert "database upgraded" in play.process.log and kept.name in play.process.log
    assert (titles(kept), titles(tmp_path / "tasks.db")) == ([], ["Afterwards"])
