"""Small changes to a module, systematically: each comparison, limit, condition and statement."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

# The other side of a limit, and the opposite.
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
LONGEST = 90

# What stands there instead; the node itself is left as it is.
Change = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of the `number`-th place of a module; `where` is the function that is changed."""

    file: str
    where: str
    line: int
    before: str
    after: str
    text: str = field(repr=False)
    number: int
    change: Change

    @property
    def key(self) -> str:
        return f"{self.file} {self.where}: {self.before} → {self.after}"

    def tree(self) -> ast.Module:
        """The whole module with the change."""
        tree = ast.parse(self.text)
        site = next(one for at, one in enumerate(_sites(tree, "")) if at == self.number)
        node = site.get()
        site.put(ast.copy_location(self.change(node), node))
        return ast.fix_missing_locations(tree)


@dataclass(frozen=True, slots=True)
class _Site:
    """A place in a tree: a field of a node, or one entry of it."""

    owner: ast.AST
    field: str
    place: int | None
    where: str

    def get(self) -> ast.AST:
        found = getattr(self.owner, self.field)
        node = found if self.place is None else found[self.place]
        assert isinstance(node, ast.AST)
        return node

    def put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.place] = node


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Every change, alone, in the order of the file."""
    for number, site in enumerate(_sites(ast.parse(text), "")):
        node = site.get()
        for change in _changes(node):
            said = _said(node), _said(change(node))
            line = getattr(node, "lineno", 0)
            yield Mutant(file, site.where or "module", line, *said, text, number, change)


def _said(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _sites(node: ast.AST, where: str) -> Iterator[_Site]:
    """Whatever is carried out; annotations and texts are not."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}" if where else node.name
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        for place, one in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(one, ast.AST):
                yield _Site(node, name, place, where)
                yield from _sites(one, where)


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[op]):
            yield from (_compared(other) for other in COMPARED.get(type(op), ()))
        case ast.Constant(value=bool() as value):
            yield _constant(not value)
        case ast.Constant(value=int() as value):
            yield from (_constant(value + by) for by in (1, -1))
        case ast.BinOp(op=op) if type(op) in SUMS:
            yield _summed
        case ast.If() | ast.Raise() | ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield lambda one: ast.Pass()
    yield from _conditions(node)


def _conditions(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BoolOp():
            yield _joined
        case ast.UnaryOp(op=ast.Not()):
            yield lambda one: one.operand  # type: ignore[attr-defined]
        case ast.IfExp():
            yield lambda one: one.body  # type: ignore[attr-defined]
            yield lambda one: one.orelse  # type: ignore[attr-defined]
        case ast.comprehension(ifs=[_, *_]):
            yield _unconditional


def _compared(other: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.Compare)
        return ast.Compare(node.left, [other()], node.comparators)

    return change


def _constant(value: int) -> Change:
    return lambda node: ast.Constant(value)


def _joined(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.BoolOp)
    return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _summed(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.BinOp)
    return ast.BinOp(node.left, SUMS[type(node.op)](), node.right)


def _unconditional(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.comprehension)
    return ast.comprehension(node.target, node.iter, [], node.is_async)
