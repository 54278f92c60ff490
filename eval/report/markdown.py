"""Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.comparison import Comparison, Difference
from eval.gate import Violation
from eval.run import Row, Run
from eval.summary import HEADLINE, TITLES, group, shown, summarize, worst
from eval.wording import measure_wording, wording_lines

_WORST = 20
_ANSWER_CHARS = 400


def run_markdown(run: Run, violations: Sequence[Violation] = ()) -> str:
    """Scores with intervals, by kind, and the worst questions."""
    header, summary = run.header, summarize(run)
    verdict = "通过" if not violations else "未通过:" + ";".join(item.message for item in violations)
    lines = [
        f"## 评测 {header.suite}({header.mode})",
        "",
        f"- 门槛:{verdict}",
        f"- 题目 {summary.questions},出错 {summary.errors},p50 {summary.p50_ms:.0f} ms,p95 {summary.p95_ms:.0f} ms",
        f"- 代码 {header.commit}({header.code}),题库 {header.dataset},文件 {header.corpus},索引 {header.index},"
        f"向量 {header.embedding},模型 {header.model or '无'}",
        f"- 评审:{judge_line(run)}",
        *(f"- {line}" for line in _wording(run)),
        "",
        *table(
            ("指标", "均值", "95% 区间", "题数", "覆盖"),
            (
                (
                    TITLES.get(name, name),
                    shown(e.mean, name),
                    f"{shown(e.low, name)}–{shown(e.high, name)}",
                    str(e.n),
                    f"{coverage_of(run, name):.0%}",
                )
                for name, e in summary.estimates.items()
                if e.n
            ),
        ),
        "",
        "### 按类型",
        "",
        *kind_table(run),
        "",
        f"### 最差的题(至多 {_WORST} 道)",
        "",
        *(line for row in worst(run, _WORST) for line in _failure(row)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _wording(run: Run) -> list[str]:
    wording = measure_wording(run)
    return wording_lines(wording) if wording else []


def judge_line(run: Run) -> str:
    """Who judged, or why nobody did: never silently green."""
    judge = run.header.judge
    if judge.status == "skipped":
        return f"跳过({judge.reason})"
    return f"{judge.model}({judge.mode})" + (f",失败:{judge.reason}" if judge.status == "failed" else "")


def coverage_of(run: Run, metric: str) -> float:
    """The share of questions that a mean stands on; for a judged metric, of those that the judge was asked about."""
    judged = run.header.judge.coverage.get(metric)
    return len(run.scores(metric)) / max(1, len(run.rows)) if judged is None else judged


def kind_table(run: Run) -> list[str]:
    rows = []
    for kind, members in group(run, "kind").items():
        summary = summarize(run, members)
        scores = (summary.estimates[name] for name in HEADLINE)
        rows.append((kind, str(len(members)), *(shown(score.mean) for score in scores), f"{summary.p50_ms:.0f}"))
    return table(("类型", "题数", *(TITLES[name] for name in HEADLINE), "p50 ms"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; bars inside cells are escaped."""
    return [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _failure(row: Row) -> list[str]:
    asked = " → ".join((*row.turns, row.question))
    scores = " ".join(
        f"{name} {shown(value)}" for name, value in row.scores.items() if name in HEADLINE and value is not None
    )
    lines = [f"- **{row.id}** {row.kind} {asked}", f"  - {row.status};{scores}"]
    if row.remarks:
        lines.append("  - " + ";".join(f"{name}:{'、'.join(found)}" for name, found in row.remarks.items()))
    text = row.error or str((row.answer or {}).get("answer", ""))
    return [*lines, "  - 答:" + _cut(text)]


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _ANSWER_CHARS else flat[:_ANSWER_CHARS] + "…"


def compare_markdown(comparison: Comparison, before: str, after: str) -> str:
    """Differences with intervals and McNemar, by kind, then every flipped question with both answers."""
    lines = [f"## 对比 {before} → {after}", "", *_difference_table(comparison.overall), ""]
    if comparison.only_before or comparison.only_after:
        lines += [
            f"只在前者:{'、'.join(comparison.only_before) or '无'};只在后者:{'、'.join(comparison.only_after) or '无'}",
            "",
        ]
    for kind, differences in comparison.by_kind.items():
        changed = [item for item in differences if item.change and item.metric in HEADLINE]
        if changed:
            lines += [f"### {kind}", "", *_difference_table(changed), ""]
    lines += [f"### 翻转的题({len(comparison.flips)})", ""]
    for flip in comparison.flips:
        arrow = "由错变对" if flip.improved else "由对变错"
        asked = " → ".join((*flip.after.turns, flip.after.question))
        lines += [f"- **{flip.after.id}** {arrow}:{asked}"]
        for name, row in ((before, flip.before), (after, flip.after)):
            lines.append(f"  - {name}({row.status}):{_cut(row.error or str((row.answer or {}).get('answer', '')))}")
    return "\n".join(lines).rstrip() + "\n"


def _difference_table(differences: Iterable[Difference]) -> list[str]:
    return table(
        ("指标", "前", "后", "差", "95% 区间", "由错变对", "由对变错", "McNemar p", "题数"),
        (
            (
                TITLES.get(item.metric, item.metric),
                shown(item.before, item.metric),
                shown(item.after, item.metric),
                f"{item.change:+.3f}" + (" *" if item.certain else ""),
                f"{item.low:+.3f}–{item.high:+.3f}",
                "–" if item.won is None else str(item.won),
                "–" if item.lost is None else str(item.lost),
                "–" if item.p is None else f"{item.p:.3f}",
                str(item.n),
            )
            for item in differences
        ),
    )
