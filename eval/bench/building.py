"""`python -m eval.bench.building`: a large invented corpus taken in, with its rate, the time left and its memory.

Killed and begun again, it goes on where it stopped; what each run wrote of itself is put together at the end, where
the knowledge base is also checked. `--stand-in` leaves out the cost of a model.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from eval.bench.corpus import write_corpus
from eval.bench.measuring import Aim, Figure, resident_mb, tabulate
from eval.bench.standin import StandIn
from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.embedding import Embedder, EmbeddingConfig, create_embedder
from ingestion.pipeline import IngestProgress, ingest

CLAUSES_EACH = 57
_THREADS = 2
_STEP_SECONDS = 5
_LINE_STEPS = 4
_SETTLED = 0.1  # the share of a run after which its memory should not grow any more


class BuildLog:
    """What the runs of one build say of themselves, in a file that outlives them."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / "building.jsonl"
        self._run = time.time_ns()
        self._steps = 0

    def tell(self, progress: IngestProgress) -> None:
        """Keep a report every few seconds and the last of all; every few of them are shown."""
        if progress.seconds < self._steps * _STEP_SECONDS and progress.files_done < progress.files:
            return
        self._steps = int(progress.seconds / _STEP_SECONDS) + 1
        step = {"run": self._run, "files": progress.files_done, "clauses": progress.clauses_done}
        with self._path.open("a") as file:
            file.write(json.dumps(step | {"seconds": progress.seconds, "mb": resident_mb()}) + "\n")
        if self._steps % _LINE_STEPS == 0:
            rate, left = progress.clauses_per_second, progress.seconds_left or 0
            sys.stderr.write(
                f"{progress.files_done}/{progress.files} files, {progress.clauses_done} clauses, "
                f"{rate:.0f}/s, {left:.0f} s left, {resident_mb():.0f} MB\n"
            )

    def figures(self) -> list[Figure]:
        """All runs together. A run that was killed counts with its last report."""
        runs: dict[int, list[dict[str, float]]] = defaultdict(list)
        for line in self._path.read_text().splitlines():
            step = json.loads(line)
            runs[step["run"]].append(step)
        seconds = sum(steps[-1]["seconds"] for steps in runs.values())
        clauses = sum(steps[-1]["clauses"] for steps in runs.values())
        settled = [
            step["mb"]
            for steps in runs.values()
            for step in steps
            if step["clauses"] >= _SETTLED * steps[-1]["clauses"]
        ]
        memory = (min(settled), max(settled))
        return [
            Figure("runs, each but the last one killed", (float(len(runs)),), digits=0),
            Figure("clauses taken in", (clauses,), digits=0),
            Figure("time taken", (seconds,), "s", digits=0),
            Figure("clauses a second", (clauses / seconds,)),
            Figure("resident memory after the first tenth of each run", memory, "MB", Aim(1200), digits=0),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 where the knowledge base does not hold what it should."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.building", description=__doc__)
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--stand-in", action="store_true", help="cheap vectors in place of the model's")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "wenzheng-bench")
    options = parser.parse_args(arguments)
    home = options.cache / f"built-{options.clauses}{'-stand-in' if options.stand_in else ''}"
    count = options.clauses // CLAUSES_EACH + 1
    write_corpus(home / "corpus", count)
    log = BuildLog(home)
    with KnowledgeBase.open(KnowledgeConfig(home / "data"), _open_embedder(options), notify=_say) as kb:
        ingest([home / "corpus"], kb, progress=log.tell)
        health = kb.health()
    whole = health.ok and health.documents == count
    _say(tabulate([*log.figures(), Figure("clauses that are searched", (float(health.clauses),), digits=0)]))
    _say("as it should be" if whole else f"FAULT {health}")
    return 0 if whole else 1


def _open_embedder(options: argparse.Namespace) -> Embedder:
    if options.stand_in:
        return StandIn()
    return create_embedder(EmbeddingConfig(threads=_THREADS, cache_dir=options.cache / "models"), remembers=False)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
