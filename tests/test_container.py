"""Dockerfile and compose.yml, as far as they can be held without Docker."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web
from typer.main import get_command

from bot.cli import app
from bot.health import PATH
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, in order, each with all that it is given on one line."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


def given(name: str) -> list[str]:
    return [rest for each, rest in instructions() if each == name]


def environment() -> dict[str, str]:
    """What the image sets."""
    return dict(pair.split("=", 1) for line in given("ENV") for pair in line.split())


def check() -> list[str]:
    """The words of the health check's command."""
    (line,) = given("HEALTHCHECK")
    words: list[str] = json.loads(line.partition("CMD ")[2])
    return words


def ignored(path: str) -> bool:
    """Whether the build never sees it: all is ignored but what is named."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    return f"!{path}" not in lines


def test_the_image_is_slim_and_of_a_python_that_the_program_takes() -> None:
    (image,) = given("FROM")
    found = re.fullmatch(r"python:3\.(\d+)-slim-[a-z]+", image)
    assert found and 11 <= int(found[1]) <= 14


def test_everything_that_is_copied_is_there_and_reaches_the_build() -> None:
    copied = [source for line in given("COPY") for source in line.split()[:-1]]
    assert {"requirements.lock", "bot", "manifest.yml"} <= set(copied)
    assert [each for each in copied if not (ROOT / each).exists() or ignored(each)] == []


@pytest.mark.parametrize("secret", [".env", "countersign.db", ".git", "tests"])
def test_nothing_else_reaches_the_build(secret: str) -> None:
    assert ignored(secret)


def test_only_what_is_locked_is_installed_with_its_hashes_and_nothing_for_tests() -> None:
    first, second = (line for line in given("RUN") if "pip install" in line)
    assert "--require-hashes -r requirements.lock" in first
    assert "--no-deps" in second and "--no-build-isolation" in second
    assert all("--no-cache-dir" in line for line in (first, second))
    assert not any("dev" in rest for _, rest in instructions())


def test_it_runs_as_an_ordinary_user_to_whom_the_volume_belongs() -> None:
    (user,) = given("USER")
    uid, gid = user.split(":")
    assert int(uid) >= 1000 and int(gid) >= 1000
    (making,) = (line for line in given("RUN") if "useradd" in line)
    assert f"--uid {uid} " in making and f"--owner={uid} --group={gid} --mode=0700 /data" in making
    order = [name for name, _ in instructions()]
    assert order.index("USER") > max(at for at, name in enumerate(order) if name == "RUN")


def test_the_database_is_on_the_declared_volume() -> None:
    assert given("VOLUME") == ["/data"]
    assert environment()["DATABASE_URL"] == "sqlite:////data/countersign.db"


def test_what_the_image_sets_are_settings_of_the_bot_or_of_python() -> None:
    known = {field.alias for field in Settings.model_fields.values()}
    assert {name for name in environment() if not name.startswith("PYTHON")} <= known


def test_commands_are_lists_so_that_signals_reach_the_bot() -> None:
    (entry,), (command,) = given("ENTRYPOINT"), given("CMD")
    assert (json.loads(entry), json.loads(command)) == (["countersign"], ["run"])


def test_the_port_that_is_checked_is_the_one_that_is_set() -> None:
    assert given("EXPOSE") == [environment()["PORT"]]
    assert repr(PATH) in check()[-1] and "os.environ['PORT']" in check()[-1]


@asynccontextmanager
async def answering(status: int) -> AsyncIterator[int]:
    """Somebody answers so at the bot's path; the port."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    served = web.Application()
    served.add_routes([web.get(PATH, answer)])
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield int(runner.addresses[0][1])
    await runner.cleanup()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_the_health_check_ends_as_the_bot_answers(status: int, code: int) -> None:
    async with answering(status) as port:
        assert await checked(port) == code


async def test_the_health_check_fails_where_nobody_answers() -> None:
    async with answering(200) as port:
        pass
    assert await checked(port) == 1


async def checked(port: int) -> int | None:
    """The exit code of the health check's own command."""
    assert check()[0] == "python"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *check()[1:]),
        env={"PORT": str(port), "http_proxy": "http://127.0.0.1:1/"},
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait()


def test_compose_runs_the_bot_on_a_volume_and_the_demo_only_when_asked() -> None:
    bot, demo = (COMPOSE["services"][name] for name in ("bot", "demo"))
    assert "data:/data" in bot["volumes"] and "data" in COMPOSE["volumes"]
    assert ("profiles" in bot, demo["profiles"]) == (False, ["demo"])


def test_inside_compose_the_database_and_the_port_are_the_images_whatever_env_says() -> None:
    kept = COMPOSE["services"]["bot"]["environment"]
    assert kept == {name: environment()[name] for name in ("DATABASE_URL", "PORT")}


def test_the_command_of_the_demo_is_there() -> None:
    command, *options = COMPOSE["services"]["demo"]["command"]
    known = get_command(app).commands[command]  # type: ignore[attr-defined]
    assert set(options) <= {option for each in known.params for option in each.opts}


@pytest.mark.parametrize("name", ["bot", "demo"])
def test_a_container_may_do_no_more_than_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
