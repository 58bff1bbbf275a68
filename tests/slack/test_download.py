"""A file that was chosen in a form: fetched from Slack's own hosts, and from nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.download import Downloads, NotFetched, may_see_token
from bot.tasks.importing import LARGEST

API = "https://slack.com/api/"
FILE = {"id": "F1", "name": "keys.md", "user": "U1", "size": 6}


@pytest.mark.parametrize(
    ("url", "api", "may"),
    [
        ("https://files.slack.com/files-pri/T1-F1/keys.md", API, True),
        ("https://files.slack-gov.com/files-pri/keys.md", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:8080/files/F1/keys.md", "http://127.0.0.1:8080/api/", True),
        ("https://files.slack.com/keys.md", "http://127.0.0.1:8080/api/", True),
        ("http://files.slack.com/keys.md", API, False),
        ("http://127.0.0.1:8081/files/F1/keys.md", "http://127.0.0.1:8080/api/", False),
        ("https://docs.example.com/keys.md", API, False),
        ("https://evilslack.com/keys.md", API, False),
        ("https://slack.com.example.com/keys.md", API, False),
        ("https://slack.com@example.com/keys.md", API, False),
        ("https://example.com:99999/keys.md", API, False),
        ("file:///etc/passwd", API, False),
        ("", API, False),
    ],
)
def test_the_token_goes_to_slack_s_own_hosts_alone(url: str, api: str, may: bool) -> None:
    assert may_see_token(url, api) is may


class Slack:
    """A server that answers files.info with an object, and anything else with a response; it keeps what came."""

    def __init__(self, file: dict[str, Any], answer: web.Response, elsewhere: str = "") -> None:
        self.seen: list[tuple[str, str | None]] = []
        self._file, self._answer, self._elsewhere = file, answer, elsewhere

    async def handle(self, request: web.Request) -> web.Response:
        self.seen.append((request.path, request.headers.get("Authorization")))
        if not request.path.startswith("/api/"):
            return self._answer
        url = self._elsewhere or f"http://{request.host}/files/keys.md"
        return web.json_response({"ok": True, "file": {"url_private_download": url, **self._file}})


@asynccontextmanager
async def serving(slack: Slack) -> AsyncIterator[str]:
    """The server's address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", slack.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def fetch(slack: Slack) -> tuple[str, bytes]:
    """What comes of a download from this server."""
    async with serving(slack) as address, aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-1", base_url=f"{address}api/", session=session, retry_handlers=[])
        return await Downloads(client, session).fetch("F1", "U1")


async def test_a_file_comes_with_its_name() -> None:
    slack = Slack(FILE, web.Response(body=b"# Keys"))
    assert await fetch(slack) == ("keys.md", b"# Keys")
    assert slack.seen[-1] == ("/files/keys.md", "Bearer xoxb-1")


REFUSED: dict[str, tuple[dict[str, Any], web.Response, str]] = {
    "a redirect": ({}, web.Response(status=302, headers={"Location": "/sign-in"}), "didn't let Countersign"),
    "a page": ({}, web.Response(text="<html>", content_type="text/html"), "didn't let Countersign"),
    "forbidden": ({}, web.Response(status=403), "didn't let Countersign"),
    "not found": ({}, web.Response(status=404), "no longer in Slack"),
    "trouble": ({}, web.Response(status=500), "didn't hand over"),
    "a part of it": ({}, web.Response(body=b"# K"), "didn't hand over"),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_comes_in_place_of_the_file_is_not_taken_for_it(what: str) -> None:
    more, answer, said = REFUSED[what]
    with pytest.raises(NotFetched, match=said):
        await fetch(Slack(FILE | more, answer))


NOT_ASKED_FOR: dict[str, tuple[dict[str, Any], str]] = {
    "somebody else's": ({"user": "U2"}, "Somebody else uploaded"),
    "kept elsewhere": ({"mode": "external", "is_external": True}, "isn't kept in Slack itself"),
    "a picture": ({"name": "keys.png"}, "ends in .md, .markdown or .txt"),
    "too large": ({"size": LARGEST + 1}, "larger than 1 MB"),
}


@pytest.mark.parametrize("what", NOT_ASKED_FOR)
async def test_a_file_that_is_not_to_be_read_is_not_asked_for(what: str) -> None:
    more, said = NOT_ASKED_FOR[what]
    slack = Slack(FILE | more, web.Response(body=b"# Keys"))
    with pytest.raises(NotFetched, match=said):
        await fetch(slack)
    assert [path for path, _ in slack.seen] == ["/api/files.info"]


async def test_another_host_sees_neither_the_token_nor_a_request() -> None:
    other = Slack(FILE, web.Response(body=b"# Keys"))
    async with serving(other) as elsewhere:
        with pytest.raises(NotFetched, match="isn't kept in Slack itself"):
            await fetch(Slack(FILE, web.Response(), f"{elsewhere}keys.md"))
    assert other.seen == []


async def test_no_more_is_read_than_a_document_may_have() -> None:
    small = {name: value for name, value in FILE.items() if name != "size"}
    _, content = await fetch(Slack(small, web.Response(body=b"a" * (LARGEST * 3))))
    assert len(content) == LARGEST + 1
