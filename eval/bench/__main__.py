"""`python -m eval.bench` (`make bench`): speed and memory as ratios from one run.

What is compared runs in turns within the run, so that a busy machine slows all alike; absolute figures only hold for
the machine and the hour.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from eval.bench.asking import open_assistant, report_asks, time_asks, time_crowd
from eval.bench.ingesting import time_from_nothing, time_ingest
from eval.bench.measuring import Figure, peak_mb, tabulate
from eval.bench.starting import time_starts
from eval.datasets.schema import Question
from eval.datasets.suites import SHIPPED_DOCUMENTS, load_suite
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, create_embedder

_THREADS = 2
_CLIENTS = 64
_CACHE = Path(tempfile.gettempdir()) / "wenzheng-bench"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, few questions")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--compare", action="store_true", help="beside a stock LangChain chain and baisitong")
    parser.add_argument("--large", action="store_true", help="also over a corpus of --clauses clauses")
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--cache", type=Path, default=_CACHE, help="what is kept between runs")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.questions = 1, 16
    _say(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    questions = spread([q for q in load_suite("dev").questions if not q.turns], options.questions)
    embedder = _open_embedder(options.cache / "models")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.large:
            from eval.bench.large import measure_large

            _show("Large corpus", await measure_large(options, embedder, [q.question for q in questions]))
            return
        if options.compare:
            from eval.bench.rivals import compare

            _show("Beside others, same documents and questions", await compare(folder, options, embedder, questions))
            return
        await _measure(folder, options, embedder, [q.question for q in questions])


async def _measure(folder: Path, options: argparse.Namespace, embedder: Embedder, questions: list[str]) -> None:
    async with open_assistant(folder / "asks", embedder, [SHIPPED_DOCUMENTS]) as assistant:
        rounds = await time_asks(assistant, embedder, questions, options.rounds)
        _show("Asking, shipped corpus", report_asks(rounds))
        clients = 16 if options.quick else _CLIENTS
        crowd = await time_crowd(
            assistant, embedder, questions, clients=clients, threads=_THREADS, rounds=options.rounds
        )
        _show(f"{clients} asking at once", crowd)
    _show("Peak memory", [Figure("this process after asking", (peak_mb(),), "MB", digits=0)])
    _show("Taking in, shipped corpus", time_ingest(embedder, [SHIPPED_DOCUMENTS], options.rounds))
    _show("Taking in, from nothing", time_from_nothing([SHIPPED_DOCUMENTS], options.rounds, _THREADS))
    _show("Starting", time_starts(folder / "start", questions[0], max(options.rounds, 1)))


def spread(questions: Sequence[Question], count: int) -> list[Question]:
    """`count` questions from all over the list, the same at every run."""
    step = max(1, len(questions) // count)
    return list(questions[::step])[:count]


def _open_embedder(cache: Path) -> Embedder:
    """The engine that the product would choose, without its memory of questions."""
    return create_embedder(EmbeddingConfig(threads=_THREADS, cache_dir=cache), remembers=False)


def _show(title: str, figures: Sequence[Figure]) -> None:
    _say(f"\n**{title}**\n\n{tabulate(figures)}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
