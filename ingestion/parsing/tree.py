"""The mutable tree that structure parsing grows, before it is frozen into clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingestion.model import Span, TableRow
from ingestion.parsing.numbering import FAMILY, Marker


@dataclass(slots=True, eq=False)
class Node:
    """A clause in the making.

    `heading` is the span of number and heading (of the number alone where there is no heading); `lines` are the spans
    of the clause's own words behind it, one a paragraph.
    """

    family: str
    number: int = 0
    sub: int = 0
    written: str = ""
    start: int = 0
    heading: Span | None = None
    name: str | None = None  # the heading's words, without number and final stop
    lines: list[Span] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    row: TableRow | None = None
    header: tuple[str, ...] = ()
    preface: bool = False  # paragraphs of a cover notice or before the first heading

    @classmethod
    def of(cls, marker: Marker, start: int) -> Node:
        return cls(marker.family.name, marker.number, marker.sub, marker.written, start)

    @property
    def rank(self) -> int:
        return FAMILY[self.family].rank if self.family in FAMILY else 99

    @property
    def end(self) -> int:
        ends = [span.end for span in self.lines] + [child.end for child in self.children]
        return max([*ends, self.heading.end if self.heading else self.start])

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        return child

    def add_paragraph(self, span: Span, *, number: int = 0) -> Node:
        return self.add(Node("paragraph", number, start=span.start, lines=[span]))

    def last_number(self, family: str) -> int:
        """The number of the last child of that family, 0 where there is none."""
        return next((c.number for c in reversed(self.children) if c.family == family), 0)

    def siblings(self) -> list[Node]:
        return self.parent.children if self.parent else []
