"""What search finds for every question, with its features: what the product's weights are fitted on.

Follow-ups, lists, looked-up clauses and questions about places or years that no document covers never come to a ranking
by features, so they are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.model import Filters
from assistant.settings import Settings
from eval.datasets.schema import Question
from eval.datasets.suites import OFFLINE, load_suite
from eval.matching import plain
from eval.runner import AS_OF
from eval.workbench import AssistantWorkbench, open_workbench

if TYPE_CHECKING:
    from assistant.retrieval.ranking import Ranked

_SEARCHED = ("value", "measure", "units")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that search found. `gold`: it bears the answer."""

    features: Mapping[str, float]
    gold: bool

    def score(self, weights: Mapping[str, float]) -> float:
        return sum(weight * self.features[name] for name, weight in weights.items())


@dataclass(frozen=True, slots=True)
class Searched:
    """A question with the clauses found in its scope, and those found once its own documents are taken away."""

    suite: str
    question: Question
    found: tuple[Candidate, ...]
    elsewhere: tuple[Candidate, ...] = ()

    @property
    def answerable(self) -> bool:
        return self.question.kind != "refuse"


@dataclass(frozen=True, slots=True)
class Collected:
    """All that was searched, and which weights it is for: those with alignments, or without (`mode`)."""

    searched: tuple[Searched, ...]
    aligned: bool

    @property
    def mode(self) -> str:
        """The name that the weights are stored under."""
        return "aligned" if self.aligned else "plain"


async def collect(settings: Settings, work: Path, suites: Sequence[str] = OFFLINE) -> Collected:
    """Both halves of every suite; the caller keeps to the half that it may fit on."""
    found: list[Searched] = []
    aligned = False
    for name in suites:
        suite = load_suite(name)
        async with open_workbench(suite, settings, "extractive", work) as bench:
            searched = (search(name, question, bench) for question in suite.questions)
            found += [one for one in searched if one]
            aligned = bench.asker.retriever.aligns
    return Collected(tuple(found), aligned)


def store(weights_file: Path, mode: str, fitted: object) -> None:
    """Put what was fitted in the place of what the file has for that mode."""
    stored = json.loads(weights_file.read_text("utf-8")) | {mode: fitted}
    weights_file.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")


def search(suite: str, question: Question, bench: AssistantWorkbench) -> Searched | None:
    """None where the question never comes to a ranking, or nothing is found."""
    from assistant.answering.extractive.desk import Desk
    from assistant.retrieval.scope import resolve

    assistant, stems = bench.asker, bench.corpus.stems
    asked = assistant.read(question.question, as_of=question.as_of or AS_OF)
    documents = assistant.knowledge.documents()
    scope = resolve(asked, Filters(), documents)
    unanswerable_year = question.kind == "refuse" and asked.years
    if question.turns or scope.miss or asked.kind not in _SEARCHED or unanswerable_year:
        return None

    def desk() -> Desk:
        return Desk(asked, scope, assistant.knowledge, assistant.retriever, AS_OF, "")

    found = tuple(_candidate(ranked, question, bench) for ranked in desk().search())
    elsewhere: tuple[Candidate, ...] = ()
    if question.documents:
        others = [document for document in documents if stems[document.id] not in question.documents]
        elsewhere = tuple(_candidate(r, question, bench) for r in desk().search(others, must_name=()))
    return Searched(suite, question, found, elsewhere) if found else None


def _candidate(ranked: Ranked, question: Question, bench: AssistantWorkbench) -> Candidate:
    clause, doc_id = ranked.evidence.clause, ranked.evidence.document.id
    words = [plain(text) for text in (clause.span.of(bench.corpus.texts[doc_id]), *clause.path)]
    gold = any(
        gold.need != "extra" and gold.doc == bench.corpus.stems[doc_id] and any(plain(gold.quote) in w for w in words)
        for gold in question.gold
    )
    return Candidate(dict(ranked.features), gold)
