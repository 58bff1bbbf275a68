"""Three people do what comes to their minds with two tasks; after each step everything is looked at.

A machine of Hypothesis: it makes up the steps, and when one breaks a rule, it looks for the shortest way there.
"""

import os
from collections.abc import Coroutine, Iterable
from copy import deepcopy
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.tasks.draft import new_draft_id
from bot.tasks.snoozing import Choice
from bot.tasks.step import Shown
from tests.tasks.cast import TEAM
from tests.tasks.holding import agrees, consistent
from tests.tasks.office import NAMES, ROLES, Office
from tests.tasks.paper import ASKED, CHECKLIST, NOBODY, SIGNED, WISHES, Answers, Plan

REASON = "Because"
SOME_ROLES = [chosen for most in (1, 2, 3) for chosen in combinations(ROLES, most)]
ADMIN = (False, True)
ITEMS = ("Tests pass", "Documentation is updated", "It is reviewed")
EXAMPLES = int(os.environ.get("EXAMPLES", "0"))
"""How much `make laws` asks for; 0 in the suite, which always tries the same few."""


@pytest.fixture(autouse=True)
def watched() -> None:
    """Not here: the other tests watch the same statements, and here there are very many."""


people = st.sampled_from(sorted(NAMES))
signers = st.fixed_dictionaries({role: people | st.none() for role in ROLES})
any_answers = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Fix the login", "Log in with a key"]),
        "goal.objective": st.sampled_from(["Keys", "Passwords", "Nothing to type"]),
        "assignee": st.fixed_dictionaries({"user": people}),
        CHECKLIST: st.lists(st.sampled_from(ITEMS), min_size=1, unique=True),
    },
)


