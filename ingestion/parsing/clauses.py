"""Freezes a tree of nodes into clauses with ids, paths and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingestion.model import Clause, ClauseKind, Span
from ingestion.parsing.labels import Step, label
from ingestion.parsing.tree import Node

_KIND: dict[str, ClauseKind] = {
    "annex": "part", "attached": "part", "book": "section", "part": "section", "chapter": "section",
    "section": "section", "comma": "section", "article": "article", "paragraph": "paragraph", "dash": "point",
    "run_in": "run_in", "row": "row",
}  # fmt: skip
_CODE = {
    "annex": "annex", "attached": "doc", "book": "book", "part": "part", "chapter": "ch", "section": "sec",
    "article": "art", "comma": "s", "paren": "p", "dot": "i", "paren_digit": "q", "half_paren": "h", "circled": "o",
    "dash": "b", "paragraph": "para", "run_in": "r", "row": "row",
}  # fmt: skip
_OPENING = 28


def freeze(root: Node, text: str, doc_id: str) -> tuple[Clause, ...]:
    """All clauses of the tree in reading order."""
    return tuple(_Freezer(text, doc_id).walk(root))


def _divides(node: Node, text: str) -> bool:
    """Whether 一、 heads a part of the document rather than being a point of its own."""
    own_line = node.heading is not None and text[node.heading.end : node.heading.end + 1] == "\n"
    return node.family == "comma" and (
        (own_line and bool(node.lines)) or any(c.family != "run_in" for c in node.children)
    )


class _Freezer:
    def __init__(self, text: str, doc_id: str) -> None:
        self.text = text
        self.doc_id = doc_id
        self.seen: dict[str, int] = {}
        self.ordinal = 0

    def walk(self, root: Node) -> Iterator[Clause]:
        for child in sorted(root.children, key=lambda n: n.start):
            yield from self._freeze(child, (), (), None)

    def _freeze(
        self, node: Node, path: tuple[str, ...], steps: tuple[Step, ...], parent: Clause | None
    ) -> Iterator[Clause]:
        name = node.name or self._opening(node)
        step = self._step(node, name, steps)
        steps = (*steps, *step)
        path = (*path, self._path_entry(node, name))
        body_end = max([s.end for s in node.lines] + [node.heading.end if node.heading else node.start])
        clause = Clause(
            id=self._id(steps, node, parent),
            doc_id=self.doc_id,
            kind="preamble" if node.preface else _KIND.get(node.family, "item"),
            number=node.written.strip(" 、.．：:") or None,
            heading=node.name,
            path=path,
            label=self._label(steps, node),
            level=len(path),
            ordinal=self.ordinal,
            span=Span(node.start, node.end),
            body=Span(node.start, min(body_end, min((c.start for c in node.children), default=body_end))),
            parent_id=parent.id if parent else None,
            header=node.header,
            cells=node.row.cells if node.row else (),
        )
        self.ordinal += 1
        yield clause
        for child in sorted(node.children, key=lambda n: n.start):
            yield from self._freeze(child, path, steps, clause)

    def _step(self, node: Node, name: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        family = "preamble" if node.preface else node.family
        number = node.number
        if family == "paragraph" and not number:
            same = [c for c in node.siblings() if c.family == "paragraph"]
            number = same.index(node) + 1
        named = family in ("run_in", "dash", "attached") or (
            family == "paragraph" and steps and any(c.family not in ("paragraph", "row") for c in node.siblings())
        )
        named = named or (family == "comma" and any(_divides(c, self.text) for c in node.siblings()))
        step = Step(family, number, node.sub, name if named and not (steps and steps[-1].family == "article") else "")
        first = (
            steps
            and steps[-1].family == "article"
            and family in ("paren", "comma")
            and any(c.family == "paragraph" for c in node.siblings())
        )
        return (Step("paragraph", 1), step) if first else (step,)

    def _label(self, steps: tuple[Step, ...], node: Node) -> str:
        if node.preface:
            return "印发通知"
        if len(steps) == 1 and node.family == "paragraph":
            first = next((c for c in node.siblings() if c.family not in ("paragraph", "row")), None)
            if first is not None:
                return "引言" if node.start < first.start else "结尾部分"
        return label(steps)

    def _path_entry(self, node: Node, name: str) -> str:
        if node.heading and node.name:
            return re.sub(r"\s*\n\s*", " ", node.heading.of(self.text)).strip(" 。：:")
        number = node.heading.of(self.text).strip() if node.heading else ""
        return f"{number}{name}" if node.family != "article" else f"{number} {name}".strip()

    def _opening(self, node: Node) -> str:
        words = node.lines[0].of(self.text).strip() if node.lines else ""
        cut = re.match(rf"[^。；：:\n]{{4,{_OPENING}}}(?=[。；：:，,\n]|$)", words)
        return cut.group() if cut else words[:_OPENING]

    def _id(self, steps: tuple[Step, ...], node: Node, parent: Clause | None) -> str:
        code = _CODE.get(node.family, node.family)
        own = f"{code}{steps[-1].number or ''}" + (f".{node.sub}" if node.sub else "")
        wanted = f"{parent.id if parent else self.doc_id}-{own}"
        if node.family == "dash" or node.preface:
            wanted = f"{parent.id if parent else self.doc_id}-{'cover' if node.preface else 'b'}{self._position(node)}"
        self.seen[wanted] = self.seen.get(wanted, 0) + 1
        return wanted if self.seen[wanted] == 1 else f"{wanted}~{self.seen[wanted]}"

    def _position(self, node: Node) -> int:
        return [c for c in node.siblings() if c.family == node.family].index(node) + 1
