"""The whole run as one HTML file that opens without a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from eval.datasets.schema import Question
from eval.gate import Violation
from eval.report.charts import bar, histogram, trend
from eval.report.markdown import coverage_of, judge_line
from eval.run import Row, Run
from eval.summary import GROUPINGS, HEADLINE, TITLES, group, shown, summarize, worst

_GROUP_TITLES = {"kind": "按类型", "document": "按文件", "split": "按分组", "tag": "按标签"}
_RETRIEVED_SHOWN = 5
_CLAUSE_CHARS = 600


def run_page(
    run: Run,
    questions: Mapping[str, Question],
    *,
    violations: Sequence[Violation] = (),
    earlier: Sequence[Run] = (),
    ablations: Sequence[Run] = (),
) -> str:
    """The page. `earlier` are runs of the same suite for the trend, `ablations` runs with parts switched off."""
    header = run.header
    body = "".join(
        (
            f"<h1>评测 {escape(header.suite)} · {escape(header.mode)}</h1>",
            _verdict(violations),
            _provenance(run),
            "<h2>得分</h2>",
            _scores(run),
            *(f"<h2>{_GROUP_TITLES[by]}</h2>{_groups(run, by)}" for by in GROUPINGS),
            "<h2>耗时</h2>",
            histogram([row.elapsed_ms for row in run.rows if row.error is None]),
            _trend([*earlier, run]),
            _ablations(ablations, run),
            "<h2>最差的题</h2>",
            *(_question(row, questions.get(row.id)) for row in worst(run)),
        )
    )
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    title = escape(f"评测 {header.suite} {header.started}")
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style}</style></head><body><main>{body}</main></body></html>\n"
    )


def _verdict(violations: Sequence[Violation]) -> str:
    if not violations:
        return '<p class="green">门槛:通过</p>'
    items = "".join(f"<li>{escape(item.message)}</li>" for item in violations)
    return f'<div class="red"><p>门槛:未通过</p><ul>{items}</ul></div>'


def _provenance(run: Run) -> str:
    header, summary = run.header, summarize(run)
    facts = {
        "开始": header.started,
        "题目": f"{summary.questions}(出错 {summary.errors})",
        "耗时": f"p50 {summary.p50_ms:.0f} ms,p95 {summary.p95_ms:.0f} ms",
        "代码": f"{header.commit} / {header.code}",
        "题库": header.dataset,
        "文件": header.corpus,
        "索引": header.index,
        "向量模型": header.embedding,
        "回答模型": header.model or "无(摘录式)",
        "评审": judge_line(run),
        "提示词": "、".join(f"{name} {digest}" for name, digest in header.prompts.items()) or "无",
    }
    return "<dl>" + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items()) + "</dl>"


def _scores(run: Run) -> str:
    summary = summarize(run)
    rows = (
        (
            escape(TITLES.get(name, name)),
            shown(e.mean, name),
            "" if name in ("length", "latency_ms") else bar(e.mean, e.low, e.high),
            f"{shown(e.low, name)}–{shown(e.high, name)}",
            f"{e.n}({coverage_of(run, name):.0%})",
        )
        for name, e in summary.estimates.items()
        if e.n
    )
    return _table(("指标", "均值", "", "95% 区间", "题数(覆盖)"), rows)


def _groups(run: Run, by: str) -> str:
    def line(name: str, members: tuple[Row, ...]) -> tuple[str, ...]:
        summary = summarize(run, members)
        cells = (summary.estimates[metric] for metric in HEADLINE)
        return (
            escape(name),
            str(len(members)),
            *(f'<span title="{shown(c.low)}–{shown(c.high)},{c.n} 题">{shown(c.mean)}</span>' for c in cells),
            f"{summary.p50_ms:.0f}",
        )

    head = (_GROUP_TITLES[by][1:], "题数", *(TITLES[name] for name in HEADLINE), "p50 ms")
    return _table(head, (line(name, members) for name, members in group(run, by).items()))


def _trend(runs: Sequence[Run]) -> str:
    charts = ""
    for metric in ("answer", "hit@1", "unit_f1", "refusal_recall"):
        chart = trend([(run.header.started, summarize(run).estimates[metric].mean) for run in runs])
        charts += f"<h3>{TITLES[metric]}</h3>{chart}" if chart else ""
    return f"<h2>历次运行</h2>{charts}" if charts else ""


def _ablations(runs: Sequence[Run], whole: Run) -> str:
    if not runs:
        return ""
    named = [*((run.header.ablation or "", run) for run in runs), ("完整", whole)]
    rows = (
        (escape(name), *(shown(summarize(run).estimates[metric].mean) for metric in HEADLINE)) for name, run in named
    )
    return "<h2>消融</h2>" + _table(("配置", *(TITLES[name] for name in HEADLINE)), rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells are HTML already; the head is text."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _question(row: Row, question: Question | None) -> str:
    asked = " → ".join((*row.turns, row.question))
    chips = " ".join(f"{TITLES.get(k, k)} {shown(v, k)}" for k, v in row.scores.items() if v is not None and v != 1.0)
    remarks = "".join(f"<li>{escape(name)}:{escape('、'.join(found))}</li>" for name, found in row.remarks.items())
    return (
        f"<details><summary><b>{escape(row.id)}</b> {escape(row.kind)} {escape(asked)} "
        f"<small>{escape(row.status)} · {escape(chips)}</small></summary>"
        f"<ul>{remarks}</ul>{_given(row)}{_gold(question)}{_retrieved(row)}</details>"
    )


def _given(row: Row) -> str:
    if row.error:
        return f"<h4>出错</h4><pre>{escape(row.error)}</pre>"
    answer: dict[str, Any] = row.answer or {}
    citations = "".join(
        f"<li>[{item['index']}] {escape(item['title'])} {escape(item['label'])}:{escape(item['quote'])}</li>"
        for item in answer.get("citations", ())
    )
    units = "、".join(f"{unit['name']}({unit['role']})" for unit in answer.get("responsible_units", ()))
    understood = answer.get("understood_as") or ""
    return (
        f"<h4>回答</h4><pre>{escape(str(answer.get('answer', '')))}</pre><ol class='plain'>{citations}</ol>"
        f"<p>单位:{escape(units) or '无'} · 理解为:{escape(understood)}</p>"
    )


def _gold(question: Question | None) -> str:
    if question is None:
        return ""
    gold = "".join(f"<li>{escape(g.need)} {escape(g.doc)}:{escape(g.quote)}</li>" for g in question.gold)
    facts = "、".join("/".join(wordings) for wordings in question.facts)
    units = ";".join(f"{role}:{'、'.join(names)}" for role, names in question.units.items())
    return f"<h4>标准</h4><ul>{gold}</ul><p>要点:{escape(facts) or '无'} · 单位:{escape(units) or '无'}</p>"


def _retrieved(row: Row) -> str:
    items = "".join(
        f"<li>{escape(stem)}:{escape(text[:_CLAUSE_CHARS])}</li>" for stem, text in row.retrieved[:_RETRIEVED_SHOWN]
    )
    return f"<h4>检索到的条款</h4><ol>{items}</ol>" if items else ""
