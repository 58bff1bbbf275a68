"""The table block, in a message."""

from typing import Any

import pytest

from tests.sandbox.checks.build import Case, Json, block_faults, error, inlines

CELL = {"type": "raw_text", "text": "A"}


def table(rows: Any, **fields: Any) -> Json:
    return {"type": "table", "rows": rows, **fields}


def one(cell: Json) -> Json:
    return table([[cell]])


def long(count: int) -> Json:
    """``count`` characters over several cells."""
    return table(
        [[{"type": "raw_text", "text": "x" * 4000}, {"type": "raw_text", "text": "x" * (count - 4000)}]]
    )


CASES = [
    Case("100 rows", table([[CELL]] * 100), table([[CELL]] * 101), "no more than 100 items allowed", "/rows"),
    Case("1 row", table([[CELL]]), table([]), "must provide at least 1 items", "/rows"),
    Case("rows are there", table([[CELL]]), {"type": "table"}, "missing required field: rows", ""),
    Case("20 cells", table([[CELL] * 20]), table([[CELL] * 21]), "no more than 20 items allowed", "/rows/0"),
    Case("1 cell", table([[CELL]]), table([[]]), "must provide at least 1 items", "/rows/0"),
    Case("cell is known", one(CELL), one({"type": "mrkdwn", "text": "A"}), "unsupported type: mrkdwn", "/rows/0/0/type"),
    Case("cell not empty", one(CELL), one({"type": "raw_text", "text": ""}), "must be more than 0 characters", "/rows/0/0/text"),
    Case("number has a value", one({"type": "raw_number", "value": 1.5, "text": "1.5"}), one({"type": "raw_number", "text": "1"}), "missing required field: value", "/rows/0/0"),
    Case("number is one", one({"type": "raw_number", "value": 1}), one({"type": "raw_number", "value": "1"}), "must provide a number", "/rows/0/0/value"),
    Case("rich cell", one(inlines({"type": "text", "text": "A"})), one({"type": "rich_text"}), "missing required field: elements", "/rows/0/0"),
    Case("20 columns", table([[CELL]], column_settings=[None] * 20), table([[CELL]], column_settings=[None] * 21), "no more than 20 items allowed", "/column_settings"),
    Case("alignment", table([[CELL]], column_settings=[{"align": "right"}]), table([[CELL]], column_settings=[{"align": "top"}]), "must be a valid enum value: left, center, right", "/column_settings/0/align"),
    Case("wrapping", table([[CELL]], column_settings=[{"is_wrapped": True}]), table([[CELL]], column_settings=[{"is_wrapped": 1}]), "must provide a boolean", "/column_settings/0/is_wrapped"),
    Case("10,000 characters", long(10_000), long(10_001), "must be less than 10001 characters in all cells together", "/rows"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_table_at_its_limit_passes(case: Case) -> None:
    assert block_faults(case.good, "message") == ()


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_table_beyond_its_limit_is_refused_there(case: Case) -> None:
    assert block_faults(case.bad, "message") == (error(case.said, f"/blocks/0{case.at}"),)
