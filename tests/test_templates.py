"""The templates' files: which are taken, in what order, and what becomes of a change."""

import os
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.templates import LARGEST, TemplateFiles, Unreadable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two templates, and what is none."""
    for name in ("task.md", "Bug.MD", ".hidden.md", "notes.txt"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "old.md").mkdir()
    return tmp_path


def write(path: Path, text: str) -> None:
    """Writes the file, later than it was written before: clocks of file systems are coarse."""
    path.write_text(text, encoding="utf-8")
    later = time.time_ns() + 10**9
    os.utime(path, ns=(later, later))


def test_without_a_setting_it_is_the_default_template() -> None:
    files = TemplateFiles(None)
    assert list(files.read()) == ["task.md"]
    assert files.again() == files.read()


def test_a_file_is_the_only_template(folder: Path) -> None:
    assert TemplateFiles(folder / "notes.txt").read() == {"notes.txt": "# notes.txt\n"}


def test_of_a_folder_the_markdown_files_are_taken_by_name(folder: Path) -> None:
    assert list(TemplateFiles(folder).read()) == ["Bug.MD", "task.md"]


def test_a_file_behind_a_link_is_taken(folder: Path, tmp_path: Path) -> None:
    (folder / "linked.md").symlink_to(folder / "notes.txt")
    assert TemplateFiles(folder).read()["linked.md"] == "# notes.txt\n"


def test_the_mark_before_the_text_is_no_part_of_it(folder: Path) -> None:
    (folder / "task.md").write_bytes(b"\xef\xbb\xbf# [Title]\r\n")
    assert TemplateFiles(folder).read()["task.md"] == "# [Title]\r\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"# \xff", "bad.md is not text in UTF-8: byte 3 can't be read"),
        (b"", "bad.md is empty"),
        (b"\xef\xbb\xbf \n", "bad.md is empty"),
        (b"x" * (LARGEST + 1), "bad.md is larger than 1 MB, which is the most that a template may be"),
    ],
)
def test_one_file_that_cant_be_read_stops_the_start(folder: Path, content: bytes, why: str) -> None:
    (folder / "bad.md").write_bytes(content)
    with pytest.raises(Unreadable) as told:
        TemplateFiles(folder).read()
    assert why in str(told.value) and "\n" not in str(told.value)


def test_a_template_may_have_a_megabyte(folder: Path) -> None:
    (folder / "task.md").write_bytes(b"x" * LARGEST)
    assert len(TemplateFiles(folder).read()["task.md"]) == LARGEST


def test_a_link_to_nothing_stops_the_start(folder: Path) -> None:
    (folder / "gone.md").symlink_to(folder / "nowhere")
    with pytest.raises(Unreadable, match=r"gone\.md can't be read"):
        TemplateFiles(folder).read()


def test_a_name_that_no_file_can_have_stops_the_start(folder: Path) -> None:
    with pytest.raises(Unreadable, match="can't be read: File name too long"):
        TemplateFiles(folder / ("x" * 300)).read()


def test_what_is_no_file_stops_the_start(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    with pytest.raises(Unreadable, match=r"pipe\.md is no file"):
        TemplateFiles(folder).read()


def test_an_empty_folder_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="holds no Markdown file"):
        TemplateFiles(tmp_path).read()


def test_a_changed_an_added_and_a_removed_file_are_taken(folder: Path) -> None:
    files = TemplateFiles(folder)
    files.read()
    write(folder / "task.md", "# Same size")
    write(folder / "change.md", "# Change\n")
    (folder / "Bug.MD").unlink()
    assert files.again() == {"change.md": "# Change\n", "task.md": "# Same size"}


def test_what_did_not_change_is_not_read_again(folder: Path) -> None:
    files = TemplateFiles(folder)
    before = files.read()
    assert files.again() is before


def test_a_file_that_cant_be_read_any_more_keeps_its_last_good_text_with_one_warning(folder: Path) -> None:
    files = TemplateFiles(folder)
    before = files.read()
    write(folder / "task.md", "# New\n")
    (folder / "task.md").write_bytes(b"\xff")
    with capture_logs() as logged:
        assert files.again() == files.again() == before
    assert [(line["log_level"], "task.md" in line["reason"]) for line in logged] == [("warning", True)]


def test_a_file_that_is_good_again_is_taken(folder: Path) -> None:
    files = TemplateFiles(folder)
    files.read()
    (folder / "task.md").write_bytes(b"\xff")
    files.again()
    write(folder / "task.md", "# Mended\n")
    assert files.again()["task.md"] == "# Mended\n"


def test_a_new_file_that_cant_be_read_is_not_offered(folder: Path) -> None:
    files = TemplateFiles(folder)
    before = files.read()
    (folder / "bad.md").write_bytes(b"\xff")
    assert files.again() == before


@pytest.mark.parametrize("single", [True, False])
def test_where_nothing_is_left_the_last_good_ones_stay_with_one_warning(folder: Path, single: bool) -> None:
    files = TemplateFiles(folder / "task.md" if single else folder)
    before = files.read()
    for name in ("task.md", "Bug.MD"):
        (folder / name).unlink()
    with capture_logs() as logged:
        assert files.again() == files.again() == before
    assert len(logged) == 1
