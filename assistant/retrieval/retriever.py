"""Hybrid search over the knowledge base: BM25 and vectors, fused; also as a LangChain retriever."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from assistant.model import Evidence
from assistant.retrieval.alignment import align
from assistant.retrieval.foresight import Foresight
from assistant.retrieval.spelling import Spelling
from assistant.retrieval.wordings import Wordings
from ingestion.knowledge import Hit, KnowledgeBase
from ingestion.model import Clause

if TYPE_CHECKING:
    from ingestion.knowledge.embedding import Embedder, Vectors

_LEXICAL_SHARE = 0.5
_SENTENCES_KEPT = 4_000


class PolicyRetriever(BaseRetriever):
    """Finds clauses. `search` is typed and takes filters; `invoke` gives LangChain documents for a chain."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    knowledge: KnowledgeBase
    candidates: int = 40
    _embedder: Embedder = PrivateAttr()
    _foresight: Foresight = PrivateAttr()
    _spelling: Spelling = PrivateAttr()
    _wordings: Wordings = PrivateAttr()
    _sentences: dict[str, Vectors] = PrivateAttr(default_factory=dict)
    _keeping: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, knowledge: KnowledgeBase, embedder: Embedder, *, candidates: int = 40) -> None:
        super().__init__(knowledge=knowledge, candidates=candidates)  # type: ignore[call-arg]  # pydantic's own
        self._embedder = embedder
        self._foresight = Foresight(embedder)
        self._spelling = Spelling(knowledge.vocabulary, lambda: knowledge.version)
        self._wordings = Wordings()

    @property
    def foresight(self) -> Foresight:
        return self._foresight

    @property
    def spelling(self) -> Spelling:
        return self._spelling

    @property
    def wordings(self) -> Wordings:
        """Clauses made ready for ranking."""
        return self._wordings

    def likeness(self, question: str, sentences: Sequence[str]) -> list[float]:
        """The cosine of each sentence to the question. Vectors of sentences that come up again are kept."""
        kept = self._sentences
        with self._keeping:
            found = {text: kept[text] for text in sentences if text in kept}
        if missing := [text for text in dict.fromkeys(sentences) if text not in found]:
            fresh = dict(zip(missing, self._embedder.embed_passages(missing), strict=True))
            found |= fresh
            with self._keeping:
                kept |= fresh
                while len(kept) > _SENTENCES_KEPT:
                    kept.pop(next(iter(kept)))
        vector = self._embedder.embed_query(question)
        return [float(found[text] @ vector) for text in sentences]

    @property
    def aligns(self) -> bool:
        """Whether the model tells tokens; without them there are no alignments."""
        return self._embedder.tokens is not None

    def alignments(self, question: str, reworded: str, clauses: Sequence[Clause]) -> list[float]:
        """How well the tokens of each clause meet those of the question, in whichever wording they do better; in order.

        0 for clauses without tokens.
        """
        reader = self._embedder.tokens
        told = self.knowledge.tokens(clauses) if reader else {}
        if reader is None or not told:
            return [0.0] * len(clauses)
        wordings = map(reader.read_query, dict.fromkeys((question, reworded)))
        by_wording = [align(wording, list(told.values())) for wording in wordings]
        found = dict(zip(told, map(max, zip(*by_wording, strict=True)), strict=True))
        return [found.get(clause.id, 0.0) for clause in clauses]

    def search(
        self,
        question: str,
        *,
        words: str | None = None,
        reworded: str | None = None,
        doc_ids: frozenset[str] | None = None,
        limit: int | None = None,
        meanwhile: Callable[[Sequence[Clause]], None] | None = None,
    ) -> list[Evidence]:
        """Clauses by fused score, best first; `words` is what BM25 looks for, `question` what is embedded.

        Where `reworded` says the same in other words, both are embedded and what is near to both is near.
        `meanwhile` is told what BM25 found while the question is still being embedded.
        """
        embedding = self._meaning(question, reworded if reworded != question else None)
        nearest = self._foresight.follow(embedding, partial(self._nearest, doc_ids))
        lexical = self.knowledge.search_lexical(words or question, limit=self.candidates, doc_ids=doc_ids)
        if meanwhile is not None:
            meanwhile(list(self.knowledge.clause_map(hit.clause_id for hit in lexical).values()))
        return self._evidence(embedding.result(), nearest.result(), lexical, limit or self.candidates)

    def _meaning(self, question: str, reworded: str | None) -> Future[Vectors]:
        embedding = self._foresight.vector_of(question)
        if reworded is None:
            return embedding
        other = self._foresight.vector_of(reworded)
        return self._foresight.follow(embedding, lambda vector: _between(vector, other.result()))

    def _nearest(self, doc_ids: frozenset[str] | None, vector: Vectors) -> list[Hit]:
        return self.knowledge.search_dense(vector, limit=self.candidates, doc_ids=doc_ids)

    def close(self) -> None:
        self._foresight.close()

    def _evidence(self, vector: Vectors, dense: Sequence[Hit], lexical: Sequence[Hit], limit: int) -> list[Evidence]:
        cosine = {h.clause_id: h.score for h in dense}
        bm25 = {h.clause_id: h.score for h in lexical}
        fused = fuse(cosine, bm25)
        best = sorted(fused, key=lambda i: -fused[i])[:limit]
        unseen = [h for h in lexical if h.clause_id in fused and h.clause_id not in cosine]
        near = cosine | self.knowledge.cosines(vector, unseen)
        clauses = self.knowledge.clause_map(best)
        documents = self.knowledge.document_map(clause.doc_id for clause in clauses.values())
        return [
            Evidence(
                clause=clause,
                document=documents[clause.doc_id],
                score=fused[clause_id],
                sources=tuple(n for n, found in (("dense", cosine), ("lexical", bm25)) if clause_id in found),
                dense=near.get(clause_id),
                lexical=bm25.get(clause_id),
            )
            for clause_id, clause in clauses.items()
            if clause.doc_id in documents
        ]

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                id=e.clause.id,
                page_content=e.clause.span.of(self.knowledge.text(e.document.id)),
                metadata={"doc_id": e.document.id, "label": e.clause.label, "score": e.score},
            )
            for e in self.search(query)
        ]


def _between(one: Vectors, other: Vectors) -> Vectors:
    """The direction between two vectors of length 1."""
    both = one + other
    return both / math.sqrt(both @ both)


def fuse(dense: dict[str, float], lexical: dict[str, float]) -> dict[str, float]:
    """Sum of z-scores; what one search did not find gets that search's lowest score."""
    out = dict.fromkeys([*dense, *lexical], 0.0)
    for scores, share in ((dense, 1 - _LEXICAL_SHARE), (lexical, _LEXICAL_SHARE)):
        if not scores:
            continue
        mean = math.fsum(scores.values()) / len(scores)
        spread = math.sqrt(math.fsum((score - mean) ** 2 for score in scores.values()) / len(scores)) or 1.0
        floor = min(scores.values())
        for clause_id in out:
            out[clause_id] += share * (scores.get(clause_id, floor) - mean) / spread
    return out
