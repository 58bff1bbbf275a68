"""Reads the bot's modules without running them, and says what stands against the plan of the house.

Each rule takes the modules of a tree and gives its complaints, one line for each; none is fine.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ARROWS: dict[str, tuple[str, ...]] = {
    "__main__": ("cli",),
    "cli": (
        "app",
        "arguments",
        "configured",
        "demo",
        "auditing",
        "authoring",
        "doctoring",
        "export",
        "importing",
        "keeping",
        "sandbox",
        "settings",
        "logs",
        "stopping",
        "terminal",
    ),
    "demo": ("app", "sandbox", "settings", "logs"),
    "app": (
        "wiring",
        "slack",
        "reminders",
        "policy",
        "listening",
        "health",
        "metrics",
        "templates",
        "settings",
        "logs",
        "clock",
    ),
    "wiring": ("slack", "settings"),
    "slack": ("tasks",),
    "reminders": ("tasks",),
    "tasks": ("template",),
    "arguments": (),
    "auditing": ("arguments", "configured", "tasks", "settings", "terminal"),
    "authoring": ("arguments", "template", "terminal"),
    "template": (),
    "sandbox": (),
    "doctoring": ("app", "health", "slack", "settings", "surroundings", "clock", "terminal"),
    "export": ("tasks",),
    "health": ("tasks",),
    "metrics": ("health", "tasks"),
    "importing": ("tasks", "policy", "templates", "settings", "clock", "terminal"),
    "configured": ("settings", "surroundings", "terminal"),
    "keeping": ("configured", "tasks", "settings", "clock", "terminal"),
    "policy": ("reminders", "settings"),
    "listening": (),
    "templates": (),
    "settings": ("setting_kinds",),
    "setting_kinds": (),
    "surroundings": ("settings",),
    "logs": (),
    "stopping": (),
    "clock": (),
    "terminal": (),
    "": (),
}
"""Which room knows which. Who is known by a room that one knows is known too; "" is `bot` itself."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "apscheduler": ("bot.reminders.scheduler",),
    "sqlalchemy": ("bot.tasks",),
    "sqlmodel": ("bot.tasks",),
    "alembic": ("bot.tasks",),
    "pydantic_settings": ("bot.settings", "bot.setting_kinds"),
    "slack_bolt": ("bot.slack", "bot.app", "bot.listening"),
    "slack_sdk": ("bot.slack", "bot.app", "bot.wiring"),
    "markdown_it": ("bot.template",),
    "prometheus_client": ("bot.metrics",),
}
"""Libraries that are known in one place: a change of library is a change there."""

ENVIRONMENT = ("os.environ", "os.environb", "os.getenv", "os.getenvb", "dotenv")
READS_ENVIRONMENT = ("bot.settings", "bot.surroundings")
"""What is set; and which names are, for whoever looks for misspelt ones."""

CLOCKS = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "sqlalchemy.func.now",
    "sqlalchemy.func.current_timestamp",
)
READS_CLOCK = ("bot.clock", "bot.sandbox.clock", "bot.sandbox.signed")
"""The bot's clock, the sandbox's clock, and request signatures, which keep real time."""

MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 60


@dataclass(frozen=True, eq=False)
class Module:
    """One file of the tree."""

    name: str
    """Dotted, as Python imports it; a room's `__init__.py` has the room's name."""
    path: Path
    tree: ast.Module
    lines: int
    names: dict[str, str] = field(default_factory=dict)
    """What a name that an import gave stands for: `{"dt": "datetime.datetime"}`."""
    imports: list[tuple[str, int]] = field(default_factory=list)
    """What is imported, dotted, and in which line; anywhere in the file."""

    @property
    def room(self) -> str:
        """The first part below `bot`."""
        return _room(self.name)


def modules(root: Path) -> list[Module]:
    """Every module of the package whose folder is `root`."""
    return [_module(root, path) for path in sorted(root.rglob("*.py"))]


def against_arrows(house: Iterable[Module]) -> list[str]:
    """Imports of one room by another that may not know it."""
    return [
        f"{at(module, line)} imports {name}: {module.room or 'bot'} may know "
        f"{', '.join(sorted(known(module.room))) or 'nobody'}"
        for module in house
        for name, line in module.imports
        if _is_in(name, ("bot",))
        and _room(name) != module.room
        and (module.room not in ARROWS or _room(name) not in known(module.room))
    ]


def against_libraries(house: Iterable[Module]) -> list[str]:
    """Imports of a library outside the one place that may know it."""
    return [
        f"{at(module, line)} imports {name}: only {' and '.join(places)} may"
        for module in house
        for name, line in module.imports
        for library, places in ONLY_IN.items()
        if _is_in(name, (library,)) and not _is_in(module.name, places)
    ]


def against_environment(house: Iterable[Module]) -> list[str]:
    """Readers of the environment other than the settings."""
    return _uses(house, ENVIRONMENT, READS_ENVIRONMENT, "the environment is read in bot.settings only")


