"""Texts with holes, filled without letting them do anything else: some are edited by users."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

# What is left of the template language: print a value, and leave a sentence out. No loops, no
# calls, no filters, no attributes; so a text always ends, and reaches nothing but its values.
SIMPLE = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name),
    *(nodes.If, nodes.Test, nodes.Not, nodes.And, nodes.Or),
)
TESTS = {"defined"}
LONGEST = 10_000

# What is filled in is escaped where it becomes a page, and not before.
_SANDBOX = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)


class Unfillable(ValueError):
    """A text names a value that is not there, or wants to do more than print it."""


def fill(text: str, values: Mapping[str, str | bool]) -> str:
    """The text with its values. Raises Unfillable."""
    try:
        return _template(text).render(values).strip()
    except TemplateError as error:
        raise Unfillable(error.message or type(error).__name__) from None


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    if len(text) > LONGEST:
        raise Unfillable(f"longer than {LONGEST} characters")
    for node in _SANDBOX.parse(text).find_all(nodes.Node):
        if not isinstance(node, SIMPLE) or (
            isinstance(node, nodes.Test) and node.name not in TESTS
        ):
            kind = type(node).__name__.lower()
            raise Unfillable(f"only {{{{ name }}}} and {{% if name is defined %}} work, no {kind}")
    return _SANDBOX.from_string(text)
