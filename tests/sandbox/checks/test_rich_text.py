"""The shape of rich text."""

import pytest

from tests.sandbox.checks.build import Case, Json, block_faults, error, inlines, rich

TEXT = {"type": "text", "text": "A"}
SECTION = {"type": "rich_text_section", "elements": [TEXT]}


def items(**fields: object) -> Json:
    return rich({"type": "rich_text_list", "style": "bullet", "elements": [SECTION], **fields})


def holding(kind: str, one: Json, **fields: object) -> Json:
    return rich({"type": kind, "elements": [one], **fields})


STYLED = TEXT | {"style": {"bold": True, "italic": True, "strike": True, "code": True, "underline": True}}
CODE, QUOTE = "rich_text_preformatted", "rich_text_quote"
LINK = {"type": "link", "url": "https://a"}

CASES = [
    Case("text not empty", inlines(TEXT), inlines(TEXT | {"text": ""}), "must be more than 0 characters", "/elements/0/text"),
    Case("text is a string", inlines(TEXT), inlines(TEXT | {"text": 1}), "must provide a string", "/elements/0/text"),
    Case("text is there", inlines(TEXT), inlines({"type": "text"}), "missing required field: text", "/elements/0"),
    Case("styles are booleans", inlines(STYLED), inlines(TEXT | {"style": {"bold": 1}}), "must provide a boolean", "/elements/0/style/bold"),
    Case("link has a url", inlines(LINK), inlines({"type": "link", "text": "A"}), "missing required field: url", "/elements/0"),
    Case("emoji has a name", inlines({"type": "emoji", "name": "tada"}), inlines({"type": "emoji"}), "missing required field: name", "/elements/0"),
    Case("user has an id", inlines({"type": "user", "user_id": "U1"}), inlines({"type": "user"}), "missing required field: user_id", "/elements/0"),
    Case("usergroup has an id", inlines({"type": "usergroup", "usergroup_id": "S1"}), inlines({"type": "usergroup"}), "missing required field: usergroup_id", "/elements/0"),
    Case("channel has an id", inlines({"type": "channel", "channel_id": "C1"}), inlines({"type": "channel"}), "missing required field: channel_id", "/elements/0"),
    Case("broadcast range", inlines({"type": "broadcast", "range": "here"}), inlines({"type": "broadcast", "range": "all"}), "must be a valid enum value: here, channel, everyone", "/elements/0/range"),
    Case("date timestamp", inlines({"type": "date", "timestamp": 1, "format": "{date}"}), inlines({"type": "date", "timestamp": "1", "format": "{date}"}), "must provide an integer", "/elements/0/timestamp"),
    Case("inline is known", inlines(TEXT), inlines({"type": "mrkdwn", "text": "A"}), "unsupported type: mrkdwn", "/elements/0/type"),
    Case("list style", items(style="ordered"), items(style="dash"), "must be a valid enum value: bullet, ordered", "/style"),
    Case("list indent 8", items(indent=8), items(indent=9), "must be less than or equal to 8", "/indent"),
    Case("list indent 0", items(indent=0), items(indent=-1), "must be greater than or equal to 0", "/indent"),
    Case("list offset 0", items(offset=0), items(offset=-1), "must be greater than or equal to 0", "/offset"),
    Case("list border 1", items(border=1), items(border=2), "must be a valid enum value: 0, 1", "/border"),
    Case("list border is a number", items(border=0), items(border=True), "must be a valid enum value: 0, 1", "/border"),
    Case("no list in a list", items(), items(elements=[items()["elements"][0]]), "unsupported type: rich_text_list", "/elements/0/type"),
    Case("quote holds inlines", holding(QUOTE, TEXT), holding(QUOTE, SECTION), "unsupported type: rich_text_section", "/elements/0/type"),
    Case("quote border", holding(QUOTE, TEXT, border=1), holding(QUOTE, TEXT, border="1"), "must be a valid enum value: 0, 1", "/border"),
    Case("code holds text and links", holding(CODE, LINK), holding(CODE, {"type": "user", "user_id": "U1"}), "unsupported type: user", "/elements/0/type"),
    Case("part is known", rich(SECTION), rich({"type": "rich_text_table"}), "unsupported type: rich_text_table", "/type"),
    Case("part has elements", rich(SECTION), rich({"type": "rich_text_section"}), "missing required field: elements", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rich_text_of_the_right_shape_passes(case: Case) -> None:
    assert block_faults(case.good, "message") == ()


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_rich_text_of_a_wrong_shape_is_refused_there(case: Case) -> None:
    assert block_faults(case.bad, "message") == (error(case.said, f"/blocks/0/elements/0{case.at}"),)
