"""Measures the template room against markdown-it-py's own parse of the same text, in one run.

Each time is the shortest of some, each ratio is of two such times. Where growth is compared, the document
grows from 10 kB over 100 kB to 1 MB.
"""

from __future__ import annotations

import platform
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

from markdown_it import MarkdownIt

import bot.template
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

ROOT = Path(__file__).parents[1]
TEMPLATE = (Path(bot.template.__file__).parent / "task.md").read_bytes().decode()
SIZES = (10_000, 100_000, 1_000_000)
HOSTILE = {
    "plain": "## Section\n\n**Label**: [what it says]\n\nSome prose about it.\n\n- [ ] one\n- [ ] two\n\n",
    "nested quotes": "> " * 15 + "x\n\n",
    "brackets": "[" * 50 + "]" * 50 + "\n\n",
    "backticks": "`a ``b ```c\n\n",
    "list levels": "".join("  " * level + "- x\n" for level in range(12)) + "\n",
    "wide tables": "|" + " a |" * 40 + "\n|" + "-|" * 40 + "\n|" + " [b] |" * 40 + "\n\n",
}


def shortest(work: Callable[[], object], times: int) -> float:
    """Seconds of processor time of the shortest of some runs."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return max(min(taken), 1e-6)


def peak(work: Callable[[], object]) -> int:
    """The most bytes that were held at once."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def plainly(text: str) -> object:
    """markdown-it-py's own parse."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def ratios() -> dict[str, str]:
    """The room's times for the default template, as parts of markdown-it-py's."""
    form = parse(TEMPLATE)
    document = render(form, {"title": "T", "task-description.objective": "Faster.\n\nMuch."})
    own = shortest(lambda: plainly(TEMPLATE), 30)
    return {
        "parse of the default template (at most 3)": f"{shortest(lambda: parse(TEMPLATE), 30) / own:.2f}",
        "render (at most 0.5)": f"{shortest(lambda: render(form, {'title': 'T'}), 30) / own:.2f}",
        "read (at most 5)": f"{shortest(lambda: read(form, document), 30) / own:.2f}",
        "read of the blank template": f"{shortest(lambda: read(form, TEMPLATE), 30) / own:.2f}",
    }


def growth(name: str, unit: str, sizes: tuple[int, ...]) -> dict[str, str]:
    """How the times grow with a document, as parts of how markdown-it-py's grow; and the memory at the end."""
    texts = [unit * (size // len(unit)) for size in sizes]
    form = parse(TEMPLATE)
    document = "# TASK-1: T\n\n## Task Description\n\n**Objective**:\n\n"
    works: dict[str, Callable[[str], object]] = {
        "parse": parse,
        "read": lambda text: read(form, document + text),
    }
    own = [shortest(partial(plainly, text), 2) for text in texts]
    held = peak(partial(plainly, texts[-1]))
    rows = {}
    for work, call in works.items():
        taken = [shortest(partial(call, text), 2) for text in texts]
        steps = [taken[n + 1] / taken[n] / (own[n + 1] / own[n]) for n in range(len(texts) - 1)]
        most = peak(partial(call, texts[-1]))
        grown = ", ".join(f"{step:.2f}" for step in steps)
        rows[f"{work}, {name}: growth (at most 1.3), memory (at most 1.5)"] = f"{grown}; {most / held:.2f}"
    return rows


def main() -> None:
    """Prints the table. `--small` leaves out the largest documents."""
    sizes = SIZES[:2] if "--small" in sys.argv else SIZES
    print(
        f"Python {platform.python_version()}, markdown-it-py {version('markdown-it-py')}, {platform.machine()}"
    )
    print("\n| measured against markdown-it-py | ratio |\n|---|---|")
    show(ratios())
    for name, unit in HOSTILE.items():
        show(growth(name, unit, sizes))


def show(rows: dict[str, str]) -> None:
    """Prints rows of the table."""
    for name, value in rows.items():
        print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
