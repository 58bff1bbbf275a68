"""What Slack's client would not let a person do."""


class Impossible(AssertionError):
    """A person's act that their client refuses before anything is sent; its text says why, for that person.

    An AssertionError, since a test that asks a person for it has asked for something that can't be.
    """


def allow(fact: object, why: str) -> None:
    """Go on only if ``fact`` holds. Raises Impossible with ``why``."""
    if not fact:
        raise Impossible(why)
