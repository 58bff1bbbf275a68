"""The default template is its author's text, byte for byte."""

import hashlib
from importlib import resources


def test_no_byte_of_the_default_template_changes() -> None:
    text = resources.files("bot.template").joinpath("task.md").read_bytes()
    assert hashlib.sha256(text).hexdigest() == (
        "9cc806fe07543bf70421e4de1ec764585b284a05b7cd41a52829e18d8a97aeb1"
    )
