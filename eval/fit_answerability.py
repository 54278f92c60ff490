"""Fit the model that tells answerable questions from others, on the "fit" split only; report it on both.

python -m eval.fit_answerability [--write]

A question to be refused is a negative example; so is every answerable question put to each document that does not
answer it, at a small weight, because another document may answer it after all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import load_settings
from eval.datasets.schema import Question
from eval.datasets.suites import load_suite
from eval.workbench import open_workbench

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from assistant.core import Assistant

FEATURES = ("best", "heading", "dense", "number", "named")
WEIGHTS_FILE = Path(__file__).parents[1] / "assistant" / "answering" / "answerability.json"
_SEARCHED = ("value", "measure", "units")
_SWAPPED_WEIGHT = 0.15
_REFUSED_WEIGHT = 3.0
_THRESHOLD = 0.3
_DECAY = 0.001


@dataclass(frozen=True, slots=True)
class Example:
    """The best clause's features for one question over one set of documents."""

    question: str
    features: Mapping[str, float]
    answerable: bool
    split: str
    weight: float


def examples_of(assistant: Assistant, questions: Sequence[Question]) -> list[Example]:
    """Positive and negative examples; questions about years that no document covers are refused elsewhere."""
    from assistant.answering.extractive.desk import Desk
    from assistant.model import Filters
    from assistant.retrieval.scope import Scope, resolve

    knowledge = assistant.knowledge
    stems = {source.doc_id: Path(source.origin).stem for source in knowledge.sources()}
    found = []
    for question in questions:
        asked = assistant.read(question.question, as_of=question.as_of or datetime.now(UTC).date())
        scope = resolve(asked, Filters(), knowledge.documents())
        refused = question.kind == "refuse"
        if question.turns or scope.miss or asked.kind not in _SEARCHED or (refused and asked.years):
            continue
        scopes = [(scope, not refused, _REFUSED_WEIGHT if refused else 1.0)]
        if len(question.documents) == 1:
            others = [d for d in knowledge.documents() if stems[d.id] not in question.documents]
            scopes += [(Scope((d,), restricted=True), False, _SWAPPED_WEIGHT) for d in others]
        for tried, answerable, weight in scopes:
            desk = Desk(asked, tried, knowledge, assistant.retriever, datetime.now(UTC).date(), "")
            ranked = desk.search()
            if not ranked:
                continue
            swapped = weight == _SWAPPED_WEIGHT
            if swapped and ranked[0].features["best"] > 0.9:
                continue  # the other document does answer it
            split = f"{question.split}-swapped" if swapped else question.split
            found.append(Example(question.question, dict(ranked[0].features), answerable, split, weight))
    return found


def fit(examples: Sequence[Example], *, rounds: int = 8000, rate: float = 0.5) -> dict[str, float]:
    """Weighted logistic regression by gradient descent on standardised features."""
    import numpy as np

    x = np.array([[e.features[name] for name in FEATURES] for e in examples])
    y = np.array([e.answerable for e in examples], dtype=float)
    share = np.array([e.weight for e in examples])
    share /= share.sum()
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread
    weights, intercept = np.zeros(len(FEATURES)), 0.0
    for _ in range(rounds):
        error = (1 / (1 + np.exp(-(z @ weights + intercept))) - y) * share
        weights -= rate * (z.T @ error + _DECAY * weights)
        intercept -= rate * float(error.sum())
    scaled: np.ndarray = weights / spread
    out = {name: round(float(w), 4) for name, w in zip(FEATURES, scaled, strict=True)}
    return out | {"intercept": round(intercept - float((weights * mean / spread).sum()), 4)}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def report(examples: Sequence[Example], weights: Mapping[str, float]) -> None:
    """Precision and recall of refusing, by split and threshold, and the questions on the wrong side."""
    from math import exp

    def probability(e: Example) -> float:
        return 1 / (1 + exp(-(weights["intercept"] + sum(weights[n] * e.features[n] for n in FEATURES))))

    for split in ("fit", "test", "fit-swapped", "test-swapped"):
        rows = [(e, probability(e)) for e in examples if e.split == split]
        for threshold in (0.2, 0.3, 0.4, 0.5):
            right = sum(not e.answerable and p < threshold for e, p in rows)
            wrong = sum(e.answerable and p < threshold for e, p in rows)
            negatives = sum(not e.answerable for e, _ in rows)
            positives = len(rows) - negatives
            say(f"{split:13} {threshold}: refused {right}/{negatives}, wrongly refused {wrong}/{positives}")
    for e in examples:
        p = probability(e)
        if e.weight >= 1 and (p >= _THRESHOLD) != e.answerable:
            say(f"{e.split:5} {'answerable' if e.answerable else 'unanswerable'} p={p:.2f} {e.question}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the weights with the product")
    arguments = parser.parse_args()
    examples = []
    for name in ("dev", "own"):
        suite = load_suite(name)
        async with open_workbench(suite, load_settings(), "extractive", Path("runs")) as bench:
            examples += examples_of(bench.asker, suite.questions)
    fitted = fit([e for e in examples if e.split.startswith("fit")])
    say(json.dumps(fitted))
    report(examples, fitted)
    if arguments.write:
        WEIGHTS_FILE.write_text(json.dumps({"weights": fitted, "threshold": _THRESHOLD}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
