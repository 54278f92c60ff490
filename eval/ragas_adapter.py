"""The offline metrics as ragas metrics, and ragas' model-free ones that are sound for Chinese, in one table.

ragas' word-based metrics see nothing in a text without spaces: ROUGE keeps only digits, BLEU needs `tokenize="zh"`.
What is left here works on characters. These are a trend beside the gate, never part of it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from typing import Any

from eval.datasets.schema import Question
from eval.metrics import METRICS, Metric, Observation
from eval.run import Row, Run


class Seen:
    """An observation that ragas passes through; a dataclass it would take apart into a dict."""

    def __init__(self, observation: Observation) -> None:
        self.observation = observation


def offline_metrics() -> dict[str, Any]:
    """Every offline metric as a ragas numeric metric of `seen`; None where it does not apply. Imports ragas."""
    _keep_quiet()
    from ragas.metrics import MetricResult, numeric_metric

    def adapted(metric: Metric) -> Any:
        @numeric_metric(name=metric.name, allowed_values=(0.0, math.inf))
        def score(seen: Any) -> Any:
            return MetricResult(value=metric.score(seen.observation))

        return score

    return {metric.name: adapted(metric) for metric in METRICS}


def string_metrics() -> dict[str, Any]:
    """ragas' string metrics against a reference text, set up for Chinese. Imports ragas."""
    _keep_quiet()
    from ragas.metrics.collections import BleuScore, CHRFScore, NonLLMStringSimilarity

    return {
        "chrf": CHRFScore(),
        "bleu_zh": BleuScore(kwargs={"tokenize": "zh"}),
        "levenshtein": NonLLMStringSimilarity(),
    }


async def table(run: Run, questions: Mapping[str, Question]) -> list[dict[str, float | str | None]]:
    """One line a row of the run: kept scores and string metrics together. No row is left out."""
    metrics = string_metrics()
    return [await _line(row, questions.get(row.id), metrics) for row in run.rows]


async def _line(row: Row, question: Question | None, metrics: Mapping[str, Any]) -> dict[str, float | str | None]:
    line: dict[str, float | str | None] = {"id": row.id, **row.scores}
    reference = "".join(gold.quote for gold in question.gold if gold.need != "extra") if question else ""
    response = str((row.answer or {}).get("answer", "")) if row.status == "answered" else ""
    for name, metric in metrics.items():
        comparable = bool(reference and response)
        value = (await metric.ascore(reference=reference, response=response)).value if comparable else None
        line[name] = min(1.0, float(value)) if isinstance(value, int | float) else None  # BLEU may exceed 1 by rounding
    return line


def _keep_quiet() -> None:
    os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")  # read once, when ragas is imported
