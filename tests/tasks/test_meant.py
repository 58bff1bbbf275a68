"""Which key was meant."""

import pytest

from bot.tasks.meant import meant

KEYS = ["TASK-001", "TASK-003", "TASK-012", "TASK-345", "OPS-003", "BUG-77"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("TASK-0O1", "TASK-001"),
        ("TASK-OO3", "TASK-003"),
        ("task-l2", "TASK-012"),
        ("TASC-003", "TASK-003"),
        ("TAKS-3", "TASK-003"),
        ("TASK003", "TASK-003"),
        ("TASK_003", "TASK-003"),
        ("TASK-021", "TASK-012"),
        ("TASK-354", "TASK-345"),
        ("77", "BUG-77"),
        ("#12", "TASK-012"),
        ("0077", "BUG-77"),
    ],
)
def test_a_slip_is_seen(typed: str, key: str) -> None:
    assert meant(typed, KEYS) == key


@pytest.mark.parametrize(
    "typed",
    [
        "TASK-999",
        "TASK-004",
        "TASK-002",
        "TASK-346",
        "OPS-1",
        "3",
        "",
        "TASK",
        "x\x1b[2J",
        "OIL",
        "１２",
        "0",
    ],
)
def test_another_number_is_another_task_and_of_two_none_is_guessed(typed: str) -> None:
    assert meant(typed, KEYS) is None


def test_a_number_alone_is_enough_where_one_prefix_has_it() -> None:
    assert meant("3", ["TASK-001", "TASK-003"]) == "TASK-003"


def test_however_long_what_is_typed_is_it_is_read_at_once() -> None:
    assert meant("A-" * 50_000, KEYS) is meant("1" * 50_000, KEYS) is None
