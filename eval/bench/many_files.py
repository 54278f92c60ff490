"""`python -m eval.bench.many_files`: many small files of six formats, some unreadable, through the whole ingest.

The ingest runs in a process of its own; with `--kill N` it is killed at N random moments and begun again. Afterwards
every file is read once more and compared with what is stored. Ends with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.bench.measuring import peak_mb, resident_mb
from eval.bench.papers import Paper, write_papers
from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, create_embedder
from ingestion.model import ParsedDocument
from ingestion.pipeline import IngestProgress, check, ingest

_THREADS = 2
_CACHE = Path(tempfile.gettempdir()) / "wenzheng-bench" / "models"
_TAKE_IN = "import sys; from eval.bench.many_files import take_in; take_in(*sys.argv[1:])"
_POINTS = 11  # of the memory line


@dataclass(frozen=True, slots=True)
class Run:
    """What one ingest process said: a line for each batch and, unless it was killed, the outcomes."""

    steps: tuple[dict[str, float], ...]
    outcomes: tuple[dict[str, Any], ...] | None
    seconds: float
    peak: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.many_files", description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--corrupt", type=int, default=20)
    parser.add_argument("--kill", type=int, nargs="?", const=1, default=0, help="how often the ingest is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the texts")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        corpus, data = Path(name) / "corpus", Path(name) / "data"
        papers = write_papers(corpus, options.count, options.corrupt, seed=options.seed)
        for share in sorted(random.uniform(0.05, 0.85) for _ in range(options.kill)):  # noqa: S311
            killed = _run(corpus, data, kill_at=share)
            _say(f"killed after {killed.seconds:.1f} s, {_last(killed):.0f} files reported done")
        run = _run(corpus, data)
        _describe(run)
        with KnowledgeBase.open(KnowledgeConfig(data), _open_embedder(), notify=_say) as kb:
            faults = [*_check_report(run, papers), *_check_stored(kb, corpus, papers)]
    for fault in faults:
        _say(f"FAULT {fault}")
    _say("as it should be" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def take_in(corpus: str, data: str) -> None:
    """The ingest process: says how far it is, then what became of each file, as JSON lines."""

    def tell(progress: IngestProgress) -> None:
        step = {"done": progress.files_done, "clauses": progress.clauses_done, "seconds": progress.seconds}
        _say(json.dumps(step | {"resident": resident_mb()}))

    with KnowledgeBase.open(KnowledgeConfig(Path(data)), _open_embedder(), notify=lambda _: None) as kb:
        report = ingest([Path(corpus)], kb, progress=tell)
    outcomes = [asdict(outcome) for outcome in report.outcomes]
    _say(json.dumps({"outcomes": outcomes, "seconds": report.seconds, "peak": peak_mb()}))


def _run(corpus: Path, data: Path, *, kill_at: float | None = None) -> Run:
    """Ingest in another process, killed some moments after a share `kill_at` of the files is done."""
    files = len(list(corpus.iterdir()))
    command = [sys.executable, "-c", _TAKE_IN, str(corpus), str(data)]
    steps, end, begun = list[dict[str, float]](), {}, time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        for line in process.stdout or ():
            said = json.loads(line)
            if "outcomes" in said:
                end = said
                continue
            steps.append(said)
            if kill_at is not None and said["done"] >= kill_at * files:
                time.sleep(random.uniform(0, 4))  # noqa: S311
                os.kill(process.pid, signal.SIGKILL)
                break
    if kill_at is None and process.returncode:
        raise RuntimeError(f"the ingest ended with {process.returncode}")
    seconds = end.get("seconds", time.monotonic() - begun)
    return Run(tuple(steps), tuple(end["outcomes"]) if end else None, seconds, end.get("peak", 0.0))


def _last(run: Run) -> float:
    return run.steps[-1]["done"] if run.steps else 0


def _describe(run: Run) -> None:
    counts = Counter(outcome["status"] for outcome in run.outcomes or ())
    clauses = sum(outcome["clauses"] for outcome in run.outcomes or ())
    _say(f"{dict(counts)}, {clauses} clauses, {run.seconds:.1f} s, peak {run.peak:.0f} MB")
    resident = list({step["done"]: step["resident"] for step in run.steps}.items())
    points = [resident[(len(resident) - 1) * i // (_POINTS - 1)] for i in range(_POINTS)] if resident else []
    _say("resident MB by files done: " + ", ".join(f"{done:.0f}: {held:.0f}" for done, held in dict(points).items()))
    for outcome in run.outcomes or ():
        if outcome["status"] == "failed":
            _say(f"  {outcome['source']}: {outcome['reason']}")


def _check_report(run: Run, papers: Sequence[Paper]) -> Iterator[str]:
    """Every unreadable file is reported with a reason, and no other."""
    failed = {outcome["source"]: outcome["reason"] for outcome in run.outcomes or () if outcome["status"] == "failed"}
    for name in failed.keys() ^ {paper.name for paper in papers if not paper.readable}:
        yield f"{name}: {'failed: ' + failed[name] if name in failed else 'not reported as unreadable'}"
    yield from (f"{name}: no reason" for name, reason in failed.items() if not reason)


def _check_stored(kb: KnowledgeBase, corpus: Path, papers: Sequence[Paper]) -> Iterator[str]:
    """The knowledge base is sound and holds exactly what the readable files say."""
    health = kb.health()
    _say(f"{health.documents} documents, {health.clauses} searched clauses, {health.vectors}/{health.lexical} indexed")
    yield from health.problems
    stored = {document.source: document.id for document in kb.documents()}
    for name in stored.keys() ^ {paper.name for paper in papers if paper.readable}:
        yield f"{name}: {'stored, yet unreadable' if name in stored else 'not stored'}"
    for checked in check([corpus]):
        if checked.parsed and checked.source in stored:
            yield from _compare(kb, stored[checked.source], checked.parsed)


def _compare(kb: KnowledgeBase, doc_id: str, parsed: ParsedDocument) -> Iterator[str]:
    """What is stored of a document beside what its file says now."""
    if kb.document(doc_id).text != parsed.document.text:
        yield f"{doc_id}: other text"
    pairs = (
        ("clauses", len(kb.clauses(doc_id)), len(parsed.clauses)),
        ("units", len(kb.responsibilities(doc_id=doc_id)), len(parsed.responsibilities)),
        ("targets", len(kb.targets(doc_ids=[doc_id])), len(parsed.targets)),
    )
    yield from (f"{doc_id}: {held} {what} stored of {meant}" for what, held, meant in pairs if held != meant)


def _open_embedder() -> Embedder:
    return create_embedder(EmbeddingConfig(threads=_THREADS, cache_dir=_CACHE), remembers=False)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
