"""A message becomes a task by templates that have little room for its text."""

from pathlib import Path

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story

MESSAGE = "The login is broken\nSince Monday.\nFor everybody."


async def made(story: Story) -> Person:
    ada = story.person("Ada")
    await ada.uses("Make a task", on=await ada.says(MESSAGE, channel="engineering"))
    assert ada.modal is not None and ada.modal.value("Title") == "The login is broken"
    return ada


async def test_a_field_of_one_line_takes_the_whole_message(begin: Begin, tmp_path: Path) -> None:
    template = tmp_path / "short.md"
    template.write_text("# T: [Title]\n\n**Due**: [YYYY-MM-DD]\n**Area**: `[where]`\n", encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(template)) as story:
        ada = await made(story)
        assert ada.modal is not None
        assert ada.modal.value("Area") == "The login is broken Since Monday. For everybody."


async def test_what_no_field_can_hold_is_not_left_out_without_a_word(begin: Begin, tmp_path: Path) -> None:
    template = tmp_path / "short.md"
    template.write_text("# T: [Title]\n\n**Due**: [YYYY-MM-DD]\n", encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(template)) as story:
        ada = await made(story)
        assert ada.modal is not None
        assert "no field for the message's text: only its first line was taken" in ada.modal.text
