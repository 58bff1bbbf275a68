"""Open: the document, to read."""

from tests.stories.conftest import Begin
from tests.stories.window import Window


async def test_a_long_document_is_read_on_by_whoever_opened_it_from_the_card(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace", "Linus Pauling"])
        await ada.says("Long\n" + "one line of many\n" * 2200, channel="quiet")
        await ada.uses("Make a task", on=await ada.sees("Long", where="quiet"))
        await ada.presses("Review")
        await ada.presses("Create")
        await linus.sees("TASK-001", where="quiet")
        await linus.presses("Open", on="TASK-001")
        await linus.presses("Read on")
        assert linus.modal is not None and "one line of many" in linus.modal.text
        assert "can't read" not in linus.modal.text


async def test_a_button_that_nobody_takes_any_more_says_so(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task")
        window = Window(story, ada)
        for block in window.view.content["blocks"]:
            for element in block.get("elements", []):
                if element.get("action_id") == "to_review":
                    element["action_id"] = "of_old"
        await window.presses("Review")
        await ada.sees("This button is no longer in use", where=None)
