"""The demo as it is started: a process of its own, on whatever port is free."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.demo import SIGNERS

ROOT = Path(__file__).parents[1]
SECONDS = 120
"""How long a day may take, real, before a test fails."""


def demo(*options: str) -> subprocess.CompletedProcess[str]:
    """What `countersign demo` prints into a pipe, which is no terminal."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--port", "0", *options],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def played() -> subprocess.CompletedProcess[str]:
    """A day that was played to its end."""
    return demo("--once")


def test_the_day_is_played_to_its_signed_lines_and_ends(played: subprocess.CompletedProcess[str]) -> None:
    assert (played.returncode, played.stderr) == (0, "")
    signed = [line for line in played.stdout.splitlines() if "[x]" in line]
    assert all(any(name in line for line in signed) for name in SIGNERS.values())
    assert len(signed) == len(SIGNERS) and "1 open task" in played.stdout


def test_the_day_shows_an_edit_that_dismisses_a_signature_progress_and_a_list(
    played: subprocess.CompletedProcess[str],
) -> None:
    shown = played.stdout
    told = shown.index("Your signature no longer counts")
    assert shown.index("signed by Grace Hopper") < told < shown.index("presses Still good: sign again")
    assert "2 of 45 boxes ticked" in shown and "Waiting for you (1)" in shown


def test_each_scene_is_headed_by_its_time_and_its_whole_title(
    played: subprocess.CompletedProcess[str],
) -> None:
    headings = re.findall(r"^─+ (\d) of 7 · (\w+ \d\d:\d\d UTC) · (.+) ─+$", played.stdout, re.MULTILINE)
    assert [number for number, _, _ in headings] == list("1234567")
    assert not any(title.endswith("…") for _, _, title in headings)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_demo_that_is_stopped_leaves_nothing_behind(tmp_path: Path, end: signal.Signals) -> None:
    command = [sys.executable, "-u", "-m", "bot", "demo", "--port", "0", "--once"]
    more = {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env={**os.environ, **more}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()  # the first scene has begun
        assert list(tmp_path.iterdir())
        process.send_signal(end)
        assert process.wait(SECONDS) == 0
    assert list(tmp_path.iterdir()) == []


def printed(end: int, last: str) -> str:
    """What comes out at the other end of a terminal or a pipe, up to the line that holds `last`."""
    said = ""
    with open(end, encoding="utf-8", newline="\n") as lines:
        while last not in said and (line := lines.readline()):
            said += line
    return said


@pytest.mark.parametrize(
    ("opened", "stop"),
    [(pty.openpty, signal.SIGINT), (os.pipe, signal.SIGTERM)],
    ids=["in a terminal", "into a pipe"],
)
def test_the_demo_stays_open_with_its_page_until_it_is_stopped(
    opened: Callable[[], tuple[int, int]], stop: signal.Signals
) -> None:
    out, stdout = opened()
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=stdout) as process:
        os.close(stdout)
        try:
            said = printed(out, "Ctrl-C: that takes this workspace and its tasks away")
            address = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert address and "Countersign" in urlopen(address[0]).read().decode()
        finally:
            process.send_signal(stop)
        assert process.wait(SECONDS) == 0


def test_a_demo_that_nobody_reads_any_more_ends_quietly() -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(SECONDS), process.stderr.read()) == (1, b"")


def until(process: subprocess.Popen[str], said: str) -> str:
    """The line of what it prints that holds this."""
    assert process.stdout is not None
    return next(line for line in process.stdout if said in line)


@contextmanager
def started(*words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A command of ours, all that it prints in one stream, until Ctrl-C; it ends well."""
    command = [sys.executable, "-u", "-m", "bot", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    with subprocess.Popen(
        command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 0


def test_an_empty_sandbox_says_how_the_bot_itself_is_started_in_it() -> None:
    with started("demo", "--empty", "--port", "0") as sandbox:
        settings = dict(word.split("=", 1) for word in until(sandbox, "make run").split() if "=" in word)
        with started("run", **settings) as bot:
            assert "T00000001" in until(bot, "started")


def test_an_empty_sandbox_has_a_private_channel_without_the_bot_and_a_clock_that_stays_real() -> None:
    with started("demo", "--empty", "--port", "0") as sandbox:
        until(sandbox, "keeps the real time")
        address = until(sandbox, "http://127.0.0.1").strip()
        until(sandbox, "#leads there is private")
        state = json.load(urlopen(f"{address}page/state"))
    assert "#leads" in [each["name"] for each in state["places"]]
    assert (state["moves"], state["ahead"]) == (False, 0)


def test_an_empty_sandbox_has_no_day_to_play() -> None:
    refused = demo("--empty", "--once")
    assert (refused.returncode, "choose one of them" in refused.stderr) == (2, True)
