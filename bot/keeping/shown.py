"""What was done with the database: for a person in lines, for a program in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.keeping.work import BackedUp, BroughtUp, Restored
from bot.tasks.copies import Contents, Progress
from bot.terminal import visible


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """A bar on the terminal of standard error while a copy is made; nothing elsewhere, or if it is quiet."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("Copying", total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


def backup_line(done: BackedUp) -> str:
    """That it is made."""
    return f"Backed up {visible(str(done.database))} to {visible(str(done.file))}: {_holds(done.holds)}."


def backup_json(done: BackedUp) -> dict[str, Any]:
    """The same for a program."""
    return {"database": str(done.database), "file": str(done.file), **_contents(done.holds)}


def restore_lines(done: Restored) -> Iterator[str]:
    """What stands there now, and where that is which stood there."""
    yield f"Restored {visible(str(done.file))} to {visible(str(done.database))}: {_holds(done.holds)}."
    if done.kept:
        yield f"What was there is kept as {visible(str(done.kept))}."
    if done.kept and not done.heeded:
        yield (
            "It can't be read, so nobody knows which keys it gave: they may be given again, and a card in Slack "
            "with such a key may then open another task."
        )
    if done.holds.version != done.newest:
        yield (
            f"It is of version {done.holds.version}: it is brought to {done.newest} when the bot starts, "
            "and copied before."
        )


def restore_json(done: Restored) -> dict[str, Any]:
    """The same for a program."""
    kept = str(done.kept) if done.kept else None
    return {
        "file": str(done.file),
        "database": str(done.database),
        "kept": kept,
        "keys_known": done.heeded,
        **_contents(done.holds),
    }


def upgrade_lines(done: BroughtUp) -> Iterator[str]:
    """What version it has, and where it is as it was."""
    database = visible(str(done.database))
    if done.upgraded is None:
        yield f"{database} is up to date: version {done.version}."
        return
    yield f"Brought {database} from version {done.upgraded.version} to {done.version}."
    yield f"As it was before, it is kept as {visible(str(done.upgraded.backup))}."


def upgrade_json(done: BroughtUp) -> dict[str, Any]:
    """The same for a program."""
    before = done.upgraded
    return {
        "database": str(done.database),
        "version": done.version,
        "from": before.version if before else None,
        "backup": str(before.backup) if before else None,
    }


def _holds(holds: Contents) -> str:
    tasks = "1 task" if holds.tasks == 1 else f"{holds.tasks} tasks"
    return f"{tasks}, {holds.size / 1_000_000:.1f} MB, checked"


def _contents(holds: Contents) -> dict[str, Any]:
    return {"version": holds.version, "tasks": holds.tasks, "bytes": holds.size}
