"""`wenzheng ingest`, `documents` and `show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.api.catalog_schemas import ClauseDetailBody, DocumentsBody
    from ingestion.pipeline import IngestReport

Json = Annotated[bool, typer.Option("--json", help="输出与 API 相同的 JSON。")]


def register(app: typer.Typer) -> None:
    app.command("ingest", help="导入文件、文件夹或压缩包;未变的跳过,变了的整份替换。")(ingest)
    app.command("documents", help="列出知识库中的文件。")(documents)
    app.command("show", help="显示一个条款的全文和责任单位。")(show)


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="文件、文件夹、通配符或 zip。", show_default=False)],
    check: Annotated[bool, typer.Option("--check", help="只试读并报告问题,不写入知识库。")] = False,  # noqa: FBT002
) -> None:
    import asyncio

    from assistant.cli import output

    if check:
        raise typer.Exit(_check(paths))
    report = asyncio.run(_ingest(paths))
    output.show_report(report)
    raise typer.Exit(1 if report.of("failed") or not report.outcomes else 0)


def _check(paths: list[Path]) -> int:
    from ingestion.pipeline import check

    failed = 0
    for file in check(paths):
        failed += file.reason is not None
        size = f"{len(file.parsed.clauses)} 条" if file.parsed else f"失败:{file.reason}"
        typer.echo(f"{file.source}:{size}")
        for remark in (*file.notes, *(f"[{f.severity}] {f.message}" for f in file.findings)):
            typer.echo(f"  {remark}")
    return 1 if failed else 0


async def _ingest(paths: list[Path]) -> IngestReport:
    from assistant.cli import opening
    from assistant.core import Assistant
    from assistant.settings import load_settings

    async with Assistant(load_settings()) as assistant:
        return await opening.ingest(assistant, paths, "导入")


def documents(*, as_json: Json = False) -> None:
    import asyncio

    from assistant.cli import output

    body = asyncio.run(_documents())
    if as_json:
        output.show_json(body)
    else:
        output.show_documents(body)


def show(
    clause_id: Annotated[str, typer.Argument(help="条款编号,见回答的“依据”。", show_default=False)],
    *,
    as_json: Json = False,
) -> None:
    import asyncio

    from assistant.cli import output

    body = asyncio.run(_clause(clause_id))
    if as_json:
        output.show_json(body)
    else:
        output.show_clause(body)


async def _documents() -> DocumentsBody:
    from assistant.api.reading import DocumentFilter, Page, Reading
    from assistant.cli.opening import read

    return await read(Reading.documents, DocumentFilter(), Page(1_000_000, 0))


async def _clause(clause_id: str) -> ClauseDetailBody:
    from assistant.api.reading import Reading
    from assistant.cli.opening import read

    return await read(Reading.clause, clause_id)
