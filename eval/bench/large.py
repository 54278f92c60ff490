"""Asking over a large invented corpus, beside the shipped one in the same run.

Vectors come from a stand-in (see `standin`), since a real model would take hours here; a question still pays for the
real engine's embedding, so that times compare.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.core import Assistant
from assistant.model import AskRequest, Filters
from eval.bench.asking import Round, open_assistant, time_asks
from eval.bench.building import CLAUSES_EACH, BuildLog
from eval.bench.corpus import Policy, generate, write_corpus
from eval.bench.measuring import Aim, Figure, percentile, ratio, resident_mb
from eval.bench.standin import StandIn
from eval.datasets.suites import SHIPPED_DOCUMENTS
from ingestion.knowledge.embedding import Embedder

_REGIONS = 40


async def measure_large(options: argparse.Namespace, timed: Embedder, shipped_questions: list[str]) -> list[Figure]:
    """Builds the index where the cache does not have it yet; an interrupted build goes on."""
    count = options.clauses // CLAUSES_EACH + 1
    home = options.cache / f"large-{options.clauses}"
    embedder = StandIn(timed)
    built = [] if (home / "built").exists() else await _build(home, count, embedder)
    policies = list(generate(count))
    asked = policies[:: max(1, count // options.questions)][: options.questions]
    before = resident_mb()
    with tempfile.TemporaryDirectory() as name:
        async with (
            open_assistant(Path(name), embedder, [SHIPPED_DOCUMENTS]) as small,
            open_assistant(home / "data", embedder) as large,
        ):
            begun = time.perf_counter()
            right = await _count_right(large, asked)
            first = time.perf_counter() - begun
            asks = _AskTimes(await _time(small, timed, shipped_questions, options.rounds))
            own = _AskTimes(await _time(large, timed, [p.question for p in asked], options.rounds))
            year = await _time(large, timed, [p.question for p in asked], options.rounds, Filters(year=asked[0].year))
            broad = [f"{p.question.split(p.city)[-1]}" for p in asked]
            unnamed = _AskTimes(await _time(large, timed, broad, options.rounds))
            cities = tuple(dict.fromkeys(p.city for p in policies))[:_REGIONS]
            region = await _time(large, timed, broad, options.rounds, Filters(region=cities))
            held = resident_mb()
    base = asks.p50("`ask` p50, shipped corpus")
    return [
        *built,
        Figure("clauses", (float(options.clauses),), digits=0),
        base,
        *own.beside(base, "questions that name a city", Aim(1.4)),
        *unnamed.beside(base, "questions that name none", Aim(1.4)),
        *_AskTimes(year).beside(base, "with a year filter", Aim(1.6)),
        *_AskTimes(region).beside(base, f"with a filter of {len(cities)} regions", Aim(1.6)),
        Figure("first pass over the questions, each", (first * 1000 / len(asked),), "ms"),
        Figure("answers that hold the fact asked for", (right / len(asked),), digits=2),
        Figure("resident memory", (held,), "MB", Aim(1200), digits=0),
        Figure("of it before opening", (before,), "MB", digits=0),
    ]


class _AskTimes:
    """Rounds of asking one way."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self._rounds = rounds

    def p50(self, name: str) -> Figure:
        return Figure(name, tuple(percentile(r.ask, 0.5) for r in self._rounds), "ms")

    def beside(self, base: Figure, name: str, aim: Aim) -> list[Figure]:
        own = self.p50(f"`ask` p50, {name}")
        return [own, ratio(f"{name} / shipped corpus", own, base, aim)]


async def _time(
    assistant: Assistant, timed: Embedder, questions: Sequence[str], rounds: int, filters: Filters | None = None
) -> list[Round]:
    return await time_asks(assistant, timed, questions, rounds, filters)


async def _count_right(assistant: Assistant, policies: Sequence[Policy]) -> int:
    right = 0
    for policy in policies:
        answer = await assistant.ask(AskRequest(policy.question))
        right += policy.fact in answer.answer
    return right


async def _build(home: Path, count: int, embedder: Embedder) -> list[Figure]:
    await asyncio.to_thread(write_corpus, home / "corpus", count)
    log = BuildLog(home)
    async with open_assistant(home / "data", embedder) as assistant:
        await assistant.ingest([home / "corpus"], log.tell)
    (home / "built").touch()
    return log.figures()
