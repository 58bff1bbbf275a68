"""A short day with Countersign, against the sandbox: what `countersign demo` plays in the terminal."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import yaml
from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.app import Countersign, build
from bot.logs import set_up
from bot.sandbox.clock import Clock
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from bot.sandbox.server import Sandbox
from bot.settings import Settings, given

MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday morning in London."""
TITLE = "Rotate the signing keys"
SIGNERS = {
    "Signs as Developer": "Ada Lovelace",
    "Signs as Code Reviewer": "Grace Hopper",
    "Signs as Tech Lead": "Katherine Johnson",
    "Signs as DevOps": "Alan Turing",
}
DONE = ["Implementation complete", "Type hints added (mypy passing)"]
"""What Ada ticks, below Code."""
READING_TIME = 1.2
"""Seconds between two scenes, when somebody watches."""
PRIVATE, INSIDERS = "leads", ("Ada Lovelace", "Grace Hopper")
"""A private channel of the sandbox that is lent, and who is in it."""
FAREWELL = "All goes on until you press Ctrl-C: that takes this workspace and its tasks away."


async def play(port: int, *, once: bool) -> None:
    """Starts the sandbox and the bot, plays the day, and (unless `once`) leaves both running."""
    set_up("console", logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="countersign-") as folder:
        clock = Clock()
        clock.set(MORNING)
        async with AsyncExitStack() as opened:
            sandbox = await opened.enter_async_context(Sandbox(manifest(), port=port, clock=clock))
            settings = _settings(sandbox, Path(folder))
            bot = await opened.enter_async_context(build(settings, now=clock.now))
            await sandbox.connected()
            clock.stop_for(partial(look, bot))
            await Day(sandbox, bot, Console(), pause=0 if once else READING_TIME).play()
            if not once:
                await _stay(sandbox, settings.database_url)


async def lend(port: int) -> None:
    """Starts the sandbox alone, says how `make run` works in it, and leaves it running: a rehearsal.

    That bot keeps the real time, and its tasks in a folder that goes when the sandbox does.
    """
    set_up("console", logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="countersign-") as folder:
        async with Sandbox(manifest(), port=port) as sandbox:
            sandbox.add_channel(PRIVATE, private=True, members=INSIDERS, bot_is_in=False)
            _say_how(sandbox, _database(Path(folder)))
            await asyncio.Event().wait()


def _say_how(sandbox: Sandbox, database: str) -> None:
    given_to_run = {
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "DATABASE_URL": database,
    }
    console = Console(soft_wrap=True, highlight=False)
    console.print("A small Slack without a bot. Start yours in another terminal, and doctor likewise:")
    console.print("  " + " ".join(f"{name}={value}" for name, value in given_to_run.items()), "make run")
    console.print("Its page keeps the real time, as your bot does:")
    console.print(f"  {sandbox.page_url}")
    console.print(
        f"#{PRIVATE} there is private, of {' and '.join(INSIDERS)}; your bot has yet to be invited."
    )
    console.print(FAREWELL)


async def look(bot: Countersign) -> None:
    """One look of the bot at the clock: what is due is written, and sent."""
    await bot.sweep.tick()
    await bot.outbox.drain()


def manifest() -> dict[str, object]:
    """The app's manifest.yml, which the sandbox holds the bot to."""
    found: dict[str, object] = yaml.safe_load(
        Path(__file__).parent.with_name("manifest.yml").read_text("utf-8")
    )
    return found


def _settings(sandbox: Sandbox, folder: Path) -> Settings:
    return given(
        SLACK_BOT_TOKEN=sandbox.bot_token,
        SLACK_APP_TOKEN=sandbox.app_token,
        SLACK_API_URL=sandbox.api_url,
        DATABASE_URL=_database(folder),
        COUNTERSIGN_TICK="1s",
    )


def _database(folder: Path) -> str:
    return f"sqlite:///{folder}/countersign.db"


