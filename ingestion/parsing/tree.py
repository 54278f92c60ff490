"""The mutable tree that structure parsing grows, before it is frozen into clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingestion.model import Span, TableRow
from ingestion.parsing.numbering import FAMILY, Marker

UNNUMBERED = frozenset({"paragraph", "row"})
PARTS = frozenset({"annex", "attached"})


@dataclass(slots=True, eq=False)
class Node:
    """A clause in the making.

    `heading` is the span of number and heading (of the number alone where there is no heading); `lines` are the spans
    of the clause's own words behind it, one a paragraph.
    """

    family: str
    number: int = 0
    sub: int = 0
    prefix: str = ""
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
    _last: dict[str, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, marker: Marker, start: int) -> Node:
        return cls(marker.family.name, marker.number, marker.sub, marker.prefix, marker.written, start)

    @property
    def rank(self) -> int:
        return FAMILY[self.family].rank if self.family in FAMILY else 99

    @property
    def own_end(self) -> int:
        """Where the clause's own words end."""
        last = self.lines[-1].end if self.lines else self.start
        return max(last, self.heading.end) if self.heading else last

    @property
    def end(self) -> int:
        return max([self.own_end, *(child.end for child in self.children)])

    def runs_in(self, text: str) -> bool:
        """Whether the clause's text begins on the line of its number."""
        return bool(self.lines) and "\n" not in text[self.start : self.lines[0].start]

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        self._last[child.family] = child
        return child

    def add_paragraph(self, span: Span, *, number: int = 0) -> Node:
        return self.add(Node("paragraph", number, start=span.start, lines=[span]))

    def last(self, family: str) -> Node | None:
        """The child of that family added last."""
        return self._last.get(family)

    def last_number(self, family: str) -> int:
        """The number of the last child of that family, 0 where there is none."""
        last = self._last.get(family)
        return last.number if last else 0

    def numbered(self) -> list[Node]:
        """Children with a number or a point of their own; attached documents are not among them."""
        return [c for c in self.children if c.family not in UNNUMBERED | PARTS]
