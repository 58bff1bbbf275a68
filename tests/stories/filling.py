"""Filling in whatever form is open, page by page."""

from bot.sandbox.modal import Modal
from bot.sandbox.person import Person

DAY = "2026-12-01"


def answers_for(modal: Modal) -> dict[str, str]:
    """Something recognisable for each input of a page: a text says which page and label it is for."""
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
        return f"https://example.com/{place(modal)}/{label.replace(' ', '-')}"
    if ": language" in label:
        return "python"
    if label == "Title":
        return "Rotate the signing keys"
    return f"{label} of page {place(modal)}"


def place(modal: Modal) -> str:
    """`3-of-16`, from the page's first line."""
    return modal.text.split("\n")[1].split(" · ")[0].replace(" ", "-")


async def fill_every_page(person: Person) -> dict[str, str]:
    """From the first page to Review by Next; what was typed, by page and label."""
    typed: dict[str, str] = {}
    while (modal := person.modal) and modal.title != "Review":
        answers = answers_for(modal)
        person.fill(answers)
        typed |= {f"{place(modal)} {label}": answer for label, answer in answers.items()}
        await person.presses(modal.submit)
        assert not person.modal or not person.modal.errors, f"the page does not go on: {person.modal}"
    return typed
