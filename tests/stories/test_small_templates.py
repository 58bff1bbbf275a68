"""Templates with next to nothing in them: each is a form, from /task to the card."""

from pathlib import Path

import pytest

from tests.stories.conftest import Begin

SMALL = {
    "one page": "# T: [Title]\n\n**Area**: [where]\n\n**Impact**: [how much]\n",
    "a heading alone": "# Notes\n",
    "plain prose": "Say what you want.\n\nWe read it on Monday.\n",
}


@pytest.mark.parametrize("template", SMALL)
async def test_a_small_template_is_filled_in_and_filed(begin: Begin, tmp_path: Path, template: str) -> None:
    file = tmp_path / "small.md"
    file.write_text(SMALL[template], encoding="utf-8")
    async with begin(COUNTERSIGN_TEMPLATES=str(file)) as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        assert ada.modal is not None, ada.notices
        ada.fill({"Title": "Rotate the keys"})
        await ada.presses(ada.modal.submit)
        await ada.presses("Create")
        await story.settled()
        assert "Rotate the keys" in (await ada.sees("State:", where="engineering")).text
        assert [call.error for call in story.sandbox.calls if not call.ok] == []
