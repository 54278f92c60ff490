"""Uploaded files: kept below the data directory, ingested as jobs, removed without a trace."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import structlog

from assistant.api.record_schemas import RemovalBody
from assistant.api.state import State
from assistant.errors import AssistantError, InvalidRequest
from assistant.extensions import tell_of_ingest
from ingestion.errors import IngestionError
from ingestion.loading import read_source
from ingestion.loading.limits import LoadLimits, SourceFile
from ingestion.loading.sniffing import sniff
from ingestion.metadata import FILE_NAME, SideFile
from ingestion.model import SideMetadata
from ingestion.pipeline import FileOutcome, IngestProgress, IngestReport

if TYPE_CHECKING:
    from ingestion.knowledge import KnowledgeBase

_MAX_NAME_BYTES = 180
_STORED = {"ingested", "replaced", "unchanged"}

log = structlog.get_logger(__name__)


class Inbox:
    """The folder of uploaded files. Each upload has a folder of its own, so that equal names do not meet."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir.absolute() / "uploads"

    def save(self, files: Sequence[tuple[str, BinaryIO]]) -> list[Path]:
        """Keep the files; raises `UnsupportedSource` or `UnreadableSource` where one is nothing that can be read."""
        folder = self._folder / secrets.token_hex(8)
        folder.mkdir(parents=True)
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, folder)
            written = [_write(folder, safe_name(name), content) for name, content in files]
            documents = _documents_among(written)
            undo.pop_all()
        return documents

    def tidy(self, origin: str | Path, knowledge: KnowledgeBase) -> None:
        """Remove what no document stands on any more from the upload that `origin` came with.

        An archive stays while any of its members is a document. Files from elsewhere are never touched.
        """
        if self._folder not in Path(origin).parents:
            return
        upload = self._folder / Path(origin).relative_to(self._folder).parts[0]
        used = [source.origin for source in knowledge.sources()]
        files = [path for path in upload.glob("[!.]*") if path.name != FILE_NAME]
        kept = [path for path in files if any(o == str(path) or o.startswith(f"{path}/") for o in used)]
        if not kept:
            shutil.rmtree(upload, ignore_errors=True)
        for path in files:
            if path not in kept:
                path.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of a client's file name without anything that could lead elsewhere."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    stem, dot, suffix = printable.rpartition(".")
    while len(printable.encode()) > _MAX_NAME_BYTES:
        stem, printable = stem[:-1], f"{stem[:-1]}{dot}{suffix[:10]}"
    if not printable:
        raise InvalidRequest("上传的文件缺少文件名。")
    return printable


def _write(folder: Path, name: str, content: BinaryIO) -> Path:
    """Write a file under its name, with a number where the upload has that name already."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}({number}){Path(name).suffix}"
    with path.open("wb") as file:
        shutil.copyfileobj(content, file)
    return path


def _documents_among(paths: Sequence[Path]) -> list[Path]:
    limits = LoadLimits()
    documents = [path for path in paths if path.name != FILE_NAME]
    if not documents:
        raise InvalidRequest(f"只上传了 {FILE_NAME},请连同它说明的文件一起上传。")
    for path in documents:
        sniff(SourceFile.begin(path.name, read_source(path, limits=limits), limits))
    return documents


def keep_identity(path: Path, doc_id: str, origin: str) -> None:
    """Say beside an uploaded file that it is a new version of `doc_id`, with what was known of the version before."""
    known = SideMetadata()
    if origin and Path(origin).is_file():
        known = SideFile.beside(Path(origin).parent).of(Path(origin).name)
    lines = [f"[{_toml(path.name)}]"]
    for key, value in asdict(replace(known, doc_id=doc_id)).items():
        if value:
            lines.append(f"{key} = {_toml(value)}")
    (path.parent / FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: object) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items() if item) + " }"
        case list() | tuple():
            return "[" + ", ".join(_toml(item) for item in value) + "]"
        case date():
            return value.isoformat()
    return json.dumps(str(value), ensure_ascii=False)


async def run_job(state: State, inbox: Inbox, job_id: str, paths: Sequence[Path], replaced: str = "") -> None:
    """Ingest uploaded files, telling the job board how far it is. `replaced` is the file of the version before."""
    jobs, run = state.records.jobs, state.assistant.run

    def tell(progress: IngestProgress) -> None:
        stage = f"已处理 {progress.clauses_done} 条"
        jobs.move(job_id, done=progress.files_done, total=max(progress.files, 1), stage=stage)

    outcomes: tuple[FileOutcome, ...]
    with state.metrics.jobs_running.track_inprogress():
        try:
            async with state.ingesting:
                report = await state.assistant.ingest(paths, tell)
            outcomes = await run(_with_findings, state.assistant.knowledge, report)
        except (AssistantError, IngestionError) as error:
            outcomes = tuple(FileOutcome(path.name, "failed", reason=str(error)) for path in paths)
        except Exception:  # the job must end, whatever happened; nobody waits for this task
            log.exception("upload job failed")
            outcomes = tuple(FileOutcome(path.name, "failed", reason="处理时出现意外错误。") for path in paths)
        came_in = any(outcome.status in _STORED for outcome in outcomes)
        for origin in (paths[0], replaced):
            await run(inbox.tidy, origin, state.assistant.knowledge)
        await run(jobs.finish, job_id, "done" if came_in else "failed", outcomes)
    await tell_of_ingest(state.ingest_listeners, outcomes)


def _with_findings(knowledge: KnowledgeBase, report: IngestReport) -> tuple[FileOutcome, ...]:
    """The outcomes, each with what the parser warns of."""
    told = []
    for outcome in report.outcomes:
        findings = knowledge.findings(outcome.doc_id) if outcome.doc_id else []
        warnings = tuple(finding.message for finding in findings if finding.severity != "info")
        told.append(replace(outcome, notes=outcome.notes + warnings))
    return tuple(told)


def origin_of(knowledge: KnowledgeBase, doc_id: str) -> str:
    """The file that a document was read from; raises `NotFound` for an unknown document."""
    knowledge.document(doc_id)
    return next((source.origin for source in knowledge.sources() if source.doc_id == doc_id), "")


def remove(knowledge: KnowledgeBase, inbox: Inbox, doc_id: str) -> RemovalBody:
    """Remove a document with its uploaded file, then look in every place whether anything of it is left."""
    origin = origin_of(knowledge, doc_id)
    clause_ids = [clause.id for clause in knowledge.clauses(doc_id)]
    knowledge.remove(doc_id)
    inbox.tidy(origin, knowledge)
    health = knowledge.health()
    left = {
        "documents": sum(document.id == doc_id for document in knowledge.documents()),
        "clauses": len(knowledge.clause_map(clause_ids)),
        "responsibilities": len(knowledge.responsibilities(doc_id=doc_id)),
        "targets": len(knowledge.targets(doc_ids=[doc_id])),
        "vectors": health.vectors - health.clauses,
        "lexical": health.lexical - health.clauses,
    }
    return RemovalBody(doc_id=doc_id, removed_clauses=len(clause_ids), left=left)
