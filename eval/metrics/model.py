"""What a metric sees and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from assistant.model import Answer
from eval.datasets.schema import Question

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The part of the knowledge base that scoring needs: which file a document came from, its text, its facts."""

    stems: Mapping[str, str]  # doc_id -> file stem
    texts: Mapping[str, str]  # doc_id -> canonical text
    facts: Mapping[str, str] = field(default_factory=dict)  # doc_id -> number and dates, which need no clause


@dataclass(frozen=True, slots=True)
class Observation:
    """One question with the answer it got. `retrieved` are (doc_id, clause text with headings), best first."""

    question: Question
    answer: Answer
    corpus: Corpus
    retrieved: tuple[tuple[str, str], ...] = ()
    elapsed_ms: float = 0.0
    as_of: date | None = None

    @property
    def should_cite(self) -> bool:
        """Whether this answer is one that has to stand on gold clauses."""
        question = self.question
        return (
            question.should_answer
            and bool(question.gold)
            and not (question.kind == "clarify" and self.answer.status == "clarify")
        )


class Metric(Protocol):
    """One number a question, or None where the metric says nothing about it. Pure."""

    @property
    def name(self) -> str: ...
    @property
    def better(self) -> Better: ...
    def score(self, seen: Observation) -> float | None: ...
