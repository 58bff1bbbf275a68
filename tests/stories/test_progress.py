"""Boxes are ticked by whoever works on a task or signs it."""

from itertools import product
from pathlib import Path
from string import ascii_uppercase

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.test_changes import filed
from tests.stories.test_signing import file
from tests.stories.test_stale_clicks import sign
from tests.stories.window import Window, text_of

CODE = "Implementation complete"
TESTS = "Integration tests passing"


async def ticks(story: Story, person: Person, **lists: list[str]) -> None:
    """Somebody opens Progress by its command, has these boxes of these lists ticked, and saves."""
    await person.types("/task progress TASK-001")
    person.fill(lists)
    await person.presses("Save")
    await story.settled()


async def test_two_who_tick_at_once_lose_nothing_and_the_card_shows_it(begin: Begin) -> None:
    async with begin() as story:
        card = await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.presses("Progress", on=card)
        ada.fill({"Code": [CODE]})
        window = Window(story, ada)
        await ticks(story, grace, Testing=[TESTS])
        await ada.sees(" 1 of ", where="engineering")
        assert await window.submits() == {}
        await story.settled()
        await grace.sees(" 2 of ", where="engineering")
        await grace.presses("Open", on="State:")
        assert grace.modal is not None
        assert f"- [x] {CODE}" in grace.modal.text and f"- [x] {TESTS}" in grace.modal.text
        await grace.presses("Progress")
        assert (grace.modal.value("Code"), grace.modal.value("Testing")) == ([CODE], [TESTS])


async def test_a_signer_is_told_what_was_unticked_after_they_signed(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        await ticks(story, ada, Code=[CODE], Testing=[TESTS])
        await sign(story, grace)
        await ticks(story, ada, Code=[])
        told = await grace.sees(f"Ada Lovelace unticked “{CODE}” in TASK-001 after you signed it", where="dm")
        assert "Your signature stands" in told.text and told.buttons == ("Open",)
        await ada.sees("signed by Grace Hopper", where="engineering")
        await grace.presses("Open", on=told)
        assert f"Unticked since Grace Hopper signed as Developer: “{CODE}”" in str(grace.modal)
        await grace.closes()
        await ticks(story, ada, Code=[CODE])
        await grace.presses("Open", on=told)
        assert "Unticked since" not in str(grace.modal)


async def test_who_may_not_tick_is_told_so_and_a_closed_task_is_ticked_no_more(begin: Begin) -> None:
    async with begin() as story:
        card = await filed(story)
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await linus.presses("Progress", on=card)
        await linus.sees("can tick its boxes", where="notices")
        assert linus.modal is None
        await linus.presses("Open", on=card)
        assert linus.modal is not None and "Progress" not in linus.modal.buttons
        await grace.presses("Progress", on=card)
        grace.fill({"Code": [CODE]})
        await ada.types("/task close TASK-001")
        ada.fill({"Why is it closed?": "Not this year"})
        await ada.presses("Close it")
        await grace.presses("Save")
        assert grace.modal is not None and "is closed" in grace.modal.text
        await story.settled()
        closed = await ada.sees("Closed by Ada Lovelace", where="engineering")
        assert "Progress" not in closed.buttons


async def test_many_boxes_are_on_pages_and_each_press_saves(begin: Begin, tmp_path: Path) -> None:
    words = ["".join(pair) for pair in product(ascii_uppercase[:20], ascii_uppercase[:10])]
    lists = "\n\n".join(f"## List {word}\n\n- [ ] Thing {word}" for word in words)
    template = tmp_path / "many.md"
    template.write_text(f"# TASK-XXX: [Title]\n\n{lists}\n", encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(template)) as story:
        ada = story.person("Ada")
        await file(story, ada, "Many")
        await ada.closes()
        await ada.presses("Progress", on="State:")
        assert ada.modal is not None
        ada.fill({"List AA": ["Thing AA"]})
        await ada.presses("Next")
        last = ada.modal.labels[-1]
        ada.fill({last: [last.replace("List", "Thing")]})
        await ada.presses("Back")
        assert ada.modal.value("List AA") == ["Thing AA"]
        ada.fill({"List AA": []})
        await ada.presses("Save")
        await story.settled()
        assert ada.modal is None
        await ada.sees(" 1 of 200 boxes ticked", where="engineering")


async def test_a_tick_of_what_an_edit_has_removed_is_named_and_the_others_count(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        await grace.types("/task progress TASK-001")
        grace.fill({"Code": [CODE], "Testing": [TESTS]})
        await ada.types("/task edit TASK-001")
        await ada.chooses("Jump to…", "7. Definition of Done")
        ada.fill({"Code": "Something else"})
        await ada.presses("Review")
        await ada.presses("Save")
        await grace.presses("Save")
        assert grace.modal is not None and f"neither ticked nor unticked: “{CODE}”." in grace.modal.text
        assert grace.modal.value("Testing") == [TESTS]
        assert "Nothing was done yet" not in grace.modal.text


async def test_a_changed_page_ticks_nothing(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        grace = story.person("Grace")
        await grace.types("/task progress TASK-001")
        grace.fill({"Code": [CODE]})
        window = Window(story, grace)
        packed = window.view.content["private_metadata"]
        for forged in (packed.replace('"t":1', '"t":2'), packed.replace('"h":"', '"h":"0'), "{}", "no"):
            window.forge(private_metadata=forged)
            assert "Something else" not in text_of(await window.submits())
        await story.settled()
        await grace.sees(" 0 of ", where="engineering")
