"""Templates that ask more than a modal holds."""

from pathlib import Path

from tests.stories.conftest import Begin

FIELDS = "\n\n".join(f"**Field {n}**: [value]" for n in range(110))
STEPS = "# [Title]\n\n## Steps\n\n" + "\n\n".join(f"### Step {n}: [Name]\n\n{FIELDS}" for n in (1, 2)) + "\n"
ROLES = "# [Title]\n\n## Sign-off\n\n" + "\n".join(f"- [ ] **Role {n}**: agrees" for n in range(100)) + "\n"


async def test_an_item_of_a_hundred_fields_is_filled_in_screen_by_screen(
    begin: Begin, tmp_path: Path
) -> None:
    template = tmp_path / "large.md"
    template.write_text(STEPS, encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(template)) as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate the keys", channel="engineering")
        for label in ("Field 0", "Field 20"):
            await ada.presses("Next")
            ada.fill({label: f"{label} of the first"})
        await ada.presses("Add Step")
        ada.fill({"Field 1": "of the last"})
        await ada.presses("Back")
        await ada.chooses("Jump to…", "2. Steps")
        assert ada.modal is not None and ada.modal.value("Field 0") == "Field 0 of the first"
        await ada.presses("Next")
        await ada.presses("Remove this Step")
        await ada.presses("Review")
        assert ada.modal is not None and "of the last" in ada.modal.text
        assert "of the first" not in ada.modal.text


async def test_a_hundred_roles_are_given_people_in_parts(begin: Begin, tmp_path: Path) -> None:
    template = tmp_path / "large.md"
    template.write_text(ROLES, encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(template)) as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate the keys", channel="engineering")
        await ada.presses("Review")
        for number in (0, 30, 60, 99):
            ada.fill({f"Signs as Role {number}": "Grace Hopper"})
            await ada.presses("More roles")
        assert ada.modal is not None and ada.modal.value("Signs as Role 0") == "Grace Hopper"
        await ada.presses("Create")
        await story.settled()
        task = await story.bot.desk.task_by_key(story.bot.team, "TASK-001")
        assert [each.role for each in task.sign_offs if each.person] == [
            "Role 0",
            "Role 30",
            "Role 60",
            "Role 99",
        ]
        assert [call.error for call in story.sandbox.calls if not call.ok] == []
