"""Who takes part in the tests, what they file, and a clock that they move."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.tasks import store_lists, store_tasks
from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.results import Created, Showing, Signed
from bot.tasks.task import SignOff, Task

TEAM = "T1"
ALICE, GRACE, LIN, MALLORY = "UALICE", "UGRACE", "ULIN", "UMALLORY"
HERE = "C1"

TEMPLATE = """\
# TASK-XXX: [Title]

**Priority**: [P0-Critical | P1-High | P2-Medium]
**Status**: [To Do | In Progress | In Review | Done]
**Assignee**: [Name]

## Goal

**Objective**: [What is wanted]

## Definition of Done

- [ ] Tests pass
- [ ] Documentation is updated

## Sign-Off

- [ ] **Developer**: Implementation complete - [Name] - [Date]
- [ ] **Tech Lead**: Architecture approved - [Name] - [Date]
"""

ONE_ROLE = TEMPLATE[: TEMPLATE.index("- [ ] **Tech Lead**")]
"""The same with the Developer's role only."""

BOTH = {"Developer": GRACE, "Tech Lead": LIN}


class Clock:
    """The present moment, until somebody moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def in_a_day(_sign_off: SignOff, _person: PersonInfo | None, _by: date | None, now: datetime) -> datetime:
    """A first reminder, a day later."""
    return now + timedelta(days=1)


def again_in_a_day(
    _sign_off: SignOff, _person: PersonInfo | None, _by: date | None, now: datetime
) -> datetime:
    """A next reminder, a day later."""
    return now + timedelta(days=1)


def at_any_hour(_person: PersonInfo | None, now: datetime) -> datetime:
    """Everybody may be reminded now."""
    return now


def person(user: str, name: str, **more: Any) -> PersonInfo:
    """Somebody of the team."""
    return PersonInfo(team=TEAM, id=user, name=name, fetched_at=datetime(2026, 11, 1, tzinfo=UTC), **more)


def channel(channel_id: str, *, private: bool = False, shared: bool = False) -> ChannelInfo:
    """A channel of the team."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return ChannelInfo(
        team=TEAM, id=channel_id, name=channel_id.lower(), private=private, shared=shared, fetched_at=at
    )


async def draft(
    desk: Desk,
    answers: Mapping[str, Any],
    *,
    signers: Mapping[str, str] = BOTH,
    channel: str | None = HERE,
    template: str = TEMPLATE,
) -> str:
    """Alice's draft, ready to be created; its id."""
    draft_id = new_draft_id()
    plan = {"channel": channel, "sign_by": None, "signers": dict(signers)}
    template_hash = await desk.save_template(template)
    await desk.save_draft(
        TEAM, ALICE, draft_id, template_hash=template_hash, answers=answers, page=0, plan=plan
    )
    return draft_id


async def file(desk: Desk, title: str = "Fix the login", **more: Any) -> Task:
    """A task of Alice's that Grace and Lin are asked to sign."""
    created: Created = await desk.create(TEAM, ALICE, await draft(desk, {"title": title}, **more))
    return created.task


async def show(desk: Desk, task: Task, who: str) -> Showing:
    """What somebody may sign."""
    return await desk.show_for_signing(TEAM, task.id, who)


async def sign(desk: Desk, task: Task, who: str, *, comment: str | None = None) -> Signed:
    """Somebody signs all they are asked for, as it is shown to them now."""
    return await sign_shown(desk, await show(desk, task, who), who, comment=comment)


async def sign_shown(desk: Desk, shown: Showing, who: str, **changed: Any) -> Signed:
    """Somebody signs what they were shown, earlier perhaps."""
    values: dict[str, Any] = {
        "revision": shown.task.revision,
        "substance_hash": shown.task.substance_hash,
        "document_hash": shown.document_hash,
        "comment": None,
        "place": "card",
    }
    ids = [each.id for each in shown.sign_offs]
    return await desk.sign(TEAM, shown.task.id, who, ids, **{**values, **changed})


async def targets(desk: Desk) -> list[str]:
    """What waits to be sent, the most urgent first; it is claimed by this."""
    return [row.target for row in await desk.outbox.claim(100, timedelta(minutes=1))]


def live(session: Session, team: str = TEAM) -> list[Task]:
    """All tasks that are neither done nor closed, in the order in which they were filed."""
    ids = store_lists.ids(session, team, store_lists.LIVE, order=store_lists.NEWEST, first=0, most=10**6)
    return store_tasks.by_ids(session, team, ids[::-1])


async def empty_outbox(desk: Desk) -> None:
    """Everything that waits is sent."""
    for row in await desk.outbox.claim(100, timedelta(minutes=1)):
        await desk.outbox.finished(row)
