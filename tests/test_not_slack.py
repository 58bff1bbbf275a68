"""At SLACK_API_URL something answers that isn't Slack: a proxy's page, another server's."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import StartError, build
from bot.clock import utc_now
from bot.doctoring.examine import examine
from bot.settings import load


@pytest.fixture
async def pages(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dict[str, web.Response]]:
    """What is answered, by method, with the environment of a bot that asks there; anything else gets a page."""
    answers: dict[str, web.Response] = {}

    async def answer(request: web.Request) -> web.Response:
        page = web.Response(text="<html>Please log in.</html>", content_type="text/html")
        return answers.get(request.match_info["method"], page)

    app = web.Application()
    app.router.add_route("*", "/{method}", answer)
    async with TestServer(app) as server:
        monkeypatch.setenv("SLACK_API_URL", str(server.make_url("/")))
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
        yield answers


async def refused() -> str:
    """Why the bot doesn't start."""
    with pytest.raises(StartError) as reason:
        async with build(load()):
            raise AssertionError("it started")
    return str(reason.value)


async def test_a_page_in_slacks_place_is_not_told_as_a_token_that_is_refused(
    pages: dict[str, web.Response],
) -> None:
    assert (await refused()).startswith("Slack can't be reached at http://127.0.0.1:")


async def test_nor_is_one_that_comes_when_a_socket_is_asked_for(pages: dict[str, web.Response]) -> None:
    team = {"ok": True, "team_id": "T1", "user_id": "U1", "bot_id": "B1", "url": "https://x.slack.com/"}
    pages["auth.test"] = web.json_response(team)
    assert (await refused()).startswith("Slack can't be reached at http://127.0.0.1:")


async def test_doctor_tells_it_likewise(pages: dict[str, web.Response]) -> None:
    (said,) = [each.said async for each in examine(utc_now) if each.level == "error"]
    assert said.startswith("Slack can't be reached at http://127.0.0.1:")
