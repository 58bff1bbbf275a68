"""Log lines: no token, and nothing that people typed."""

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog
from pydantic import TypeAdapter, ValidationError

from bot.logs import LIBRARIES, set_up

Form = Literal["console", "json"]
TYPED = "what a person typed"
BOT, APP = "xoxb-12-34-AbCd", "xapp-1-A2-b3c4"


@pytest.fixture(params=["console", "json"])
def form(request: pytest.FixtureRequest) -> Iterator[Form]:
    """Each form, for `set_up` in the test itself: capsys has another standard error in a fixture."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield request.param
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def stumble(typed: str) -> None:
    """Fails with a local variable that nobody may read, and a token in the error's text."""
    kept = typed.upper()
    raise ValueError(f"https://slack.com/api/?token={BOT}\n{APP} {len(kept)}")


def test_a_traceback_shows_where_it_failed_and_no_local_variable(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(form)
    try:
        stumble(TYPED)
    except ValueError:
        structlog.get_logger().exception("failed")
    said = capsys.readouterr().err
    assert "in stumble" in said
    assert TYPED not in said
    assert TYPED.upper() not in said


def test_a_library_s_traceback_shows_no_local_variable_and_no_token(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(form)
    try:
        stumble(TYPED)
    except ValueError:
        logging.getLogger("slack_sdk").exception("a library failed with %s", BOT)
    said = capsys.readouterr().err
    assert "a library failed with xoxb-***" in said
    assert "in stumble" in said
    assert not [kept for kept in (TYPED, TYPED.upper(), BOT, APP) if kept in said]


def test_a_token_is_blotted_out_wherever_it_stands(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form)
    log = structlog.get_logger()
    try:
        stumble(TYPED)
    except ValueError as error:
        log.exception(f"event {BOT}", plain=APP, error=error, deep={"a": [BOT]}, raw=APP.encode())
    said = capsys.readouterr().err
    assert said.count("xoxb-***") >= 3
    assert BOT not in said
    assert APP not in said


def test_the_ticket_of_a_socket_is_blotted_out_too(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form)
    refused = "503, url='wss://wss-primary.slack.com/link/?ticket=4f1e-9a&app_id=A1'"
    logging.getLogger("slack_bolt").error(f"Failed to connect (error: {refused}); Retrying...")
    said = capsys.readouterr().err
    assert "?ticket=***&app_id=A1" in said
    assert "4f1e" not in said


def test_a_value_that_pydantic_refused_is_blotted_out(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form)
    try:
        TypeAdapter(dict[str, int]).validate_python({"hours": TYPED, "points": f'"{TYPED}"'})
    except ValidationError:
        structlog.get_logger().exception("failed")
    said = capsys.readouterr().err
    assert said.count("type=int_parsing, input_value=***, input_type=str") == 2
    assert TYPED not in said


def test_what_only_speaks_of_tokens_is_left_alone(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form)
    structlog.get_logger().info("a token begins with xoxb-…, or with xapp- …", task="TASK-001")
    said = capsys.readouterr().err
    assert "***" not in said
    assert "TASK-001" in said


@pytest.mark.parametrize("form", ["json"], indirect=True)
def test_a_json_line_is_json_also_with_a_token_and_a_traceback(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(form)
    try:
        stumble(TYPED)
    except ValueError:
        structlog.get_logger().exception("failed", quote='"', token=BOT)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["quote"], line["token"]) == (
        "failed",
        "error",
        '"',
        "xoxb-***",
    )


@pytest.mark.parametrize("form", ["json"], indirect=True)
def test_a_line_carries_its_time_in_utc(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form)
    structlog.get_logger().info("started")
    assert json.loads(capsys.readouterr().err)["timestamp"].endswith("Z")


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_libraries_say_of_payloads_is_not_written(
    form: Form, library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(form, logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger(f"{library}.deep.inside").debug("body: %s", TYPED)
    logging.getLogger(f"{library}.deep.inside").info("body: %s", TYPED)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("form", ["json"], indirect=True)
def test_a_library_s_warning_names_the_library(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(form)
    logging.getLogger("apscheduler.executors").warning("late")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("late", "warning", "apscheduler.executors")
