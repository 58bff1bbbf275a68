"""Cursors: long answers in pages."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.sandbox.api.call import Arguments
from bot.sandbox.trouble import ApiError

T = TypeVar("T")
MOST = 1000


def page_of(
    items: Sequence[T], args: Arguments, name: str, shape: Callable[[T], Any], *, default: int = 100
) -> dict[str, Any]:
    """The page that ``limit`` and ``cursor`` ask for, under ``name``, with ``response_metadata.next_cursor``.

    The cursor is empty at the end. Raises ApiError ``invalid_cursor``, ``invalid_limit``.
    """
    start, limit = _start(args), args.number("limit", default)
    if not 0 < limit <= MOST:
        raise ApiError("invalid_limit")
    more = start + limit < len(items)
    return {
        name: [shape(each) for each in items[start : start + limit]],
        "response_metadata": {"next_cursor": f"after:{start + limit}" if more else ""},
    }


def _start(args: Arguments) -> int:
    cursor = args.text("cursor") or "after:0"
    number = cursor.removeprefix("after:")
    if not number.isdecimal():
        raise ApiError("invalid_cursor")
    return int(number)
