"""The plan of the house: who may know whom, and how large anything may grow."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import rooms
from tests.rooms import Module, modules

HOUSE = modules(Path(__file__).parents[1] / "bot")
Rule = Callable[[list[Module]], list[str]]


def tree(tmp_path: Path, **files: str) -> list[Module]:
    """A small house: `slack__cards="import this"` is bot/slack/cards.py."""
    for name, text in files.items():
        path = tmp_path / "bot" / f"{name.replace('__', '/', 1)}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return modules(tmp_path / "bot")


@pytest.mark.parametrize(
    "rule",
    [
        rooms.against_arrows,
        rooms.against_libraries,
        rooms.against_environment,
        rooms.against_clock,
        rooms.cycles,
        rooms.too_long,
        rooms.without_docstring,
        rooms.busy_doors,
    ],
    ids=lambda rule: rule.__name__,
)
def test_the_house_is_as_planned(rule: Rule) -> None:
    complaints = rule(HOUSE)
    assert not complaints, "\n" + "\n".join(complaints)


def test_every_room_of_the_house_has_its_place_in_the_plan() -> None:
    assert {module.room for module in HOUSE} <= set(rooms.ARROWS)
    assert {"slack", "tasks", "template", "reminders", "sandbox", "cli"} <= {module.room for module in HOUSE}


@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("template__form", "bot.tasks.task"),
        ("template__form", "bot.settings"),
        ("tasks__desk", "bot.slack.ids"),
        ("tasks__desk", "bot.reminders.due"),
        ("tasks__desk", "bot.logs"),
        ("slack__cards", "bot.reminders.due"),
        ("slack__cards", "bot.app"),
        ("slack__cards", "bot.settings"),
        ("slack__cards", "bot.sandbox.checks.rules"),
        ("reminders__sweep", "bot.slack.outbox"),
        ("sandbox__server", "bot.template.parse"),
        ("sandbox__server", "bot.slack.ids"),
        ("app", "bot.sandbox.server"),
        ("app", "bot.cli"),
        ("listening", "bot.slack.routes"),
        ("settings", "bot.tasks.task"),
        ("attic__old", "bot.template.form"),
    ],
)
def test_an_import_against_an_arrow_is_told_with_its_place(tmp_path: Path, room: str, imported: str) -> None:
    (complaint,) = rooms.against_arrows(tree(tmp_path, **{room: f"import re\nimport {imported}\n"}))
    assert f"{room.replace('__', '/')}.py:2: imports {imported}: {room.split('__')[0]} may know" in complaint


@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("cli", "bot.app"),
        ("cli", "bot.sandbox.server"),
        ("demo", "bot.sandbox.person"),
        ("app", "bot.reminders.scheduler"),
        ("slack__cards", "bot.template.form"),
        ("reminders__due", "bot.tasks.task"),
        ("slack__cards", "bot.slack.text"),
    ],
)
def test_an_import_along_the_arrows_is_fine(tmp_path: Path, room: str, imported: str) -> None:
    assert not rooms.against_arrows(tree(tmp_path, **{room: f"import {imported}\n"}))


@pytest.mark.parametrize(
    "written",
    [
        "from bot import slack",
        "from bot.slack import ids",
        "from ..slack import ids",
        "from .. import slack",
        "def late():\n    import bot.slack.ids",
        "if TYPE_CHECKING:\n    from bot.slack.ids import COMMAND",
        "import importlib\nimportlib.import_module('bot.slack.ids')",
        "__import__('bot.slack')",
    ],
)
def test_an_import_is_seen_however_it_is_written(tmp_path: Path, written: str) -> None:
    assert "bot.slack" in rooms.against_arrows(tree(tmp_path, tasks__desk=written))[0]


@pytest.mark.parametrize(
    ("room", "written"),
    [
        ("app", "import apscheduler"),
        ("reminders__sweep", "from apscheduler.triggers.cron import CronTrigger"),
        ("slack__people", "from sqlmodel import Session"),
        ("reminders__sweep", "import sqlalchemy.orm"),
        ("tasks__desk", "from pydantic_settings import BaseSettings"),
        ("sandbox__server", "import slack_bolt"),
    ],
)
def test_a_library_outside_its_place_is_told(tmp_path: Path, room: str, written: str) -> None:
    (complaint,) = rooms.against_libraries(tree(tmp_path, **{room: written}))
    assert written.split()[1] in complaint


@pytest.mark.parametrize(
    "written",
    [
        "import os\nos.environ.get('PORT')",
        "from os import environ",
        "import os as system\nsystem.getenv('PORT')",
        "from dotenv import load_dotenv",
    ],
)
def test_a_second_reader_of_the_environment_is_told(tmp_path: Path, written: str) -> None:
    told = rooms.against_environment(tree(tmp_path, tasks__desk=written, settings=written))
    assert told
    assert all("desk.py" in each for each in told)


@pytest.mark.parametrize(
    "written",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as dt\nwhen = dt.utcnow",
        "import datetime\ndatetime.date.today()",
        "import time\ntime.time()",
        "from time import time",
        "from sqlalchemy import func\nfunc.now()",
    ],
)
def test_a_look_at_the_clock_is_told(tmp_path: Path, written: str) -> None:
    (complaint,) = rooms.against_clock(tree(tmp_path, tasks__desk=written, clock=written))
    assert "desk.py" in complaint


def test_a_time_that_is_handed_in_is_no_look_at_the_clock(tmp_path: Path) -> None:
    text = "import time\nfrom datetime import datetime\ndatetime(2026, 1, 1)\ntime.monotonic()\nself.now()"
    assert not rooms.against_clock(tree(tmp_path, tasks__desk=text))


def test_a_circle_of_imports_is_told_once_and_whole(tmp_path: Path) -> None:
    house = tree(
        tmp_path,
        tasks__a="from bot.tasks import b",
        tasks__b="from bot.tasks.c import thing",
        tasks__c="def late():\n    import bot.tasks.a",
        tasks__d="import bot.tasks.a",
    )
    assert rooms.cycles(house) == ["bot.tasks.a -> bot.tasks.b -> bot.tasks.c -> bot.tasks.a"]


def test_a_file_and_a_function_that_grew_too_long_are_told(tmp_path: Path) -> None:
    grown = "def walk():\n" + "    pass\n" * 60 + "\n" * 290
    file, function = rooms.too_long(tree(tmp_path, slack__wizard=grown))
    assert file.endswith("has 351 lines, of at most 350")
    assert function.endswith("wizard.py:1: walk has 61 lines, of at most 60")


def test_a_file_and_a_function_of_the_greatest_length_are_fine(tmp_path: Path) -> None:
    text = "def walk():\n" + "    pass\n" * 59 + "\n" * 290
    assert not rooms.too_long(tree(tmp_path, slack__wizard=text))


def test_what_is_public_and_says_nothing_is_told(tmp_path: Path) -> None:
    text = "class Task:\n    def sign(self): ...\n    def _own(self): ...\nasync def start(): ...\n"
    told = rooms.without_docstring(tree(tmp_path, tasks__task=text))
    assert [each.split(": ")[1].split()[0] for each in told] == [
        "bot.tasks.task",
        "bot.tasks.task.Task",
        "bot.tasks.task.Task.sign",
        "bot.tasks.task.start",
    ]


def test_a_door_that_does_more_than_describe_its_room_is_told(tmp_path: Path) -> None:
    house = tree(
        tmp_path,
        tasks____init__='"""Tasks."""\n',
        slack____init__='"""Slack."""\nfrom bot.slack import ids\n',
    )
    (complaint,) = rooms.busy_doors(house)
    assert "slack/__init__.py:2:" in complaint
