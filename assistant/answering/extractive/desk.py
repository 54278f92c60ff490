"""What a composer works with: the question, the documents in scope, and the ways to look into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.model import Evidence, Understanding
from assistant.retrieval.contractions import spelt_out
from assistant.retrieval.expectations import Expectation, expectations_of
from assistant.retrieval.matching import Term, normalized, reworded, weigh
from assistant.retrieval.ranking import Ranked, Ranker, Scored
from assistant.retrieval.retriever import PolicyRetriever
from assistant.retrieval.scope import Scope
from assistant.retrieval.wordings import Wording, read_wording
from ingestion.knowledge import KnowledgeBase
from ingestion.model import Clause, Document, Responsibility


@dataclass(frozen=True, slots=True)
class _Search:
    """What was searched for among which documents, and what was found."""

    asked: Understanding
    scope: Scope
    doc_ids: frozenset[str] | None
    names: Sequence[str]
    ranked: Sequence[Ranked]


@dataclass(slots=True)
class Desk:
    """One question on the table. Everything is read from one state of the knowledge base and read once."""

    asked: Understanding
    scope: Scope
    knowledge: KnowledgeBase
    retriever: PolicyRetriever
    as_of: date
    contact: str
    expected: tuple[Expectation, ...] = ()
    chosen: dict[str, tuple[Ranked, Understanding, list[Scored]]] = field(default_factory=dict)  # sentences, by clause
    _terms: tuple[Term, ...] | None = field(init=False, default=None)
    _ranking: tuple[Understanding, tuple[Term, ...], Ranker] | None = field(init=False, default=None)
    _searched: list[_Search] = field(init=False, default_factory=list)
    _units: dict[str, list[Responsibility]] = field(default_factory=dict)
    _clauses: dict[str, list[Clause]] = field(default_factory=dict)
    _below: dict[str, dict[str | None, list[Clause]]] = field(default_factory=dict)  # by document and what is above
    _texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.expected = expectations_of(self.asked.focus or self.asked.text)

    @property
    def terms(self) -> tuple[Term, ...]:
        if self._terms is None:  # not every desk is searched from
            self._terms = weigh(self.asked, self.knowledge.frequencies)
        return self._terms

    @terms.setter
    def terms(self, terms: tuple[Term, ...]) -> None:
        self._terms = terms

    @property
    def _ranker(self) -> Ranker:
        held = self._ranking
        if held is None or held[0] is not self.asked or held[1] is not self.terms:
            ranker = Ranker(self.asked, self.terms, self.text, aligned=self.retriever.aligns)
            held = self._ranking = self.asked, self.terms, ranker
        return held[2]

    def absent_from(self, document: Document) -> float:
        """0..1: how much of the question are things of which the document has not a word."""
        return self._ranker.absence.share_of(document)

    def text(self, doc_id: str) -> str:
        if doc_id not in self._texts:
            self._texts[doc_id] = self.knowledge.text(doc_id)
        return self._texts[doc_id]

    def clauses(self, doc_id: str) -> list[Clause]:
        if doc_id not in self._clauses:
            self._clauses[doc_id] = self.knowledge.clauses(doc_id)
        return self._clauses[doc_id]

    def units(self, clause_id: str) -> list[Responsibility]:
        """Units read for exactly this clause."""
        if clause_id not in self._units:
            self._units[clause_id] = self.knowledge.responsibilities(clause_ids=[clause_id])
        return self._units[clause_id]

    def search(
        self, documents: Sequence[Document] | None = None, *, must_name: Sequence[str] | None = None
    ) -> list[Ranked]:
        """Ranked clauses, of `documents` and with one of the names in `must_name` where given, else of the scope.

        What was searched is held: which document is meant and what it says, or what each side says, is found by the
        same search.
        """
        doc_ids = frozenset(d.id for d in documents) if documents is not None else self.scope.doc_ids
        names = self.scope.must_name if must_name is None else must_name
        held = [one for one in self._searched if one.asked is self.asked and one.scope is self.scope]
        if one := next((one for one in held if (one.doc_ids, one.names) == (doc_ids, names)), None):
            return list(one.ranked)
        found = self._find(doc_ids)
        if slips := self._slips(found):
            self.terms = weigh(self.asked, self.knowledge.frequencies, slips)
            found = self._find(doc_ids)
        bodies = "\n".join(w.body for w in self._wordings([e.clause for e in found]))
        if (terms := spelt_out(self.terms, bodies)) != self.terms:
            self.terms = terms
        # a document is named once and then called 《办法》: its figures may stand in any sentence
        sentences_with = () if self.scope.miss == "document" else names
        ranked = self.rank([e for e in found if self.has_name(e, names)], sentences_with)
        self._searched = [*held, _Search(self.asked, self.scope, doc_ids, names, ranked)]
        return list(ranked)

    def has_name(self, evidence: Evidence, names: Sequence[str]) -> bool:
        """Whether the clause, a heading above it or the title has one of the names; true where there is none."""
        if not names:
            return True
        words = [evidence.clause.body.of(self.text(evidence.document.id)), *evidence.clause.path]
        text = normalized(" ".join([*words, evidence.document.title]))
        return any(name in text for name in names)

    def _find(self, doc_ids: frozenset[str] | None) -> list[Evidence]:
        words = " ".join([self.asked.text, *(v for t in self.terms for v in t.variants)])
        return self.retriever.search(
            self.asked.text,
            words=words,
            reworded=reworded(self.asked.text, self.terms),
            doc_ids=doc_ids,
            meanwhile=self._read_ahead,
        )

    def _read_ahead(self, clauses: Sequence[Clause]) -> None:
        self._ranker.read(self._wordings(clauses))

    def _slips(self, found: Sequence[Evidence]) -> dict[str, str]:
        """Words that neither the corpus nor any clause found knows, with what they sound like."""
        unknown = [t.text for t in self.terms if not t.known]
        if not unknown:
            return {}
        clauses = [e.clause for e in found]
        seen = "".join(map(self._whole, clauses, self._wordings(clauses)))
        strange = [word for word in unknown if word not in seen]
        return self.retriever.spelling.correct(normalized(self.asked.text), strange) if strange else {}

    def _whole(self, clause: Clause, wording: Wording) -> str:
        """The clause with everything below it, normalised."""
        if clause.body == clause.span and not clause.header:
            return wording.body
        return normalized(clause.span.of(self.text(clause.doc_id)))

    def rank(self, evidence: Sequence[Evidence], names: Sequence[str] = ()) -> list[Ranked]:
        """Ranks given evidence, such as the clauses of a document by heading."""
        clauses = [e.clause for e in evidence]
        alignments = self.retriever.alignments(self.asked.text, reworded(self.asked.text, self.terms), clauses)
        return self._ranker.rank(evidence, self._wordings(clauses), names, alignments)

    def _wordings(self, clauses: Sequence[Clause]) -> list[Wording]:
        return self.retriever.wordings.of(clauses, self.knowledge.version, self._read_wordings)

    def _read_wordings(self, clauses: Sequence[Clause]) -> list[Wording]:
        self._preload(clauses)
        documents = self.knowledge.document_map(c.doc_id for c in clauses)
        return [read_wording(c, documents[c.doc_id], self.text(c.doc_id), self._units_around(c)) for c in clauses]

    def _units_around(self, clause: Clause) -> list[Responsibility]:
        """Units read for the clause or, at its end, for the clause it is part of."""
        return self.units(clause.id) + (self.units(clause.parent_id) if clause.parent_id else [])

    def parent(self, clause: Clause) -> Clause | None:
        return self.knowledge.clause_map([clause.parent_id]).get(clause.parent_id) if clause.parent_id else None

    def children(self, clause: Clause) -> list[Clause]:
        if clause.doc_id not in self._below:
            below = self._below[clause.doc_id] = defaultdict(list)
            for other in self.clauses(clause.doc_id):
                below[other.parent_id].append(other)
        return list(self._below[clause.doc_id].get(clause.id, ()))

    def _preload(self, clauses: Sequence[Clause]) -> None:
        near = [i for clause in clauses for i in (clause.id, clause.parent_id) if i]
        missing = [i for i in dict.fromkeys(near) if i not in self._units]
        for clause_id in missing:
            self._units[clause_id] = []
        for unit in self.knowledge.responsibilities(clause_ids=missing) if missing else ():
            self._units[unit.clause_id].append(unit)
