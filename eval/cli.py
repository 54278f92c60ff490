"""`wenzheng eval …`: run, gate, compare, report, baseline, ablations, faults, judge-check, author."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from eval.datasets.suites import OFFLINE, SUITES, DatasetBroken, Suite, load_suite, sample
from eval.gate import Violation
from eval.jobs import WORK, JobImpossible, qualify_judge, run_ablations, run_one, score_by_judge, try_faults, violations
from eval.run import Run, RunBroken
from eval.runner import Mode

T = TypeVar("T")
_MISTAKES = (DatasetBroken, RunBroken, JobImpossible)

app = typer.Typer(help="评测:离线指标、门槛、对比与报告", no_args_is_help=False, add_completion=False)

SuiteOption = Annotated[list[str] | None, typer.Option("--suite", help=f"评测集:{'、'.join(SUITES)}")]
ModeOption = Annotated[Mode, typer.Option("--mode", help="extractive 不用模型,llm 用配置的模型")]
RunFolderArgument = Annotated[Path, typer.Argument(help="一次运行的文件夹", exists=True, file_okay=False)]


@app.callback(invoke_without_command=True)
def everything(context: typer.Context) -> None:
    """不带子命令:运行全部离线评测集并检查门槛。"""
    if context.invoked_subcommand is None:
        run(suite=list(OFFLINE), mode="extractive", out=None, judge=False, gated=True)


@app.command()
def run(
    suite: SuiteOption = None,
    mode: ModeOption = "extractive",
    out: Annotated[Path | None, typer.Option(help="结果文件夹;已有同一配置的未完成运行时接着跑")] = None,
    ablation: Annotated[str, typer.Option(help="关掉一部分再跑:bm25、dense、fused;full 是完整配置")] = "full",
    *,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="只问这些类型或标签的题")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="只问这么多题,均匀抽取")] = None,
    judge: Annotated[bool, typer.Option("--judge", help="再用评审模型打分")] = False,
    judge_limit: Annotated[int | None, typer.Option(help="只评审前几道有引用的回答")] = None,
    judge_metric: Annotated[list[str] | None, typer.Option(help="只用这些评审指标")] = None,
    gated: Annotated[bool, typer.Option("--gate", help="跑完检查门槛")] = False,
) -> None:
    """运行评测,保留每一题的问题、回答、引用、轨迹与得分。"""
    red = False
    for name in suite or ["dev"]:
        loaded = _sample(_load(name), kind or (), limit)
        folder = out or WORK / f"{name}-{mode}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        folder = folder / name if out and len(suite or ()) > 1 else folder
        done = _finish(run_one(loaded, mode, folder, ablation))
        if judge:
            done = _finish(score_by_judge(done, loaded, folder, judge_metric or (), judge_limit))
        _print_run(done)
        typer.echo(f"结果:{folder}")
        if gated:
            red |= _print_verdict(name, violations(done, loaded))
    if red:
        raise typer.Exit(1)


@app.command()
def gate(folders: Annotated[list[Path], typer.Argument(help="要检查的运行")]) -> None:
    """按 eval/gate.toml 与基线检查运行;有一处不合格就以 1 退出。"""
    red = False
    for folder in folders:
        done = _read(folder)
        red |= _print_verdict(done.header.suite, violations(done, _load(done.header.suite)))
    if red:
        raise typer.Exit(1)


@app.command()
def compare(before: RunFolderArgument, after: RunFolderArgument) -> None:
    """对比两次运行:逐指标的差与区间、翻转的题。"""
    from eval.comparison import compare as compare_runs
    from eval.report import compare_markdown

    typer.echo(compare_markdown(compare_runs(_read(before), _read(after)), before.name, after.name))


@app.command()
def report(
    folder: RunFolderArgument,
    out: Annotated[Path | None, typer.Option(help="报告文件夹,默认为运行文件夹")] = None,
    with_runs: Annotated[list[Path] | None, typer.Option("--with", help="同一评测集的其他运行:历次与消融")] = None,
) -> None:
    """写出一个可离线打开的 HTML 与一份 Markdown 摘要。"""
    from eval.report import run_markdown, run_page

    done, target = _read(folder), out or folder
    suite = _load(done.header.suite)
    found = violations(done, suite)
    others = sorted((_read(path) for path in with_runs or ()), key=lambda other: other.header.started)
    page = run_page(
        done,
        {question.id: question for question in suite.questions},
        violations=found,
        earlier=[other for other in others if not other.header.ablation],
        ablations=[other for other in others if other.header.ablation],
    )
    target.mkdir(parents=True, exist_ok=True)
    (target / "report.html").write_text(page, encoding="utf-8")
    (target / "report.md").write_text(run_markdown(done, found), encoding="utf-8")
    typer.echo(f"已写出 {target / 'report.html'} 与 report.md")


@app.command()
def table(
    folder: RunFolderArgument,
    out: Annotated[Path, typer.Option(help="每题一行的 JSONL")] = Path("table.jsonl"),
) -> None:
    """把每题的离线得分与 ragas 中适合中文的字符串指标(chrF、BLEU、编辑距离)写成一张表。"""
    import json

    from eval.ragas_adapter import table as one_table

    done = _read(folder)
    questions = {question.id: question for question in _load(done.header.suite).questions}
    lines = asyncio.run(one_table(done, questions))
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    typer.echo(f"已写出 {len(lines)} 行:{out}")


@app.command()
def baseline(
    folders: Annotated[list[Path] | None, typer.Argument(help="被认可的运行;省略时重新运行全部离线评测集")] = None,
) -> None:
    """把运行定为基线(eval/baselines),请在核对过差异之后再提交。"""
    from eval.gate import baseline_path, make_baseline

    fresh = WORK / f"baseline-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    runs = (_read(folder) for folder in folders or ())
    if not folders:
        runs = (_finish(run_one(_load(name), "extractive", fresh / name)) for name in OFFLINE)
    for done in runs:
        path = baseline_path(done.header.suite, done.header.mode)
        path.parent.mkdir(exist_ok=True)
        made = make_baseline(done, today=datetime.now(UTC).date())
        path.write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8")
        typer.echo(f"基线已写入 {path.name}:答对 {len(made.passed)} / {len(done.rows)}")


@app.command()
def ablations(
    suite: SuiteOption = None,
    out: Annotated[Path | None, typer.Option(help="把表写成 Markdown")] = None,
) -> None:
    """依次只用 BM25、只用向量、两者融合、再加理解,比较各值多少。"""
    from eval.ablations import ablations_markdown

    suites = [_load(name) for name in suite or OFFLINE]
    folder = WORK / f"ablations-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    _write(ablations_markdown(_finish(run_ablations(suites, folder))), out)


@app.command("judge-check")
def judge_check(
    out: Annotated[Path | None, typer.Option(help="把结果写成 Markdown")] = None,
) -> None:
    """用带标注的回答(一半改动过数字、单位、日期或肯否)检验评审模型;准确率低于 0.9 时它的分数仅供参考。"""
    from assistant.settings import load_settings
    from eval.judged.check import qualification_markdown
    from eval.judged.judge import JudgeFailed

    settings = load_settings().judge
    if not (settings.base_url and settings.model):
        typer.echo("跳过:没有配置评审模型(WENZHENG_JUDGE__BASE_URL 与 WENZHENG_JUDGE__MODEL)", err=True)
        raise typer.Exit(2)
    try:
        result = asyncio.run(qualify_judge(settings))
    except JudgeFailed as exc:
        typer.echo(f"评审模型没有通过预检:{exc}", err=True)
        raise typer.Exit(1) from exc
    _write(qualification_markdown(result, model=settings.model, mode=settings.mode), out)


@app.command()
def faults(
    suite: SuiteOption = None,
    out: Annotated[Path | None, typer.Option(help="把结果表写成 Markdown")] = None,
) -> None:
    """依次放入十二种故障,看门槛能不能抓住(省略 --suite 时在全部离线评测集上);漏掉一种就以 1 退出。"""
    from eval.faults import trials_markdown

    trials = _finish(try_faults(suite or OFFLINE))
    _write(trials_markdown(trials), out)
    if not all(trial.caught for trial in trials):
        raise typer.Exit(1)


@app.command()
def author(
    paths: Annotated[list[Path] | None, typer.Argument(help="新文件;省略时只从反馈与缺口导入")] = None,
    out: Annotated[Path, typer.Option(help="草稿写到这里,由人核对后改成 accepted")] = Path("drafts.jsonl"),
    *,
    llm: Annotated[bool, typer.Option("--llm", help="再请配置的模型出题")] = False,
    gaps: Annotated[bool, typer.Option("--gaps", help="导入被拒答与差评的真实问题")] = False,
    split: Annotated[str, typer.Option(help="fit 或 test")] = "fit",
) -> None:
    """为新文件起草评测题,或导入真实问题;草稿要人核对后用 accept 收进题库。"""
    from eval.authoring import write
    from eval.authoring_sources import draft_from_files, draft_from_gaps

    if split not in ("fit", "test"):
        raise typer.BadParameter("split 只能是 fit 或 test")
    drafts = asyncio.run(draft_from_files(paths or [], "fit" if split == "fit" else "test", llm=llm, work=WORK))
    drafts += draft_from_gaps() if gaps else []
    write(drafts, out)
    typer.echo(f"已写出 {len(drafts)} 道草稿:{out}")


@app.command()
def accept(
    drafts: Annotated[Path, typer.Argument(help="核对过的草稿", exists=True, dir_okay=False)],
    dataset: Annotated[Path, typer.Argument(help="收进哪个题库(JSONL)")],
) -> None:
    """把标记为 accepted 的草稿收进题库;有一条不合要求就一条也不收。"""
    from eval.authoring import accept as accept_drafts

    try:
        typer.echo(f"已收进 {accept_drafts(drafts, dataset)} 道")
    except DatasetBroken as exc:
        raise typer.BadParameter(str(exc)) from exc


def _finish(job: Coroutine[Any, Any, T]) -> T:
    """Run it; a mistake of the caller is told as one."""
    try:
        return asyncio.run(job)
    except _MISTAKES as exc:
        raise typer.BadParameter(str(exc)) from exc


def _write(text: str, out: Path | None) -> None:
    typer.echo(text)
    if out:
        out.write_text(text, encoding="utf-8")


def _load(name: str) -> Suite:
    try:
        return load_suite(name)
    except _MISTAKES as exc:
        raise typer.BadParameter(str(exc)) from exc


def _sample(suite: Suite, kinds: Sequence[str], limit: int | None) -> Suite:
    chosen = sample(suite, kinds, limit)
    if not chosen.questions:
        raise typer.BadParameter(f"{suite.name} 里没有这些类型或标签的题:{'、'.join(kinds)}")
    return chosen


def _read(folder: Path) -> Run:
    from eval.run import read_run

    try:
        return read_run(folder)
    except _MISTAKES as exc:
        raise typer.BadParameter(str(exc)) from exc


def _print_verdict(name: str, violations: Sequence[Violation]) -> bool:
    for violation in violations:
        typer.secho(f"✗ {name} {violation.message}", fg="red")
    if not violations:
        typer.secho(f"✓ {name} 通过门槛", fg="green")
    return bool(violations)


def _print_run(done: Run) -> None:
    from eval.console import print_run

    print_run(done)
