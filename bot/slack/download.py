"""A file that a person chose in a form, fetched with the bot's token."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, calling
from bot.tasks.errors import TaskError
from bot.tasks.importing import LARGEST

log = structlog.get_logger()

PATIENCE = 30
"""Seconds that the whole download may take."""
CHUNK = 64 * 1024
ENDINGS = (".md", ".markdown", ".txt")
SLACK = ("slack.com", "slack-gov.com")
"""Whose hosts may see the bot's token, besides the one of SLACK_API_URL."""
GONE = ("file_not_found", "file_deleted")
FORBIDDEN = ("missing_scope", "access_denied", "not_allowed_token_type")

NO_LONGER_THERE = "The file is no longer in Slack. Please choose it again."
NOT_NOW = "Slack didn't hand over the file just now. Please choose it again in a moment."
NOT_LET = (
    "Slack didn't let Countersign read the file. Please paste the text in place of it, and tell whoever runs "
    "Countersign that it needs the permission files:read."
)
ELSEWHERE = "The file isn't kept in Slack itself. Please download it, and choose your copy."
NOT_OWN = "Somebody else uploaded this file. Please download it, and choose your copy."


class NotFetched(TaskError):
    """A file can't be had; `str(error)` is a sentence for the person: what happened and what to do."""


class Downloads:
    """Fetches files. `client` is the bot's, and doesn't retry; `session` is the one that it shares."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    async def fetch(self, file_id: str, user: str) -> tuple[str, bytes]:
        """Name and bytes of a file that this user uploaded; of one that is too large for a document, a byte
        more than a document may have. NotFetched.
        """
        file = await self._info(file_id)
        name = str(file.get("name") or "")
        if sentence := refusal(file) or _foreign(file, user):
            raise NotFetched(sentence)
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not may_see_token(url, self._client.base_url):
            log.warning("a file's address is not Slack's", file=file_id, host=urlsplit(url).hostname)
            raise NotFetched(ELSEWHERE)
        content = await self._bytes(file_id, url)
        if len(content) <= LARGEST and len(content) != file.get("size", len(content)):
            log.warning("a file came in part", file=file_id, bytes=len(content), of=file["size"])
            raise NotFetched(NOT_NOW)
        return name, content

    async def _info(self, file_id: str) -> dict[str, Any]:
        try:
            answer = await calling("files.info", self._client.files_info(file=file_id))
        except Failed as failed:
            log.warning("a file could not be found", file=file_id, error=failed.code)
            sentence = NO_LONGER_THERE if failed.code in GONE else NOT_NOW
            raise NotFetched(NOT_LET if failed.code in FORBIDDEN else sentence) from None
        return dict(answer.get("file") or {})

    async def _bytes(self, file_id: str, url: str) -> bytes:
        """What stands at the address. Redirects are not followed: they lead to a page that asks to sign in,
        which without the right scope may also come at once, with status 200.
        """
        headers = {"Authorization": f"Bearer {self._client.token}"}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with self._session.get(
                url, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                if sentence := _refused(answer.status, answer.content_type):
                    log.warning("a file was refused", file=file_id, status=answer.status)
                    raise NotFetched(sentence)
                return await _at_most(answer.content, LARGEST + 1)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("a file did not come", file=file_id, error=type(error).__name__)
            raise NotFetched(NOT_NOW) from None


def refusal(file: dict[str, Any]) -> str:
    """Why a file (Slack's object) is not taken, by what is known before it is read; "" if nothing is."""
    name, size = str(file.get("name") or ""), file.get("size")
    if name and not name.lower().endswith(ENDINGS):
        return "Please choose a Markdown or text file: its name ends in .md, .markdown or .txt."
    if isinstance(size, int) and size > LARGEST:
        return (
            "The file is larger than 1 MB, which is the most that a document may be. Please choose another."
        )
    return ""


def may_see_token(url: str, api_url: str) -> bool:
    """Whether the bot's token may go to this address: where it goes anyway, or by https to one of Slack's hosts."""
    try:
        there, api = urlsplit(url), urlsplit(api_url)
        if _origin(there) == _origin(api):
            return True
        host = there.hostname or ""
        hosts = (*SLACK, api.hostname or SLACK[0])
        return there.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in hosts)
    except ValueError:
        return False


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    """ValueError for a port that is none."""
    return url.scheme, url.hostname, url.port


def _foreign(file: dict[str, Any], user: str) -> str:
    """A file that is not the person's own is none of theirs to read by the bot's rights, whatever was sent."""
    if file.get("is_external") or file.get("mode") == "external":
        return ELSEWHERE
    return "" if file.get("user") == user else NOT_OWN


def _refused(status: int, kind: str) -> str:
    if status == 404:
        return NO_LONGER_THERE
    if status >= 500 or status == 429:
        return NOT_NOW
    return NOT_LET if status != 200 or kind == "text/html" else ""


async def _at_most(content: aiohttp.StreamReader, most: int) -> bytes:
    parts: list[bytes] = []
    async for part in content.iter_chunked(CHUNK):
        parts.append(part[:most])
        most -= len(parts[-1])
        if not most:
            break
    return b"".join(parts)
