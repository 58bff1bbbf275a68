"""Modals: triggers, the stack, hashes, kept input, and answers to a submission."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.client import CONNECTING
from bot.sandbox.modals import COMPLETE_THIS
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.bots import (
    MANIFEST,
    actions,
    answering,
    app_of,
    button,
    client_of,
    modal,
    opening,
    over_sockets,
    text_input,
)

Json = dict[str, Any]


async def code(sandbox: Sandbox, method: str, **arguments: Any) -> str:
    """The error code of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client_of(sandbox).api_call(method, json=arguments)
    return str(refused.value.response["error"])


async def test_a_trigger_is_good_for_three_seconds(sandbox: Sandbox) -> None:
    late = sandbox.give_trigger("Ada")
    sandbox.clock.move(timedelta(seconds=4))
    assert await code(sandbox, "views.open", trigger_id=late, view=modal()) == "expired_trigger_id"


async def test_a_trigger_is_good_for_one_view(sandbox: Sandbox) -> None:
    view, once = modal(text_input("Title", "t")), sandbox.give_trigger("Ada")
    await client_of(sandbox).views_open(trigger_id=once, view=view)
    assert await code(sandbox, "views.open", trigger_id=once, view=view) == "exchanged_trigger_id"


async def test_triggers_can_be_born_expired(sandbox: Sandbox) -> None:
    sandbox.expire_triggers(1)
    view, client = modal(text_input("Title", "t")), client_of(sandbox)
    born_late = sandbox.give_trigger("Ada")
    assert await code(sandbox, "views.open", trigger_id=born_late, view=view) == "expired_trigger_id"
    assert (await client.views_open(trigger_id=sandbox.give_trigger("Ada"), view=view))["ok"]


async def test_three_views_fit_in_a_stack(sandbox: Sandbox) -> None:
    client, view = client_of(sandbox), modal(text_input("Title", "t"))
    await client.views_open(trigger_id=sandbox.give_trigger("Ada"), view=view)
    for _ in range(2):
        await client.views_push(trigger_id=sandbox.give_trigger("Ada", in_modal=True), view=view)
    deeper = sandbox.give_trigger("Ada", in_modal=True)
    assert await code(sandbox, "views.push", trigger_id=deeper, view=view) == "push_limit_reached"


async def opened(sandbox: Sandbox, *blocks: Json, **more: Any) -> Json:
    """The view that Ada now has before her."""
    view = modal(*blocks, **more)
    answer = await client_of(sandbox).views_open(trigger_id=sandbox.give_trigger("Ada"), view=view)
    shown: Json = answer["view"]
    return shown


async def test_an_update_with_an_old_hash_is_refused(sandbox: Sandbox) -> None:
    view, block = await opened(sandbox, text_input("Title", "t")), text_input("Title", "t")
    place = {"view_id": view["id"], "hash": view["hash"], "view": modal(block)}
    await client_of(sandbox).api_call("views.update", json=place)
    assert await code(sandbox, "views.update", **place) == "hash_conflict"


async def test_a_closed_view_can_not_be_updated(sandbox: Sandbox) -> None:
    block = text_input("Title", "t")
    view = await opened(sandbox, block)
    await sandbox.person("Ada").closes()
    assert await code(sandbox, "views.update", view_id=view["id"], view=modal(block)) == "not_found"


async def test_an_external_id_is_taken_while_its_view_is_open(sandbox: Sandbox) -> None:
    block = text_input("Title", "t")
    await opened(sandbox, block, external_id="draft-1")
    view, other = modal(block, external_id="draft-1"), sandbox.give_trigger("Grace")
    assert await code(sandbox, "views.open", trigger_id=other, view=view) == "duplicate_external_id"


async def test_typed_text_survives_an_update_of_the_same_ids(sandbox: Sandbox) -> None:
    ada, view = sandbox.person("Ada"), await opened(sandbox, text_input("Title", "t"))
    ada.fill({"Title": "typed"})
    fresh = modal(text_input("Title", "t", initial_value="ignored"))
    await client_of(sandbox).views_update(view_id=view["id"], view=fresh)
    assert ada.modal and ada.modal.value("Title") == "typed"


async def test_a_new_block_id_resets_the_input(sandbox: Sandbox) -> None:
    ada, view = sandbox.person("Ada"), await opened(sandbox, text_input("Title", "t"))
    ada.fill({"Title": "typed"})
    fresh = modal(text_input("Title", "t2", initial_value="fresh"))
    await client_of(sandbox).views_update(view_id=view["id"], view=fresh)
    assert ada.modal and ada.modal.value("Title") == "fresh"


async def test_an_empty_required_input_is_not_sent(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(text_input("Title", "t"), text_input("Notes", "n", optional=True), callback_id="f"))
    submitted = answering(app, "f")
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await ada.presses("Next")
    assert ada.modal and ada.modal.errors == {"Title": COMPLETE_THIS}
    assert submitted == []


