"""A run in numbers: every metric with its interval, over all questions and by kind, document, split and tag."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from eval.metrics import METRICS
from eval.run import Row, Run
from eval.statistics import Estimate, estimate, percentile

HEADLINE = (
    "answer",
    "hit@1",
    "hit@any",
    "citation_precision",
    "citation_recall",
    "fact_recall",
    "unit_f1",
    "number_exactness",
    "refusal_precision",
    "refusal_recall",
)
TITLES = {
    "answer": "回答正确",
    "hit@1": "首条命中",
    "hit@any": "任一命中",
    "retrieved@1": "检索首位",
    "retrieved@8": "检索前8",
    "mrr": "检索MRR",
    "citation_precision": "引用准确",
    "citation_recall": "引用完整",
    "quote_exactness": "原文一致",
    "marker_integrity": "角标完整",
    "fact_recall": "要点完整",
    "number_exactness": "数字有据",
    "unit_exactness": "单位有据",
    "unit_f1": "单位F1",
    "unit_f1_lead": "牵头F1",
    "unit_f1_support": "配合F1",
    "unit_f1_responsible": "责任F1",
    "refusal_precision": "拒答准确",
    "refusal_recall": "拒答完整",
    "groundedness": "依据充分",
    "in_chinese": "中文作答",
    "length": "字数",
    "latency_ms": "耗时毫秒",
    "judged_support": "评审:条款支持",
    "judged_faithfulness": "评审:忠实",
    "judged_relevancy": "评审:切题",
    "judged_context_precision": "评审:检索准确",
    "judged_context_recall": "评审:检索完整",
    "judged_correctness": "评审:事实正确",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """Estimates by metric; each carries how many questions its mean stands on."""

    estimates: Mapping[str, Estimate]
    p50_ms: float
    p95_ms: float
    errors: int
    questions: int


def summarize(run: Run, rows: Iterable[Row] | None = None) -> Summary:
    """The numbers of a run, or of some of its rows. NaN scores count as missing here; the gate fails on them."""
    chosen = run.rows if rows is None else tuple(rows)
    names = dict.fromkeys((*(metric.name for metric in METRICS), *run.metrics))
    finite = {name: [value for value in run.scores(name, chosen) if not math.isnan(value)] for name in names}
    timings = [row.elapsed_ms for row in chosen if row.error is None]
    return Summary(
        estimates={name: estimate(values) for name, values in finite.items()},
        p50_ms=percentile(timings, 0.5),
        p95_ms=percentile(timings, 0.95),
        errors=sum(row.error is not None for row in chosen),
        questions=len(chosen),
    )


GROUPINGS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "kind": lambda row: (row.kind,),
    "split": lambda row: (row.split,),
    "document": lambda row: row.documents if len(row.documents) == 1 else (("多份文件",) if row.documents else ("无",)),
    "tag": lambda row: row.tags,
}


def group(run: Run, by: str) -> dict[str, tuple[Row, ...]]:
    """Rows by kind, split, document or tag; a row with several tags is in several groups."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in run.rows:
        for key in GROUPINGS[by](row):
            groups[key].append(row)
    return {key: tuple(rows) for key, rows in sorted(groups.items())}


def worst(run: Run, limit: int | None = None) -> list[Row]:
    """Rows that did not pass, worst first: errors, wrong status, wrong clause, missing facts."""
    failed = [row for row in run.rows if not row.passed or row.scores.get("hit@1") == 0.0]

    def badness(row: Row) -> tuple[float, ...]:
        absent = 1.0
        return (
            0.0 if row.error else 1.0,
            row.scores.get("answer") or 0.0,
            _or(row.scores.get("hit@any"), absent),
            _or(row.scores.get("hit@1"), absent),
            _or(row.scores.get("fact_recall"), absent),
        )

    return sorted(failed, key=badness)[:limit]


def _or(value: float | None, default: float) -> float:
    return default if value is None else value


def shown(value: float, metric: str = "") -> str:
    """A score as reports print it; a dash where there is none."""
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if metric in ("length", "latency_ms") else f"{value:.3f}"
