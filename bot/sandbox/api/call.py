"""One Web API call: its arguments, read as Slack reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.trouble import ApiError

Json = dict[str, Any]

JSON_ARGUMENTS = ("blocks", "attachments", "metadata", "view", "files")
"""Arguments that a query or form carries as JSON in a string."""


@dataclass(frozen=True)
class Arguments:
    """Query, form or JSON body in one mapping."""

    given: Mapping[str, Any]
    """Name -> value; null counts as left out."""

    def __getitem__(self, name: str) -> Any:
        """A required argument. Raises ApiError ``invalid_arguments``."""
        value = self.given.get(name)
        if value in (None, ""):
            fault = f"[ERROR] missing required field: {name} [json-pointer:/{name}]"
            raise ApiError("invalid_arguments", [fault])
        return value

    def get(self, name: str) -> Any:
        """An argument, or None."""
        return self.given.get(name)

    def text(self, name: str) -> str | None:
        """An argument as text, or None."""
        value = self.given.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        """An on/off argument."""
        return str(self.given.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """A whole number. Raises ApiError ``invalid_arguments``."""
        try:
            return int(self.given.get(name) or default)
        except (TypeError, ValueError):
            raise ApiError(
                "invalid_arguments", [f"[ERROR] must be an integer [json-pointer:/{name}]"]
            ) from None


async def read_arguments(request: web.Request) -> Arguments:
    """Query, then form or JSON body. Raises ApiError ``invalid_json``, ``json_not_object``."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= _parsed_body(await request.text())
    elif request.method == "POST" and request.can_read_body:
        given |= dict(await request.post())
    for name in JSON_ARGUMENTS:
        if isinstance(given.get(name), str):
            given[name] = _parsed(name, given[name])
    return Arguments({name: value for name, value in given.items() if value is not None})


def _parsed_body(body: str) -> Json:
    try:
        parsed = json.loads(body or "{}")
    except ValueError:
        raise ApiError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise ApiError("json_not_object")
    return parsed


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        codes = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise ApiError(codes.get(name, "invalid_arguments")) from None
