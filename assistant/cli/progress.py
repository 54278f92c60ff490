"""How far an ingest is, on standard error: a bar on a terminal, elsewhere a line every few seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ingestion.pipeline import IngestProgress

_LINE_SECONDS = 10


@contextmanager
def shown(title: str) -> Iterator[Callable[[IngestProgress], None]]:
    """What shows each report of an ingest."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(title).show
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"), console=console
    ) as bar:
        task = bar.add_task(title, total=None, state="")

        def show(progress: IngestProgress) -> None:
            bar.update(task, total=progress.files, completed=progress.files_done, state=describe(progress))

        yield show


class _Lines:
    """Writes a report where the last one is a while ago, and the last of all."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._due = float(_LINE_SECONDS)

    def show(self, progress: IngestProgress) -> None:
        if progress.seconds >= self._due or progress.files_done == progress.files:
            self._due = progress.seconds + _LINE_SECONDS
            typer.echo(f"{self._title}:{describe(progress)}", err=True)


def describe(progress: IngestProgress) -> str:
    """Files, clauses, rate and the time that is left, in Chinese."""
    done = f"{progress.files_done}/{progress.files} 份,{progress.clauses_done} 条"
    left = progress.seconds_left
    if not left:
        return f"{done},用时 {_duration(progress.seconds)}"
    return f"{done},{progress.clauses_per_second:.1f} 条/秒,约剩 {_duration(left)}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
