"""Messages as wholes: their code, their amount of text, their metadata."""

from typing import Any, NamedTuple

import pytest

from bot.sandbox.checks.message import check_message
from bot.sandbox.checks.refusal import Refusal
from tests.sandbox.checks.build import Json, actions, block, button, error, inlines, mrkdwn, plain, section

DIVIDER = block("divider")
POST, UPDATE, EPHEMERAL = "chat.postMessage", "chat.update", "chat.postEphemeral"
METHODS = [POST, UPDATE, EPHEMERAL, "response_url", "ack"]
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]]}


def message(*blocks: Any, **fields: Any) -> Json:
    return {"text": "Text", "blocks": list(blocks), **fields}


def about(payload: Any = None, **fields: Any) -> Json:
    """A message with metadata."""
    return message(metadata={"event_type": "card", "event_payload": payload or {}} | fields)


def sections(*lengths: int) -> list[Json]:
    return [section(text=mrkdwn("x" * length)) for length in lengths]


def markdown(*lengths: int) -> list[Json]:
    return [block("markdown", text="x" * length) for length in lengths]


class Whole(NamedTuple):
    """One rule: a message at its limit, the same beyond it, the code and the fault (or none)."""

    rule: str
    good: Json
    bad: Json
    code: str
    fault: str = ""
    at: str = ""
    method: str = POST


FLAT = "must be a string, number, boolean, an object of those, or a list of such objects"

