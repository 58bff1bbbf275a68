"""What Slack's refusals, and the network's, mean."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import FATES, Failed, Fate, calling

Ask = Callable[[web.Response], Awaitable[Failed]]


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    """Calls auth.test on a server that answers so; the failure that comes of it."""
    answers: list[web.Response] = []

    async def serve(_: web.Request) -> web.Response:
        return answers.pop()

    app = web.Application()
    app.router.add_post("/api/auth.test", serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = AsyncWebClient("xoxb", f"http://127.0.0.1:{runner.addresses[0][1]}/api/", retry_handlers=[])

    async def asked(answer: web.Response) -> Failed:
        answers.append(answer)
        with pytest.raises(Failed) as caught:
            await calling("auth.test", client.auth_test())
        return caught.value

    yield asked
    await runner.cleanup()


def refusal(code: str) -> web.Response:
    return web.json_response({"ok": False, "error": code})


async def test_a_refusal_has_the_fate_of_its_code(ask: Ask) -> None:
    failed = await ask(refusal("is_archived"))
    assert (failed.fate, str(failed)) == (Fate.DESTINATION, "auth.test: is_archived")


async def test_a_code_that_is_in_no_list_is_unknown(ask: Ask) -> None:
    assert (await ask(refusal("something_new"))).fate is Fate.UNKNOWN


async def test_a_429_says_how_long_to_wait(ask: Ask) -> None:
    answer = web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"retry-after": "17"}
    )
    failed = await ask(answer)
    assert (failed.fate, failed.retry_after) == (Fate.LIMITED, 17)


async def test_a_429_without_a_time_waits_a_second(ask: Ask) -> None:
    assert (await ask(web.json_response({}, status=429))).retry_after == 1


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
@pytest.mark.parametrize("status", [200, 403, 502])
async def test_a_proxys_page_may_pass(ask: Ask, kind: str, status: int) -> None:
    answer = web.Response(text="<h1>Please log in</h1>", status=status, content_type=kind)
    assert (await ask(answer)).fate is Fate.PASSING


async def test_an_answer_without_a_code_is_a_proxys_too(ask: Ask) -> None:
    assert (await ask(web.json_response({"message": "forbidden"}, status=403))).fate is Fate.PASSING


async def test_reasons_are_kept_for_the_log(ask: Ask) -> None:
    metadata = {"messages": ["[ERROR] too long [json-pointer:/blocks/0]"]}
    body = {"ok": False, "error": "invalid_blocks", "response_metadata": metadata}
    failed = await ask(web.json_response(body))
    assert (failed.fate, failed.messages) == (Fate.OURS, tuple(metadata["messages"]))


@pytest.mark.parametrize("error", [aiohttp.ServerDisconnectedError(), TimeoutError(), ConnectionResetError()])
async def test_what_the_network_does_may_pass(error: Exception) -> None:
    async def breaks() -> None:
        raise error

    with pytest.raises(Failed) as caught:
        await calling("auth.test", breaks())  # type: ignore[arg-type]
    assert caught.value.fate is Fate.PASSING


async def test_a_call_that_takes_too_long_may_pass() -> None:
    with pytest.raises(Failed) as caught:
        await calling("auth.test", asyncio.Event().wait(), patience=0)  # type: ignore[arg-type]
    assert caught.value.code == "TimeoutError"


def test_no_code_has_two_fates() -> None:
    codes = [code for each in FATES.values() for code in each]
    assert len(codes) == len(set(codes))
