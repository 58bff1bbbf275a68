"""Measures the bot, in a process of its own, against the sandbox in this one.

    python -m bench                       the bot
    python -m bench template [WORD...]    the template room, see bench/template.py

What is timed is what a person waits for: from handing a payload to the socket until its ack is back.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path

import yaml

from bench import template
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox

ROUNDS = int(os.environ.get("ROUNDS", "100"))
SIGNERS = {
    "Signs as Developer": "Ada Lovelace",
    "Signs as Code Reviewer": "Grace Hopper",
    "Signs as Tech Lead": "Katherine Johnson",
    "Signs as DevOps": "Alan Turing",
}
ROOT = Path(__file__).parents[1]


class Bench:
    """One bot, one workspace, ROUNDS tasks."""

    def __init__(self, sandbox: Sandbox, pid: int) -> None:
        self._sandbox = sandbox
        self._pid = pid
        self._ada = sandbox.person("Ada Lovelace")
        self._times: dict[str, list[float]] = {}

    async def run(self) -> dict[str, str]:
        """The rows of the table."""
        before = len(self._sandbox.calls)
        await self._life(1)
        calls = len(self._sandbox.calls) - before
        self._times.clear()
        for number in range(2, ROUNDS + 2):
            await self._life(number)
        rows = {name: _percentiles(times) for name, times in self._times.items()}
        rows["Slack calls in a task's whole life (filed, four signatures, done)"] = str(calls)
        rows[f"resident memory after {ROUNDS + 1} tasks"] = f"{_resident(self._pid):.0f} MiB"
        return rows

    async def _life(self, number: int) -> None:
        """A task from `/task` to its signed document."""
        key, ada = f"TASK-{number:03}", self._ada
        await self._timed("/task", lambda: ada.types("/task", channel="engineering"))
        ada.fill({"Title": f"Task number {number}"})
        await self._timed("Next", lambda: ada.presses("Next"))
        ada.fill({"Objective": "Replace every signing key."})
        await ada.presses("Review")
        ada.fill(SIGNERS)
        await self._timed("Create", lambda: ada.presses("Create"))
        await ada.closes()
        for name in SIGNERS.values():
            await self._signs(self._sandbox.person(name), key)
        await self._sandbox.person("Linus").sees(f"{key}-signed.md", timeout=60)

    async def _signs(self, signer: Person, key: str) -> None:
        await signer.sees(key, where="dm", timeout=60)
        await self._timed("Sign off, opening", lambda: signer.presses("Sign off", on=key))
        await self._timed("Sign off, signing", lambda: signer.presses("Sign off"))

    async def _timed(self, name: str, act: Callable[[], Awaitable[object]]) -> None:
        """The time of the act's own ack."""
        before = len(self._sandbox.acks)
        await act()
        ack = self._sandbox.acks[before]
        if not ack.ok:
            raise SystemExit(f"{name} was not acknowledged: {ack}")
        self._times.setdefault(name, []).append(ack.seconds)


def _percentiles(times: list[float]) -> str:
    ordered = sorted(times)
    worst = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered) * 1000:.1f} ms, {worst * 1000:.1f} ms"


def _resident(pid: int) -> float:
    """MiB that a process holds in memory. Linux."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


async def measure() -> dict[str, str]:
    """Starts the sandbox and the bot, and measures."""
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "bot.log").open("w+b") as log:
        async with Sandbox(manifest) as sandbox:
            sandbox.limits.off()
            begun = time.perf_counter()
            bot = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=_environment(sandbox, Path(folder)),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
            try:
                await sandbox.connected()
                started = time.perf_counter() - begun
                at_rest = _resident(bot.pid)
                rows = await Bench(sandbox, bot.pid).run()
            except BaseException:
                log.seek(0)
                sys.stderr.write(log.read().decode())
                raise
            finally:
                bot.terminate()
                await bot.wait()
    return {
        **rows,
        "start-up, to the first open socket": f"{started:.2f} s",
        "resident memory at rest": f"{at_rest:.0f} MiB",
    }


def _environment(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
    }


def main() -> None:
    """Prints a Markdown table."""
    rows = asyncio.run(measure())
    names = ("slack-bolt", "slack-sdk", "aiohttp", "sqlmodel", "sqlalchemy", "apscheduler", "pydantic")
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    )
    print(", ".join(f"{name} {version(name)}" for name in names))
    print("\n| what | measured (times: p50, p99) |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["template"]:
        sys.exit(template.main(sys.argv[2:]))
    main()
