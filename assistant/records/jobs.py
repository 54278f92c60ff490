"""Upload jobs and how far they are; kept in the database so that any worker can tell."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Row, select, update

from assistant.records.tables import JOBS
from assistant.records.transactions import reads, writes
from ingestion.pipeline import FileOutcome

if TYPE_CHECKING:
    from sqlalchemy import Engine

JobState = Literal["running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """`done` of `total` steps; `failed` means that no file came in."""

    job_id: str
    made_at: datetime
    state: JobState
    total: int
    done: int
    stage: str
    outcomes: tuple[FileOutcome, ...]


class JobBoard:
    """Where a job is put up, moved on and looked at."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def start(self, total: int) -> Job:
        job = Job(secrets.token_urlsafe(12), self._clock(), "running", total, 0, "等待处理", ())
        row = asdict(job) | {"outcomes": "[]"}
        with writes(self._engine) as connection:
            connection.execute(JOBS.insert(), row)
        return job

    def move(self, job_id: str, *, done: int, total: int, stage: str) -> None:
        self._update(job_id, done=done, total=total, stage=stage)

    def finish(self, job_id: str, state: JobState, outcomes: Sequence[FileOutcome]) -> None:
        """The job is over; its outcomes stay readable."""
        kept = json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False)
        self._update(job_id, state=state, outcomes=kept, done=JOBS.c.total, stage="完成" if state == "done" else "失败")

    def find(self, job_id: str) -> Job | None:
        with reads(self._engine) as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.job_id == job_id)).one_or_none()
        return _job(row) if row else None

    def _update(self, job_id: str, **values: object) -> None:
        with writes(self._engine) as connection:
            connection.execute(update(JOBS).where(JOBS.c.job_id == job_id).values(**values))


def _job(row: Row[Any]) -> Job:
    outcomes = tuple(FileOutcome(**(fields | {"notes": tuple(fields["notes"])})) for fields in json.loads(row.outcomes))
    return Job(row.job_id, row.made_at, row.state, row.total, row.done, row.stage, outcomes)
