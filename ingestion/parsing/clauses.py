"""Freezes a tree of nodes into clauses with ids, paths and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.model import Clause, ClauseKind, Span
from ingestion.parsing.labels import Step, label
from ingestion.parsing.tree import PARTS, UNNUMBERED, Node

_KIND: dict[str, ClauseKind] = {
    "annex": "part", "attached": "part", "book": "section", "part": "section", "chapter": "section",
    "section": "section", "comma": "section", "article": "article", "paragraph": "paragraph", "dash": "point",
    "run_in": "run_in", "row": "row", "question": "run_in", "group": "section",
}  # fmt: skip
_CODE = {
    "annex": "annex", "attached": "doc", "book": "book", "part": "part", "chapter": "ch", "section": "sec",
    "article": "art", "comma": "s", "paren": "p", "dot": "i", "decimal2": "n", "decimal3": "n", "decimal4": "n",
    "paren_digit": "q", "half_paren": "h", "circled": "o", "letter": "a", "dash": "b", "paragraph": "para",
    "run_in": "r", "row": "row", "question": "qa", "group": "g",
}  # fmt: skip
_OPENING = 28
COVER = "印发通知"


def freeze(root: Node, text: str, doc_id: str) -> tuple[Clause, ...]:
    """All clauses of the tree in reading order."""
    return tuple(_Freezer(text, doc_id).walk(root))


@dataclass(frozen=True, slots=True)
class _Brood:
    """The children of one node in reading order, and what they have in common."""

    children: list[Node]
    position: dict[int, int]  # of a child among those of its family, by identity
    first_numbered: int | None  # where the first one starts that is neither paragraph nor row nor attachment
    others: bool  # some are more than paragraphs and rows
    divides: bool  # some 一、 heads a part of the document rather than being a point of its own
    paragraphs: bool

    @classmethod
    def of(cls, node: Node, text: str) -> _Brood:
        children = sorted(node.children, key=lambda n: n.start)
        counts: dict[str, int] = {}
        position: dict[int, int] = {}
        for child in children:
            position[id(child)] = counts[child.family] = counts.get(child.family, 0) + 1
        numbered = [c.start for c in children if c.family not in UNNUMBERED | PARTS]
        return cls(
            children,
            position,
            numbered[0] if numbered else None,
            any(family not in UNNUMBERED for family in counts),
            any(_divides(c, text) for c in children),
            "paragraph" in counts,
        )


def _divides(node: Node, text: str) -> bool:
    if node.family != "comma":
        return False
    own_line = node.heading is not None and text[node.heading.end : node.heading.end + 1] == "\n"
    below = any(c.family != "run_in" for c in node.children)
    return (own_line and bool(node.lines or below)) or (below and not node.runs_in(text)) or bool(node.numbered())


class _Freezer:
    def __init__(self, text: str, doc_id: str) -> None:
        self.text = text
        self.doc_id = doc_id
        self.seen: dict[str, int] = {}
        self.ordinal = 0

    def walk(self, root: Node) -> Iterator[Clause]:
        """The clauses below `root`; points of a cover notice are told from those of the document it carries."""
        attached = next((c for c in root.children if c.family == "attached"), None)
        covered = attached is not None and not any(c.preface for c in root.children)
        cover = attached.start if attached and covered and root.numbered()[:1] else -1
        brood = _Brood.of(root, self.text)
        for child in brood.children:
            above: tuple[Step, ...] = (Step("cover", 0),) if child.start < cover and not child.preface else ()
            yield from self._freeze(child, brood, (), above, None)

    def _freeze(
        self, node: Node, among: _Brood, path: tuple[str, ...], steps: tuple[Step, ...], parent: Clause | None
    ) -> Iterator[Clause]:
        name = node.name or self._opening(node)
        steps = (*steps, *self._steps(node, among, name, steps))
        path = (*path, self._path_entry(node, name))
        own_end = node.own_end
        clause = Clause(
            id=self._id(steps, node, among, parent),
            doc_id=self.doc_id,
            kind="preamble" if node.preface else _KIND.get(node.family, "item"),
            number=node.written.strip(" 、.．：:") or None,
            heading=node.name,
            path=path,
            label=self._label(steps, node, among),
            level=len(path),
            ordinal=self.ordinal,
            span=Span(node.start, node.end),
            body=Span(node.start, min(own_end, min((c.start for c in node.children), default=own_end))),
            parent_id=parent.id if parent else None,
            header=node.header,
            cells=node.row.cells if node.row else (),
        )
        self.ordinal += 1
        yield clause
        brood = _Brood.of(node, self.text)
        for child in brood.children:
            yield from self._freeze(child, brood, path, steps, clause)

    def _steps(self, node: Node, among: _Brood, name: str, above: tuple[Step, ...]) -> tuple[Step, ...]:
        family = "preamble" if node.preface else node.family
        in_article = bool(above) and above[-1].family == "article"
        number = node.number
        if family == "paragraph" and not number:
            number = among.position[id(node)] + (1 if in_article else 0)
        named = (
            family in ("run_in", "dash", "attached", "question")
            or (family == "paragraph" and bool(above) and among.others)
            or (family == "comma" and among.divides)
        )
        step = Step(family, number, node.sub, name if named and not in_article else "", node.prefix)
        of_first_paragraph = in_article and family in ("paren", "comma") and among.paragraphs
        return (Step("paragraph", 1), step) if of_first_paragraph else (step,)

    def _label(self, steps: tuple[Step, ...], node: Node, among: _Brood) -> str:
        if node.preface:
            return COVER
        if node.family == "paragraph" and all(s.family == "cover" for s in steps[:-1]) and among.first_numbered:
            return COVER if len(steps) > 1 else "引言" if node.start < among.first_numbered else "结尾部分"
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

    def _id(self, steps: tuple[Step, ...], node: Node, among: _Brood, parent: Clause | None) -> str:
        above = parent.id if parent else self.doc_id
        if node.family == "dash" or node.preface:
            wanted = f"{above}-{'cover' if node.preface else 'b'}{among.position[id(node)]}"
        else:
            code = _CODE.get(node.family, node.family)
            wanted = f"{above}-{code}{steps[-1].number or ''}" + (f".{node.sub}" if node.sub else "")
        self.seen[wanted] = count = self.seen.get(wanted, 0) + 1
        if count == 1:
            return wanted
        repeated = f"{wanted}~{count}"
        self.seen[repeated] = self.seen.get(repeated, 0) + 1
        return repeated
