"""What docs/operating.md tells an operator is so: settings, figures, log lines, doctor's lines, the unit, the rules."""

import ast
import asyncio
import configparser
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.health import LATE, State, parts
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.counted import CUT_OFF, LIMITED, OK, OTHER, SLACK_DOWN, UNREACHABLE
from bot.slack.watching import WHERE
from bot.stopping import SECONDS
from bot.tasks.results import OutboxHealth
from tests.test_cli_export import at_desk

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (.+?) \|", PAGE, re.MULTILINE)
FIELDS = ("timestamp", "level", "event", "request", "delivery", "target", "kind", "what", "seconds")
"""Of a log line; tests/stories/test_log.py reads some."""


def between(begin: str, end: str) -> str:
    """A part of the page."""
    return PAGE.split(begin, 1)[1].split(end, 1)[0]


def first_column(part: str) -> set[str]:
    """The names in the first cells of a part's tables."""
    cells = re.findall(r"^\| (`.+?) \|", part, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def block(language: str, holding: str) -> str:
    """The block of code in this language that holds these words."""
    (found,) = [each for each in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if holding in each]
    return str(found)


def families() -> dict[str, Any]:
    """What a bot that has just begun shows at /metrics, by name."""
    metrics = Metrics([*WHERE, "tick"])
    health = OutboxHealth(waiting=0, oldest=None, dead=())
    text = metrics.text(State(None, health, 0.0, True)).decode()
    return {family.name: family for family in text_string_to_metric_families(text)}


def constants(folder: str, *functions: str) -> Iterator[str]:
    """The first words that are given to these functions, wherever a room's files call them."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=called, args=[ast.Constant(value=first), *_]):
                    if ast.unparse(called) in functions:
                        yield str(first)


def test_every_setting_has_its_topic_and_no_other_is_named() -> None:
    known = {str(field.alias) for field in Settings.model_fields.values()}
    topics = re.findall(r"`([A-Z_]+)`", between("## Settings by topic", "## HTTP mode"))
    assert set(topics) == {*known, "COUNTERSIGN_"}
    assert set(re.findall(r"\b(?:COUNTERSIGN|SLACK)_[A-Z_]+", PAGE)) - {"COUNTERSIGN_"} <= known


def test_every_metric_is_described_and_no_other() -> None:
    described = first_column(between("### /metrics", "### The log"))
    own = {name for name in families() if name.startswith("countersign_")}
    assert {name.removesuffix("_total") for name in described} == own


def test_the_rules_ask_for_metrics_that_are_there_and_each_is_a_rule() -> None:
    rules = yaml.safe_load(block("yaml", "alert:"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"countersign_\w+", rule["expr"])}
    assert {re.sub("_(bucket|total)$", "", name) for name in asked} <= set(families())
    assert all({"alert", "expr"} <= set(rule) for rule in rules)
    assert f"countersign_outbox_oldest_seconds > {LATE.seconds}" in [rule["expr"] for rule in rules]


def test_the_words_of_the_labels_are_the_ones_that_are_counted() -> None:
    rows = dict(ROWS)
    places = re.findall(r"\w+", rows["`countersign_errors_total`"].split("`where`:")[1])
    assert {*WHERE, "tick"} <= set(places)
    answers = set(re.findall(r"`(\w+)`", rows["`countersign_slack_calls_total`"]))
    assert {OK, LIMITED, SLACK_DOWN, CUT_OFF, UNREACHABLE, OTHER} <= answers
    kinds = re.findall(r"`([\w-]+)`", rows["`countersign_posts_total`"])[1:]
    posts = families()["countersign_posts"].samples
    assert set(kinds) <= {sample.labels["kind"] for sample in posts}


def test_the_parts_of_healthz_are_the_ones_that_it_has() -> None:
    found = parts(State(None, OutboxHealth(waiting=0, oldest=None, dead=()), 0.0, True))
    assert first_column(between("### /healthz", "### /metrics")) == set(found)
    assert all(name in PAGE for name in found["outbox"])


def test_every_event_of_the_log_that_is_explained_is_written_somewhere() -> None:
    levels = [f"log.{level}" for level in ("info", "warning", "error")]
    written = {*constants("bot", *levels, "say")}
    table = first_column(between("| event | what to do |", "### doctor"))
    assert {"started", "handled", "request failed"} <= table
    assert table - written == set()


def test_the_fields_of_a_log_line_are_explained() -> None:
    explained = first_column(between("### The log", "| event | what to do |"))
    assert {*FIELDS, "method", "error", "exception", "logger"} == explained


def test_every_line_of_doctor_is_explained_and_no_other() -> None:
    said = {*constants("bot/doctoring", "ok", "warning", "error", "workspace.not_asked")}
    assert first_column(between("### doctor", "### The audit")) == said


def said_in_a_shell(lines: str) -> None:
    """What the page says to a shell, said to one here; CalledProcessError if a line doesn't work."""
    lines = lines.replace("sudo ", "").replace("-o countersign -g countersign ", "")
    lines = re.sub(r"^countersign ", f"{sys.executable} -m bot ", lines, flags=re.MULTILINE)
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["/bin/sh", "-e", "-c", lines], check=True, timeout=60, env=here, capture_output=True)


def test_the_first_backup_works_as_it_is_said_and_others_cant_look_into_its_folder() -> None:
    asyncio.run(at_desk())
    said_in_a_shell(block("console", "db backup backups/"))
    assert Path("backups/countersign.db").is_file()
    assert stat.S_IMODE(Path("backups").stat().st_mode) == 0o700
    assert PAGE.index("mkdir -m 0700 backups") < PAGE.index(" backups/")


def test_the_file_for_the_tokens_is_made_so_that_nobody_else_can_read_it() -> None:
    home = "/var/lib/countersign/acme"
    *others, last = block("console", "useradd").splitlines()
    assert "-o countersign -g countersign " in last and others[-1].endswith(home)
    said_in_a_shell(last.replace(home, "."))
    assert Path(".env").read_bytes() == b""
    assert stat.S_IMODE(Path(".env").stat().st_mode) == 0o600


@pytest.fixture
def unit() -> configparser.ConfigParser:
    """The unit for systemd."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(block("ini", "ExecStart"))
    return parser


def test_the_unit_starts_the_bot_and_waits_for_its_stop(unit: configparser.ConfigParser) -> None:
    service = unit["Service"]
    assert service["ExecStart"].endswith("/.venv/bin/countersign run")
    assert int(service["TimeoutStopSec"]) > SECONDS
    assert service["ReadWritePaths"] == service["WorkingDirectory"]


def test_the_target_that_installs_is_one_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"make -C \S+ (\S+)", PAGE)) == {".venv/run.stamp"}
    assert "\n$(VENV)/run.stamp: requirements.lock" in makefile
    assert "VENV := .venv\n" in makefile


def test_what_is_said_to_docker_names_services_and_the_volume_of_compose() -> None:
    compose = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))
    lines = re.findall(r"^docker compose (?:exec|run|stop|logs) .*$", PAGE, re.MULTILINE)
    assert len(lines) >= 6
    assert all(set(line.split()) & set(compose["services"]) for line in lines)
    assert {path for line in lines for path in re.findall(r"(/\w+)/\w+\.db", line)} == {"/data"}
    assert "data:/data" in compose["services"]["bot"]["volumes"]


def test_the_proxy_passes_on_the_path_that_is_listened_on() -> None:
    from bot.listening import PATH, PORT

    assert f"reverse_proxy {PATH} 127.0.0.1:{PORT}" in PAGE
    assert f"location = {PATH} " in PAGE
