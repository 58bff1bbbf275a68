"""Text that is nearly, or really, too long for a field of Slack's."""

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.test_two_windows import on_page, value_on

ABOUT = "2. Task Description"
CODE = "if a < b && c > d: swap(&a, &b)\n" * 85
"""2,720 characters, of which Slack wants many escaped in other places, but not in an input."""
LONG = "The login is broken.\n" * 200


async def from_a_long_message(story: Story) -> Person:
    """Ada's form, made from a message of 4,200 characters, on the page where its text stands."""
    ada = story.person("Ada")
    await ada.uses("Make a task", on=await ada.says(LONG, channel="engineering"))
    await ada.chooses("Jump to…", ABOUT)
    return ada


async def test_code_that_fits_as_it_is_typed_can_be_edited_again(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, ABOUT)
        ada.fill({"Objective": CODE})
        await ada.presses("Next")
        assert str(await value_on(ada, ABOUT, "Objective")).strip() == CODE.strip()


async def test_a_text_that_is_too_long_says_why_and_can_be_replaced(begin: Begin) -> None:
    async with begin() as story:
        ada = await from_a_long_message(story)
        assert ada.modal is not None and "A field in Slack holds at most 3,000" in ada.modal.text
        await ada.presses("Replace it")
        ada.fill({"Objective": "The login works again"})
        await ada.presses("Next")
        assert await value_on(ada, ABOUT, "Objective") == "The login works again"


async def test_a_text_that_makes_room_stays_until_another_is_typed(begin: Begin) -> None:
    async with begin() as story:
        ada = await from_a_long_message(story)
        await ada.presses("Replace it")
        assert ada.modal is not None and "stay until you type something else" in ada.modal.text
        assert ada.modal.value("Objective") == ""
        await ada.presses("Next")
        await ada.presses("Back")
        assert "4,199 characters" in ada.modal.text


async def test_only_the_language_of_code_is_changed_and_its_text_stays(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_page(story, "4. Implementation Steps")
        language = (
            next(label for label in ada.modal.labels if label.endswith(": language")) if ada.modal else ""
        )
        code = language.removesuffix(": language")
        ada.fill({code: "print(1)"})
        await ada.presses("Next")
        await ada.presses("Back")
        ada.fill({language: "rust"})
        await ada.presses("Next")
        await ada.presses("Back")
        assert ada.modal is not None
        assert (ada.modal.value(code), ada.modal.value(language)) == ("print(1)", "rust")
