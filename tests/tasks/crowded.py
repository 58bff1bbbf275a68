"""More tasks than anybody files by hand: copies of one, straight into the rows."""

from sqlalchemy import insert, select
from sqlmodel import Session

from bot.tasks.changing import new_id
from bot.tasks.database import Database
from bot.tasks.tables import sign_offs, tasks
from bot.tasks.task import Task


async def copies(db: Database, task: Task, count: int) -> None:
    """So many more tasks like this one, with its sign-offs as they stand."""

    def copy(session: Session) -> None:
        old = session.execute(select(tasks).where(tasks.c.team_id == task.team, tasks.c.id == task.id)).one()
        own = (sign_offs.c.team_id == task.team, sign_offs.c.task_id == task.id)
        roles = session.execute(select(sign_offs).where(*own)).all()
        for number in range(count):
            task_id = new_id(session, insert(tasks).values(_without_id(old) | {"key": f"COPY-{number}"}))
            rows = [_without_id(role) | {"task_id": task_id} for role in roles]
            session.execute(insert(sign_offs), rows)

    await db.write(copy)


def _without_id(row: object) -> dict[str, object]:
    values: dict[str, object] = dict(row._asdict())  # type: ignore[attr-defined]
    return {name: value for name, value in values.items() if name != "id"}
