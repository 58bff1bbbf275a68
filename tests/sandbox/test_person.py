"""A person: filling by labels, pressing by texts, seeing what is visible."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.bots import (
    actions,
    answering,
    app_of,
    button,
    client_of,
    modal,
    opening,
    over_sockets,
    plain,
    section,
    text_input,
)

Json = dict[str, Any]


def an_input(label: str, element: Json, **more: Any) -> Json:
    """An input that holds ``element``."""
    named = {"action_id": "value", **element}
    return {"type": "input", "block_id": label, "label": plain(label), "element": named, **more}


def options(*texts: str) -> list[Json]:
    """Options with the text as value."""
    return [{"text": plain(each), "value": each} for each in texts]


def select(*texts: str, **more: Any) -> Json:
    """A menu."""
    return {"type": "static_select", "options": options(*texts), **more}


async def ada_before(sandbox: Sandbox, *blocks: Json) -> Person:
    """Ada, with a modal of these blocks before her."""
    view, trigger = modal(*blocks), sandbox.give_trigger("Ada")
    await client_of(sandbox).views_open(trigger_id=trigger, view=view)
    return sandbox.person("Ada")


KINDS: list[tuple[Json, Any, Any]] = [
    ({"type": "plain_text_input", "multiline": True}, "two\nlines", "two\nlines"),
    ({"type": "number_input", "is_decimal_allowed": False}, 5, "5"),
    (select("P0-Critical", "P1-High"), "P1-High", {"text": plain("P1-High"), "value": "P1-High"}),
    ({"type": "checkboxes", "options": options("a", "b")}, ["b"], options("b")),
    ({"type": "radio_buttons", "options": options("a", "b")}, "a", options("a")[0]),
    ({"type": "datepicker"}, "2026-12-01", "2026-12-01"),
    ({"type": "timepicker"}, "17:30", "17:30"),
    ({"type": "users_select"}, "Grace Hopper", "U00000003"),
    ({"type": "multi_users_select"}, ["Grace", "Alan"], ["U00000003", "U00000005"]),
    ({"type": "channels_select"}, "#general", "C00000001"),
    ({"type": "conversations_select"}, "engineering", "C00000002"),
]


@pytest.mark.parametrize(("element", "entered", "held"), KINDS)
async def test_each_kind_of_input_holds_what_slack_says(
    sandbox: Sandbox, element: Json, entered: Any, held: Any
) -> None:
    ada = await ada_before(sandbox, an_input("Field", element))
    ada.fill({"Field": entered})
    assert ada.modal
    (entry,) = ada.modal.view.values.values()
    assert list(entry.values()) == [element["type"], held]


@pytest.mark.parametrize(
    ("element", "entered", "said"),
    [
        (select("Low", "High"), "Medium", r"No option “Medium”; there are: \['Low', 'High'\]"),
        ({"type": "plain_text_input"}, "x" * 3001, "At most 3,000 characters fit here, and there are 3,001"),
        (
            {"type": "plain_text_input", "max_length": 5},
            "sixsix",
            "At most 5 characters fit here, and there are 6",
        ),
        ({"type": "plain_text_input", "min_length": 2}, "x", "At least 2 characters belong here"),
        ({"type": "plain_text_input"}, "two\nlines", "one line only"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "only whole numbers"),
        ({"type": "users_select"}, "Nobody", "No one person “Nobody”"),
        ({"type": "datepicker"}, "tomorrow", "Invalid isoformat"),
    ],
)
async def test_what_the_client_would_not_take_is_refused(
    sandbox: Sandbox, element: Json, entered: str, said: str
) -> None:
    ada = await ada_before(sandbox, an_input("Field", element))
    with pytest.raises(AssertionError, match=said):
        ada.fill({"Field": entered})


async def test_an_unknown_label_says_what_there_is(sandbox: Sandbox) -> None:
    ada = await ada_before(sandbox, text_input("Title", "t"))
    with pytest.raises(AssertionError, match=r"No input “Titel”.*\['Title'\]"):
        ada.fill({"Titel": "x"})


async def test_equal_labels_are_told_apart_by_number_or_heading(sandbox: Sandbox) -> None:
    blocks = [
        {"type": "header", "text": plain("Step 1")},
        text_input("Title", "a"),
        section("*Step 2*"),
        text_input("Title", "b"),
    ]
    ada = await ada_before(sandbox, *blocks)
    ada.fill({"Title": "first", "Step 2 > Title": "second"})
    assert ada.modal and ada.modal.labels == ["Title", "Title (2)"]
    assert (ada.modal.value("Step 1 > Title"), ada.modal.value("Title (2)")) == ("first", "second")


async def test_a_modal_shows_texts_values_hints_and_placeholders(sandbox: Sandbox) -> None:
    field = text_input("Title", "t", placeholder=plain("e.g. a login"), initial_value="Fix it")
    ada = await ada_before(sandbox, section("*3 of 16* · Basics"), {**field, "hint": plain("One line")})
    seen = ada.modal
    assert seen and seen.text.split("\n") == ["A form", "*3 of 16* · Basics", "Title", "One line", "Fix it"]
    assert (seen.placeholders, seen.hints) == ({"Title": "e.g. a login"}, {"Title": "One line"})


async def test_a_menu_outside_inputs_tells_the_bot_at_once(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    menu = {**select("Scope", "Rollback Plan"), "action_id": "press", "placeholder": plain("Jump to…")}
    bodies = opening(app, modal(actions(menu), title="A form"))
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await ada.chooses("Jump to…", "Rollback Plan")
    action, state = bodies[0]["actions"][0], bodies[0]["view"]["state"]["values"]
    assert action["selected_option"]["value"] == "Rollback Plan"
    assert state["actions"]["press"]["selected_option"]["value"] == "Rollback Plan"


async def test_an_old_copy_of_a_message_keeps_its_buttons(sandbox: Sandbox) -> None:
    ada, app, general = sandbox.person("Ada"), app_of(sandbox), sandbox.channel_id("general")
    client, pressed = client_of(sandbox), opening(app, {})
    card = await client.chat_postMessage(channel=general, text="x", blocks=[actions(button("Sign off"))])
    old = ada.channel("general")[-1]
    await client.chat_update(channel=general, ts=card["ts"], text="All signed", blocks=[section("Signed")])
    async with over_sockets(sandbox, app):
        await ada.presses("Sign off", on=old)
    assert pressed[0]["actions"][0]["action_id"] == "press"
    assert pressed[0]["message"]["text"] == "All signed"


async def test_the_newest_message_that_fits_is_pressed(sandbox: Sandbox) -> None:
    ada, app, general = sandbox.person("Ada"), app_of(sandbox), sandbox.channel_id("general")
    client, pressed = client_of(sandbox), opening(app, {})
    for key in ("1", "2"):
        blocks = [section("TASK-001"), actions(button("Sign off", value=key))]
        await client.chat_postMessage(channel=general, text="x", blocks=blocks)
    async with over_sockets(sandbox, app):
        await ada.presses("Sign off", on="TASK-001")
    assert pressed[0]["actions"][0]["value"] == "2"


async def test_shortcuts_go_by_their_names(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    bodies: list[Json] = []

    async def _keep(ack: Callable[..., Any], body: Json) -> None:
        bodies.append(body)
        await ack()

    app.shortcut("new")(_keep)
    app.shortcut("make")(_keep)
    async with over_sockets(sandbox, app):
        await ada.uses("New task")
        await ada.uses("Make a task", on=await ada.says("The login is broken"))
    assert [each["type"] for each in bodies] == ["shortcut", "message_action"]
    assert bodies[1]["message"]["text"] == "The login is broken"


async def test_seeing_waits_until_it_is_so(sandbox: Sandbox) -> None:
    grace, general = sandbox.person("Grace"), sandbox.channel_id("general")
    waiting = asyncio.create_task(grace.sees("Good news", where="general"))
    await asyncio.sleep(0)
    await client_of(sandbox).chat_postMessage(channel=general, text="Good news")
    assert (await waiting).author == "countersign"


async def test_what_is_not_seen_fails_with_what_is_visible(sandbox: Sandbox) -> None:
    ada = sandbox.person("Ada")
    await ada.says("Something else")
    with pytest.raises(AssertionError, match="Something else"):
        await ada.sees("Good news", timeout=0.01)
    await ada.sees_no("Good news")


async def test_nobody_sees_a_private_channel_from_outside(sandbox: Sandbox) -> None:
    sandbox.add_channel("secret", private=True, members=["Ada Lovelace"])
    await sandbox.person("Ada").says("between us", channel="secret")
    with pytest.raises(AssertionError, match="Grace Hopper can't see #secret"):
        sandbox.person("Grace").channel("secret")
    await sandbox.person("Grace").sees_no("between us")


async def test_closing_tells_the_bot_where_it_asked_for_it(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    view = modal(text_input("Title", "t"), callback_id="f", notify_on_close=True)
    opening(app, view)
    closed: list[bool] = []

    @app.view_closed("f")
    async def _closed(ack: Callable[..., Any], body: Json) -> None:
        closed.append(body["is_cleared"])
        await ack()

    async with over_sockets(sandbox, app):
        for cross in (False, True):
            await ada.types("/task")
            await ada.closes(cross=cross)
    assert (closed, ada.modal) == ([False, True], None)


async def test_an_answer_after_the_first_one_closed_the_view_changes_nothing(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(text_input("Title", "t", initial_value="x"), callback_id="f"))
    answering(app, "f")
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await asyncio.gather(ada.presses("Next"), ada.presses("Next"))
    assert (ada.modal, ada.notices) == (None, [])


async def test_a_home_tab_is_seen_by_its_person(sandbox: Sandbox) -> None:
    ada = sandbox.person("Ada")
    home = {"type": "home", "blocks": [section("Nothing waits for you.")]}
    await client_of(sandbox).views_publish(user_id=ada.id, view=home)
    assert ada.home and "Nothing waits for you." in ada.home.text
    assert sandbox.person("Grace").home is None


async def test_a_file_is_entered_with_its_bytes(sandbox: Sandbox) -> None:
    ada = await ada_before(sandbox, an_input("Document", {"type": "file_input"}))
    ada.fill({"Document": [("old.md", b"# Old")]})
    assert ada.modal
    (entry,) = ada.modal.view.values.values()
    found = await client_of(sandbox).files_info(file=entry["files"][0]["id"])
    assert (found["file"], ada.modal.value("Document")) == (entry["files"][0], ["old.md"])


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ([("a.md", b"a"), ("b.md", b"b")], "Document: At most 1 files"),
        ([("a.md", b"a" * 10_000_001)], "a.md: 10000001 bytes"),
        ([("a.md", b"")], "a.md: 0 bytes"),
    ],
)
async def test_files_that_slack_would_not_take_are_refused(
    sandbox: Sandbox, files: list[tuple[str, bytes]], complaint: str
) -> None:
    ada = await ada_before(sandbox, an_input("Document", {"type": "file_input", "max_files": 1}))
    with pytest.raises(AssertionError, match=complaint):
        ada.fill({"Document": files})


async def test_a_menu_with_too_much_chosen_is_refused(sandbox: Sandbox) -> None:
    several = {**select("a", "b", "c"), "type": "multi_static_select", "max_selected_items": 2}
    ada = await ada_before(sandbox, an_input("Letters", several))
    with pytest.raises(AssertionError, match="At most 2"):
        ada.fill({"Letters": ["a", "b", "c"]})


async def test_an_external_menu_offers_what_the_bot_answers(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(an_input("Task", {"type": "external_select", "min_query_length": 0})))

    @app.options("value")
    async def _offer(ack: Callable[..., Any], body: Json) -> None:
        await ack(options=options(body["value"], "TASK-002"))

    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await ada.chooses("Task", "TASK-001")
    assert ada.modal and ada.modal.value("Task") == "TASK-001"
