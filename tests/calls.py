"""Which Web API methods the bot calls, read from its code without running it."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

METHODS = {
    name
    for name, _ in inspect.getmembers(AsyncWebClient, inspect.iscoroutinefunction)
    if "_" in name.strip("_") and not name.startswith("_") and name != "api_call"
}
"""The client's methods that are named after one of the Web API: `chat_postMessage`."""


def methods_called(root: Path, apart_from: Path | None = None) -> dict[str, list[str]]:
    """Where each method (`chat.postMessage`) is called or handed on, in the Python files below `root`."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        if apart_from is None or not path.is_relative_to(apart_from):
            for method, line in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(method, []).append(f"{path}:{line}")
    return found


def _calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            yield node.attr.replace("_", "."), node.lineno
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "api_call"
            and not _passed_on(node.func)
        ):
            yield _first_text(node), node.lineno


def _passed_on(called: ast.Attribute) -> bool:
    """Whether it is `super().api_call`: a client that passes on whatever it was called with."""
    above = called.value
    return isinstance(above, ast.Call) and isinstance(above.func, ast.Name) and above.func.id == "super"


def _first_text(node: ast.Call) -> str:
    """The method that `api_call` is given; only a plain text can be read."""
    given = node.args[0] if node.args else None
    assert isinstance(given, ast.Constant), f"line {node.lineno}: api_call needs the method as a plain text"
    return str(given.value)
