"""Which task's key somebody may have meant who typed one that there isn't. Pure."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

NEAR = 0.6
"""How similar a slipped prefix is to the one that was meant, from 0 to 1."""


def meant(typed: str, keys: Iterable[str]) -> str | None:
    """The only key of these that is near: of the same number, or of the same prefix with its digits in another order.

    A number alone has no prefix that could be wrong. Any other number is another task, however near: None.
    """
    found = _TYPED.fullmatch(typed.strip().upper())
    if not found:
        return None
    prefix, number = found["prefix"] or "", found["number"].translate(_DIGITS).lstrip("0")
    split = [(each, *parts(each)) for each in keys]
    same = [key for key, its, digits in split if digits == number and (not prefix or _near(prefix, its))]
    turned = [
        key
        for key, its, digits in split
        if its == prefix and len(digits) == len(number) and _same(digits, number)
    ]
    return next((one[0] for one in (same, turned) if len(one) == 1), None)


def is_number(typed: str) -> bool:
    """Whether a number stands alone, as in `3`, `#3` or `003`."""
    return _NUMBER.fullmatch(typed.strip()) is not None


def parts(key: str) -> tuple[str, str]:
    """Prefix and number, the latter without zeros before it: `TASK-001` is `TASK` and `1`."""
    prefix, _, number = key.rpartition("-")
    return prefix, number.lstrip("0")


def _near(typed: str, prefix: str) -> bool:
    return SequenceMatcher(None, typed, prefix).ratio() >= NEAR


def _same(digits: str, others: str) -> bool:
    return sorted(digits) == sorted(others)


_DIGITS = str.maketrans("OIL", "011")
"""Letters that are typed for digits."""
_TYPED = re.compile(r"(?:(?P<prefix>[A-Z][A-Z0-9-]*?)[-_#.:]*)??#?(?P<number>[OIL]*[0-9][0-9OIL]*)", re.ASCII)
_NUMBER = re.compile(r"#?[0-9]+", re.ASCII)
