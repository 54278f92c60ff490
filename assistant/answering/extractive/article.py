"""The text of a clause that is named by number: looked up, never searched."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.answering.extractive.breach import asks_breach, is_breach_of
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.units import name_units, say_units
from assistant.model import ClauseReference, Evidence
from assistant.retrieval.lookup import find_clauses, last_number
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sanctions import states_sanction
from ingestion.model import Clause, Document
from ingestion.numerals import to_int

_SHOWN = 1500
_OF_THE_MATTER = 0.5  # of the question's words, in the clause that is meant
_STANDS_OUT = 0.5  # of that at most in any other
_AHEAD = 0.1  # of its pairs of characters, before any other clause
_CROSS = re.compile(r"本(?:办法|规定|条例|细则|方案|意见|通知|规则)?第([一二三四五六七八九十百零\d]+)条")


def find_named(desk: Desk, *, enough: int | None = None, always: Collection[str] = ()) -> list[tuple[Clause, Document]]:
    """The clauses named in the question, in every document in scope; where it is asked what follows from a breach of
    them, those that tell it.

    With `enough`, only in so many documents that have one, the first of them, and in those of `always`.
    """
    found: list[tuple[Clause, Document]] = []
    having = 0
    for document in desk.scope.documents:
        if enough is None or having < enough or document.id in always:
            here = _named_in(desk, document)
            having += bool(here)
            found += [(clause, document) for clause in here]
    return _punishing(desk, found) or found


def _punishing(desk: Desk, named: Sequence[tuple[Clause, Document]]) -> list[tuple[Clause, Document]]:
    """The clauses by which a breach of those named is punished (违反第七条怎么罚), if that is asked."""
    if not asks_breach(desk.asked.text):
        return []
    found: dict[str, tuple[Clause, Document]] = {}
    for rule, document in named:
        text = desk.text(document.id)
        of_breach = [c for c in desk.clauses(document.id) if c.id != rule.id and is_breach_of(desk, c, rule)]
        telling = [c for c in of_breach if states_sanction(c.span.of(text))]
        inner = {c.parent_id for c in telling}
        found |= {c.id: (c, document) for c in telling if c.id not in inner}
    return list(found.values())


def _named_in(desk: Desk, document: Document) -> list[Clause]:
    references, clauses = desk.asked.references, desk.clauses(document.id)
    joined = ClauseReference("", tuple(step for r in references for step in r.steps))
    whole = find_clauses(joined, clauses) if len(references) > 1 else []  # 第(四)项第2条 is one clause
    return [clause for reference in ([joined] if whole else references) for clause in find_clauses(reference, clauses)]


def best_of_matter(desk: Desk, named: Sequence[tuple[Clause, Document]]) -> tuple[Clause, Document] | None:
    """The one of the clauses that says far more of what else the question speaks of; None where none stands out."""
    first, second = desk.rank([Evidence(clause, document, 0.0) for clause, document in named])[:2]
    cover, other = first.features["cover"], second.features["cover"]
    if cover < _OF_THE_MATTER or other > _STANDS_OUT * cover:
        return None
    return first.evidence.clause, first.evidence.document


def asks_row(desk: Desk, named: Sequence[tuple[Clause, Document]]) -> bool:
    """Whether one row within what is named (附件2) is asked for by the words of its cells."""
    if desk.asked.kind not in ("units", "value") or not desk.terms:
        return False
    ranked = [r for r in desk.search() if any(c.span.contains(r.evidence.clause.span) for c in _of(named, r))]
    if not ranked or ranked[0].evidence.clause.kind != "row":
        return False
    own, others = (max((r.features["own_pairs"] for r in of), default=0.0) for of in (ranked[:1], ranked[1:]))
    return own - others >= _AHEAD


def _of(named: Sequence[tuple[Clause, Document]], ranked: Ranked) -> list[Clause]:
    return [clause for clause, _ in named if clause.doc_id == ranked.evidence.document.id and clause.kind != "row"]


def last_there(desk: Desk) -> str:
    """What the only document in scope has at most, where the clause named is beyond it; else nothing."""
    if len(desk.scope.documents) != 1:
        return ""
    (document,) = desk.scope.documents
    last = last_number(desk.asked.references[-1], desk.clauses(document.id))
    return f"（《{document.title}》只到{last}）" if last else ""


def say_article(draft: Draft, desk: Desk, clause: Clause, document: Document) -> None:
    """The clause as it stands, with those it refers to and its units."""
    text = desk.text(document.id)
    number = draft.cite(clause, document, text)
    words = clause.span.of(text).strip()
    if len(words) > _SHOWN:
        cut = max(words.rfind("。", 0, _SHOWN), words.rfind("\n", 0, _SHOWN)) + 1 or _SHOWN
        words = words[:cut]
        draft.notices.append("条款较长,只显示前一部分;全文见引用的原文。")
    draft.say("\n".join(f"{line}[{number}]" for line in words.split("\n")))
    if desk.asked.asks_units:
        say_units(draft, desk, clause, document)
    else:
        name_units(draft, desk, clause, number)
    _add_references(draft, desk, clause, document)


def _add_references(draft: Draft, desk: Desk, clause: Clause, document: Document) -> None:
    text = desk.text(document.id)
    for match in list(_CROSS.finditer(clause.span.of(text)))[:3]:
        reference = ClauseReference(match.group(), (("article", to_int(match[1]) or 0),))
        for target in find_clauses(reference, desk.clauses(document.id))[:1]:
            if target.id != clause.id:
                number = draft.cite(target, document, text)
                draft.say(f"其中提到的条款：{target.body.of(text).strip()}", number)
