"""Things of which the same can be said, together."""

from bot.tasks.alike import alike


def test_what_is_alike_stands_together_where_the_first_of_it_stood() -> None:
    words = ["two", "seven", "one", "three", "four"]
    assert alike(words, len) == [["two", "one"], ["seven", "three"], ["four"]]
    assert alike([], len) == []
