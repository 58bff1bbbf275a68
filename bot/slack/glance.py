"""What of a form is seen at a glance. Pure."""

from __future__ import annotations

from bot.template.form import Field, Form


def first_text(form: Form) -> Field | None:
    """The text that says what a task is about: the first that may have several lines after the header's
    page, or, where there is no such page, the first anywhere.
    """
    texts = [
        (number, field)
        for number, page in enumerate(form.pages)
        for field in page.fields
        if field.kind in ("text", "markdown") and field.multiline
    ]
    return next((field for number, field in texts if number), texts[0][1] if texts else None)
