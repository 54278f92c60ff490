"""What a run looks like in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from eval.report.markdown import judge_line
from eval.run import Run
from eval.summary import HEADLINE, TITLES, group, shown, summarize
from eval.wording import measure_wording, wording_lines


@contextmanager
def progress_bar(title: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how many of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def print_run(run: Run, console: Console | None = None) -> None:
    """The headline metrics by kind, then of each half, all questions last."""
    screen = console or Console(width=max(150, Console().width))
    table = Table(title=f"{run.header.suite} · {run.header.mode}", title_justify="left")
    table.add_column("类型")
    table.add_column("题数", justify="right")
    for name in HEADLINE:
        table.add_column(TITLES[name], justify="right")
    table.add_column("p50 ms", justify="right")
    for groups in (group(run, "kind"), group(run, "split"), {"全部": run.rows}):
        for name, rows in groups.items():
            summary = summarize(run, rows)
            scores = (shown(summary.estimates[metric].mean) for metric in HEADLINE)
            table.add_row(name, str(len(rows)), *scores, f"{summary.p50_ms:.0f}")
        table.add_section()
    screen.print(table)
    whole = summarize(run)
    others = [name for name, value in whole.estimates.items() if value.n and name not in HEADLINE]
    screen.print("  ".join(f"{TITLES.get(name, name)} {shown(whole.estimates[name].mean, name)}" for name in others))
    screen.print(f"p95 {whole.p95_ms:.0f} ms · 出错 {whole.errors} · 评审:{judge_line(run)}")
    if wording := measure_wording(run):
        for line in wording_lines(wording):
            screen.print(line)