class Day:
    """The scenes, told in the terminal as they happen: nothing in it is written beforehand."""

    def __init__(self, sandbox: Sandbox, bot: Countersign, console: Console, pause: float) -> None:
        self._sandbox = sandbox
        self._bot = bot
        self._console = console
        self._pause = pause
        self._ada, self._grace = sandbox.person("Ada Lovelace"), sandbox.person("Grace Hopper")

    async def play(self) -> None:
        """All scenes, in order."""
        scenes: list[tuple[str, timedelta, Callable[[], Awaitable[None]]]] = [
            ("Ada files a task", timedelta(0), self._filed),
            ("Grace signs it off", timedelta(hours=5), self._signed),
            ("Ada edits it: Grace has to sign again", timedelta(hours=6), self._edited),
            ("Ada ticks what is done", timedelta(days=1, hours=4), self._ticked),
            ("Who has not signed is reminded", timedelta(days=1, hours=6), self._reminded),
            ("The others sign, and the task is done", timedelta(days=1, hours=7), self._done),
            ("Ada asks for a summary", timedelta(days=1, hours=7), self._summary),
        ]
        for number, (title, when, scene) in enumerate(scenes, 1):
            self._sandbox.clock.set(MORNING + when)
            time = f"{self._sandbox.clock.now():%a %H:%M} UTC"
            self._console.print(Rule(f"{number} of {len(scenes)} · {time} · {title}"))
            await scene()
            await self._bot.outbox.drain()  # nothing is on its way while the clock jumps
            await asyncio.sleep(self._pause)

    async def _filed(self) -> None:
        ada = self._ada
        await self._types(ada, "/task")
        self._fills(ada, {"Title": TITLE, "Sprint": "Sprint 12 - Locks", "Priority": "P1-High"})
        await self._presses(ada, "Next")
        self._fills(ada, {"Objective": "Replace every signing key by Friday, without a minute of downtime."})
        await self._presses(ada, "Review")
        self._fills(ada, SIGNERS)
        await self._presses(ada, "Create")
        self._shows("#engineering", await self._card("TASK-001"))
        await ada.closes()

    async def _signed(self) -> None:
        asked = await self._grace.sees("TASK-001", where="dm")
        self._shows("Countersign to Grace Hopper", asked.text)
        await self._signs(self._grace)
        self._shows("#engineering", await self._card("signed by Grace Hopper"))

    async def _edited(self) -> None:
        ada, grace = self._ada, self._grace
        await self._types(ada, "/task edit TASK-001")
        await self._presses(ada, "Next")
        self._fills(
            ada, {"Objective": "Replace every signing key by Thursday, without a minute of downtime."}
        )
        await self._presses(ada, "Review")
        await self._presses(ada, "Save")
        await ada.closes()
        self._shows("#engineering", await self._card("Code Reviewer: waiting for Grace Hopper"))
        told = await grace.sees("after you signed it", where="dm")
        self._shows("Countersign to Grace Hopper", told.text)
        await self._presses(grace, "Still good: sign again", on="after you signed it")
        await self._card("signed by Grace Hopper")

    async def _ticked(self) -> None:
        await self._types(self._ada, "/task progress TASK-001")
        self._fills(self._ada, {"Code": DONE})
        await self._presses(self._ada, "Save")
        self._shows("#engineering", await self._card(f" {len(DONE)} of "))

    async def _reminded(self) -> None:
        await self._bot.sweep.tick()
        katherine = self._sandbox.person("Katherine Johnson")
        reminder = await katherine.sees("waiting for your sign-off", where="dm")
        self._shows("Countersign to Katherine Johnson", reminder.text)
        await self._types(katherine, "/task list")
        self._shows(
            "Katherine Johnson looks at", (await katherine.sees("Waiting for you", where="modal")).text
        )
        await katherine.closes()

    async def _done(self) -> None:
        for name in ("Ada Lovelace", "Katherine Johnson", "Alan Turing"):
            await self._signs(self._sandbox.person(name))
        reply: SeenMessage = await self._sandbox.person("Linus Pauling").sees("TASK-001-signed.md")
        lines = [line for line in reply.files[0].content.splitlines() if line.startswith("- [x] **")]
        self._console.print(
            Panel(Markdown("\n".join(lines)), title="TASK-001-signed.md, its sign-off section")
        )

    async def _summary(self) -> None:
        await self._types(self._ada, "/task new Describe how keys are rotated")
        await self._presses(self._ada, "Review")
        self._fills(self._ada, {"Signs as Tech Lead": "Linus Pauling"})
        await self._presses(self._ada, "Create")
        await self._ada.closes()
        await self._types(self._ada, "/task summary")
        summary = await self._ada.sees("open task", where="engineering")
        self._console.print(Panel(Markdown(summary.text), title="#engineering"))

    async def _card(self, line: str) -> str:
        """The card's text, as soon as this stands on it."""
        return str((await self._ada.sees(line, where="engineering")).text)

    async def _signs(self, person: Person) -> None:
        await person.sees("TASK-001", where="dm")
        await self._presses(person, "Sign off", on="TASK-001")
        self._says(person, "reads the document")
        await self._presses(person, "Sign off")

    async def _types(self, person: Person, command: str) -> None:
        self._says(person, f"types {command}")
        await person.types(command, channel="engineering")

    def _fills(self, person: Person, answers: Mapping[str, str | list[str]]) -> None:
        for label, answer in answers.items():
            self._says(person, f"{label}: {answer if isinstance(answer, str) else ', '.join(answer)}")
        person.fill(answers)

    async def _presses(self, person: Person, button: str, on: str | None = None) -> None:
        self._says(person, f"presses {button}")
        await person.presses(button, on=on) if on else await person.presses(button)

    def _says(self, person: Person, what: str) -> None:
        self._console.print(Text(f"  {person.name} ", style="bold"), Text(what), sep="")

    def _shows(self, where: str, text: str) -> None:
        self._console.print(Panel(Text(text), title=where, title_align="left"))


async def _stay(sandbox: Sandbox, database: str) -> None:
    console = Console(soft_wrap=True)
    console.print(Rule("The day is over; the sandbox and the bot go on"))
    console.print("Try the commands on its tasks, in another terminal:")
    console.print(f"  DATABASE_URL={database} .venv/bin/countersign audit verify", highlight=False)
    console.print(
        "Go on in a browser: be anybody, type /task, sign, and move the clock to see reminders.",
        highlight=False,
    )
    console.print(f"  {sandbox.page_url}", highlight=False)
    console.print(FAREWELL)
    await asyncio.Event().wait()
