"""Which fields stand on which modal."""

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import review, views
from bot.slack.asked import inputs
from bot.slack.screens import MOST_INPUTS
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


LARGE = {
    "an item of many fields": "# [Title]\n\n## Steps\n\n### Step 1: [Name]\n\n"
    + "\n\n".join(f"**Field {n}**: [value]" for n in range(110))
    + "\n\n### Step 2: [Name]\n\n"
    + "\n\n".join(f"**Field {n}**: [value]" for n in range(110)),
    "much that is only shown": "# [Title]\n\n## Page\n\n"
    + "\n\n".join(f"### Part {n}\n\n**Fixed {n}**: always so\n\n**Field {n}**: [value]" for n in range(90)),
    "much code": "# [Title]\n\n## Page\n\n"
    + "\n\n".join(f"**Code {n}**:\n\n```python\n[code]\n```" for n in range(90)),
    "a long table": "# [Title]\n\n## Page\n\n**Scope**: [what]\n\n| What | Target |\n|---|---|\n"
    + "\n".join(f"| {chr(65 + n // 26)}{chr(65 + n % 26)} latency | [value] |" for n in range(150)),
}


@pytest.mark.parametrize("template", LARGE)
def test_however_much_a_template_asks_each_screen_is_a_view_that_slack_takes(template: str) -> None:
    drawn = sheet(LARGE[template])
    assert len(drawn.screens) > 2
    for number in range(len(drawn.screens)):
        check_view(views.page(drawn.at(number)))
    check_view(review.review(drawn.at(len(drawn.screens)), {}, None))


def test_the_fields_of_a_large_item_are_all_asked_once() -> None:
    drawn = sheet(LARGE["an item of many fields"])
    paths = [path for screen in drawn.screens if screen.item == 0 for path, _ in screen.fields]
    assert len(paths) == len(set(paths)) >= 110


def test_the_rows_of_a_long_table_are_all_asked_once() -> None:
    drawn = sheet(LARGE["a long table"])
    asked = [one for s in drawn.screens for path, field in s.fields for one in s.inputs(path, field)]
    assert [one.row for one in asked if one.row] == [
        f"{chr(65 + n // 26)}{chr(65 + n % 26)} latency" for n in range(150)
    ]


def test_a_hundred_roles_are_shown_in_parts() -> None:
    roles = "\n".join(f"- [ ] **Role {n}**: agrees" for n in range(100))
    drawn = sheet(f"# [Title]\n\n## Sign-off\n\n{roles}\n")
    assert len(drawn.form.roles) == 100
    shown = []
    for first in (0, 30, 60, 90):
        view = review.review(drawn.model_copy(update={"screen": 1, "roles_from": first}), {}, None)
        check_view(view)
        shown += [block["block_id"] for block in view["blocks"] if "signer" in block.get("block_id", "")]
    assert shown == [f"n:signer:{n}" for n in range(100)]
