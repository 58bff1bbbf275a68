"""Check a signed document: against its own footer, and against what the database knows."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import store_audit, store_tasks, store_texts
from bot.tasks.agreement import disagreements
from bot.tasks.chains import Chain, follow
from bot.tasks.documents import signature_line
from bot.tasks.footers import NoFooter, SignatureLine, SignedFile, read
from bot.tasks.store_events import task_chain
from bot.tasks.substance import sha256
from bot.tasks.task import Signature, Task


class Check(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True)

    what: str
    """footer, text, task, substance, signature, history or seal."""
    holds: bool
    """Whether it is as it should be."""
    said: str
    """What was found, in a sentence or two."""


def offline(text: str) -> list[Check]:
    """The file against its own footer, and nothing else."""
    return _of_file(text)[1]


def online(session: Session, text: str, team: str | None = None) -> list[Check]:
    """The file against its footer and against the database; in one workspace, or in all."""
    file, checks = _of_file(text)
    if file is None:
        return checks
    found = _task(session, file, team)
    if found is None:
        where = "this workspace" if team else "this database"
        said = f"There is no task {file.footer.key} in {where}, so nothing else can be checked."
        return [*checks, Check(what="task", holds=False, said=said)]
    task, chain = found
    return [*checks, *_against(session, file, task, chain)]


def _of_file(text: str) -> tuple[SignedFile | None, list[Check]]:
    try:
        file = read(text)
    except NoFooter as reason:
        return None, [Check(what="footer", holds=False, said=str(reason))]
    return file, [_text(file)]


def _text(file: SignedFile) -> Check:
    if file.fits:
        how = ", once its line breaks (\\r\\n) are plain ones again" if file.breaks_changed else ""
        said = f"The text is unchanged: it has the SHA-256 that the footer names{how}."
        return Check(what="text", holds=True, said=said)
    said = "The text isn't the one of the footer: something above the line was changed, or the footer's hash was."
    if file.footers > 1:
        said += f" The file has {file.footers} footers, and only the last one counts: was one added?"
    return Check(what="text", holds=False, said=said)


def _task(session: Session, file: SignedFile, team: str | None) -> tuple[Task, Chain] | None:
    """The task of this key; where several workspaces have one, the one whose history the footer names."""
    found, head = [], file.footer.head
    for each in [team] if team else store_tasks.teams_with(session, file.footer.key):
        if task := store_tasks.by_key(session, each, file.footer.key):
            name = task_chain(task.id)
            found.append((task, follow(each, name, store_audit.chain(session, each, name), seek=head)))
    named = [each for each in found if each[1].sought]
    return next(iter([*named, *found]), None)


def _against(session: Session, file: SignedFile, task: Task, chain: Chain) -> Iterator[Check]:
    yield _substance(file, task, chain)
    for line in file.footer.signatures:
        yield _signature(file, line, task)
    seal = _seal(session, file, task, chain)
    if not seal.holds:
        yield from _missing_signatures(file, task)
    yield _history(session, file, task, chain)
    yield seal


def _substance(file: SignedFile, task: Task, chain: Chain) -> Check:
    footer = file.footer
    made = chain.revisions.get(footer.revision)
    if made is None:
        said = f"{task.key} has no revision {footer.revision}."
    elif made.facts.get("substance") != footer.substance:
        said = (
            f"Revision {footer.revision} of {task.key} says something else than what the footer's hash names."
        )
    else:
        now = "" if task.revision == footer.revision else f" It is at revision {task.revision} by now."
        what = "What was signed" if footer.signatures else "What it says"
        said = f"{what} is revision {footer.revision} of {task.key}.{now}"
        return Check(what="substance", holds=True, said=said)
    return Check(what="substance", holds=False, said=said)


def _signature(file: SignedFile, line: SignatureLine, task: Task) -> Check:
    who = f"{line.said} ({line.signer}), {line.day}, revision {line.revision}"
    theirs = [each for each in task.signatures if each.signer == line.signer]
    same = [each for each in theirs if signature_line(each) == line.line]
    if any(each.substance_hash == file.footer.substance for each in same):
        return Check(what="signature", holds=True, said=f"Signed as the database has it: {who}.")
    return Check(what="signature", holds=False, said=f"Not signed so: {who}. {_why(line, theirs, same)}")


def _why(line: SignatureLine, theirs: list[Signature], same: list[Signature]) -> str:
    if same:
        return "That signature is of another text than this one."
    if not theirs:
        return f"{line.signer} never signed this task."
    known = "; ".join(signature_line(each).removeprefix("- ") for each in theirs)
    return f"What {line.signer} signed is: {known}."


def _missing_signatures(file: SignedFile, task: Task) -> Iterator[Check]:
    """Lines that somebody took out of the footer: it is made when all who are needed have signed.

    What was sealed lacks none, even if somebody has signed anew since.
    """
    if file.footer.substance != task.substance_hash or file.footer.revision != task.revision:
        return
    there = {each.line for each in file.footer.signatures}
    for each in task.counting():
        if signature_line(each) not in there:
            said = f"The footer lacks a signature: {signature_line(each).removeprefix('- ')}."
            yield Check(what="signature", holds=False, said=said)


def _history(session: Session, file: SignedFile, task: Task, chain: Chain) -> Check:
    if chain.broken:
        said = f"The history of {task.key} doesn't hold: event {chain.length + 1} {chain.broken}."
    elif chain.sought is None:
        said = f"The history of {task.key} has no event with the hash that the footer names."
    elif wrong := next(disagreements_of(session, task, chain), None):
        said = f"The history of {task.key} holds, and what else is kept of it doesn't: {wrong}"
    else:
        said = f"The history of {task.key} holds ({chain.length} events), and the footer names event {chain.sought} of it."
        return Check(what="history", holds=True, said=said)
    return Check(what="history", holds=False, said=said)


def disagreements_of(session: Session, task: Task, chain: Chain) -> Iterator[str]:
    """What the task's rows say against its chain, a sentence each."""
    row = store_audit.task(session, task.team, task.id)
    revisions = store_audit.revisions_of(session, task.team, task.id)
    signatures = store_audit.signatures_of(session, task.team, task.id)
    yield from disagreements(
        chain, row, revisions, signatures, store_audit.sign_offs_of(session, task.team, task.id)
    )


