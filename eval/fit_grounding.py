"""Measure the grounding gate on good and corrupted answers, and fit its threshold of covered words.

python -m eval.fit_grounding [--count 300] [--sweep] [--show]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.answering.grounding import Gate, Grounded, Release, check, evidence
from assistant.model import Citation
from eval.mutations import Corrupted, GoodAnswer, corruptions, good_answers, read_policies

_PIECE = 7  # characters of a stream at a time
CORPUS = Path(__file__).resolve().parents[1] / "ingestion" / "corpus"


class Shown(Protocol):
    """An answer as it is shown."""

    @property
    def text(self) -> str: ...
    @property
    def citations(self) -> tuple[Citation, ...]: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """Rates of one run. `leaked` counts corrupted answers whose corruption came through, by kind."""

    claims: int
    removed: tuple[str, ...]
    removed_by_hand: int
    corrupted: Counter[str]
    leaked: tuple[tuple[str, str], ...]
    ms_per_claim: float

    @property
    def removed_share(self) -> float:
        return len(self.removed) / max(1, self.claims)


Ground = Callable[[str, Sequence[Citation]], Grounded]


def check_streamed(text: str, citations: Sequence[Citation]) -> Grounded:
    """What of a text is shown when it arrives in pieces."""
    release = Release(Gate(citations))
    for at in range(0, len(text), _PIECE):
        release.feed(text[at : at + _PIECE])
    release.finish()
    return release.grounded


def measure(answers: Sequence[GoodAnswer], ground: Ground = check, *, seed: int = 2) -> Measured:
    """Run the gate over the answers and all their corruptions. Time is that of the processor, not of a busy machine."""
    started, claims, removed, by_hand = time.process_time(), 0, list[str](), 0
    for answer in answers:
        report = ground(answer.text, answer.citations).report
        claims += report.checked
        removed += report.removed
        by_hand += answer.written_by_hand and len(report.removed)
    elapsed = time.process_time() - started
    mutated = list(corruptions(answers, seed=seed))
    leaked = [(c.kind, c.poison or c.text) for c in mutated if leaks(c, ground(c.text, c.answer.citations))]
    kinds = Counter(c.kind for c in mutated)
    return Measured(claims, tuple(removed), by_hand, kinds, tuple(leaked), elapsed / max(1, claims) * 1000)


def leaks(corrupted: Corrupted, grounded: Shown) -> bool:
    """True if the corruption is still in the answer: its sentence, or a mark that leads to another clause."""
    if corrupted.kind == "citation":
        return any(c.clause_id != corrupted.answer.bearing for c in grounded.citations)
    return corrupted.poison in grounded.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="another choice of answers and corruptions")
    parser.add_argument("--sweep", action="store_true", help="try thresholds and print the rates of each")
    parser.add_argument("--show", action="store_true", help="print what was removed and what leaked")
    options = parser.parse_args()
    answers = good_answers(read_policies(options.corpus), count=options.count, seed=options.seed)
    if options.sweep:
        for threshold in (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
            evidence.COVERAGE = threshold
            report(measure(answers), label=f"coverage {threshold}")
        return
    measured = measure(answers, seed=options.seed + 1)
    report(measured, label=f"{len(answers)} good answers, {sum(a.written_by_hand for a in answers)} by hand")
    if options.show:
        for text in measured.removed:
            print("removed ", text)  # noqa: T201
        for kind, text in measured.leaked:
            print("leaked  ", kind, text)  # noqa: T201


def report(measured: Measured, *, label: str) -> None:
    leaked = Counter(kind for kind, _ in measured.leaked)
    rates = ", ".join(f"{kind} {leaked[kind]}/{n}" for kind, n in measured.corrupted.items())
    print(  # noqa: T201
        f"{label}: removed {len(measured.removed)}/{measured.claims} good claims ({measured.removed_share:.1%}; "
        f"{measured.removed_by_hand} by hand), {measured.ms_per_claim:.2f} ms a claim; leaked {rates}"
    )


if __name__ == "__main__":
    main()
