"""A clock that goes on by whole days passes everybody's working hours on the way."""

from datetime import timedelta
from functools import partial

from bot.demo import look
from tests.stories.conftest import MONDAY, Begin
from tests.stories.test_signing import file


async def test_days_that_begin_before_dawn_elsewhere_leave_out_nobodys_reminder(begin: Begin) -> None:
    async with begin() as story:
        clock = story.sandbox.clock
        clock.stop_for(partial(look, story.bot))
        signers = {"Signs as Code Reviewer": "Grace Hopper", "Signs as Tech Lead": "Linus Pauling"}
        await file(story, story.person("Ada"), "Rotate the signing keys", signers)
        await clock.go(MONDAY + timedelta(days=2))
        for name in ("Grace", "Linus"):
            await story.person(name).sees("waiting for your sign-off", where="dm")
