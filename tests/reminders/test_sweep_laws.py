"""Weeks of ticks, of things filed and put off at any hour: what always holds of the messages that come of it."""

import asyncio
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.policy import hours
from bot.reminders.due import MIDNIGHT, Policy
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NotThen
from bot.tasks.people import PersonInfo
from bot.tasks.snoozing import Choice
from bot.tasks.task import SignOff
from tests.databases import new_database
from tests.tasks.cast import GRACE, ONE_ROLE, TEAM, Clock, file, person

START = datetime(2026, 10, 23, 7, 30, tzinfo=UTC)
"""Two days before the clocks are put back in Europe, nine before they are in America."""
HOUR = timedelta(hours=1)
WAITS = st.sampled_from([HOUR, timedelta(hours=7), timedelta(days=1), timedelta(days=2)])
POLICIES = st.builds(
    Policy,
    first=WAITS,
    every=WAITS,
    backoff=st.sampled_from([1.0, 1.5]),
    most=st.sampled_from([2, 10]),
    escalate=st.sampled_from([None, timedelta(days=1), timedelta(days=3)]),
    hours=st.sampled_from([(time(9), time(17, 30)), (MIDNIGHT, MIDNIGHT)]),
    days=st.sampled_from([frozenset(range(5)), frozenset(range(7))]),
)
ZONES = st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"])
STEPS = st.lists(
    st.tuples(st.sampled_from([1, 2, 5, 11, 26]), st.sampled_from(["", "", "", "file", *Choice])),
    min_size=20,
    max_size=35,
)
"""So many hours later, something is filed or put off, or nothing; then there is a tick."""


class Came(NamedTuple):
    """A message to Grace."""

    at: datetime
    """When."""
    chosen: bool
    """Whether she had put something off until then."""
    raised: bool
    """Whether it brought a hint."""


class Weeks:
    """Grace's weeks, with all that is asked of her."""

    def __init__(self, db: Database, policy: Policy, zone: str) -> None:
        self.policy = policy
        self.clock = Clock()
        self.clock.now = START
        self.desk = Desk(db, self.clock, policy.first_due, hours=hours(policy))
        self.grace = person(GRACE, "Grace Hopper", zone=zone)
        self.came: list[Came] = []

    async def live(self, steps: list[tuple[int, str]]) -> None:
        """All of it, step by step."""
        await self.desk.remember_person(self.grace)
        await self._files()
        for later, what in steps:
            self.clock.forward(hours=later)
            if what == "file":
                await self._files()
            elif what:
                await self._puts_off(Choice(what))
            await self.tick()

    async def tick(self) -> None:
        """One look at the clock, and what Grace gets by it."""
        chosen = [each.snoozed_until for each in await self.roles()]
        reminders, policy = self.desk.reminders, self.policy
        pace = policy.next_due, policy.at_work, policy.every
        before = sum(each.escalated for each in await self.roles())
        await reminders.escalate(policy.next_escalation, *pace)
        raised = sum(each.escalated for each in await self.roles()) > before
        await reminders.remind(*pace)
        rows = await self.desk.outbox.claim(100, HOUR)
        for row in rows:
            await self.desk.outbox.finished(row)
        if any(row.target == f"reminder:{GRACE}" for row in rows):
            due = any(each and each <= self.clock.now for each in chosen)
            self.came.append(Came(self.clock.now, due, raised))

    async def roles(self) -> list[SignOff]:
        return [sign_off for _, sign_off in await self.desk.waiting_for(TEAM, GRACE)]

    async def _files(self) -> None:
        await file(self.desk, "Another", signers={"Developer": GRACE}, template=ONE_ROLE)

    async def _puts_off(self, choice: Choice) -> None:
        (task, _), *_ = await self.desk.waiting_for(TEAM, GRACE)
        try:
            await self.desk.snoozes.snooze(TEAM, task.id, GRACE, choice)
        except NotThen:
            return


def lived(
    policy: Policy, zone: str, steps: list[tuple[int, str]]
) -> tuple[list[Came], list[SignOff], PersonInfo]:
    """What came, and how everything stands weeks after the last step; a tick comes in each time of work."""

    async def live() -> tuple[list[Came], list[SignOff], PersonInfo]:
        with tempfile.TemporaryDirectory() as folder:
            db = Database.open(new_database(Path(folder) / "countersign.db"))
            weeks = Weeks(db, policy, zone)
            await weeks.live(steps)
            for _ in range(60):
                weeks.clock.forward(hours=7)
                await weeks.tick()
            roles = await weeks.roles()
            await db.close()
            return weeks.came, roles, weeks.grace

    return asyncio.run(live())


@settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate])
@given(policy=POLICIES, zone=ZONES, steps=STEPS)
def test_what_always_holds_of_messages(policy: Policy, zone: str, steps: list[tuple[int, str]]) -> None:
    came, roles, grace = lived(policy, zone, steps)
    assert all(policy.at_work(grace, each.at) == each.at for each in came)
    for before, after in pairwise(came):
        free = after.chosen or after.raised or before.chosen
        assert free or after.at - before.at >= policy.every, (before, after)
    rhythm = [each for each in came if not each.chosen or each.raised]
    for before, after in pairwise(rhythm):
        assert after.raised or after.at - before.at >= policy.every, (before, after)
    assert all(0 < each.reminders_sent <= policy.most for each in roles)
    assert all(each.reminders_sent <= len(came) for each in roles)
    assert [
        each for each in roles if each.snoozed_until and each.snoozed_until > START + timedelta(days=90)
    ] == []


def test_the_weeks_hold_messages_of_each_kind() -> None:
    policy = Policy(first=HOUR, every=timedelta(days=1), escalate=timedelta(days=3))
    steps = [(2, "file"), (1, Choice.HOUR), *([(4, "")] * 25)]
    came, _, _ = lived(policy, "Europe/London", steps)
    assert {(each.chosen, each.raised) for each in came} == {(False, False), (True, False), (False, True)}
    assert came[0].at.date() == date(2026, 10, 23)
