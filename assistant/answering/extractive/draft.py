"""An answer in the making: paragraphs with `[n]`, the clauses behind them, the units they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.model import Citation, QuestionKind, ResponsibleUnit, Status, Understanding
from ingestion.model import Clause, Document, Responsibility, Span

_MARK = re.compile(r"\[(\d+)\](?!号)")
_SAID = re.compile(r"[^。；\n]*(?:[。；\n](?:\[\d+\])*)?")
_YEAR_MARK = re.compile(r"\[(\d{4})\]")


@dataclass(slots=True)
class Draft:
    """Collects what is said; `citations[0]` is what is cited first."""

    kind: QuestionKind
    status: Status = "answered"
    paragraphs: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    units: list[ResponsibleUnit] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)  # strings that need no clause: derived dates, counts
    notices: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    needs_model: bool = False  # whether a language model may word it better
    material: list[Citation] = field(default_factory=list)  # further clauses for a model, best first
    asked: Understanding | None = None  # what is answered, where that is not the question as it was first understood

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def cite(self, clause: Clause, document: Document, text: str, quote: Span | None = None) -> int:
        """The number under which the clause is cited; one number a clause."""
        for known in self.citations:
            if known.clause_id == clause.id:
                return known.index
        citation = citation_of(clause, document, text, quote, index=len(self.citations) + 1)
        self.citations.append(citation)
        return citation.index

    def offer(self, clause: Clause, document: Document, text: str) -> None:
        """Let a model see a clause that the extractive answer does not cite."""
        known = {c.clause_id for c in (*self.citations, *self.material)}
        if clause.id not in known:
            self.material.append(citation_of(clause, document, text, None, index=0))

    def say(self, words: str, *cited: int) -> None:
        """One paragraph, its citations behind it. A year in square brackets (文号[2016]5号) is no citation mark."""
        words = _YEAR_MARK.sub(r"〔\1〕", words)
        self.paragraphs.append(words + "".join(f"[{n}]" for n in dict.fromkeys(cited)))

    def say_fresh(self, words: str, *cited: int) -> None:
        """One paragraph of those sentences that were not said before, if there are any."""
        if left := without_said(words, self.text):
            self.say(left, *cited)

    def name_units(self, units: Sequence[Responsibility], cited: int) -> None:
        """Give units as data; a unit once a citation."""
        known = {(u.name, u.role, u.citation) for u in self.units}
        for unit in units:
            if (unit.name, unit.role, cited) not in known:
                known.add((unit.name, unit.role, cited))
                self.units.append(ResponsibleUnit(unit.name, unit.role, unit.inherited, cited))

    def units_cited(self, citations: Sequence[Citation]) -> tuple[ResponsibleUnit, ...]:
        """The units under the numbers of `citations`; those of clauses that are not among them are left out."""
        now = {c.clause_id: c.index for c in citations}
        before = {c.index: c.clause_id for c in self.citations}
        return tuple(replace(u, citation=now[before[u.citation]]) for u in self.units if before[u.citation] in now)

    def add(self, other: Draft, *, lead: str = "") -> None:
        """Say after this what `other` says, as far as it was not said yet; `lead` opens its first paragraph."""
        fresh = [left for w in self.take_over(other) if (left := without_said(w, self.text))]
        if lead and fresh and lead not in fresh[0]:
            fresh[0] = lead + fresh[0]
        self.paragraphs += fresh
        self.facts += [lead] if lead else []

    def take_over(self, other: Draft) -> list[str]:
        """The paragraphs of `other` with the numbers that its citations get here; they are not said yet."""
        numbers = {c.index: self._number_of(c) for c in other.citations}
        self.units += [
            u for unit in other.units if (u := replace(unit, citation=numbers[unit.citation])) not in self.units
        ]
        self.facts += other.facts
        self.notices += [n for n in other.notices if n not in self.notices]
        return [_MARK.sub(lambda mark: f"[{numbers[int(mark[1])]}]", paragraph) for paragraph in other.paragraphs]

    def _number_of(self, citation: Citation) -> int:
        """The number of the clause here, taken over from another draft where it is not cited yet."""
        known = next((c.index for c in self.citations if c.clause_id == citation.clause_id), None)
        if known is None:
            known = len(self.citations) + 1
            self.citations.append(replace(citation, index=known))
        return known


def without_said(words: str, said: str) -> str:
    """A paragraph without the sentences that were said before; empty where none is left but its citations."""
    sentences = _SAID.findall(words)
    fresh = [s for s in sentences if (bare := _MARK.sub("", s).strip().rstrip("。；")) not in said or not bare]
    rest = "".join(fresh)
    return rest if _MARK.sub("", rest).strip() else ""


def citation_of(clause: Clause, document: Document, text: str, quote: Span | None, *, index: int) -> Citation:
    """The clause as a citation; `quote` lies in the document's text, by default the clause's first words."""
    span = quote or _first_words(clause, text)
    return Citation(
        index=index,
        doc_id=document.id,
        title=document.title,
        doc_number=document.doc_number,
        issuer=document.issuer,
        region=document.region.name if document.region else None,
        clause_id=clause.id,
        path=clause.path,
        label=clause.label,
        text=clause_text(clause, text),
        quote=span.of(text),
        start=span.start,
        end=span.end,
        source_url=document.source_url,
    )


def clause_text(clause: Clause, text: str) -> str:
    """The whole clause as shown; a table row reads with its header."""
    if clause.cells:
        header = clause.header or ("",) * len(clause.cells)
        return "；".join(f"{h}：{c}" if h else c for h, c in zip(header, clause.cells, strict=False) if c)
    return clause.span.of(text)


def _first_words(clause: Clause, text: str) -> Span:
    """The clause's heading line or first sentence."""
    if clause.kind == "row":  # its cells are one
        return clause.body
    body = clause.body.of(text)
    ends = [i + 1 for i in (body.find(c) for c in "。；\n") if i > 0]
    length = min(ends, default=len(body))
    return Span(clause.body.start, clause.body.start + len(body[:length].rstrip()))
