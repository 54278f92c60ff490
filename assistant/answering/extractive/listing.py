"""Lists and outlines: the headings below the clause that is asked for, or the figures it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.passage import is_heading, spoken
from assistant.answering.extractive.tasks import title_of
from assistant.model import Evidence
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Document

_OUTLINE = re.compile(
    r"大纲|提纲|目录|结构|框架|几(?:个|大)?(?:部分|章)|哪些部分|哪几(?:个|大)?(?:部分|章)|多少(?:部分|章|条)|分(?:为|成)几"
)
_FIGURES = re.compile(r"指标|目标值|数字|数据")
_DIGIT = re.compile(r"\d")
_HEADING_FIT = 0.5
_LIST_MAX = 60
_SENTENCES_MAX = 8


def say_list(draft: Draft, desk: Desk, ranked: Sequence[Ranked], judgement: Judgement) -> bool:
    """Say the list that is asked for; False where no heading fits and no clause bears the answer."""
    if _OUTLINE.search(desk.asked.text) and desk.scope.restricted and not desk.asked.references:
        for document in desk.scope.documents[:3]:
            top = [c for c in desk.clauses(document.id) if c.level == 1 and c.kind in ("section", "part", "article")]
            if top:
                _say_children(draft, desk, document, top, lead=None)
        return bool(draft.citations)
    holder = _holder(desk, [r for r in ranked if judgement.bears(r)], ranked)
    if holder is not None:
        clause, document = holder
        children = listed_children(desk, clause)
        if children and not (_FIGURES.search(desk.asked.text) and _has_figures(clause, desk)):
            _say_children(draft, desk, document, children, lead=clause)
            return True
        return _say_sentences(draft, desk, clause, document)
    return False


def listed_children(desk: Desk, clause: Clause) -> list[Clause]:
    """The numbered clauses or points right below, when there are at least two."""
    children = [c for c in desk.children(clause) if c.kind != "paragraph" or c.level > clause.level + 1]
    return children if len(children) >= 2 else []


def _holder(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> tuple[Clause, Document] | None:
    """The clause whose heading is asked for; else the clause that bears the answer."""
    best: tuple[float, Clause, Document] | None = None
    near = {r.evidence.document.id: r.evidence.document for r in ranked[:5]}
    for document in desk.scope.documents if desk.scope.restricted else near.values():
        title = normalized(" ".join([document.title, *document.aliases]))
        for clause in desk.clauses(document.id):
            if clause.kind in ("row", "preamble") or not clause.heading:
                continue
            fit = coverage(desk.terms, [Layer(normalized(clause.heading)), Layer(title, 0.6)])
            own = coverage(desk.terms, [Layer(normalized(clause.heading))])
            fit += 0.05 * bool(listed_children(desk, clause)) if own else 0.0
            if own > 0 and fit >= _HEADING_FIT and (best is None or fit > best[0]):
                best = (fit, clause, document)
    top = bearing[0] if bearing else None
    if best and not (top and top.features["best"] > best[0] + 0.15):
        return best[1], best[2]
    if top:
        return top.evidence.clause, top.evidence.document
    return None


def _has_figures(clause: Clause, desk: Desk) -> bool:
    return len(_DIGIT.findall(clause.body.of(desk.text(clause.doc_id)))) >= 6


def _say_children(
    draft: Draft, desk: Desk, document: Document, children: Sequence[Clause], *, lead: Clause | None
) -> None:
    text = desk.text(document.id)
    lines = [f"{lead.path[-1]}：" if lead else f"《{document.title}》："]
    for child in children[:_LIST_MAX]:
        lines.append(f"- {title_of(child)}[{draft.cite(child, document, text)}]")
    if len(children) > _LIST_MAX:
        draft.notices.append(f"只列出前{_LIST_MAX}项。")
    draft.say("\n".join(lines))


def _say_sentences(draft: Draft, desk: Desk, clause: Clause, document: Document) -> bool:
    """The clause's sentences that fit, figures first where figures are asked for."""
    text = desk.text(document.id)
    (ranked,) = desk.rank([Evidence(clause, document, 0.0)])
    wanted = [s for s in ranked.sentences if not s.sentence.lists_units and not is_heading(s, clause)]
    if _FIGURES.search(desk.asked.text) or desk.asked.kind == "value":
        wanted = [s for s in wanted if _DIGIT.search(s.sentence.text)] or wanted
    else:
        top = max((s.cover for s in wanted), default=0.0)
        wanted = [s for s in wanted if s.cover >= 0.75 * top]
    chosen = wanted[:_SENTENCES_MAX]
    if not chosen:
        return False
    quote = max(chosen, key=lambda s: s.cover).sentence.span
    number = draft.cite(clause, document, text, quote)
    draft.say(spoken("".join(s.sentence.text for s in chosen), clause), number)
    draft.name_units([u for u in desk.units(clause.id) if u.kind == "assigned"], number)
    return True
