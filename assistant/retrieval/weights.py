"""What each feature of a clause counts in the order of clauses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def load_weights(*, aligned: bool) -> Mapping[str, float]:
    """Weights by feature, for clauses with alignments or without; fitted by eval/fit_ranking.py."""
    stored = json.loads(files("assistant.retrieval").joinpath("ranking.json").read_text("utf-8"))
    weights: dict[str, float] = stored["aligned" if aligned else "plain"]
    return weights
