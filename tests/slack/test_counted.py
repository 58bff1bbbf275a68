"""Which methods and answers are counted by name."""

import re
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.counted import METHODS, CountedClient, answer_of
from tests.slack.tally import Tally

ROOM = Path(__file__).parents[2] / "bot"


def refusal(status: int, data: Any) -> SlackApiError:
    response = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=status
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


def test_every_method_that_is_called_is_counted_by_its_name() -> None:
    called = r"client\.([a-z]+_[A-Za-z_]+)"
    texts = [
        path.read_text(encoding="utf-8") for folder in ("slack", ".") for path in (ROOM / folder).glob("*.py")
    ]
    named = {name for text in texts for name in re.findall(called, text) if hasattr(AsyncWebClient, name)}
    assert {"chat_postMessage", "views_open", "apps_connections_open"} <= named
    assert {name.replace("_", ".") for name in named} == METHODS


@pytest.mark.parametrize(
    ("status", "data", "answer"),
    [
        (429, {"error": "ratelimited"}, "ratelimited"),
        (503, "<html>", "http_5xx"),
        (200, {"ok": False, "error": "is_archived"}, "is_archived"),
        (200, {"ok": False, "error": "made_up_by_whoever_answers"}, "other"),
        (200, "<html>", "other"),
    ],
)
def test_an_answer_is_one_of_a_few_words(status: int, data: Any, answer: str) -> None:
    assert answer_of(refusal(status, data)) == answer


async def test_a_method_that_is_in_no_table_and_a_slack_that_isnt_there_are_counted_too() -> None:
    tally = Tally()
    client = CountedClient(tally, "xoxb-1", base_url="http://127.0.0.1:1/api/", retry_handlers=[])
    with pytest.raises(OSError, match="127"):
        await client.api_call("made.up")
    assert tally.calls == [("other", "unreachable")]
