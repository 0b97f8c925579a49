"""No failure is swallowed unseen: nothing catches every error, except to pass it on."""

from __future__ import annotations

import ast

from repository import SOURCE, name, python, tree

BLANKET = frozenset({"Exception", "BaseException"})


def test_nothing_catches_every_error_unless_it_raises_it_again() -> None:
    found = []
    for path in python():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _raises_again(node):
                found.append(f"{name(path)}:{node.lineno}")
            if isinstance(node, ast.Call) and _called(node) == "suppress" and any(map(_is_blanket, node.args)):
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_each_room_draws_its_errors_in_the_docstring_of_its_errors_file() -> None:
    for path in SOURCE.glob("*/errors.py"):
        drawing = ast.get_docstring(tree(path)) or ""
        classes = [node.name for node in tree(path).body if isinstance(node, ast.ClassDef)]
        assert [c for c in classes if c not in drawing] == [], name(path)


def _catches_all(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(map(_is_blanket, kinds))


def _is_blanket(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in BLANKET


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
