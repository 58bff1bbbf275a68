"""The walk through the form: next, back, jump, review, add, remove.

Every press saves the page first, unchecked; what is wrong with it is said afterwards.
"""

from __future__ import annotations

from bot.slack import ids, moved, views
from bot.slack.asked import Path
from bot.slack.forms import Forms
from bot.slack.picked import Picked
from bot.slack.request import Answer, Request
from bot.slack.sheet import Sheet
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.template.answers import check, normal

TEMPLATE_GONE = "This template isn't offered any more. Please choose one that is in the menu now."


class Wizard:
    """Handlers of what is pressed on a page of the form."""

    def __init__(self, forms: Forms, sheets: Sheets, pages: Pages, picked: Picked) -> None:
        self._forms = forms
        self._sheets = sheets
        self._pages = pages
        self._picked = picked

    async def next(self, request: Request) -> Answer:
        """Next saves the page and goes on, unless something on the page is wrong."""
        sheet = await self._sheets.pressed(request)
        saved = await self._sheets.save_view(request, sheet, sheet.screen + 1)
        problems = check(saved.form, normal(saved.form, saved.answers))
        problems += await self._picked.asked(request, saved)
        errors = views.errors_of(saved, request.modal.state, problems)
        if errors and saved.task_id is None:
            await self._sheets.stays(request, sheet)
            return {"response_action": "errors", "errors": errors}
        return await self._pages.show(request, saved)

    async def back(self, request: Request) -> Answer:
        """Back saves the page and shows the one before."""
        sheet = await self._sheets.pressed(request)
        return await self._move(request, sheet, sheet.screen - 1)

    async def jump(self, request: Request) -> Answer:
        """Jump to…, and the links on Review, save and show the first screen of a page."""
        sheet = await self._sheets.pressed(request)
        return await self._move(request, sheet, sheet.first_of(ids.number(request.facts, "p")))

    async def review(self, request: Request) -> Answer:
        """Review saves the page and shows what would be filed."""
        sheet = await self._sheets.pressed(request)
        return await self._move(request, sheet, len(sheet.screens))

    async def template(self, request: Request) -> Answer:
        """Another template, chosen on the first page."""
        sheet = await self._sheets.pressed(request)
        chosen = {each.value: each.name for each in sheet.choices}.get(request.value)
        to = self._forms.named(chosen) if chosen is not None else None
        if to is None:
            saved = await self._sheets.save_view(request, sheet, 0)
            return await self._pages.show(request, saved, TEMPLATE_GONE)
        return await self._pages.show(request, await self._sheets.turn(request, sheet, to))

    async def add(self, request: Request) -> Answer:
        """One item more at the end of a group; pressed twice on the same view, it is still one more."""
        page, place, count = (ids.number(request.facts, name) for name in ("p", "f", "n"))
        sheet = await self._sheets.pressed(request)
        key = sheet.form.pages[page].fields[place].key

        def added(_: Sheet, entered: Sheet) -> Sheet:
            items = views.items_of(entered.answers, key)
            if len(items) <= count:
                items = [*items, *({} for _ in range(count + 1 - len(items)))]
            return _with_items(entered, (page, place), items, len(items) - 1)

        return await self._pages.show(request, await self._sheets.save(request, sheet, added))

    async def remove(self, request: Request) -> Answer:
        """This item of a group goes; pressed twice on the same view, it is still one less."""
        page, place, item = (ids.number(request.facts, name) for name in ("p", "f", "i"))
        sheet = await self._sheets.pressed(request)
        key, state = sheet.form.pages[page].fields[place].key, request.modal.state

        def removed(before: Sheet, entered: Sheet) -> Sheet:
            items = views.items_of(before.answers, key)
            if moved.group(before.form, before.answers, state, before.drawn) is None:
                items = items[:item] + items[item + 1 :]
            left = _with_items(entered, (page, place), items, min(item, len(items) - 1))
            return left.model_copy(update={"note": before.note})

        return await self._pages.show(request, await self._sheets.save(request, sheet, removed))

    async def replace(self, request: Request) -> Answer:
        """A text that is too long to edit makes room for another; it stays saved until that one is typed."""
        path = ids.path_of(ids.text(request.facts, "p"))
        sheet = await self._sheets.pressed(request)
        saved = await self._sheets.save_view(request, sheet, sheet.screen)
        return await self._pages.show(request, saved.model_copy(update={"replaced": path}))

    async def roles(self, request: Request) -> Answer:
        """Review with other roles, where there are too many for one view."""
        first = ids.number(request.facts, "r")
        sheet = await self._sheets.pressed(request)
        saved = await self._sheets.save_view(request, sheet, len(sheet.screens))
        return await self._pages.show(request, saved.model_copy(update={"roles_from": first}))

    async def _move(self, request: Request, sheet: Sheet, screen: int) -> Answer:
        return await self._pages.show(request, await self._sheets.save_view(request, sheet, screen))


def _with_items(sheet: Sheet, group_at: Path, items: list[object], shown: int) -> Sheet:
    """The form with these items in a group, at the screen of the one that is shown."""
    key = sheet.form.pages[group_at[0]].fields[group_at[1]].key
    changed = sheet.model_copy(update={"answers": {**sheet.answers, key: items}})
    found = [
        n
        for n, screen in enumerate(changed.screens)
        if screen.group and screen.group_at == group_at and screen.item in (None, shown)
    ]
    return changed.at(found[0])
