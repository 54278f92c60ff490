"""Which clause a statement belongs to, and which of its words the units answer for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingestion.model import Clause, Span
from ingestion.parsing.responsibility.items import have_items, names_items
from ingestion.parsing.responsibility.statements import Statement

PARTS = frozenset({"paragraph", "point", "run_in"})
_BEHIND = ("bracket", "line")  # forms that stand behind what they speak of
_TRIVIAL = " \t\n\r\u3000。；;.,，、"
_GOES_ON = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Attached:
    """A statement with the clause that it closes and the text that it covers."""

    statement: Statement
    clause: Clause
    scope: Span


class ClauseTree:
    """Clauses by place: the innermost one at an offset, parents and children."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = sorted(clauses, key=lambda c: (c.span.start, -c.span.end, c.level))
        self._by_id = {c.id: c for c in clauses}
        self._children: dict[str | None, list[Clause]] = {}
        for clause in self.clauses:
            self._children.setdefault(clause.parent_id, []).append(clause)
        self._starts = {above: [c.span.start for c in below] for above, below in self._children.items()}
        self._numbered = {
            above: [c for c in below if c.kind not in PARTS and c.kind != "row"]
            for above, below in self._children.items()
        }

    def at(self, offset: int) -> Clause | None:
        found: Clause | None = None
        while (inner := self._child_at(found.id if found else None, offset)) is not None:
            found = inner
        return found

    def _child_at(self, above: str | None, offset: int) -> Clause | None:
        before = bisect_right(self._starts.get(above, []), offset)
        child = self._children[above][before - 1] if before else None
        return child if child is not None and offset < child.span.end else None

    def parent(self, clause: Clause) -> Clause | None:
        return self._by_id.get(clause.parent_id or "")

    def children(self, clause: Clause) -> list[Clause]:
        return self._children.get(clause.id, [])

    def numbered_children(self, clause: Clause) -> list[Clause]:
        return self._numbered.get(clause.id, [])

    def has_child_between(self, clause: Clause, start: int, end: int) -> bool:
        """Whether a child begins in `[start, end)`."""
        starts = self._starts.get(clause.id, [])
        return bisect_left(starts, start) < bisect_left(starts, end)

    def numbered(self, clause: Clause) -> Clause:
        """The clause itself, or the numbered one that this part belongs to."""
        while clause.kind in PARTS and (above := self.parent(clause)) is not None:
            if above.kind == "part":
                break
            clause = above
        return clause

    def descendants(self, clause: Clause) -> list[Clause]:
        below = self.children(clause)
        return below + [deeper for child in below for deeper in self.descendants(child)]


class _Assigned:
    """The statements that assign work, by the numbered clause they stand in."""

    def __init__(self, tree: ClauseTree, homes: Iterable[tuple[Statement, Clause]]) -> None:
        self.homes = list(homes)
        self._starts = sorted(s.span.start for s, _ in self.homes)
        self._by_clause: dict[str, list[Statement]] = {}
        for statement, home in self.homes:
            self._by_clause.setdefault(tree.numbered(home).id, []).append(statement)
        self._ends: dict[str, list[int]] = {}
        self._tree = tree

    def of(self, numbered: Clause) -> list[Statement]:
        return self._by_clause.get(numbered.id, [])

    def end_before(self, numbered: Clause, offset: int) -> int:
        """Where the last statement or numbered child ends that is over at `offset`; 0 where there is none."""
        ends = self._ends.get(numbered.id)
        if ends is None:
            before = [s.span for s in self.of(numbered)] + [c.span for c in self._tree.numbered_children(numbered)]
            ends = self._ends[numbered.id] = sorted(span.end for span in before)
        at = bisect_right(ends, offset)
        return ends[at - 1] if at else 0

    def first_beside(self, text: str, numbered: Clause, statement: Statement) -> Statement:
        """The first of the statements that stand side by side up to this one: all speak of what is before them."""
        for other in reversed(self.of(numbered)):
            if other.span.end <= statement.span.start:
                if text[other.span.end : statement.span.start].strip(_TRIVIAL):
                    break
                statement = other
        return statement

    def count_inside(self, clause: Clause) -> int:
        return bisect_left(self._starts, clause.span.end) - bisect_left(self._starts, clause.span.start)


def attach(text: str, tree: ClauseTree, statements: Sequence[Statement]) -> list[Attached]:
    """Give each statement its clause and scope; those outside every clause are left out."""
    homes = [(s, home) for s in statements if (home := tree.at(s.span.start)) is not None]
    assigned = _Assigned(tree, ((s, home) for s, home in homes if s.form in _BEHIND))
    attached = [_attach_assigned(text, tree, s, home, assigned) for s, home in assigned.homes]
    attached += [Attached(s, home, home.span) for s, home in homes if s.form == "row"]
    attached += [Attached(s, home, s.scope) for s, home in homes if s.scope]
    attached += [Attached(s, home, _sentence(text, home, s.span)) for s, home in homes if not s.assigned]
    return sorted(attached, key=lambda a: a.statement.span.start)


