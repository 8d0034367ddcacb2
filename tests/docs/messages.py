"""What the product can say when something is wrong, read from its source: every message with its changing parts as …"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

RULES = ("optimizer/problem/validation.py", "optimizer/problem/fields.py")
"""Here every text that is no docstring is part of a message."""

CALLS = ("optimizer/check", "optimizer/replanning", "optimizer/pinning.py", "scenarios", "maps", "api")
"""Here a message is what is handed to one of ``SAYS`` or raised."""

SAYS = {
    "FileFault": ("expected", None),
    "Unlocated": ("expected", None),
    "Notice": ("text", None),
    "complain": ("", 0),
    "fault": ("expected", 3),
    "add": ("text", 1),
    "Want": ("words", 1),
    "_late": ("text", 1),
    "_broken": ("expected", 1),
    "_compare": ("name", 0),
    "HttpError": ("detail", 1),
    "problem": ("detail", 1),
    "_amiss": ("expected", 2),
    "_tell_row": ("expected", 3),
    "_unfit": ("expected", 1),
    "unreadable": ("expected", 0),
    "_Why": ("message", 0),
    "Unpinnable": ("why", 2),
    "fault_of_run": ("why", 1),
    "_drop": ("why", 1),
    "relieve": ("why", 2),
}
"""What tells a message, and the argument that holds it: its keyword and its place. Of an error it is the first one."""

NO_TROUBLE = ("Written: ", "Serving ", "Ready after ")
"""How messages begin that tell no trouble."""

GAP = "…"
_WORD = re.compile(r"[A-Za-z]{3}")
_GAPS = re.compile(rf"{GAP}[{GAP}]+")


@cache
def messages() -> dict[str, str]:
    """Every message of the source and the file that has it."""
    found: dict[str, str] = {}
    for path in _files(RULES):
        for text in _all_texts(_tree(path)):
            found.setdefault(text, _name(path))
    for path in _files(CALLS):
        for text in _told(_tree(path)):
            found.setdefault(text, _name(path))
    return {text: place for text, place in found.items() if not text.startswith(NO_TROUBLE)}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _files(places: tuple[str, ...]) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _all_texts(tree: ast.Module) -> Iterator[str]:
    """Every text with a blank in it, but for docstrings and parts of longer texts."""
    quiet: set[ast.AST] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            quiet |= {s.value for s in body if isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)}
        if isinstance(node, ast.JoinedStr):
            quiet |= set(node.values)
    for node in ast.walk(tree):
        if node not in quiet and isinstance(node, ast.JoinedStr | ast.Constant):
            text = _shown(node)
            if text is not None and " " in text.strip() and _WORD.search(text):
                yield text


def _told(tree: ast.Module) -> Iterator[str]:
    for function in _scopes(tree):
        known = _assignments(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                for value in _message_arguments(node):
                    yield from _resolved(value, known)


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    """Functions one by one, so that a name means what its function says."""
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    yield ast.Module(body=[n for n in tree.body if not isinstance(n, ast.FunctionDef)], type_ignores=[])


def _assignments(scope: ast.AST) -> dict[str, list[ast.expr]]:
    known: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    known.setdefault(target.id, []).append(node.value)
    return known


def _message_arguments(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    is_error = name.endswith("Error") and name[:1].isupper()
    if name not in SAYS and not is_error:
        return
    key, place = SAYS.get(name, ("", 0))
    named = [keyword.value for keyword in call.keywords if keyword.arg == key]
    if named:
        yield from named
    elif place is not None:
        yield from call.args[place : place + 1]


def _resolved(value: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    match value:
        case ast.IfExp():
            yield from _resolved(value.body, known)
            yield from _resolved(value.orelse, known)
        case ast.Name() if value.id in known:
            for other in known[value.id]:
                if not isinstance(other, ast.Name):
                    yield from _resolved(other, {})
        case _:
            text = _shown(value)
            if text is not None and _WORD.search(text):
                yield text


def _shown(node: ast.AST) -> str | None:
    """A text as it is said, its changing parts as …; only the first line, for the second is advice."""
    match node:
        case ast.Constant(value=str(text)):
            pass
        case ast.JoinedStr():
            parts = [part.value if isinstance(part, ast.Constant) else GAP for part in node.values]
            text = "".join(map(str, parts))
        case ast.BinOp(op=ast.Add()):
            sides = [_shown(node.left), _shown(node.right)]
            if sides == [None, None]:
                return None
            text = "".join(GAP if side is None else side for side in sides)
        case _:
            return None
    first = text.partition("\n")[0].strip()
    return None if first.startswith("Maybe") else _GAPS.sub(GAP, first)
