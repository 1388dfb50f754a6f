"""The project's own source as trees: what the architecture tests walk."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("workflow", "webapp")
ALL = (*CODE, "migrations", "tests")


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """Every Python file under these folders of the project."""
    return tuple(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """As it is called from the project's folder: ``workflow/acts/declare.py``."""
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a file with the last word of what is called: ``commit`` for ``connection.commit()``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(name) | ast.Attribute(attr=name):
                    yield name, node


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a file with its line, but no docstring."""
    told = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def first_text(call: ast.Call) -> str | None:
    """The first argument of a call, if it is a plain string."""
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text
    return None