CASES = [
    Whole("50 blocks", message(*[DIVIDER] * 50), message(*[DIVIDER] * 51), "invalid_blocks", "no more than 50 items allowed", "/blocks"),
    Whole("blocks are a list", message(DIVIDER), message() | {"blocks": {"type": "divider"}}, "invalid_blocks_format"),
    Whole("blocks are parsed", message(), message() | {"blocks": "[]"}, "invalid_blocks_format"),
    Whole("block_ids differ", message(DIVIDER | {"block_id": "a"}, DIVIDER), message(*[DIVIDER | {"block_id": "a"}] * 2), "invalid_blocks", '`block_id` "a" already exists', "/blocks/1/block_id"),
    Whole("action_ids differ", message(actions(button(), button())), message(actions(*[button(action_id="a")] * 2)), "invalid_blocks", '`action_id` "a" already exists', "/blocks/0/elements/1/action_id"),
    Whole("text", {"text": "x"}, {"text": ""}, "no_text"),
    Whole("text or blocks", {"blocks": [DIVIDER]}, {"blocks": []}, "no_text"),
    Whole("text when updating", {"text": "x"}, {"metadata": None}, "no_text", method=UPDATE),
    Whole("text through a response_url", {"delete_original": True}, {"replace_original": True}, "no_text", method="response_url"),
    Whole("text in an ack", {"text": "x"}, {"response_type": "ephemeral"}, "no_text", method="ack"),
    Whole("text is a string", {"text": "1"}, {"text": 1}, "invalid_arguments", "must provide a string", "/text"),
    Whole("updated text 4000", {"text": "x" * 4000}, {"text": "x" * 4001}, "msg_too_long", method=UPDATE),
    Whole("markdown_text alone", {"markdown_text": "A"}, {"markdown_text": "A", "text": "A"}, "markdown_text_conflict"),
    Whole("markdown_text without blocks", {"markdown_text": "A", "blocks": []}, {"markdown_text": "A", "blocks": [DIVIDER]}, "markdown_text_conflict"),
    Whole("markdown_text 12000", {"markdown_text": "x" * 12000}, {"markdown_text": "x" * 12001}, "msg_too_long"),
    Whole("markdown blocks 12000", message(*markdown(6000, 6000)), message(*markdown(6000, 6001)), "msg_too_long", "markdown blocks hold 12001 characters together", "/blocks"),
    Whole("markdown not empty", message(*markdown(1)), message(*markdown(0)), "invalid_blocks", "must be more than 0 characters", "/blocks/0/text"),
    Whole("block text 9600", message(*sections(3000, 3000, 3000, 600)), message(*sections(3000, 3000, 3000, 601)), "msg_blocks_too_long"),
    Whole("block text with buttons", message(*sections(3000, 3000, 3000, 530), actions(button(text=plain("x" * 70)))), message(*sections(3000, 3000, 3000, 530), actions(button(text=plain("x" * 71)))), "msg_blocks_too_long", method=UPDATE),
    Whole("block text in rich text", message(inlines({"type": "text", "text": "x" * 9600})), message(inlines({"type": "text", "text": "x" * 9601})), "msg_blocks_too_long", method=EPHEMERAL),
    Whole("block text is counted escaped", message(inlines({"type": "text", "text": "<" * 2400})), message(inlines({"type": "text", "text": "<" * 2401})), "msg_blocks_too_long"),
    Whole("1 table", message(TABLE), message(TABLE, TABLE), "invalid_attachments", "only_one_table_allowed", "/blocks"),
    Whole("100 attachments", message(attachments=[{"text": "A"}] * 100), message(attachments=[{"text": "A"}] * 101), "too_many_attachments"),
    Whole("attachments are a list", message(attachments=[]), message(attachments={}), "invalid_attachments", "must provide an array", "/attachments"),
    Whole("footer 300", message(attachments=[{"footer": "x" * 300}]), message(attachments=[{"footer": "x" * 301}]), "invalid_attachments", "must be less than 301 characters", "/attachments/0/footer"),
    Whole("blocks of attachments", message(attachments=[{"blocks": [DIVIDER]}]), message(attachments=[{"blocks": [{"type": "input"}]}]), "invalid_attachments", "unsupported type: input", "/attachments/0/blocks/0/type"),
    Whole("event_type is there", about(), message(metadata={"event_payload": {}}), "invalid_metadata_format", "missing required field: event_type", "/metadata"),
    Whole("event_type is a string", about(), about(event_type=1), "invalid_metadata_format", "must provide a string", "/metadata/event_type"),
    Whole("event_payload is there", about(), message(metadata={"event_type": "card"}), "invalid_metadata_format", "missing required field: event_payload", "/metadata"),
    Whole("event_payload is an object", about(), about(event_payload=[]), "invalid_metadata_format", "must provide an object", "/metadata/event_payload"),
    Whole("metadata is an object", about(), message(metadata="card"), "invalid_metadata_format", "must provide an object", "/metadata"),
    Whole("metadata has no null", about({"a": "x", "b": 1.5, "c": True}), about({"a": None}), "invalid_metadata_format", FLAT, "/metadata/event_payload/a"),
    Whole("metadata objects are flat", about({"a": {"b": 1}}), about({"a": {"b": {"c": 1}}}), "invalid_metadata_format", FLAT, "/metadata/event_payload/a"),
    Whole("metadata lists hold objects", about({"a": [{"b": 1}]}), about({"a": ["b"]}), "invalid_metadata_format", FLAT, "/metadata/event_payload/a"),
    Whole("link_names", message(link_names=1), message(link_names="all"), "invalid_arguments", "must provide a boolean", "/link_names"),
    Whole("parse", message(parse="none"), message(parse="some"), "invalid_arguments", "must be a valid enum value: none, full, client", "/parse"),
    Whole("unfurl_links", message(unfurl_links=False), message(unfurl_links="no"), "invalid_arguments", "must provide a boolean", "/unfurl_links"),
    Whole("thread_ts", message(thread_ts="1.000001"), message(thread_ts=1.000001), "invalid_arguments", "must provide a string", "/thread_ts"),
    Whole("response_type", message(response_type="in_channel"), message(response_type="public"), "invalid_arguments", "must be a valid enum value: in_channel, ephemeral", "/response_type", "ack"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_message_at_its_limit_passes(case: Whole) -> None:
    check_message(case.good, case.method)


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_message_beyond_its_limit_is_refused_with_slacks_code_and_place(case: Whole) -> None:
    with pytest.raises(Refusal) as refused:
        check_message(case.bad, case.method)
    expected = (error(case.fault, case.at),) if case.fault else ()
    assert (refused.value.error, refused.value.messages) == (case.code, expected)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_takes_a_plain_message(method: str) -> None:
    check_message({"channel": "C1", "text": "Text", "blocks": [section()], "thread_ts": None}, method)


@pytest.mark.parametrize("method", [POST, EPHEMERAL, "response_url", "ack"])
def test_only_an_update_refuses_a_text_of_more_than_4000(method: str) -> None:
    check_message({"text": "x" * 40_001}, method)


@pytest.mark.parametrize("method", ["response_url", "ack"])
def test_answers_to_a_click_or_command_may_hold_more_block_text(method: str) -> None:
    check_message(message(*sections(3000, 3000, 3000, 3000)), method)


def test_an_empty_text_beside_another_content_passes() -> None:
    check_message({"text": "", "blocks": [DIVIDER], "markdown_text": ""}, POST)


def test_markdown_and_tables_have_limits_of_their_own() -> None:
    cells = [[{"type": "raw_text", "text": "x" * 10_000}]]
    check_message(message(*sections(3000, 3000, 3000, 600), *markdown(12_000), TABLE | {"rows": cells}), POST)


def test_a_refusal_reads_as_its_code_and_its_faults() -> None:
    assert (
        str(Refusal("invalid_blocks", ["[ERROR] a", "[ERROR] b"])) == "invalid_blocks: [ERROR] a; [ERROR] b"
    )
    assert str(Refusal("no_text")) == "no_text"
