"""How answers, clauses and reports look on a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

    from assistant.api.catalog_schemas import ClauseDetailBody, DocumentsBody
    from assistant.model import Answer
    from ingestion.pipeline import IngestReport

ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}
OUTCOMES = {
    "ingested": "新增",
    "replaced": "更新",
    "unchanged": "未变",
    "removed": "移除",
    "duplicate": "重复",
    "failed": "失败",
}


def show_json(shape: BaseModel | dict[str, Any]) -> None:
    """The same object as the API, indented."""
    document = shape if isinstance(shape, dict) else shape.model_dump(mode="json")
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def show_answer(answer: Answer) -> None:
    typer.echo(answer.answer)
    for notice in answer.notices:
        typer.echo(f"\n提示:{notice}")
    if answer.citations:
        typer.echo("\n依据:")
    for citation in answer.citations:
        number = f"({citation.doc_number})" if citation.doc_number else ""
        typer.echo(f"[{citation.index}] 《{citation.title}》{number}{citation.label}")
        typer.echo(f"    “{citation.quote}”")
        typer.echo(f"    条款编号 {citation.clause_id}")
    if answer.suggestions:
        typer.echo("\n您还可以问:")
    for suggestion in answer.suggestions:
        typer.echo(f"- {suggestion}")


def show_profile(answer: Answer, opened_s: float) -> None:
    typer.echo(f"\n打开知识库 {opened_s * 1000:.0f} 毫秒,回答 {answer.latency_ms:.1f} 毫秒", err=True)
    for name, value in answer.trace.items():
        typer.echo(f"  {name}: {json.dumps(value, ensure_ascii=False, default=str)}", err=True)


def show_documents(listed: DocumentsBody) -> None:
    for document in listed.documents:
        number = f"({document.doc_number})" if document.doc_number else ""
        day = document.published or document.written
        facts = (document.region, document.issuer, day and day.isoformat(), document.status)
        typer.echo(f"{document.doc_id}\n  《{document.title}》{number}\n  {' · '.join(fact for fact in facts if fact)}")
    typer.echo(f"共 {listed.total} 份文件")


def show_clause(clause: ClauseDetailBody) -> None:
    typer.echo(f"《{clause.document.title}》{clause.label}")
    typer.echo(" > ".join(clause.path) + "\n")
    typer.echo(clause.text.strip())
    for unit in clause.responsible_units:
        inherited = "(承自上级条款或全文规定)" if unit.inherited else ""
        typer.echo(f"\n{ROLES[unit.role]}单位:{unit.name}{inherited}")


def show_report(report: IngestReport) -> None:
    counts = ",".join(f"{OUTCOMES[status]} {count}" for status, count in report.counts.items())
    clauses = sum(outcome.clauses for outcome in report.outcomes)
    typer.echo(f"{counts or '没有文件'};{clauses} 条,用时 {report.seconds:.1f} 秒")
    for outcome in report.outcomes:
        if outcome.reason:
            typer.echo(f"{OUTCOMES[outcome.status]}:{outcome.source}:{outcome.reason}", err=True)
        for note in outcome.notes:
            typer.echo(f"说明:{outcome.source}:{note}", err=True)
