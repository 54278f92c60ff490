"""Does a clause bear the answer? A logistic model over a few features, fitted by eval/fit_answerability.py."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from assistant.retrieval.ranking import Ranked

_GIVEN = 0.4
# Units often stand outside of the clause that they answer for, so that it seems to lack what is asked. Of the 248 such
# questions of the fit halves .2 in the place of .3 refuses 1 wrongly instead of 2 and answers 7 wrongly as before.
_OF_UNITS = 0.2


@dataclass(frozen=True, slots=True)
class Judgement:
    """`weights` by feature name with an "intercept"; a clause bears the answer at `threshold` (0..1) and above."""

    weights: Mapping[str, float]
    threshold: float

    def probability(self, ranked: Ranked) -> float:
        features = ranked.features
        total = sum([weight * features.get(name, 1.0) for name, weight in self.weights.items()])  # 1: the intercept
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def bears(self, ranked: Ranked) -> bool:
        return self.probability(ranked) >= self.threshold

    def of_given_documents(self) -> Judgement:
        """For documents that a conversation is about: a clause there is expected to bear the answer."""
        return replace(self, threshold=_GIVEN * self.threshold)

    def of_units(self) -> Judgement:
        """For questions on who answers for something."""
        return replace(self, threshold=min(self.threshold, _OF_UNITS))


@cache
def load_judgement(*, aligned: bool) -> Judgement:
    """The shipped weights, for clauses with alignments or without."""
    stored = json.loads(files("assistant.answering").joinpath("answerability.json").read_text("utf-8"))
    data = stored["aligned" if aligned else "plain"]
    return Judgement(data["weights"], data["threshold"])