async def test_a_submission_carries_every_value(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(text_input("Title", "t"), text_input("Notes", "n", optional=True), callback_id="f"))
    submitted = answering(app, "f")
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        ada.fill({"Title": "Fix ✓ it"})
        await ada.presses("Next")
    values = submitted[0]["view"]["state"]["values"]
    assert (values["t"]["value"]["value"], values["n"]["value"]["value"]) == ("Fix ✓ it", None)
    assert ada.modal is None


async def answered(sandbox: Sandbox, **answer: Any) -> Person:
    """Ada, after the bot answered her submission with ``answer``."""
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(text_input("Title", "t", initial_value="x"), callback_id="f"))
    answering(app, "f", **answer)
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await ada.presses("Next")
    return ada


async def test_errors_stand_at_their_inputs(sandbox: Sandbox) -> None:
    ada = await answered(sandbox, response_action="errors", errors={"t": "Too short."})
    assert ada.modal and ada.modal.errors == {"Title": "Too short."}
    assert ada.notices == []


async def test_an_error_at_an_unknown_block_is_trouble_for_the_person(sandbox: Sandbox) -> None:
    ada = await answered(sandbox, response_action="errors", errors={"elsewhere": "Too short."})
    assert ada.modal and ada.modal.value("Title") == "x"
    assert ada.notices == [CONNECTING]
    assert "elsewhere" in str(sandbox.acks[-1].error)


async def test_a_view_that_slack_refuses_is_trouble_for_the_person(sandbox: Sandbox) -> None:
    ada = await answered(sandbox, response_action="update", view=modal(title="x" * 25))
    assert (ada.notices, sandbox.acks[-1].ok) == ([CONNECTING], False)


async def test_clear_closes_the_whole_stack(sandbox: Sandbox) -> None:
    ada = await answered(sandbox, response_action="clear")
    assert ada.modal is None


async def test_push_puts_a_view_on_top_which_cancel_takes_off(sandbox: Sandbox) -> None:
    over = modal(text_input("Why", "w"), title="On top")
    ada = await answered(sandbox, response_action="push", view=over)
    assert ada.modal and ada.modal.title == "On top"
    await ada.closes()
    assert ada.modal and ada.modal.title == "A form"


async def test_a_late_answer_keeps_the_modal_and_tells_the_person() -> None:

    async with Sandbox(MANIFEST, ack_deadline=0.3) as sandbox:
        app = app_of(sandbox)
        opening(app, modal(text_input("Title", "t", initial_value="x"), callback_id="nobody"))
        async with over_sockets(sandbox, app):
            ada = sandbox.person("Ada")
            await ada.types("/task")
            await ada.presses("Next")
        assert ada.modal and ada.modal.value("Title") == "x"
        assert (ada.notices, sandbox.acks[-1].error) == ([CONNECTING], "operation_timeout")


async def test_a_button_in_a_modal_carries_the_view_and_what_was_typed(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    buttons = actions(button("Add", value="1"), {**button("Add", value="2"), "action_id": "press2"})
    pressed = opening(app, modal(text_input("Title", "t"), buttons))
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        ada.fill({"Title": "so far"})
        await ada.presses("Add")
    assert pressed[0]["actions"][0]["value"] == "1"
    assert pressed[0]["view"]["state"]["values"]["t"]["value"]["value"] == "so far"


async def test_a_trigger_of_a_view_that_was_closed_opens_a_new_stack(sandbox: Sandbox) -> None:
    block = text_input("Title", "t")
    await opened(sandbox, block)
    inside = sandbox.give_trigger("Ada", in_modal=True)
    await sandbox.person("Ada").closes()
    await client_of(sandbox).views_open(trigger_id=inside, view=modal(block, title="Anew"))
    seen = sandbox.person("Ada").modal
    assert seen and (seen.title, seen.view.previous_id) == ("Anew", None)


async def test_a_view_opened_from_within_a_modal_goes_on_top(sandbox: Sandbox) -> None:
    block = text_input("Title", "t")
    below = await opened(sandbox, block)
    inside = sandbox.give_trigger("Ada", in_modal=True)
    above = await client_of(sandbox).views_open(trigger_id=inside, view=modal(block))
    assert (above["view"]["previous_view_id"], above["view"]["root_view_id"]) == (below["id"], below["id"])


async def test_blocks_without_ids_get_new_ones_and_keep_no_input(sandbox: Sandbox) -> None:
    nameless = text_input("Title", "t")
    del nameless["block_id"]
    ada, view = sandbox.person("Ada"), await opened(sandbox, nameless)
    ada.fill({"Title": "typed"})
    await client_of(sandbox).views_update(view_id=view["id"], view=modal(nameless))
    assert ada.modal and ada.modal.value("Title") == ""