def _attach_assigned(text: str, tree: ClauseTree, statement: Statement, home: Clause, assigned: _Assigned) -> Attached:
    if holder := _holding_items(tree, statement, tree.numbered(home)):
        return Attached(statement, holder, holder.span)
    numbered = _closed_by_line(text, tree, statement, tree.numbered(home), assigned)
    if numbered.id != tree.numbered(home).id:
        return Attached(statement, numbered, numbered.span)
    own = assigned.of(numbered)
    alone = len(own) == 1
    beside = assigned.count_inside(numbered) > 1 and not _begins_line(text, statement.span.start)
    if alone and (home.id == numbered.id or (_closes(text, statement, numbered) and not beside)):
        return Attached(statement, numbered, _whole(text, tree, statement, numbered))
    if _is_opening(text, tree, home, numbered):
        home = numbered
    floor = home.span.start if alone else numbered.span.start
    start = max(assigned.end_before(numbered, assigned.first_beside(text, numbered, statement).span.start), floor)
    if _is_amid(text, statement):
        start = max(start, *(text.rfind(mark, start, statement.span.start) + 1 for mark in "。！？；\n"))
    scope = Span(_skip(text, start), statement.span.end)
    # a bracket that speaks for the parts before its own as well belongs to what holds them all
    reaches_back = tree.has_child_between(numbered, scope.start, home.span.start)
    return Attached(statement, numbered if reaches_back else home, scope)


def _is_amid(text: str, statement: Statement) -> bool:
    """Whether it stands in a sentence that goes on behind it: 检查（A负责）每季度不少于1次 is of that alone."""
    before = text[: statement.span.start].rstrip()[-1:]
    return bool(_GOES_ON.match(before) and _GOES_ON.match(text, statement.span.end))


def _holding_items(tree: ClauseTree, statement: Statement, numbered: Clause) -> Clause | None:
    """The clause whose items are named (第3项牵头单位): the one around, where the words stand behind the last."""
    named = [unit.of for unit in statement.wording.units if names_items(unit.of)]
    around = (numbered, tree.parent(numbered)) if named else ()
    return next((c for c in around if c and have_items(tree.numbered_children(c), named)), None)


def _whole(text: str, tree: ClauseTree, statement: Statement, numbered: Clause) -> Span:
    """All of the clause; of a section only when the statement stands in its heading or closes its opening words."""
    if not tree.numbered_children(numbered) or speaks_for_section(text, statement, numbered):
        return numbered.span
    return Span(numbered.span.start, statement.span.end)


def speaks_for_section(text: str, statement: Statement, section: Clause) -> bool:
    """Nothing follows it before the first child, or it ends the heading line, or it comes after all children."""
    if statement.span.start >= section.body.end:
        return True
    rest = text[statement.span.end : section.body.end]
    return not rest.strip(_TRIVIAL) or (
        text[statement.span.end : statement.span.end + 1] == "\n"
        and "\n" not in text[section.body.start : statement.span.start]
    )


def _closes(text: str, statement: Statement, clause: Clause) -> bool:
    return not text[statement.span.end : clause.span.end].strip(_TRIVIAL)


def _closed_by_line(text: str, tree: ClauseTree, statement: Statement, numbered: Clause, assigned: _Assigned) -> Clause:
    """A line of its own after the last of several bare items speaks for the item or section that holds them."""
    on_its_own = _begins_line(text, statement.span.start)
    above = tree.parent(numbered)
    while on_its_own and above is not None and _closes(text, statement, above):
        of_items = above.kind == "section" and numbered.kind == "item"  # not a chapter of articles or of sections
        if not (of_items or above.kind in {"item", "article"}):
            break
        if assigned.count_inside(above) > 1 or len(tree.numbered_children(above)) < 2:
            break
        numbered, above = above, tree.parent(above)
    return numbered


def _begins_line(text: str, at: int) -> bool:
    while at and text[at - 1].isspace() and text[at - 1] != "\n":
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _is_opening(text: str, tree: ClauseTree, home: Clause, numbered: Clause) -> bool:
    """The first paragraph under a bare number (三十、) is the clause itself."""
    own = text[numbered.body.start : min(numbered.body.end, home.span.start)]
    bare = len(own.strip(_TRIVIAL)) <= len(numbered.number or "") + 2 and not numbered.heading
    return bare and tree.children(numbered)[:1] == [home]


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _TRIVIAL:
        at += 1
    return at


def _sentence(text: str, clause: Clause, span: Span) -> Span:
    """The sentence around a mention, inside its clause."""
    start = max((text.rfind(mark, clause.span.start, span.start) + 1 for mark in "。！？\n"), default=0)
    stops = [i for i in (text.find(mark, span.end - 1, clause.span.end) for mark in "。！？\n") if i >= 0]
    end = min(stops, default=clause.span.end)
    return Span(max(start, clause.span.start), max(span.end, end + 1 if end < clause.span.end else end))
