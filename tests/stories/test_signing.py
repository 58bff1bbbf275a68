"""Filing, signing, and what the channel and the people see of it."""

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story

ROLES = {
    "Signs as Developer": "Ada Lovelace",
    "Signs as Code Reviewer": "Grace Hopper",
    "Signs as Tech Lead": "Katherine Johnson",
    "Signs as DevOps": "Alan Turing",
}


async def file(story: Story, author: Person, title: str, signers: dict[str, str] | None = None) -> None:
    """Files a task in three presses."""
    await author.types("/task", channel="engineering")
    author.fill({"Title": title})
    await author.presses("Review")
    author.fill(signers or {})
    await author.presses("Create")
    await story.settled()


async def test_a_task_is_filed_in_three_presses(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys")
        card = await ada.sees("TASK-001", where="engineering")
        assert "Rotate the signing keys" in card.text
        assert ada.modal is not None and "TASK-001" in ada.modal.text


async def test_four_people_sign_and_the_signed_document_says_so(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys", ROLES)
        for name in ROLES.values():
            signer = story.person(name)
            await signer.sees("TASK-001", where="dm")
            await signer.presses("Sign off", on="TASK-001")
            await signer.presses("Sign off")
            await story.settled()
        linus = story.person("Linus")
        reply = await linus.sees("TASK-001-signed.md", where="thread of State: Done")
        signed = reply.files[0]
        assert "- [x] **Developer**: Implementation complete - Ada Lovelace - 2026-11-23" in signed.content
        assert "- [x] **DevOps**: Deployment verified - Alan Turing - 2026-11-23" in signed.content


async def test_only_the_person_asked_may_sign(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys", ROLES)
        await linus.sees("TASK-001", where="engineering")
        await linus.presses("Sign off", on="TASK-001")
        await linus.sees("You weren't asked to sign TASK-001", where="notices")
        assert linus.modal is None
