"""Text cut to Slack's limits: nothing is lost, and it always comes to an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import clean, escape, shorten, split

texts = st.text(st.sampled_from("a&<>\n🙂\0\ud800"), max_size=80)


@pytest.mark.parametrize("text", ["&" * 10_000, "&" * 2900 + "x" * 9000, "x&" * 9000, "&\n" * 9000])
def test_a_text_of_ampersands_is_split_too(text: str) -> None:
    parts = list(split(text, 2900))
    assert "".join(parts) == text
    assert max(len(escape(part)) for part in parts) <= 2900


@given(texts, st.integers(5, 40))
def test_the_parts_of_a_text_are_the_text_and_each_fits(text: str, limit: int) -> None:
    parts = list(split(text, limit))
    assert "".join(parts) == clean(text)
    assert all(0 < len(escape(part)) <= limit for part in parts)


@given(texts, st.integers(-1, 40))
def test_what_is_shortened_fits(text: str, limit: int) -> None:
    assert len(escape(shorten(text, limit))) <= max(1, limit)


def test_half_of_a_surrogate_pair_is_shown_as_what_cannot_be_shown() -> None:
    assert clean("a\ud800b\0") == "a\ufffdb\ufffd"
