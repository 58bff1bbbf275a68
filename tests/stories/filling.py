"""Filling in whatever form is open, page by page."""

import re

from bot.sandbox.modal import Modal
from bot.sandbox.person import Person

DAY = "2026-12-01"


def answers_for(modal: Modal) -> dict[str, str]:
    """Something recognisable for each input of a screen: a text says which screen and label it is for, so
    that each item of a repeated group has answers of its own.
    """
    return {label: _answer(modal, label) for label in modal.labels}


def _answer(modal: Modal, label: str) -> str:
    control = modal.field(label).control
    if control.type in ("static_select", "radio_buttons"):
        return modal.options(label)[-1]
    if control.type == "users_select":
        return "Grace Hopper"
    if control.type == "datepicker":
        return DAY
    if "ink" in modal.placeholders[label] or label == "Pull Request":
        return "https://example.com/" + re.sub(r"\W+", "-", f"{screen(modal)} {label}")
    if ": language" in label:
        return "python"
    if label == "Title" and place(modal).startswith("1-"):
        return "Rotate the signing keys"
    return f"{label} of {screen(modal)}"


def screen(modal: Modal) -> str:
    """`4 of 16 · Implementation Steps (2 of 4)`: the first line, by which a person tells screens apart."""
    return modal.text.split("\n")[1]


def place(modal: Modal) -> str:
    """`3-of-16`: the page; a page with several screens has it on each."""
    return screen(modal).split(" · ")[0].replace(" ", "-")


async def fill_every_page(person: Person) -> dict[str, str]:
    """From the first page to Review by Next; what was typed, by screen and label."""
    typed: dict[str, str] = {}
    while (modal := person.modal) and modal.title != "Review":
        answers = answers_for(modal)
        person.fill(answers)
        typed |= {f"{screen(modal)} > {label}": answer for label, answer in answers.items()}
        await person.presses(modal.submit)
        assert not person.modal or not person.modal.errors, f"the page does not go on: {person.modal}"
    return typed
