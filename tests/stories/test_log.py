"""The log of a day in which much goes wrong: each line says whose request it belongs to, and no line what was typed."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.logs import LIBRARIES, set_up
from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.importing import give
from tests.stories.test_database_trouble import locked
from tests.stories.test_signing import file

Lines = list[dict[str, Any]]
MARK = "Zanzibar"
"""Stands in everything that anybody types here."""
NAMES = ("Ada", "Lovelace", "Grace", "Hopper", "ada@")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """What `set_up` changes for the whole process is set back."""
    loggers = [logging.getLogger(name) for name in ("", *LIBRARIES)]
    before = [(logger, logger.handlers[:], logger.level) for logger in loggers]
    yield
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)
    structlog.reset_defaults()


def lines(written: str) -> Lines:
    """Each line of the log, which is a JSON object."""
    return [json.loads(line) for line in written.splitlines()]


async def everything_goes_wrong(story: Story, folder: Path) -> str:
    """Ada files a task and Grace answers it, while Slack and the database stumble; what Ada was told."""
    ada, grace = story.person("Ada"), story.person("Grace")
    for method, how in {
        "views.open": {"drop": True},
        "users.info": {"status": 503},
        "chat.postMessage": {"error": "invalid_blocks"},
        "chat.update": {"drop": True},
        "files.completeUploadExternal": {"error": "internal_error", "after_effect": True},
        "conversations.open": {"error": "ratelimited", "status": 429, "retry_after": 1},
    }.items():
        story.sandbox.fail(method, **how)  # type: ignore[arg-type]
    await ada.types(f"/task new {MARK}", channel="engineering")
    await ada.types(f"/task new {MARK} 'once' \"more\"", channel="engineering")
    ada.fill({"Title": f"{MARK} {story.sandbox.bot_token}"})
    await ada.presses("Next")
    ada.fill({"Objective": f"{MARK} the objective"})
    told = await pressed_in_vain(ada, folder)
    await ada.presses("Review")
    ada.fill({"Signs as Developer": "Grace Hopper"})
    await ada.presses("Create")
    await later(story)
    await grace.presses("Request changes", on="TASK-001")
    grace.fill({"What has to change?": f"{MARK}, because"})
    await grace.presses("Request changes")
    await ada.types(f"/task search {MARK}")
    await imported(story, ada)
    await later(story)
    return told


async def imported(story: Story, ada: Person) -> None:
    """A document that can be read, and a file that can't be fetched."""
    story.sandbox.fail("users.list", drop=True)
    await give(ada, f"# {MARK}\n\n**Assignee**: {MARK} Hopper\n\n{MARK} has no place\n")
    await ada.closes()
    story.sandbox.fail("file download", status=500, times=9)
    await give(ada, file=(f"{MARK}.md", f"# {MARK}\n".encode()))
    await ada.sees("didn't hand over the file", where="modal")
    await ada.closes()


async def pressed_in_vain(ada: Person, folder: Path) -> str:
    """What somebody is told whose page can't be saved."""
    with locked(folder):
        await ada.presses("Next")
    assert ada.modal is not None
    return ada.modal.text


async def later(story: Story) -> None:
    for _ in range(5):
        story.sandbox.clock.move(timedelta(minutes=2))
        await story.settled()


async def test_no_line_holds_what_was_typed_or_who_somebody_is_or_a_secret(
    begin: Begin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("json")
    async with begin() as story:
        await everything_goes_wrong(story, tmp_path)
        secrets = (story.sandbox.bot_token, story.sandbox.app_token, story.sandbox.signing_secret)
    written = capsys.readouterr().err
    assert {"started", "handled", "request failed", "outbox.failed", "outbox.sent"} <= {
        line["event"] for line in lines(written)
    }
    assert [word for word in (MARK, *NAMES, *secrets) if word in written] == []


async def test_all_lines_of_a_request_carry_what_its_person_was_told(
    begin: Begin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("json")
    async with begin() as story:
        told = await everything_goes_wrong(story, tmp_path)
    found = lines(capsys.readouterr().err)
    reference = re.findall(r"reference ([0-9a-f]{8})", told)[0]
    assert [line["event"] for line in found if line.get("request") == reference] == [
        "request failed",
        "handled",
    ]
    requests = [line["request"] for line in found if line["event"] == "handled"]
    assert len(set(requests)) == len(requests)
    assert all("target" in line for line in found if line["event"] in ("outbox.sent", "outbox.failed"))


async def test_what_is_sent_names_the_press_that_wanted_it(
    begin: Begin, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("json")
    async with begin() as story:
        await file(story, story.person("Ada"), MARK, {"Signs as Developer": "Grace Hopper"})
    found = lines(capsys.readouterr().err)
    (pressed,) = [line["request"] for line in found if line.get("what") == "review"]
    sent = {line["target"].split(":")[0] for line in found if line["event"] == "outbox.sent"}
    assert {"card", "asked"} <= sent
    assert {line.get("request") for line in found if line["event"] == "outbox.sent"} == {pressed}
