"""Whatever happens to a task, every copy of it shows what it would if it were posted now."""

from collections.abc import Awaitable, Callable

from bot.sandbox.seen import SeenMessage
from bot.slack import ids
from bot.tasks import posts
from bot.tasks.draft import new_draft_id
from bot.tasks.step import shown
from bot.tasks.store_outbox import want
from bot.tasks.task import SignOffState, Task
from tests.slack.posting.conftest import ADA, ALAN, GRACE, Room

LINUS = "Linus Pauling"
WHY = "Too large: split it, please"

Move = Callable[[Room, Task], Awaitable[object]]


async def request(room: Room, task: Task) -> None:
    roles = [each.id for each in task.asked_of(room.id(GRACE))]
    await room.desk.steps.request_changes(room.sandbox.team_id, shown(task), room.id(GRACE), roles, WHY)


async def retract(room: Room, task: Task) -> None:
    roles = [each.id for each in task.signed_by(room.id(GRACE))]
    await room.desk.steps.retract(room.sandbox.team_id, shown(task), room.id(GRACE), roles)


async def hand_over(room: Room, task: Task) -> None:
    team, role = room.sandbox.team_id, task.sign_offs[1].id
    await room.desk.steps.reassign(team, shown(task), room.id(ADA), role, room.id(LINUS), WHY)


async def not_needed(room: Room, task: Task) -> None:
    team, role = room.sandbox.team_id, task.sign_offs[1].id
    await room.desk.steps.not_needed(team, shown(task), room.id(ADA), role, WHY)


async def name(room: Room, task: Task) -> None:
    free = next(each.id for each in task.sign_offs if each.state is SignOffState.NOBODY)
    await room.desk.name_signers(room.sandbox.team_id, task.id, room.id(ADA), {free: room.id(ALAN)})


async def tick(room: Room, task: Task) -> None:
    await room.desk.progress.tick(room.sandbox.team_id, shown(task), room.id(ADA), {0: True})


async def edit(room: Room, task: Task, plan: dict[str, object] | None = None) -> None:
    title = {"title": task.title + "!"} if plan is None else {}
    team, ada, draft = room.sandbox.team_id, room.id(ADA), new_draft_id()
    more = {"edits": task.id, "base_revision": task.revision, "plan": plan}
    await room.desk.save_draft(
        team,
        ada,
        draft,
        template_hash=task.template_hash,
        answers=title,
        page=0,
        **more,  # type: ignore[arg-type]
    )
    await room.desk.edits.save(team, ada, draft)


async def sign_by(room: Room, task: Task) -> None:
    await edit(room, task, {"sign_by": "2026-12-24"})


def course(step: str, *reason: str) -> Move:
    async def move(room: Room, task: Task) -> None:
        await getattr(room.desk.steps, step)(room.sandbox.team_id, shown(task), room.id(ADA), *reason)

    return move


def signs(who: str) -> Move:
    return lambda room, task: room.signs(who, task)


WALK: dict[str, Move] = {
    "somebody is named": name,
    "a box is ticked": tick,
    "the work is started": course("start"),
    "changes are requested": request,
    "it is edited while changes are requested": edit,
    "Grace signs": signs(GRACE),
    "another has to sign by": sign_by,
    "it is edited while signed": edit,
    "Grace signs again": signs(GRACE),
    "Grace retracts": retract,
    "a role is handed over": hand_over,
    "it is closed": course("close", WHY),
    "it is reopened": course("reopen", WHY),
    "Grace signs once more": signs(GRACE),
    "Linus signs, and it is done": signs(LINUS),
    "it is reopened when done": course("reopen", WHY),
    "it is marked as done": course("finish"),
    "it is reopened once more": course("reopen", WHY),
    "it is edited after it was done": edit,
    "a role isn't needed": not_needed,
    "Grace ends it": signs(GRACE),
}


def copies(room: Room) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """What the channel and each person read of it, with the buttons below."""

    def read(messages: list[SeenMessage]) -> list[tuple[str, tuple[str, ...]]]:
        return [(each.text, each.buttons) for each in messages]

    people = {who: read(room.person(who).dms) for who in (ADA, GRACE, ALAN, LINUS)}
    return {"channel": read(room.general()), **people}


async def drawn_anew(room: Room, task: Task) -> None:
    """Every message that is there is looked at once more."""
    team, now = room.sandbox.team_id, room.sandbox.clock.now()
    people = [room.id(who) for who in (ADA, GRACE, ALAN, LINUS)]
    reminded = [each for each in people if await room.desk.outbox.message(team, posts.reminder(each).target)]
    targets = [
        posts.card(task.id),
        *(post(task.id, who) for who in people for post in (posts.asked, posts.edited)),
    ]
    there = [each for each in targets if await room.desk.outbox.message(team, each.target)]
    there += [posts.reminded(each) for each in reminded]
    await room._database.write(lambda session: want(session, team, now, there))
    await room.settled()


def card_version(room: Room) -> str:
    """What the card's Open button says of the task."""
    card = next(each for each in room.general() if "State:" in each.text)
    buttons = [each for block in card.blocks for each in block.get("elements", []) if "action_id" in each]
    return next(str(each["value"]) for each in buttons if each["action_id"] == ids.OPEN_TASK)


async def test_card_and_messages_show_the_present_after_each_move(room: Room) -> None:
    task = await room.files(reviewer=None)
    await room.settled()
    for what, move in WALK.items():
        await room.reminds()
        await room.settled()
        found = await room.desk.task(room.sandbox.team_id, task.id)
        assert found
        await move(room, found)
        await room.after(60)
        await room.settled()
        present = await room.desk.task(room.sandbox.team_id, task.id)
        assert present and present.version > found.version, what
        assert f'"v":{present.version}' in card_version(room), what
        shown_now = copies(room)
        await drawn_anew(room, present)
        assert copies(room) == shown_now, what
