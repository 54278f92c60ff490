"""Exit red when answers got worse: floors, allowed drops against a committed baseline, and nothing missing."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.datasets.suites import Suite
from eval.provenance import EMPTY
from eval.run import Run
from eval.summary import summarize

GATE = Path(__file__).with_name("gate.toml")
BASELINES = Path(__file__).with_name("baselines")
_DIGITS = 6  # of the means in a baseline
_ROUNDING = 10.0**-_DIGITS


class GateBroken(ValueError):
    """The rules or the baseline cannot be read; a gate that cannot judge is not green."""


class SuiteRules(BaseModel):
    """What a suite must reach. `floors` are least means, `drops` the most a mean may fall below the baseline."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    coverage: float = Field(default=1.0, ge=0, le=1)
    judged_coverage: float = Field(default=0.9, ge=0, le=1)  # of the answers that a judge was asked about
    floors: dict[str, float] = Field(default_factory=dict)
    drops: dict[str, float] = Field(default_factory=dict)


class Baseline(BaseModel):
    """The scores of a run that was found good, how it was made, and which questions it answered right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    mode: str
    dataset: str
    corpus: str
    commit: str
    made: str
    means: dict[str, float]
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason to be red; `metric` names what went wrong."""

    metric: str
    message: str


def load_rules(path: Path = GATE) -> dict[str, SuiteRules]:
    """The rules of every suite. Raises GateBroken."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: SuiteRules.model_validate(rules) for name, rules in raw["suite"].items()}
    except (OSError, KeyError, ValueError, ValidationError) as exc:
        raise GateBroken(f"无法读取门槛文件 {path.name}:{exc}") from exc


def baseline_path(suite: str, mode: str, folder: Path = BASELINES) -> Path:
    return folder / f"{suite}-{mode}.json"


def load_baseline(suite: str, mode: str, folder: Path = BASELINES) -> Baseline | None:
    """The committed baseline, or None where the suite has none yet. Raises GateBroken where it cannot be read."""
    path = baseline_path(suite, mode, folder)
    if not path.exists():
        return None
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except ValueError as exc:
        raise GateBroken(f"无法读取基线 {path.name}:{exc}") from exc


def make_baseline(run: Run, *, today: date) -> Baseline:
    """A baseline of this run, to be written by `wenzheng eval baseline` and committed."""
    means = {name: estimate.mean for name, estimate in summarize(run).estimates.items() if estimate.n}
    return Baseline(
        suite=run.header.suite,
        mode=run.header.mode,
        dataset=run.header.dataset,
        corpus=run.header.corpus,
        commit=run.header.commit,
        made=f"{today.isoformat()} wenzheng eval baseline {run.header.suite}",
        means={name: round(mean, _DIGITS) for name, mean in means.items() if name != "latency_ms"},
        passed=tuple(row.id for row in run.rows if row.passed),
    )


def judge_run(run: Run, suite: Suite, rules: SuiteRules, baseline: Baseline | None) -> list[Violation]:
    """Every reason why this run is not good enough; empty where it is."""
    violations = [*_completeness(run, suite, rules), *_floors(run, rules), *_judged(run, rules)]
    if rules.drops:
        violations += _drops(run, rules, baseline)
    return violations


def _completeness(run: Run, suite: Suite, rules: SuiteRules) -> list[Violation]:
    found = []
    if run.header.dataset != suite.fingerprint:
        found.append(Violation("dataset", "运行所用的题目与当前数据集不同,请重新运行"))
    counts = Counter(row.id for row in run.rows)
    missing = [question.id for question in suite.questions if question.id not in counts]
    answered = 1 - len(missing) / len(suite.questions) if suite.questions else 0.0
    if answered < rules.coverage:
        found.append(Violation("coverage", f"缺少 {len(missing)} 题的结果,如 {'、'.join(missing[:5])}"))
    repeated = [row_id for row_id, count in counts.items() if count > 1]
    if repeated:
        found.append(Violation("coverage", f"结果重复:{'、'.join(repeated[:5])}"))
    blank = [name for name, digest in run.header.prompts.items() if digest == EMPTY]
    if blank:
        found.append(Violation("prompts", f"提示词为空:{'、'.join(blank)}"))
    errors = [row.id for row in run.rows if row.error is not None]
    if errors:
        found.append(Violation("errors", f"{len(errors)} 题出错,如 {'、'.join(errors[:5])}"))
    for name in run.metrics:
        broken = [row.id for row in run.rows if not math.isfinite(row.scores.get(name) or 0.0)]
        if broken:
            found.append(Violation(name, f"{name} 在 {len(broken)} 题上不是数,如 {'、'.join(broken[:5])}"))
    return found


def _judged(run: Run, rules: SuiteRules) -> list[Violation]:
    """A judge that was asked has to have answered; its scores themselves only advise."""
    judge = run.header.judge
    if judge.status == "failed":
        return [Violation("judge", f"评审失败:{judge.reason}")]
    return [
        Violation(name, f"{name} 只评出 {share:.0%},低于 {rules.judged_coverage:.0%}")
        for name, share in judge.coverage.items()
        if share < rules.judged_coverage
    ]


def _floors(run: Run, rules: SuiteRules) -> list[Violation]:
    estimates = summarize(run).estimates
    found = []
    for name, floor in rules.floors.items():
        estimate = estimates.get(name)
        if estimate is None or not estimate.n:
            found.append(Violation(name, f"{name} 没有任何得分"))
        elif estimate.mean < floor:
            found.append(Violation(name, f"{name} {estimate.mean:.4f} 低于下限 {floor}"))
    return found


def _drops(run: Run, rules: SuiteRules, baseline: Baseline | None) -> list[Violation]:
    if baseline is None:
        return [Violation("baseline", "没有基线,请先运行 wenzheng eval baseline")]
    header = run.header
    if (baseline.dataset, baseline.corpus) != (header.dataset, header.corpus):
        return [Violation("dataset", "题目或文件与基线不同,请核对后用 wenzheng eval baseline 更新基线")]
    estimates = summarize(run).estimates
    found = []
    for name, allowed in rules.drops.items():
        before, now = baseline.means.get(name), estimates.get(name)
        if before is None:
            found.append(Violation(name, f"基线里没有 {name}"))
        elif now is None or not now.n:
            found.append(Violation(name, f"{name} 没有任何得分,基线为 {before:.4f}"))
        elif now.mean < before - allowed - _ROUNDING:
            found.append(Violation(name, f"{name} 由 {before:.4f} 降到 {now.mean:.4f},超过允许的 {allowed}"))
    return found