def against_clock(house: Iterable[Module]) -> list[str]:
    """Readers of the clock where time should be handed in."""
    return _uses(house, CLOCKS, READS_CLOCK, "time is handed in, aware and in UTC")


def cycles(house: Iterable[Module]) -> list[str]:
    """Circles of modules that import each other, also inside functions and for types only."""
    house = list(house)
    every = {module.name for module in house}
    graph = {
        module.name: sorted({_existing(name, every) for name, _ in module.imports} & every - {module.name})
        for module in house
    }
    found = {_turned(circle) for start in graph if (circle := _circle(graph, start))}
    return [" -> ".join((*circle, circle[0])) for circle in sorted(found)]


def too_long(house: Iterable[Module]) -> list[str]:
    """Files and functions that hold more than one idea."""
    house = list(house)
    return [
        f"{module.path} has {module.lines} lines, of at most {MOST_LINES}"
        for module in house
        if module.lines > MOST_LINES
    ] + [
        f"{at(module, node.lineno)} {node.name} has {size} lines, of at most {MOST_LINES_OF_A_FUNCTION}"
        for module in house
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]


def without_docstring(house: Iterable[Module]) -> list[str]:
    """Public modules, classes, functions and methods that do not say what they are."""
    return [
        f"{at(module, line)} {name} has no docstring"
        for module in house
        if module.path.name != "__init__.py"
        for name, line in _undescribed(module.tree, module.name)
    ]


def busy_doors(house: Iterable[Module]) -> list[str]:
    """Rooms whose `__init__.py` does more than describe them."""
    return [
        f"{at(module, node.lineno)} a room's __init__.py holds at most a docstring"
        for module in house
        if module.path.name == "__init__.py"
        for node in module.tree.body[1 if ast.get_docstring(module.tree) is not None else 0 :]
    ]


def known(room: str) -> set[str]:
    """The rooms that a room may know: those that its arrows lead to, however far."""
    direct = ARROWS.get(room, ())
    return set(direct).union(*(known(each) for each in direct))


def at(module: Module, line: int) -> str:
    """Where it stands, as editors and terminals link it."""
    return f"{module.path}:{line}:"


def _module(root: Path, path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(root.parent).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    module = Module(
        ".".join(parts[:-1] if is_package else parts), path, ast.parse(text), len(text.splitlines())
    )
    package = parts[:-1]
    for node in ast.walk(module.tree):
        for name, as_name, line in _imported(node, package):
            module.imports.append((name, line))
            module.names[as_name] = name
    return module


def _imported(node: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """(what, under which name of its own, line) of an import, or of a call that imports by a fixed name."""
    if isinstance(node, ast.Import):
        for each in node.names:
            yield each.name, each.asname or "", node.lineno
    elif isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else ()
        for each in node.names:
            whole = ".".join((*above, *filter(None, [node.module]), each.name))
            yield whole, each.asname or each.name, node.lineno
    elif isinstance(node, ast.Call) and _dotted(node.func).endswith(("import_module", "__import__")):
        for given in node.args[:1]:
            if isinstance(given, ast.Constant):
                yield str(given.value), "", node.lineno


def _uses(house: Iterable[Module], things: tuple[str, ...], allowed: tuple[str, ...], why: str) -> list[str]:
    found = {
        (module, line, thing): f"{at(module, line)} uses {thing}: {why}"
        for module in house
        if not _is_in(module.name, allowed)
        for name, line in _mentioned(module)
        for thing in things
        if _is_in(name, (thing,))
    }
    return list(found.values())


def _mentioned(module: Module) -> Iterator[tuple[str, int]]:
    """Everything imported, and every attribute of something imported, by its full name."""
    yield from module.imports
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = _dotted(node).partition(".")
            yield f"{module.names.get(first, first)}.{rest}", node.lineno


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return f"{_dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else "?"


def _room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def _is_in(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def _existing(name: str, every: set[str]) -> str:
    """The module that an imported name is, or stands in."""
    return name if name in every else name.rpartition(".")[0]


def _circle(graph: dict[str, list[str]], start: str) -> tuple[str, ...] | None:
    """The shortest way from a module back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for following in graph[way[-1]]:
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return None


def _turned(circle: tuple[str, ...]) -> tuple[str, ...]:
    """The same circle, told from its first module by name."""
    first = circle.index(min(circle))
    return circle[first:] + circle[:first]


def _undescribed(node: ast.Module | ast.ClassDef, name: str) -> Iterator[tuple[str, int]]:
    if ast.get_docstring(node) is None:
        yield name, getattr(node, "lineno", 1)
    for each in node.body:
        if not isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if each.name.startswith("_") or any("overload" in ast.unparse(by) for by in each.decorator_list):
            continue
        if isinstance(each, ast.ClassDef):
            yield from _undescribed(each, f"{name}.{each.name}")
        elif ast.get_docstring(each) is None:
            yield f"{name}.{each.name}", each.lineno
