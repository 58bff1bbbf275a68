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


async def test_a_role_that_had_nobody_is_given_to_somebody_later_and_the_task_is_done(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(story, ada, "Rotate the signing keys", {"Signs as Developer": "Ada Lovelace"})
        await ada.closes()
        await ada.presses("Open", on="State:")
        await ada.presses("Name who signs")
        others = {label: "Grace Hopper" for label in ROLES if label != "Signs as Developer"}
        ada.fill(others)
        await ada.presses("Ask them")
        for signer in (ada, grace):
            await story.settled()
            await signer.presses("Sign off", on=await signer.sees("TASK-001", where="dm"))
            await signer.presses("Sign off")
        await story.person("Linus").sees("is done: everybody has signed", where="engineering")


async def test_who_cannot_sign_cannot_be_named_and_strangers_are_not_offered_to_name(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        story.sandbox.add_person("Gus Guest", kind="guest")
        await file(story, ada, "Rotate the signing keys")
        await linus.presses("Open", on="State:")
        assert linus.modal is not None and "Name who signs" not in linus.modal.buttons
        await ada.closes()
        await ada.presses("Open", on="State:")
        await ada.presses("Name who signs")
        ada.fill({"Signs as DevOps": "Gus Guest"})
        await ada.presses("Ask them")
        assert ada.modal is not None and "guests can read" in ada.modal.errors["Signs as DevOps"]


async def test_a_signer_reads_the_document_before_signing_and_their_comment_is_seen(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(story, ada, "Rotate the signing keys", ROLES)
        await grace.presses("Sign off", on="asks you")
        await grace.presses("Read the document")
        assert grace.modal is not None and "## Sign-Off" in grace.modal.text
        await grace.closes()
        assert grace.modal is not None and "Code Reviewer: Approved" in grace.modal.text
        grace.fill({"Comment": "Please keep <!channel> quiet"})
        await grace.presses("Sign off")
        card = await ada.sees("Please keep <!channel> quiet", where="engineering")
        assert card.pings == ()
        await ada.closes()
        await ada.presses("Open", on=card)
        assert "Please keep <!channel> quiet" in str(ada.modal)


async def test_a_task_of_a_public_channel_is_read_from_elsewhere_and_a_private_one_is_not(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys", ROLES)
        await linus.types("/task show TASK-001", channel="general")
        assert linus.modal is not None and "Rotate the signing keys" in linus.modal.text
        await linus.closes()
        story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace"])
        await ada.closes()
        await ada.types("/task new Our secret", channel="quiet")
        await ada.presses("Review")
        ada.fill({"Signs as Developer": "Alan Turing"})
        await ada.presses("Create")
        await linus.types("/task show TASK-002", channel="general")
        await linus.sees("You can't read TASK-002", where="notices")
        await linus.types("/task sign TASK-002", channel="general")
        await linus.sees("You weren't asked to sign TASK-002", where="notices")
        assert "Alan" not in linus.notices[-1]


async def test_who_signs_by_the_command_is_told_there_or_as_a_message_where_the_bot_isnt(
    begin: Begin,
) -> None:
    async with begin() as story:
        grace, katherine = story.person("Grace"), story.person("Katherine")
        await file(story, story.person("Ada"), "Rotate the signing keys", ROLES)
        for who, place in ((grace, "notices"), (katherine, "dm")):
            await who.types("/task sign TASK-001", channel="engineering")
            await who.presses("Sign off")
            await story.settled()
            role = "Code Reviewer" if who is grace else "Tech Lead"
            await who.sees(f"You signed TASK-001 as {role}.", where=place)
            story.sandbox.fail("chat.postEphemeral", "channel_not_found")
