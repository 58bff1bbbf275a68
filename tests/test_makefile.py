"""The Makefile on machines that have too little, and in environments whose making was cut short.

Real make and real shells run it, in a copy, with a PATH of its own. The interpreters are stand-ins: they
answer the Makefile's questions as a Python of their version would, and write down what they were asked.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
TOOLS = ("rm", "touch", "sed", "mkdir", "cp")
STAMPS = ("run.stamp", "test.stamp")

INTERPRETER = """\
#!/bin/sh
case "$1 $2" in
    "-m venv") mkdir -p "$3/bin" && for name in python ruff mypy; do cp {inside} "$3/bin/$name"; done ;;
    *) exec {real} -I -S -c '
import sys
sys.version_info = (*{version}, 0, "final", 0)
sys.modules.update(dict.fromkeys("{missing}".split()))
exec(sys.argv[2])' "$@" ;;
esac
"""
INSIDE = """\
#!/bin/sh
echo "${{0##*/}} $*" >> {asked}
case "$*" in *"${{BREAKS_AT:-nothing}}"*) exit 1 ;; esac
"""


class Clone:
    """A copy of what the Makefile needs, and a machine with the given interpreters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a clone"
        self.path = folder / "bin"
        self._asked = folder / "asked"
        self._inside = folder / "inside"
        for place in (self.folder, self.path):
            place.mkdir()
        for name in FILES:
            shutil.copy(ROOT / name, self.folder)
        for tool in TOOLS:
            (self.path / tool).symlink_to(str(shutil.which(tool)))
        _script(self._inside, INSIDE.format(asked=self._asked))

    def has(self, name: str, version: tuple[int, int], missing: str = "") -> None:
        """An interpreter on the PATH, without some modules (names with a space between them)."""
        text = INTERPRETER.format(inside=self._inside, real=sys.executable, version=version, missing=missing)
        _script(self.path / name, text)

    def has_shim(self, name: str) -> None:
        """A version manager's command, which is there and doesn't start."""
        _script(self.path / name, f'#!/bin/sh\necho "{name}: no such version" >&2\nexit 127\n')

    def make(self, *words: str, breaks_at: str = "nothing") -> subprocess.CompletedProcess[str]:
        """Runs make; what the environment is asked for breaks where its words hold `breaks_at`."""
        self._asked.write_text("")
        return subprocess.run(
            [str(shutil.which("make")), *words],
            cwd=self.folder,
            env={"PATH": str(self.path), "HOME": str(self.folder), "BREAKS_AT": breaks_at},
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def asked(self) -> list[str]:
        """What the environment was asked for by the last make."""
        return self._asked.read_text().splitlines()

    @property
    def stamps(self) -> list[str]:
        """What is said to be whole."""
        return [name for name in STAMPS if (self.folder / ".venv" / name).exists()]


def _script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A fresh clone on a machine without Python."""
    return Clone(tmp_path)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said, before make's own last word."""
    assert done.returncode != 0
    line, last = done.stderr.splitlines()
    assert last.startswith("make: ***")
    assert done.stdout == ""
    return line


NONE = (
    "Countersign needs Python 3.11 to 3.14, and none was found. "
    "Install one, for example: apt install python3 python3-venv"
)


@pytest.mark.parametrize("target", ["demo", "run", "test", "check", "bench"])
def test_without_python_one_line_says_what_to_install(clone: Clone, target: str) -> None:
    assert complaint(clone.make(target)) == NONE
    assert not (clone.folder / ".venv").exists()


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 10), (3, 15), (4, 0)])
def test_a_python_that_is_too_old_or_too_new_is_none(clone: Clone, version: tuple[int, int]) -> None:
    clone.has("python3", version)
    assert complaint(clone.make("run")) == NONE


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_each_python_that_fits_will_do(clone: Clone, version: tuple[int, int]) -> None:
    clone.has("python3", version)
    assert clone.make("run").returncode == 0
    assert clone.stamps == ["run.stamp"]