def _seal(session: Session, file: SignedFile, task: Task, chain: Chain) -> Check:
    """Whether the file as a whole, its footer too, is what was stored when the last one had signed."""
    whole = file.whole if file.whole.endswith("\n") else file.whole + "\n"
    sealed = {str(event.facts.get("document")): event for event in chain.sealed}
    if event := sealed.get(sha256(whole)):
        said = f"The file as a whole, its footer too, is the document that was sealed on {event.at:%Y-%m-%d}."
        return Check(what="seal", holds=True, said=said)
    return Check(what="seal", holds=False, said=_unsealed(session, whole, task, list(sealed)))


def _unsealed(session: Session, whole: str, task: Task, sealed: list[str]) -> str:
    if not sealed:
        return f"No document of {task.key} was ever sealed."
    stored = store_texts.find(session, task.team, sealed[-1])
    if stored is None:
        return (
            "The file as a whole isn't a document that was sealed; the sealed text itself is no longer kept."
        )
    number, here, there = _first_difference(whole, stored)
    return f"The file as a whole isn't the document that was sealed. Line {number} reads {here}, and there {there}."


def _first_difference(one: str, other: str) -> tuple[int, str, str]:
    lines, others = one.split("\n"), other.split("\n")
    at = next(
        (at for at, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]),
        min(len(lines), len(others)),
    )
    return at + 1, _quoted(lines, at), _quoted(others, at)


def _quoted(lines: list[str], at: int) -> str:
    return f"“{lines[at][:200]}”" if at < len(lines) else "nothing"
