"""What always holds of a task, however it came to be as it is."""

from bot.slack import ids
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.board import Board, buttons, signable
from tests.tasks.paper import ASKED, NEEDLESS, NOBODY, SIGNED, WAITING, WISHES, Paper


def consistent(task: Task) -> None:
    """What a task says of itself fits together."""
    for signature in task.counting():
        assert signature.substance_hash == task.substance_hash, "a signature counts for another substance"
        assert signature.revision <= task.revision
    validly = {each.sign_off_id for each in task.counting()}
    for each in task.sign_offs:
        assert (each.state is SignOffState.SIGNED) == (each.id in validly), f"{each.role} is {each.state}"
    if task.state is State.DONE:
        needed = [each for each in task.sign_offs if each.state is not SignOffState.NOT_NEEDED]
        assert all(each.id in validly for each in needed), "done without a signature"


def agrees(task: Task, paper: Paper) -> None:
    """The task is as it stands on paper."""
    assert task.state.value == paper.state
    assert task.author == paper.author and task.assignee == paper.assignee
    stands = {each.role: (each.state.value, each.person) for each in task.sign_offs}
    assert stands == {name: (role.state, role.person) for name, role in paper.roles.items()}
    stand_ins = {each.role: each.stand_in for each in task.sign_offs}
    assert stand_ins == {name: paper.stand_in(name) for name in paper.roles}
    reminded = {each.role for each in task.sign_offs if each.remind_at}
    assert reminded == {name for name in paper.roles if paper.turn(name)}, "whose turn it is, is reminded"
    for each in task.sign_offs:
        put_off_by = paper.roles[each.role].put_off_by
        assert not each.snoozed_until or paper.turn(each.role) == put_off_by, "put off by somebody else"


def shows(board: Board, task: Task, paper: Paper, names: dict[str, str]) -> None:
    """What is posted of the task says where it stands, and offers to sign to whom it asks, and to nobody else."""
    card = board.shown[f"card:{task.id}"]
    for name, role in paper.roles.items():
        assert f"{name}: {_standing(role.state, _whom(paper, name, names), paper.live)}" in card.text
    waits = any(role.state in WAITING for role in paper.roles.values()) and paper.live
    assert signable(card) == waits, "the card offers to sign"
    for user in names:
        message = board.shown.get(f"asked:{task.id}:{user}")
        own = paper.theirs(user, *WAITING)
        away = all(paper.stand_in(name) not in (None, user) for name in own)
        assert signable(message) == bool(own) or (message is None and away), f"{user} is offered to sign"
        edited = board.shown.get(f"edited:{task.id}:{user}")
        alone = any(paper.roles[name].person == user for name in paper.taken(user))
        assert (ids.SIGN_AGAIN in buttons(edited)) == bool(paper.taken(user)) or not (edited or alone), (
            f"{user} is offered to sign again"
        )
        assert not signable(edited) or paper.theirs(user, ASKED)


def _whom(paper: Paper, name: str, names: dict[str, str]) -> str:
    """Whom the card names: who is asked, or who has answered, and for whom."""
    role = paper.roles[name]
    who = role.answered_by if role.state == SIGNED else paper.stand_in(name)
    person = names.get(role.person or "", "")
    return f"{names[who]} for {person}" if who and who != role.person else person


def _standing(state: str, name: str, live: bool) -> str:
    """What the card says of a role."""
    asked = f"waiting for {name}" if live else f"{name} did not sign"
    return {
        ASKED: asked,
        SIGNED: f"signed by {name}",
        WISHES: f"{name} requests changes",
        NEEDLESS: "not needed",
        NOBODY: "nobody yet",
    }[state]
