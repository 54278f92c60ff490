"""Tickets of accepted uploads: a file beside the uploaded ones, held by the process that works on them.

Where that process dies, the system lets the ticket go and another process, or the next one, takes the upload up.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import structlog

from assistant.api import uploads
from assistant.api.state import State
from assistant.api.uploads import Inbox
from ingestion.knowledge.lock import FileLock
from ingestion.pipeline import FileOutcome

_NAME = ".ticket"  # no uploaded file begins with a dot
_LOOK_S = 2.0
_MOST_TRIES = 3

log = structlog.get_logger(__name__)


class Ticket:
    """One upload that is not over: a line that describes it, then one for each time that it was begun."""

    def __init__(self, path: Path, lock: FileLock, lines: Sequence[str]) -> None:
        """Use `issue` or `take`."""
        upload = json.loads(lines[0])
        self.job_id: str = upload["job_id"]
        self.paths = [path.parent / name for name in upload["files"]]
        self.replaced: str = upload["replaced"]
        self.tries = len(lines) - 1
        self._path = path
        self._lock = lock

    @classmethod
    def issue(cls, job_id: str, paths: Sequence[Path], replaced: str) -> Self:
        """A ticket for files of one folder. Nobody else sees it before it is whole and held."""
        path = paths[0].parent / _NAME
        fresh = path.with_suffix(".new")
        lock = FileLock.take(fresh, make=True)
        assert lock is not None  # noqa: S101 - the folder is new, and its name is known to nobody
        line = json.dumps({"job_id": job_id, "files": [file.name for file in paths], "replaced": replaced})
        os.write(lock.descriptor, f"{line}\n".encode())
        fresh.replace(path)
        return cls(path, lock, [line])

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """The ticket in that file, unless some process holds it."""
        lock = FileLock.take(path)
        if lock is None:
            return None
        try:
            return cls(path, lock, path.read_text("utf-8").splitlines())
        except (ValueError, LookupError):  # of a machine that lost power
            log.warning("ticket unreadable", folder=path.parent.name)
            path.unlink()
            lock.release()
            return None

    def begin(self) -> None:
        self.tries += 1
        os.write(self._lock.descriptor, b"begun\n")

    def tear(self) -> None:
        """The upload is over."""
        self._path.unlink(missing_ok=True)
        self._lock.release()


async def work_off(state: State, inbox: Inbox, ticket: Ticket) -> None:
    """Ingest the files of a ticket. It stays where this does not come to its end."""
    jobs, run = state.records.jobs, state.assistant.run
    job = await run(jobs.find, ticket.job_id)
    if job is None or job.state != "running":
        log.info("upload was over", job=ticket.job_id)
    elif ticket.tries < _MOST_TRIES:
        await run(ticket.begin)
        await uploads.run_job(state, inbox, ticket.job_id, ticket.paths, ticket.replaced)
    else:  # whatever it is that kills the service, it has had its chances
        reason = "处理这些文件时服务多次意外退出。"
        outcomes = [FileOutcome(path.name, "failed", reason=reason) for path in ticket.paths]
        await run(inbox.tidy, ticket.paths[0], state.assistant.knowledge)
        await run(jobs.finish, ticket.job_id, "failed", outcomes)
    await run(ticket.tear)


async def take_up(state: State) -> None:
    """Again and again: work off what processes that have died left behind."""
    inbox, folder = Inbox(state.settings.data_dir), state.settings.data_dir / "uploads"
    while True:
        try:
            for ticket in await state.assistant.run(list, _left_in(folder)):
                log.info("upload taken up", job=ticket.job_id, tries=ticket.tries)
                state.spawn(work_off(state, inbox, ticket))
        except Exception:  # a disk that is full for a moment must not end the service
            log.exception("looking for uploads failed")
        await asyncio.sleep(_LOOK_S)


def _left_in(folder: Path) -> Iterator[Ticket]:
    for path in folder.glob(f"*/{_NAME}"):
        if ticket := Ticket.take(path):
            yield ticket
