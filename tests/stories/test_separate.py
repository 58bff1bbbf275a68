"""Roles that one person can't hold both: refused where somebody is chosen, and again where they sign."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST, Begin, Story, running
from tests.stories.test_signing import file

PAIRS = "developer/Code  Reviewer"
BOTH = {"Signs as Developer": "Grace Hopper", "Signs as Code Reviewer": "Grace Hopper"}
REFUSED = "Grace Hopper can't be both Code Reviewer and Developer"


async def test_who_would_hold_both_roles_is_refused_at_each_field(begin: Begin) -> None:
    async with begin(COUNTERSIGN_SEPARATE=PAIRS) as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys", BOTH)
        assert ada.modal is not None and REFUSED in ada.modal.errors["Signs as Code Reviewer"]
        ada.fill({"Signs as Code Reviewer": None})
        await ada.presses("Create")
        await story.settled()
        await ada.closes()
        await ada.presses("Open", on="State:")
        await ada.presses("Name who signs")
        ada.fill({"Signs as Code Reviewer": "Grace Hopper", "Signs as DevOps": "Grace Hopper"})
        await ada.presses("Ask them")
        assert ada.modal is not None and REFUSED in ada.modal.errors["Signs as Code Reviewer"]
        ada.fill({"Signs as Code Reviewer": "Alan Turing"})
        await ada.presses("Ask them")
        await ada.types("/task reassign TASK-001")
        ada.fill(
            {"Role": "Code Reviewer (Alan Turing)", "Who signs instead?": "Grace Hopper", "Why?": "Away"}
        )
        await ada.presses("Hand over")
        assert ada.modal is not None and REFUSED in ada.modal.errors["Who signs instead?"]


async def test_an_edit_gives_nobody_the_other_role(begin: Begin) -> None:
    async with begin(COUNTERSIGN_SEPARATE=PAIRS) as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys", {"Signs as Developer": "Grace Hopper"})
        await ada.closes()
        await ada.types("/task edit TASK-001")
        await ada.presses("Review")
        ada.fill({"Signs as Code Reviewer": "Grace Hopper"})
        await ada.presses("Save")
        assert ada.modal is not None and REFUSED in ada.modal.errors["Signs as Code Reviewer"]


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_who_holds_both_by_an_older_setting_signs_only_one(tmp_path: Path, transport: str) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        async with running(sandbox, transport, tmp_path) as bot:
            await file(Story(sandbox, bot, transport), sandbox.person("Ada"), "Rotate the keys", BOTH)
        async with running(sandbox, transport, tmp_path, COUNTERSIGN_SEPARATE=PAIRS) as bot:
            grace = sandbox.person("Grace")
            await grace.types("/task sign TASK-001")
            await grace.presses("Sign off")
            assert grace.modal is not None
            assert "both as Code Reviewer and as Developer" in grace.modal.errors["I sign as"]
            grace.fill({"I sign as": ["Developer"]})
            await grace.presses("Sign off")
            await bot.outbox.drain()
            await grace.types("/task sign TASK-001")
            await grace.sees("You signed TASK-001 as Developer, so you can't sign it as Code Reviewer too")
            assert (
                "Code Reviewer: waiting for Grace Hopper"
                in (await grace.sees("TASK-001", "engineering")).text
            )


async def test_a_role_that_no_template_has_is_told_at_the_start(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        with capture_logs() as lines:
            async with running(sandbox, "http", tmp_path, COUNTERSIGN_SEPARATE="Developer/Reviser"):
                warned = [each["role"] for each in lines if each["log_level"] == "warning"]
    assert warned == ["Reviser"]
