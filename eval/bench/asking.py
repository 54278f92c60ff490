"""What an answer costs beside the embedding of its question, alone and with many people asking at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.core import Assistant
from assistant.model import AskRequest, Filters
from assistant.settings import load_settings
from eval.bench.measuring import Aim, Figure, percentile, ratio
from ingestion.knowledge.embedding import Embedder
from ingestion.knowledge.embedding.remembered import RememberingEmbedder

_WARMING = 12
_REMEMBERED = 8  # question vectors: one for each that is answered at a time


@dataclass(slots=True)
class Round:
    """Milliseconds a question, in the order of the questions."""

    embed: list[float] = field(default_factory=list)
    ask: list[float] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=dict)


@asynccontextmanager
async def open_assistant(folder: Path, embedder: Embedder, documents: Sequence[Path] = ()) -> AsyncIterator[Assistant]:
    """An extractive assistant that remembers so few question vectors that each question pays for its own, once."""
    settings = load_settings()
    llm = settings.llm.model_copy(update={"model": None, "base_url": None})
    settings = settings.model_copy(update={"data_dir": folder, "llm": llm})
    async with Assistant(settings, embedder=RememberingEmbedder(embedder, capacity=_REMEMBERED)) as assistant:
        if documents:
            await assistant.ingest(list(documents))
        yield assistant


async def time_asks(
    assistant: Assistant, embedder: Embedder, questions: Sequence[str], rounds: int, filters: Filters | None = None
) -> list[Round]:
    """Each question embedded alone and asked, one after the other, so that a busy machine slows both alike."""
    chosen = filters or Filters()
    for question in questions[:_WARMING]:
        await assistant.ask(AskRequest(question, filters=chosen))
    done = []
    for _ in range(rounds):
        this = Round()
        for question in questions:
            begun = time.perf_counter()
            await assistant.run(embedder.embed_query, question)
            middle = time.perf_counter()
            answer = await assistant.ask(AskRequest(question, filters=chosen))
            this.embed.append((middle - begun) * 1000)
            this.ask.append((time.perf_counter() - middle) * 1000)
            stages = answer.trace.get("stages_ms", {})
            for name, spent in stages.items() if isinstance(stages, dict) else ():
                this.stages.setdefault(name, []).append(spent)
        done.append(this)
    return done


def report_asks(rounds: Sequence[Round]) -> list[Figure]:
    """p50 and p95 beside the embedding, and where the time goes."""
    embed = Figure("embedding a question, p50", tuple(percentile(r.embed, 0.5) for r in rounds), "ms")
    ask = Figure("`ask`, p50", tuple(percentile(r.ask, 0.5) for r in rounds), "ms")
    late = Figure("`ask`, p95", tuple(percentile(r.ask, 0.95) for r in rounds), "ms")
    figures = [embed, ask, ratio("`ask` p50 / embedding p50", ask, embed, Aim(1.3)), late]
    figures.append(ratio("`ask` p95 / embedding p50", late, embed))
    for name in rounds[0].stages:
        spent = tuple(percentile(r.stages[name], 0.5) for r in rounds)
        figures.append(Figure(f"stage {name}, p50", spent, "ms"))
    return figures


async def time_crowd(
    assistant: Assistant, embedder: Embedder, questions: Sequence[str], *, clients: int, threads: int, rounds: int
) -> list[Figure]:
    """`clients` people ask at once; beside it the same questions through the embedding alone."""
    asked = [questions[i % len(questions)] for i in range(clients * 3)]
    alone, together, spread, sums = [], [], [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(embedder.embed_query, asked))
        alone.append(len(asked) / (time.perf_counter() - begun))
        waits: list[float] = []
        queue = iter(asked)
        begun = time.perf_counter()
        await asyncio.gather(*(_ask_all(assistant, queue, waits) for _ in range(clients)))
        together.append(len(asked) / (time.perf_counter() - begun))
        spread.append(percentile(waits, 0.99) / percentile(waits, 0.5))
        sums.append(percentile(waits, 0.5))
    rate = Figure(f"{clients} clients, answers a second", tuple(together))
    base = Figure(f"embedding alone, {threads} threads, questions a second", tuple(alone))
    return [
        base,
        rate,
        ratio(f"{clients} clients / embedding alone", rate, base, Aim(0.85, "high")),
        Figure(f"{clients} clients, p50", tuple(sums), "ms", digits=0),
        Figure(f"{clients} clients, p99 / p50", tuple(spread), "×", Aim(4), digits=2),
    ]


async def _ask_all(assistant: Assistant, queue: Iterator[str], waits: list[float]) -> None:
    for question in queue:
        begun = time.perf_counter()
        await assistant.ask(AskRequest(question))
        waits.append((time.perf_counter() - begun) * 1000)
