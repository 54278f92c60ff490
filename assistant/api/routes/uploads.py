"""Uploading, replacing and removing documents; for staff, every action in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Response, UploadFile

from assistant.api import tickets, uploads
from assistant.api.access import Staff
from assistant.api.problems import NOT_FOUND, ApiError
from assistant.api.record_schemas import JobBody, RemovalBody
from assistant.api.routes.documents import DocumentId
from assistant.api.state import Shared, State
from assistant.api.tickets import Ticket
from assistant.api.uploads import Inbox

router = APIRouter(prefix="/v1", tags=["uploads"])


def inbox_of(state: Shared) -> Inbox:
    return Inbox(state.settings.data_dir)


Uploaded = Annotated[Inbox, Depends(inbox_of)]
Files = Annotated[list[UploadFile], File(min_length=1, max_length=100, description="Policy files, archives included")]
JobId = Annotated[str, Path(min_length=1, max_length=64)]


@router.post("/documents", status_code=202)
async def upload(files: Files, response: Response, caller: Staff, state: Shared, inbox: Uploaded) -> JobBody:
    """Take in one or more files; the job tells how far it is and what became of each."""
    named = [(file.filename or "", file.file) for file in files]
    paths = await state.assistant.run(inbox.save, named)
    await _note(state, caller.actor, "upload", "、".join(path.name for path in paths))
    return await _start(state, response, inbox, paths)


@router.put("/documents/{doc_id}", status_code=202)
async def replace(
    doc_id: DocumentId,
    file: Annotated[UploadFile, File()],
    response: Response,
    caller: Staff,
    state: Shared,
    inbox: Uploaded,
) -> JobBody:
    """Put a new version in the place of a document; readers see the old one until the new one is complete."""
    origin = await state.assistant.run(uploads.origin_of, state.assistant.knowledge, doc_id)
    paths = await state.assistant.run(inbox.save, [(file.filename or "", file.file)])
    await state.assistant.run(uploads.keep_identity, paths[0], doc_id, origin)
    await _note(state, caller.actor, "replace", doc_id)
    return await _start(state, response, inbox, paths, origin)


@router.delete("/documents/{doc_id}")
async def remove(doc_id: DocumentId, caller: Staff, state: Shared, inbox: Uploaded) -> RemovalBody:
    """Remove a document everywhere, and tell what a second look found of it."""
    async with state.ingesting:
        removal = await state.assistant.run(uploads.remove, state.assistant.knowledge, inbox, doc_id)
    await _note(state, caller.actor, "delete", doc_id)
    return removal


@router.get("/jobs/{job_id}")
async def show_job(job_id: JobId, caller: Staff, state: Shared) -> JobBody:
    """How far an upload is."""
    job = await state.assistant.run(state.records.jobs.find, job_id)
    if job is None:
        raise ApiError(NOT_FOUND, "没有这个任务。")
    return JobBody.model_validate(job)


async def _start(
    state: State, response: Response, inbox: Inbox, paths: Sequence[FilePath], replaced: str = ""
) -> JobBody:
    job = await state.assistant.run(state.records.jobs.start, len(paths))
    ticket = await state.assistant.run(Ticket.issue, job.job_id, paths, replaced)
    state.spawn(tickets.work_off(state, inbox, ticket))
    response.headers["Location"] = f"/v1/jobs/{job.job_id}"
    return JobBody.model_validate(job)


async def _note(state: State, actor: str, action: str, subject: str) -> None:
    await state.assistant.run(state.records.audit.add, actor, action, subject)
