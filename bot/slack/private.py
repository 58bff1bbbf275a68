"""Sentences that one person alone sees."""

from __future__ import annotations

from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, Fate, calling
from bot.slack.later import Later
from bot.slack.request import Answer, Request
from bot.slack.text import FALLBACK, SECTION, Block, escape, paragraph, said, shorten

log = structlog.get_logger()

UNSAID = "a private sentence could not be said"


class Private:
    """Says one sentence to whoever sent a request: in the ack of a command, else by its response_url,
    else (a global shortcut has none) as a direct message. `client` is the bot's, with its usual timeout.
    """

    def __init__(self, client: AsyncWebClient, later: Later) -> None:
        self._client = client
        self._later = later

    def say(self, request: Request, text: str, *buttons: dict[str, Any]) -> Answer:
        """The ack that goes with the sentence; what can't be said in it is sent after it."""
        if request.kind == "command":
            return {"response_type": "ephemeral", **drawn(text, *buttons)}
        self._later.run(self.send(request, text, *buttons))
        return {}

    def whisper(self, request: Request, channel: str, text: str) -> None:
        """The sentence after the ack of a modal, in the channel where that was asked for; as a direct message, if
        the bot isn't there.
        """
        self._later.run(self._whisper(request, channel, text))

    async def _whisper(self, request: Request, channel: str, text: str) -> None:
        posting = self._client.chat_postEphemeral(channel=channel, user=request.user, **drawn(text))
        try:
            await calling("chat.postEphemeral", posting)
        except Failed as failed:
            if failed.fate in (Fate.DESTINATION, Fate.UNKNOWN):
                await self.send(request, text)
            else:
                log.warning(UNSAID, user=request.user, error=failed.code)

    async def send(self, request: Request, text: str, *buttons: dict[str, Any]) -> None:
        """The sentence after the ack."""
        message = drawn(text, *buttons)
        try:
            if request.response_url:
                await _respond(request.response_url, message)
            else:
                posting = self._client.chat_postMessage(channel=request.user, **message)
                await calling("chat.postMessage", posting)
        except (Failed, aiohttp.ClientError, TimeoutError) as failed:
            why = failed.code if isinstance(failed, Failed) else type(failed).__name__
            log.warning(UNSAID, user=request.user, error=why)


def drawn(text: str, *buttons: dict[str, Any]) -> dict[str, Any]:
    """A sentence and its buttons as a message."""
    blocks: list[Block] = [paragraph(said(shorten(text, SECTION)))]
    if buttons:
        blocks.append({"type": "actions", "elements": list(buttons)})
    return {"text": escape(shorten(text, FALLBACK)), "blocks": blocks}


async def _respond(url: str, message: dict[str, Any]) -> None:
    """Slack: a response_url takes five answers within 30 minutes; they are private unless told otherwise."""
    timeout = aiohttp.ClientTimeout(total=10)
    payload = {"response_type": "ephemeral", "replace_original": False, **message}
    async with aiohttp.ClientSession(timeout=timeout) as session, session.post(url, json=payload) as answer:
        if answer.status != 200:
            log.warning("a private sentence was refused", status=answer.status)
