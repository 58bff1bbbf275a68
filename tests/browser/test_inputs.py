"""Every kind of input on the sandbox's page: what is entered is what the element holds."""

from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.conftest import Open
from tests.sandbox.bots import client_of, modal, plain

Json = dict[str, Any]

OPTIONS = [{"text": plain(word), "value": word.lower()} for word in ("First", "Second")]
TYPED: dict[str, tuple[Json, str]] = {
    "Line": ({"type": "plain_text_input"}, "a line"),
    "Lines": ({"type": "plain_text_input", "multiline": True}, "two\nlines"),
    "Rich": ({"type": "rich_text_input"}, "some words"),
    "Number": ({"type": "number_input", "is_decimal_allowed": False}, "12"),
    "Mail": ({"type": "email_text_input"}, "ada@example.com"),
    "Address": ({"type": "url_text_input"}, "https://example.com/a"),
    "Day": ({"type": "datepicker"}, "2026-12-01"),
    "Time": ({"type": "timepicker"}, "17:45"),
    "Moment": ({"type": "datetimepicker"}, "2026-12-02T08:15"),
}
CHOSEN: dict[str, tuple[Json, str]] = {
    "Option": ({"type": "static_select", "options": OPTIONS}, "Second"),
    "Options": ({"type": "multi_static_select", "options": OPTIONS}, "Second"),
    "Radio": ({"type": "radio_buttons", "options": OPTIONS}, "First"),
    "Boxes": ({"type": "checkboxes", "options": OPTIONS}, "First"),
    "Person": ({"type": "users_select"}, "Grace Hopper"),
    "People": ({"type": "multi_users_select"}, "Alan Turing"),
    "Channel": ({"type": "channels_select"}, "#general"),
    "Places": ({"type": "multi_conversations_select"}, "#engineering"),
}


def view() -> Json:
    """A modal with all of them."""
    kinds = {label: element for label, (element, _) in (TYPED | CHOSEN).items()}
    return modal(
        *(
            {
                "type": "input",
                "block_id": label,
                "label": plain(label),
                "element": {"action_id": "value", **element},
                "optional": True,
            }
            for label, element in kinds.items()
        )
    )


async def choose(within: Locator, label: str, option: str) -> None:
    """In a menu, or in a group of boxes."""
    group = within.get_by_role("group", name=label, exact=True)
    if await group.count():
        await group.get_by_label(option).check()
    else:
        await within.get_by_label(label, exact=True).select_option(label=option)


async def test_every_kind_of_input_holds_what_is_entered(opened: Open) -> None:
    async with opened() as visit:
        trigger = visit.sandbox.give_trigger("Ada Lovelace")
        await client_of(visit.sandbox).views_open(trigger_id=trigger, view=view())
        ada = visit.sandbox.person("Ada")
        for label, (_, wanted) in TYPED.items():
            field = visit.modal.get_by_label(f"{label} (optional)", exact=True)
            await field.fill(wanted)
            await field.blur()
        for label, (_, wanted) in CHOSEN.items():
            await choose(visit.modal, f"{label} (optional)", wanted)
        await ada.sees("#engineering", "modal")
        assert ada.modal
        shown = {label: ada.modal.value(label) for label in TYPED | CHOSEN}
    entered = {label: text for label, (_, text) in (TYPED | CHOSEN).items()}
    assert {label: "".join(value) for label, value in shown.items()} == {**entered, "Moment": "1796199300"}


async def test_what_an_input_does_not_take_is_said_there_at_once(opened: Open) -> None:
    async with opened() as visit:
        trigger = visit.sandbox.give_trigger("Ada Lovelace")
        await client_of(visit.sandbox).views_open(trigger_id=trigger, view=view())
        number = visit.modal.get_by_label("Number (optional)", exact=True)
        await number.fill("1.5")
        await number.blur()
        await expect(number).to_have_accessible_description("1.5: only whole numbers are taken")
        await number.fill("2")
        await number.blur()
        await expect(number).to_have_accessible_description("")
