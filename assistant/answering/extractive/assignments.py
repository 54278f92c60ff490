"""All that a clause gives to units, passage by passage, where the question is for the clause as a whole."""

from __future__ import annotations

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.gist import gist_of
from assistant.answering.extractive.units import titled
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Span

_HAS = 0.8  # a word or a synonym of it
_LINE_MAX = 60  # characters of what a passage says


def say_assignments(draft: Draft, desk: Desk, ranked: Ranked) -> bool:
    """Say for each passage of the clause which units answer for it; False where one or a certain one is asked about."""
    document = ranked.evidence.document
    clause = _bearer(desk, ranked)
    assigned = sorted((u for u in desk.units(clause.id) if u.kind == "assigned"), key=lambda u: u.span.start)
    roles = set(desk.asked.unit_roles) - {"responsible"}  # 由谁负责 asks for those that lead as well
    scopes = list(dict.fromkeys(u.scope for u in assigned if not roles or u.role in roles))
    apart = len({scope.start for scope in scopes}) == len(scopes) > 1  # no brackets side by side
    part_named = any(u.of and normalized(u.of) in normalized(desk.asked.text) for u in assigned)
    if not apart or part_named or not _is_asked_as_a_whole(desk, ranked, clause):
        return False
    text = desk.text(document.id)
    number = draft.cite(clause, document, text)
    heading = (clause.heading or "").rstrip("。")
    lines = [f"{heading}：[{number}]"]
    for scope in scopes:
        units = [u for u in assigned if u.scope == scope]
        items = _headings(desk, clause, scope)
        said = items or next(iter(gist_of(desk, clause, units, limit=_LINE_MAX).lines), "").removeprefix(f"{heading}：")
        lines.append(f"- {said}（{titled(units, with_part=not items)}）[{number}]")
    draft.say("\n".join(lines))
    draft.name_units([u for u in assigned if u.scope in scopes], number)
    return True


def _headings(desk: Desk, clause: Clause, scope: Span) -> str:
    """The items that a passage is made of, by their headings."""
    items = [c for c in desk.clauses(clause.doc_id) if c.parent_id == clause.id and scope.contains(c.span)]
    return "、".join((c.heading or "").rstrip("。：:") for c in items) if all(c.heading for c in items) else ""


def _bearer(desk: Desk, ranked: Ranked) -> Clause:
    """The clause, or the one around it which says what units answer for its items."""
    clause = ranked.evidence.clause
    above = None if desk.units(clause.id) else desk.parent(clause)
    return above if above and any(u.kind == "assigned" and u.of for u in desk.units(above.id)) else clause


def _is_asked_as_a_whole(desk: Desk, ranked: Ranked, clause: Clause) -> bool:
    """Whether the heading has every word of the question that the title has not."""
    title, heading = [Layer(ranked.wording.title)], [Layer(normalized(clause.heading or ""))]
    own = [t for t in desk.terms if coverage([t], title) < _HAS]
    return bool(own) and all(coverage([t], heading) >= _HAS for t in own)