class Machine(RuleBasedStateMachine):
    """Steps that people take, most of them such as are allowed; and what the bot does by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office()
        self.papers = self.office.papers
        self.plans: dict[str, tuple[int, str, Plan]] = {}
        """Edits that aren't saved, by their drafts: of which task, whose, and what they say."""

    def teardown(self) -> None:
        self.office.close()

    def picks(self, data: st.DataObject, step: str, *domains: Iterable[Any]) -> tuple[Any, ...]:
        """A task and what is done with it; mostly what may be done."""
        able: list[tuple[Any, ...]] = []
        unable: list[tuple[Any, ...]] = []
        for each in product(self.papers, *domains):
            may = getattr(deepcopy(self.papers[each[0]]), step)(*each[1:])
            (able if may else unable).append(each)
        often = bool(able) and data.draw(st.integers(0, 2)) > 0
        return data.draw(st.sampled_from(able if often else unable or able))

    def has(self, *states: str) -> bool:
        """Whether any role of a live task stands so; else it isn't worth a step."""
        live = [paper for paper in self.papers.values() if paper.live]
        return any(role.state in states for paper in live for role in paper.roles.values())

    def seen(self, data: st.DataObject, task_id: int) -> Shown:
        """The task as it is shown now; seldom as it was some revisions ago."""
        now = self.office.sees(task_id)
        old = self.office.sights[task_id]
        return data.draw(st.sampled_from(list(old.values()))) if not data.draw(st.integers(0, 9)) else now

    def takes(self, seen: Shown, step: str, args: tuple[Any, ...], work: Coroutine[Any, Any, Any]) -> None:
        """The step is taken exactly if it may be: on paper, and by what was shown."""
        paper = self.papers[seen.task_id]
        fresh = seen.revision == len(paper.revisions)
        self.office.takes(fresh and getattr(paper, step)(*args), work)

    # What people do

    @initialize(author=people, assignee=people, signers=signers)
    def the_first_task(self, author: str, assignee: str, signers: dict[str, str | None]) -> None:
        self.office.opens()
        self.office.files(author, assignee, signers)

    @precondition(lambda self: len(self.papers) == 1)
    @rule(author=people, assignee=people, signers=signers)
    def another_task(self, author: str, assignee: str, signers: dict[str, str | None]) -> None:
        self.office.files(author, assignee, signers)

    @precondition(lambda self: self.has(ASKED, WISHES))
    @rule(data=st.data())
    def sign(self, data: st.DataObject) -> None:
        task_id, who, roles = self.picks(data, "sign", NAMES, SOME_ROLES)
        seen = self.seen(data, task_id)
        self.takes(seen, "sign", (who, roles), self.office.sign(seen, who, roles))

    @precondition(lambda self: self.has(ASKED, WISHES))
    @rule(data=st.data())
    def request_changes(self, data: st.DataObject) -> None:
        task_id, who, roles = self.picks(data, "request_changes", NAMES, SOME_ROLES)
        seen, ids = self.seen(data, task_id), self.office.ids(task_id, roles)
        work = self.office.steps.request_changes(TEAM, seen, who, ids, REASON)
        self.takes(seen, "request_changes", (who, roles), work)

    @rule(data=st.data())
    def everybody_signs(self, data: st.DataObject) -> None:
        task_id = data.draw(st.sampled_from(sorted(self.papers)))
        for who in NAMES:
            if roles := self.papers[task_id].theirs(who, ASKED, WISHES):
                seen = self.office.sees(task_id)
                self.takes(seen, "sign", (who, roles), self.office.sign(seen, who, roles))

    @precondition(lambda self: any(len(paper.revisions) > 1 for paper in self.papers.values()))
    @rule(data=st.data())
    def sign_again(self, data: st.DataObject) -> None:
        task_id, who = self.picks(data, "sign_again", NAMES)
        seen = self.seen(data, task_id)
        self.takes(seen, "sign_again", (who,), self.office.desk.sign_again(TEAM, seen, who))

    @precondition(lambda self: self.has(SIGNED))
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        task_id, who, roles = self.picks(data, "retract", NAMES, SOME_ROLES)
        seen, ids = self.seen(data, task_id), self.office.ids(task_id, roles)
        self.takes(seen, "retract", (who, roles), self.office.steps.retract(TEAM, seen, who, ids))

    @rule(data=st.data())
    def reassign(self, data: st.DataObject) -> None:
        task_id, who, role, to, admin = self.picks(data, "reassign", NAMES, ROLES, NAMES, ADMIN)
        seen, (role_id,) = self.seen(data, task_id), self.office.ids(task_id, [role])
        work = self.office.steps.reassign(TEAM, seen, who, role_id, to, REASON, admin=admin)
        self.takes(seen, "reassign", (who, role, to, admin), work)

    @rule(data=st.data())
    def not_needed(self, data: st.DataObject) -> None:
        task_id, who, role, admin = self.picks(data, "not_needed", NAMES, ROLES, ADMIN)
        seen, (role_id,) = self.seen(data, task_id), self.office.ids(task_id, [role])
        work = self.office.steps.not_needed(TEAM, seen, who, role_id, REASON, admin=admin)
        self.takes(seen, "not_needed", (who, role, admin), work)

    @precondition(lambda self: self.has(NOBODY))
    @rule(data=st.data())
    def name(self, data: st.DataObject) -> None:
        named = [{role: who} for role, who in product(ROLES, NAMES)]
        task_id, who, chosen, admin = self.picks(data, "name", NAMES, named, ADMIN)
        ids = dict(zip(self.office.ids(task_id, chosen), chosen.values(), strict=True))
        work = self.office.desk.name_signers(TEAM, task_id, who, ids, admin=admin)
        self.takes(self.office.sees(task_id), "name", (who, chosen, admin), work)

    @rule(data=st.data())
    def start_or_finish(self, data: st.DataObject) -> None:
        complete = any(paper.live and not paper.missing() for paper in self.papers.values())
        step = "finish" if complete else data.draw(st.sampled_from(["start", "start", "finish"]))
        task_id, who, admin = self.picks(data, step, NAMES, ADMIN)
        seen = self.seen(data, task_id)
        work = getattr(self.office.steps, step)(TEAM, seen, who, admin=admin)
        self.takes(seen, step, (who, admin), work)

    @rule(data=st.data())
    def close_or_reopen(self, data: st.DataObject) -> None:
        over = any(not paper.live for paper in self.papers.values())
        step = "reopen" if over else data.draw(st.sampled_from(["close", "close", "reopen"]))
        task_id, who, admin = self.picks(data, step, NAMES, ADMIN)
        seen = self.seen(data, task_id)
        work = getattr(self.office.steps, step)(TEAM, seen, who, REASON, admin=admin)
        self.takes(seen, step, (who, admin), work)

    @rule(data=st.data(), edits=st.lists(any_answers, min_size=1, max_size=2))
    def begin_edits(self, data: st.DataObject, edits: list[Answers]) -> None:
        """One or two at once of the same task; saved at once, or some time."""
        task_id, who, admin = self.picks(data, "begin", NAMES, ADMIN)
        named = data.draw(st.dictionaries(st.sampled_from(ROLES), people, max_size=1))
        drafts = [self.begins(task_id, who, answers, named, admin) for answers in edits]
        if self.papers[task_id].begin(who, admin) and data.draw(st.booleans()):
            for draft in drafts:
                self.saves(draft, admin)

    def begins(self, task_id: int, who: str, answers: Answers, named: dict[str, str], admin: bool) -> str:
        paper, draft = self.papers[task_id], new_draft_id()
        plan = Plan(paper.answers, {**paper.answers, **answers}, frozenset(paper.ticked), named)
        work = self.office.begin(task_id, who, draft, plan, admin=admin)
        self.takes(self.office.sees(task_id), "begin", (who, admin), work)
        if paper.begin(who, admin):
            self.plans[draft] = (task_id, who, plan)
        return draft

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), admin=st.booleans())
    def save_an_older_edit(self, data: st.DataObject, admin: bool) -> None:
        self.saves(data.draw(st.sampled_from(list(self.plans))), admin)

    def saves(self, draft: str, admin: bool) -> None:
        task_id, who, plan = self.plans[draft]
        saved = deepcopy(self.papers[task_id]).save(who, plan, admin)
        work = self.office.desk.edits.save(TEAM, who, draft, admin=admin)
        self.takes(self.office.sees(task_id), "save", (who, plan, admin), work)
        if saved:
            del self.plans[draft]

    @rule(data=st.data())
    def tick(self, data: st.DataObject) -> None:
        task_id, who, item, done, admin = self.picks(data, "tick", NAMES, ITEMS, (False, True), ADMIN)
        seen = self.seen(data, task_id)
        shown = self.papers[task_id].revisions[seen.revision - 1][CHECKLIST]
        if item in shown:
            work = self.office.desk.progress.tick(TEAM, seen, who, {shown.index(item): done}, admin=admin)
            self.office.takes(self.papers[task_id].tick(who, item, done, admin), work)

    @rule(data=st.data())
    def snooze(self, data: st.DataObject) -> None:
        task_id, who = self.picks(data, "snooze", NAMES)
        work = self.office.desk.snoozes.snooze(TEAM, task_id, who, Choice.HOUR)
        self.office.takes(self.papers[task_id].snooze(who), work)

    @rule(who=people, stand_in=people)
    def go_away(self, who: str, stand_in: str) -> None:
        self.office.leaves(who, stand_in)

    @precondition(lambda self: self.office.away)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        self.office.returns(data.draw(st.sampled_from(sorted(self.office.away))))

    # What the bot does by itself

    @rule(hours=st.sampled_from([1, 12, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self.office.waits(hours)

    @rule()
    def everything_is_sent(self) -> None:
        self.office.sends()

    # What always holds

    @invariant()
    def every_task_is_as_it_stands_on_paper(self) -> None:
        for task_id, paper in self.papers.items():
            task = self.office.task(task_id)
            consistent(task)
            agrees(task, paper)
            assert self.office.says(task) == (paper.answers, paper.ticked)

    @invariant()
    def whoever_is_waited_for_has_it_in_exactly_one_list(self) -> None:
        turns = (
            (paper.turn(role), task_id, role) for task_id, paper in self.papers.items() for role in ROLES
        )
        wanted = [turn for turn in turns if turn[0]]
        assert sorted(self.office.waiting()) == sorted(wanted)

    @invariant()
    def chains_and_rows_verify(self) -> None:
        self.office.verifies()


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    deadline=None,
    max_examples=EXAMPLES // 50 or 15,
    stateful_step_count=100 if EXAMPLES else 40,
    derandomize=not EXAMPLES,
    suppress_health_check=list(HealthCheck),
)
