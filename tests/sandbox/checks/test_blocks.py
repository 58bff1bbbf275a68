"""Each block at its limits and beyond them."""

from typing import Any

import pytest

from tests.sandbox.checks.build import (
    Case,
    actions,
    asks,
    block,
    block_faults,
    button,
    error,
    mrkdwn,
    plain,
    rich,
    section,
)

IMAGE = {"type": "image", "alt_text": "A", "image_url": "https://example.com/a.png"}
TYPED = {"type": "plain_text_input"}


def image(**fields: Any) -> dict[str, Any]:
    return IMAGE | fields


CASES = [
    Case("section text 3000", section(text=mrkdwn("x" * 3000)), section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters", "/text/text"),
    Case("section text 1", section(text=plain("x")), section(text=plain("")), "must be more than 0 characters", "/text/text"),
    Case("section text or fields", block("section", fields=[plain()]), block("section"), "must define either `text` or `fields`", ""),
    Case("section text is an object", section(), section(text="A"), "must provide an object", "/text"),
    Case("section 10 fields", section(fields=[plain()] * 10), section(fields=[plain()] * 11), "no more than 10 items allowed", "/fields"),
    Case("section 1 field", section(fields=[plain()]), section(fields=[]), "must provide at least 1 items", "/fields"),
    Case("section field 2000", section(fields=[plain("x" * 2000)]), section(fields=[plain("x" * 2001)]), "must be less than 2001 characters", "/fields/0/text"),
    Case("section field not empty", section(fields=[mrkdwn("x")]), section(fields=[mrkdwn("")]), "must be more than 0 characters", "/fields/0/text"),
    Case("section expand", section(expand=True), section(expand="true"), "must provide a boolean", "/expand"),
    Case("section accessory", section(accessory=button()), section(accessory=TYPED), "unsupported type: plain_text_input", "/accessory/type"),
    Case("context plain text 3000", block("context", elements=[plain("x" * 3000)]), block("context", elements=[plain("x" * 3001)]), "must be less than 3001 characters", "/elements/0/text"),
    Case("header 150", block("header", text=plain("x" * 150)), block("header", text=plain("x" * 151)), "must be less than 151 characters", "/text/text"),
    Case("header is plain", block("header", text=plain()), block("header", text=mrkdwn()), "unsupported type: mrkdwn", "/text/type"),
    Case("header has text", block("header", text=plain()), block("header"), "missing required field: text", ""),
    Case("context 10", block("context", elements=[plain()] * 10), block("context", elements=[plain()] * 11), "no more than 10 items allowed", "/elements"),
    Case("context 1", block("context", elements=[IMAGE]), block("context", elements=[]), "must provide at least 1 items", "/elements"),
    Case("context text 3000", block("context", elements=[mrkdwn("x" * 3000)]), block("context", elements=[mrkdwn("x" * 3001)]), "must be less than 3001 characters", "/elements/0/text"),
    Case("context plain text not empty", block("context", elements=[plain("x")]), block("context", elements=[plain("")]), "must be more than 0 characters", "/elements/0/text"),
    Case("context holds texts and images", block("context", elements=[plain()]), block("context", elements=[button()]), "unsupported type: button", "/elements/0/type"),
    Case("context has elements", block("context", elements=[plain()]), block("context"), "missing required field: elements", ""),
    Case("actions 25", actions(*[button()] * 25), actions(*[button()] * 26), "no more than 25 items allowed", "/elements"),
    Case("actions 1", actions(button()), actions(), "must provide at least 1 items", "/elements"),
    Case("actions has elements", actions(button()), block("actions"), "missing required field: elements", ""),
    Case("label 2000", asks(TYPED, label=plain("x" * 2000)), asks(TYPED, label=plain("x" * 2001)), "must be less than 2001 characters", "/label/text"),
    Case("label is plain", asks(TYPED, label=plain()), asks(TYPED, label=mrkdwn()), "unsupported type: mrkdwn", "/label/type"),
    Case("label not empty", asks(TYPED, label=plain("x")), asks(TYPED, label=plain("")), "must be more than 0 characters", "/label/text"),
    Case("label is there", asks(TYPED), block("input", element=TYPED), "missing required field: label", ""),
    Case("element is there", asks(TYPED), block("input", label=plain()), "missing required field: element", ""),
    Case("hint 2000", asks(TYPED, hint=plain("x" * 2000)), asks(TYPED, hint=plain("x" * 2001)), "must be less than 2001 characters", "/hint/text"),
    Case("hint is plain", asks(TYPED, hint=plain()), asks(TYPED, hint=mrkdwn()), "unsupported type: mrkdwn", "/hint/type"),
    Case("optional is boolean", asks(TYPED, optional=True), asks(TYPED, optional=1), "must provide a boolean", "/optional"),
    Case("no button as input", asks(TYPED), asks(button()), "unsupported type: button", "/element/type"),
    Case("no dispatch of files", asks({"type": "file_input"}, dispatch_action=False), asks({"type": "file_input"}, dispatch_action=True), "`dispatch_action` cannot be used with a `file_input`", "/dispatch_action"),
    Case("block_id 255", block("divider", block_id="x" * 255), block("divider", block_id="x" * 256), "must be less than 256 characters", "/block_id"),
    Case("block_id is a string", block("divider", block_id="1"), block("divider", block_id=1), "must provide a string", "/block_id"),
    Case("block_id is not null", block("divider"), block("divider", block_id=None), "must provide a string", "/block_id"),
    Case("alt_text 2000", image(alt_text="x" * 2000), image(alt_text="x" * 2001), "must be less than 2001 characters", "/alt_text"),
    Case("image_url 3000", image(image_url="x" * 3000), image(image_url="x" * 3001), "must be less than 3001 characters", "/image_url"),
    Case("image title 2000", image(title=plain("x" * 2000)), image(title=plain("x" * 2001)), "must be less than 2001 characters", "/title/text"),
    Case("image title is plain", image(title=plain()), image(title=mrkdwn()), "unsupported type: mrkdwn", "/title/type"),
    Case("one image source", image(), image(slack_file={"id": "F1"}), "must define exactly one of `image_url`, `slack_file`", ""),
    Case("an image source", block("image", alt_text="A", slack_file={"id": "F1"}), block("image", alt_text="A"), "must define exactly one of `image_url`, `slack_file`", ""),
    Case("alt_text is there", image(), block("image", image_url="https://example.com/a.png"), "missing required field: alt_text", ""),
    Case("slack_file names a file", block("image", alt_text="A", slack_file={"url": "https://f"}), block("image", alt_text="A", slack_file={}), "must define either `id` or `url`", "/slack_file"),
    Case("slack_file url 3000", block("image", alt_text="A", slack_file={"url": "x" * 3000}), block("image", alt_text="A", slack_file={"url": "x" * 3001}), "must be less than 3001 characters", "/slack_file/url"),
    Case("rich_text has elements", rich(), block("rich_text"), "missing required field: elements", ""),
    Case("type is known", block("divider"), block("chart"), "unsupported type: chart", "/type"),
    Case("type is a string", block("divider"), block("divider", type=["divider"]), "unsupported type: ['divider']", "/type"),
    Case("type is there", block("divider"), {"block_id": "a"}, "missing required field: type", ""),
    Case("a block is an object", block("divider"), "divider", "must provide an object", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_block_at_its_limit_passes(case: Case) -> None:
    assert block_faults(case.good) == ()


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_block_beyond_its_limit_is_refused_there(case: Case) -> None:
    assert block_faults(case.bad) == (error(case.said, f"/view/blocks/0{case.at}"),)


SURFACES = [
    ("input", asks(TYPED), {"modal", "home"}),
    ("markdown", block("markdown", text="**A**"), {"message"}),
    ("table", block("table", rows=[[{"type": "raw_text", "text": "A"}]]), {"message"}),
    ("section", section(), {"message", "modal", "home"}),
    ("rich_text", rich(), {"message", "modal", "home"}),
    ("file_input", asks({"type": "file_input"}), {"modal"}),
]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize(("name", "one", "allowed"), SURFACES, ids=[row[0] for row in SURFACES])
def test_a_block_stands_only_on_its_surfaces(name: str, one: Any, allowed: set[str], surface: str) -> None:
    assert (block_faults(one, surface) == ()) == (surface in allowed)


def test_a_block_on_a_wrong_surface_is_named_by_its_type() -> None:
    assert block_faults(asks(TYPED), "message") == (error("unsupported type: input", "/blocks/0/type"),)
