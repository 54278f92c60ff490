"""Several places or documents side by side, a cell and a citation each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.passage import choose_sentences, trim_value
from assistant.answering.extractive.units import UNNAMED, acting_units, duty_sentence, name_units, units_for
from assistant.answering.extractive.wording import spoken
from assistant.retrieval.ranking import Ranked
from ingestion.model import Document, Span

_HEADER = ("对象", "文件中的表述")
_NONE = "现有文件中没有找到依据"


@dataclass(frozen=True, slots=True)
class Side:
    """A place or document that is compared, with the documents that answer for it.

    Where those are not of the place itself, only clauses with one of the names in `must_name` do.
    """

    name: str
    documents: Sequence[Document]
    must_name: tuple[str, ...] = ()


def say_comparison(draft: Draft, desk: Desk, judgement: Judgement, sides: Sequence[Side]) -> bool:
    """A table with a row for each side; False where none has an answer."""
    rows = []
    for side in sides:
        ranked = desk.search(side.documents, must_name=side.must_name) if side.documents else []
        top = ranked[0] if ranked else None
        if top is None or not judgement.bears(top):
            rows.append(f"| {side.name} | {_NONE} |")
            continue
        rows.append(f"| {side.name} | {_cell(draft, desk, top)} |")
    if not draft.citations:
        return False
    draft.facts += [*_HEADER, _NONE, *(side.name for side in sides)]
    draft.say("\n".join([f"| {' | '.join(_HEADER)} |", "| --- | --- |", *rows]))
    return True


def _cell(draft: Draft, desk: Desk, ranked: Ranked) -> str:
    clause, document = ranked.evidence.clause, ranked.evidence.document
    chosen = choose_sentences(desk, ranked)[:2]
    quote = chosen[0].sentence.span if chosen else None
    number = draft.cite(clause, document, desk.text(document.id), quote)
    if desk.asked.asks_units or desk.asked.unit_roles:
        words = _units_said(draft, desk, ranked, number, quote)
    else:
        words = spoken("".join(trim_value(s.sentence.text, desk) for s in chosen), clause)
        name_units(draft, desk, clause, number, quote)
    return f"{words.replace('|', '/')}[{number}]"


def _units_said(draft: Draft, desk: Desk, ranked: Ranked, number: int, quote: Span | None) -> str:
    """The units assigned, else the sentence that says who acts, else that none are named."""
    clause = ranked.evidence.clause
    if units := units_for(desk, clause, quote)[1]:
        draft.name_units(units, number)
        wanted = [u for u in units if u.role in desk.asked.unit_roles] or units
        return "、".join(u.name for u in wanted)
    said = duty_sentence(desk, ranked)
    if said and (acting := acting_units(desk, clause, said)):
        draft.name_units(acting, number)
        return spoken(said.of(desk.text(clause.doc_id)), clause)
    draft.facts.append(UNNAMED.rstrip("。"))
    return UNNAMED.rstrip("。")
