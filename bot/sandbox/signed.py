"""Payloads over HTTP: encoded and signed as Slack does (v0)."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp

Json = dict[str, Any]

FORM = "application/x-www-form-urlencoded"


class SignedPosts:
    """Posts payloads to a Request URL. Signatures are of the real time, not of the sandbox's clock."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self,
        url: str,
        kind: str,
        payload: Mapping[str, Any],
        retry: Mapping[str, Any],
        *,
        deadline: float,
        secret: str | None = None,
        timestamp: int | None = None,
    ) -> tuple[int, Json]:
        """Post and return status and the answer's payload; text becomes ``{"text": …}``, nothing ``{}``.

        ``secret`` and ``timestamp`` (unix seconds) forge a signature. Raises TimeoutError when no answer
        comes within ``deadline`` real seconds, aiohttp.ClientError when nobody is there.
        """
        body, content_type = _encode(kind, payload)
        headers = {"Content-Type": content_type, **_retry_headers(retry)}
        stamp = str(int(time.time()) if timestamp is None else timestamp)
        headers["X-Slack-Request-Timestamp"] = stamp
        headers["X-Slack-Signature"] = sign(secret or self._secret, stamp, body)
        limit = aiohttp.ClientTimeout(total=deadline)
        async with self._client().post(url, data=body, headers=headers, timeout=limit) as response:
            return response.status, _decode(response.content_type, await response.text())

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Proxy variables of the environment must not catch what stays on this machine.
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(trust_env=False, connector=connector)
        return self._session


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The v0 signature of a raw body (Slack: Verifying requests from Slack)."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _encode(kind: str, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """Commands as a form, interactive payloads as a form with JSON in ``payload``, events as JSON."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def _decode(content_type: str, text: str) -> Json:
    if content_type == "application/json" and text:
        parsed: Json = json.loads(text)
        return parsed
    return {"text": text} if text else {}


def _retry_headers(retry: Mapping[str, Any]) -> dict[str, str]:
    names = {"retry_attempt": "X-Slack-Retry-Num", "retry_reason": "X-Slack-Retry-Reason"}
    return {names[name]: str(value) for name, value in retry.items()}
