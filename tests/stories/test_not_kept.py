"""A task whose texts retention took can't be read any more: people are told so, and its history stays."""

from sqlalchemy import text as sql

from tests.stories.conftest import Begin
from tests.stories.test_dismissal import AGAIN, signed_and_edited, told
from tests.stories.test_editing import shown

GONE = "What TASK-001 said in revision 2 isn't kept any more"


async def test_what_isn_t_kept_is_neither_shown_nor_signed_and_everybody_is_told(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await signed_and_edited(story)
        alan, message = story.person("Alan"), await told(grace)
        await alan.presses("Sign off", on="asks you")
        await story.bot._database.write(
            lambda session: session.execute(sql("DELETE FROM texts WHERE team_id != ''")) and None
        )
        await alan.presses("Sign off")
        assert GONE in shown(alan)
        await grace.presses(AGAIN, on=message)
        await grace.sees(GONE, where="notices")
        await ada.presses("Open", on="State:")
        await ada.sees(GONE, where="notices")
        await ada.types("/task audit TASK-001", channel="engineering")
        assert "The history of TASK-001 holds" in shown(ada)
