"""Which fields stand on which modal."""

from bot.slack.screens import MOST_INPUTS, inputs
from tests.slack.sheets import sheet


def test_the_default_template_has_sixteen_pages_and_a_screen_for_each_step() -> None:
    titles = [screen.title for screen in sheet().screens]
    assert len({screen.page for screen in sheet().screens}) == 16
    assert [title for title in titles if title.startswith("Implementation Steps")] == [
        f"Implementation Steps ({number} of 4)" for number in range(1, 5)
    ]


def test_no_screen_has_more_inputs_than_can_be_surveyed() -> None:
    for screen in sheet().screens:
        assert sum(len(inputs(path, field)) for path, field in screen.fields) <= MOST_INPUTS


def test_a_large_page_is_cut_where_a_sub_heading_begins() -> None:
    lines = [f"**Field {n}**: [value]" for n in range(10)]
    template = "\n\n".join(["# [Title]", "## Page", "### One", *lines, "### Two", *lines])
    screens = sheet(template).screens
    headings = [{field.heading for _, field in screen.fields} for screen in screens if screen.page == 1]
    assert headings == [{"One"}, {"Two"}]


def test_a_group_without_items_of_its_own_begins_with_an_empty_one() -> None:
    decision = next(s for s in sheet().screens if s.group and s.group.key.endswith("decision"))
    assert (decision.item, decision.items) == (0, 1)


def test_a_group_whose_items_were_all_removed_can_only_be_added_to() -> None:
    key = "architecture-considerations.design-decisions.decision"
    decision = next(s for s in sheet(answers={key: []}).screens if s.group and s.group.key == key)
    assert (decision.item, decision.fields) == (None, ())