@pytest.mark.parametrize("missing", ["venv", "ensurepip", "venv ensurepip"])
@pytest.mark.parametrize("name", ["python3.12", "python3"])
def test_a_python_without_venv_is_told_with_what_to_install(clone: Clone, name: str, missing: str) -> None:
    clone.has(name, (3, 12), missing)
    assert complaint(clone.make("run")) == (
        f"{name} has no venv module. Install it, for example: apt install {name}-venv"
    )
    assert clone.stamps == []


def test_a_shim_that_does_not_start_is_passed_over(clone: Clone) -> None:
    clone.has_shim("python3.14")
    clone.has_shim("python3.12")
    clone.has("python3.11", (3, 11))
    assert "Making .venv with python3.11 ..." in clone.make("run").stdout


def test_the_newest_python_that_fits_is_taken(clone: Clone) -> None:
    for minor in (15, 13, 12):
        clone.has(f"python3.{minor}", (3, minor))
    clone.has("python3", (3, 11))
    assert "Making .venv with python3.13 ..." in clone.make("run").stdout


def test_a_newer_python_without_venv_gives_way_to_an_older_one_with_it(clone: Clone) -> None:
    clone.has("python3.13", (3, 13), missing="ensurepip")
    clone.has("python3.11", (3, 11))
    assert "Making .venv with python3.11 ..." in clone.make("run").stdout


def test_to_run_only_the_locked_packages_are_installed_with_their_hashes(clone: Clone) -> None:
    clone.has("python3", (3, 12))
    clone.make("run")
    first, second, started = clone.asked
    assert first.endswith("install --require-hashes -r requirements.lock")
    assert second.endswith("install --no-deps --no-build-isolation --editable .")
    assert started == "python -m bot run"


def test_to_test_the_second_lock_is_added(clone: Clone) -> None:
    clone.has("python3", (3, 12))
    assert clone.make("test").returncode == 0
    assert [line for line in clone.asked if "requirements-dev.lock" in line and "--require-hashes" in line]
    assert [line.split()[0] for line in clone.asked[3:]] == ["ruff", "ruff", "mypy", "python"]
    assert clone.stamps == ["run.stamp", "test.stamp"]


def test_what_is_whole_is_not_made_again(clone: Clone) -> None:
    clone.has("python3", (3, 12))
    clone.make("run")
    clone.make("run")
    assert clone.asked == ["python -m bot run"]


def test_what_is_whole_is_used_even_without_a_python_on_the_path(clone: Clone) -> None:
    clone.has("python3", (3, 12))
    clone.make("run")
    (clone.path / "python3").unlink()
    assert clone.make("run").returncode == 0


@pytest.mark.parametrize("step", ["-r requirements.lock", "--editable"])
def test_an_installation_that_broke_leaves_no_stamp_and_is_made_again(clone: Clone, step: str) -> None:
    clone.has("python3", (3, 12))
    assert clone.make("run", breaks_at=step).returncode != 0
    assert clone.stamps == []
    assert "Making .venv" in clone.make("run").stdout
    assert clone.stamps == ["run.stamp"]


def test_a_half_made_environment_is_cleared_away_first(clone: Clone) -> None:
    clone.has("python3", (3, 12))
    left = clone.folder / ".venv" / "lib" / "half-a-package"
    left.mkdir(parents=True)
    assert clone.make("run").returncode == 0
    assert not left.exists()


def test_when_only_the_packages_for_tests_broke_only_they_are_installed_again(clone: Clone) -> None:
    clone.has("python3", (3, 12))
    assert clone.make("test", breaks_at="requirements-dev.lock").returncode != 0
    assert clone.stamps == ["run.stamp"]
    clone.make("test")
    assert [line for line in clone.asked if " install " in line] == clone.asked[:1]


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_version_makes_the_environment_anew(clone: Clone, changed: str) -> None:
    clone.has("python3", (3, 12))
    clone.make("run")
    stamp = (clone.folder / ".venv" / "run.stamp").stat().st_mtime
    os.utime(clone.folder / changed, (stamp + 10, stamp + 10))
    assert "Making .venv" in clone.make("run").stdout


def test_help_lists_the_commands_and_needs_no_python(clone: Clone) -> None:
    lines = clone.make().stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["make", word] for word in ("demo", "run", "test", "laws", "bench")
    ]
