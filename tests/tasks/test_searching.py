"""Search: what is typed finds what is written, as it stands now, and whatever is typed is taken."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, text
from sqlmodel import Session

from bot.tasks import migrate, store_search
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.listing import Reader
from bot.tasks.migrate import newest, upgrade
from bot.tasks.tables import texts
from bot.tasks.tokens import parts, phrases, searched
from tests.tasks.cast import ALICE, GRACE, MALLORY, TEAM, Clock, channel, draft, file, in_a_day, person
from tests.tasks.editors import edit
from tests.tasks.test_course import close

ADMIN = Reader(TEAM, ALICE, admin=True)
ODD = (
    *(
        "C++",
        "foo-bar",
        "don't",
        '"',
        '""',
        "'",
        "*",
        "a*",
        "NEAR",
        "NEAR(a b)",
        "AND",
        "OR NOT",
        "^a",
        "said:a",
    ),
    *(
        "team_id : T1",
        "a -b",
        "(",
        "{a b}:",
        "🚀",
        "🫠",
        "👩‍🚀",
        "发布",
        "\x00",
        "\ud800",
        "%",
        "\\",
        ";DROP TABLE tasks",
    ),
    *("a " * 5000, "a" * 50_000, "+" * 50_000),
)


async def found(desk: Desk, words: str, reader: Reader = ADMIN) -> list[str]:
    return [each.task.title for each in (await desk.lookups.found(reader, words)).entries]


@pytest.mark.parametrize(
    ("title", "finds", "finds_not"),
    [
        ("Port the parser to C++", ["c++", "C++", "parser c++", "C"], ["C#", "c+++"]),
        ("Use C# here", ["c#"], ["C++"]),
        ("Rename foo-bar", ["foo-bar", "foo", "bar", "foo bar"], ["foo-baz", "bar-foo"]),
        ("Users don't wait", ["don't", "don’t", "don"], ["dont"]),
        (
            "Rotate the signing keys",
            ["rot", "the rotate", "signing key", "KEYS"],
            ["otate", "rot keys", "keys x"],
        ),
        ("Ship it 🚀 now", ["🚀", "ship 🚀"], ["🎉"]),
        ("数据库发布计划", ["数据库", "发布", "计划"], ["布发"]),
        ("Café Straße", ["cafe", "CAFÉ", "strasse", "STRASSE"], ["caff"]),
        ("Renew the certi\u00adficate of api\u200b.example", ["certificate", "api.example"], ["certi x"]),
        ("snake_case and path/to/file.py", ["snake_case", "case", "file.py", "path/to"], ["to/path"]),
        ("NEAR and OR", ["NEAR", "near or", "AND"], ["NOT"]),
    ],
)
async def test_what_is_typed_finds_what_is_written(
    desk: Desk, title: str, finds: list[str], finds_not: list[str]
) -> None:
    await file(desk, title)
    assert {words: await found(desk, words) for words in finds} == {words: [title] for words in finds}
    assert {words: await found(desk, words) for words in finds_not} == {words: [] for words in finds_not}


async def test_a_task_is_found_by_its_key_with_and_without_zeros(desk: Desk) -> None:
    task = await file(desk)
    for words in (task.key, task.key.lower(), task.key.replace("-00", "-"), "task"):
        assert await found(desk, words) == [task.title]
    assert await found(desk, "TASK-2") == []


async def test_it_is_found_by_what_any_of_its_answers_says(desk: Desk) -> None:
    items = [{"text": "Ask the auditors", "done": False, "items": []}]
    answers = {"title": "Keys", "goal.objective": "Fewer leaks", "definition-of-done": items}
    await desk.create(TEAM, ALICE, await draft(desk, answers))
    assert await found(desk, "leaks auditors keys") == ["Keys"]
    assert await found(desk, "leaks nowhere") == []


async def test_an_edit_is_found_by_what_it_says_now_and_by_nothing_that_it_said(desk: Desk) -> None:
    task = await file(desk, "Rotate keys")
    await edit(desk, task, {"title": "Revoke certificates"})
    assert await found(desk, "revoke") == ["Revoke certificates"]
    assert await found(desk, "rotate") == []


async def test_the_newest_stands_first_and_what_is_closed_is_found_too(desk: Desk) -> None:
    for title in ("keys one", "keys two", "keys three"):
        task = await file(desk, title)
    await close(desk, task)
    assert await found(desk, "keys") == ["keys three", "keys two", "keys one"]


async def test_nobody_finds_what_they_may_not_read(desk: Desk) -> None:
    await desk.remember_channel(channel("C1", private=True))
    await desk.remember_person(person(MALLORY, "Mallory"))
    await file(desk, "Our secret")
    page = await desk.lookups.found(Reader(TEAM, MALLORY), "secret")
    assert (page.total, page.waiting) == (0, 0)
    assert await found(desk, "secret", Reader(TEAM, GRACE)) == ["Our secret"]
    assert await found(desk, "secret", Reader("T2", ALICE, admin=True)) == []


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
async def test_odd_words_are_taken(desk: Desk, words: str) -> None:
    await file(desk, "An ordinary title")
    assert await found(desk, words) in ([], ["An ordinary title"])


@contextmanager
def index() -> Iterator[Session]:
    """An empty database."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/search.db", hide_parameters=True)
        with engine.begin() as connection:
            migrate.upgrade(connection)
            with Session(connection) as session:
                yield session
        engine.dispose()


def matching(session: Session, sought: list[list[str]]) -> list[int]:
    return list(session.execute(store_search.matching(TEAM, sought)).scalars())


def test_any_text_can_be_looked_for_and_each_word_of_a_title_finds_it() -> None:
    with index() as session:

        @given(st.text(max_size=60), st.text(max_size=60))
        @example("İstanbul ﬁx ß Σς", "x" * 2000)
        @example("é e\u0301 한국어 हिन्दी", '" AND said : "')
        def holds(title: str, typed: str) -> None:
            store_search.put(session, TEAM, 7, searched("TASK-007", title, {"text": typed}))
            assert matching(session, phrases(typed)) in ([], [7])
            for word in title.split():
                sought = phrases(word)
                assert matching(session, sought) == ([7] if sought else [])

        holds()


@given(st.text(max_size=80))
def test_parts_hold_nothing_that_the_index_would_cut(typed: str) -> None:
    assert all(each and not any(letter.isspace() for letter in each) for each in parts(typed))


async def test_a_database_from_before_search_finds_all_that_is_there(
    db: Database, desk: Desk, url: str
) -> None:
    task = await file(desk, "Rotate keys")
    await edit(desk, task, {"goal.objective": "Fewer leaks"})
    lost = await file(desk, "Its text is kept no more")
    gone = delete(texts).where(texts.c.hash == lost.substance_hash)
    await db.write(lambda session: session.execute(gone).close())
    await db.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE task_search"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        upgrade(connection, to="0004")
        connection.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest()})
    engine.dispose()
    upgraded = Database.open(url)
    again = Desk(upgraded, Clock(), in_a_day)
    assert [await found(again, words) for words in ("rotate", "leaks", "other")] == [["Rotate keys"]] * 2 + [
        []
    ]
    await upgraded.close()
