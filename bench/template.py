"""Measures the template room against markdown-it-py's own parse of the same text, in one run.

Each time is the shortest of some. Each work runs in a process of its own, so that its peak of memory is its
own. Linux.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

import bot.template
from bench.alone import alone, taken
from bench.documents import DOCUMENTS, Document
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

TEMPLATE = (Path(bot.template.__file__).parent / "task.md").read_bytes().decode()
FORM = parse(TEMPLATE)
ANSWERS = {"title": "T", "task-description.objective": "Faster.\n\nMuch."}
ABOVE = "# TASK-1: T\n\n## Task Description\n\n**Objective**:\n\n"
"""What makes the text below it an answer to the default template."""
MARKDOWN = MarkdownIt("commonmark").enable("table")
SIZES = (10_000, 100_000, 1_000_000)
GROWTH = 1.3
"""At most so much more growth than markdown-it-py's own, from each size to the next."""
MEMORY = 1.5
"""At most so many times its peak of memory, at the largest size."""


def _own(text: str) -> Callable[[], object]:
    return lambda: MARKDOWN.parse(text)


def _parse(text: str) -> Callable[[], object]:
    return lambda: parse(text)


def _render(text: str) -> Callable[[], object]:
    form = parse(text)
    answers = {field.key: "one line" for field in form.asked()}
    return lambda: render(form, answers)


def _read(text: str) -> Callable[[], object]:
    return lambda: read(FORM, ABOVE + text)


def _read_back(text: str) -> Callable[[], object]:
    """By the form that the text is, with no line of it as the template has it, though labels are the same."""
    form = parse(text)
    return lambda: read(form, text.swapcase())


WORKS = {"parse": _parse, "render": _render, "read": _read, "read by its own form": _read_back}


def default_template() -> Iterator[tuple[str, float, float]]:
    """(what, ratio, its aim) for the default template."""
    document = render(FORM, ANSWERS)
    own = taken(lambda: MARKDOWN.parse(TEMPLATE), 2).seconds
    works: list[tuple[str, Callable[[], object], float]] = [
        ("parse", lambda: parse(TEMPLATE), 3),
        ("render", lambda: render(FORM, ANSWERS), 0.5),
        ("read", lambda: read(FORM, document), 5),
        ("read, of the template itself", lambda: read(FORM, TEMPLATE), 5),
    ]
    for name, work, aim in works:
        yield name, taken(work, 2).seconds / own, aim


def grown(document: Document, sizes: Sequence[int]) -> Iterator[tuple[str, float, list[float], float]]:
    """(work, time, growth from each size to the next, memory), each as a part of markdown-it-py's own."""
    texts = [document.text(size) for size in sizes]
    own = [alone(_own, text) for text in texts]
    for name, work in WORKS.items():
        ours = [alone(work, text) for text in texts]
        ratios = [mine.seconds / its.seconds for mine, its in zip(ours, own, strict=True)]
        growth = [after / before for before, after in pairwise(ratios)]
        yield name, ratios[-1], growth, ours[-1].memory / own[-1].memory


def told(value: float, aim: float) -> str:
    """A figure with its aim; bold if it misses that."""
    figure = f"{value:.2f} (≤ {aim:g})"
    return figure if value <= aim else f"**{figure}**"


def main(arguments: Sequence[str]) -> int:
    """Prints the tables; 1 if an aim is missed. `--small` leaves out the largest size; words choose the
    documents that have one of them in their names."""
    sizes = SIZES[:2] if "--small" in arguments else SIZES
    words = [word for word in arguments if not word.startswith("-")]
    begun = time.monotonic()
    missed = 0
    print(f"Python {platform.python_version()}, markdown-it-py {version('markdown-it-py')}, ", end="")
    print(f"{platform.machine()}, {platform.system()}\n")
    print("| default template | of markdown-it-py's time |\n|---|---|")
    for name, value, aim in default_template():
        missed += value > aim
        print(f"| {name} | {told(value, aim)} |", flush=True)
    steps = " | ".join(f"growth to {size // 1000} kB" for size in sizes[1:])
    print(f"\n| document | work | time | {steps} | memory |\n|---|---|---|{'---|' * len(sizes)}")
    for document in DOCUMENTS:
        if words and not any(word in document.name for word in words):
            continue
        print(f"{time.monotonic() - begun:4.0f} s: {document.name}", file=sys.stderr, flush=True)
        for name, ratio, growth, memory in grown(document, sizes):
            missed += sum(step > GROWTH for step in growth) + (memory > MEMORY)
            figures = " | ".join([*(told(step, GROWTH) for step in growth), told(memory, MEMORY)])
            print(f"| {document.name} | {name} | {ratio:.2f} | {figures} |", flush=True)
    print(f"\n{missed} figures miss their aim." if missed else "\nAll aims are met.")
    return 1 if missed else 0
