"""An accepted upload is worked off, whoever dies meanwhile."""

from __future__ import annotations

import asyncio
import io
import shutil
from pathlib import Path

import httpx
import pytest

from assistant.api.app import create_app
from assistant.api.tickets import Ticket
from assistant.api.uploads import Inbox
from assistant.core import Assistant
from assistant.settings import Settings
from tests.assistant.api.live import start, wait_for_job
from tests.assistant.api.test_live import NEW_TEXT


def _upload(data_dir: Path) -> list[Path]:
    return Inbox(data_dir).save([("云溪.txt", io.BytesIO(NEW_TEXT.encode()))])


def test_only_a_ticket_that_nobody_holds_can_be_taken(tmp_path: Path) -> None:
    paths = _upload(tmp_path)
    file = paths[0].parent / ".ticket"
    ticket = Ticket.issue("job", paths, "old.txt")
    assert Ticket.take(file) is None
    ticket.begin()
    ticket._lock.release()  # as the end of its process would
    taken = Ticket.take(file)
    assert taken is not None
    assert (taken.job_id, taken.paths, taken.replaced, taken.tries) == ("job", paths, "old.txt", 1)
    taken.tear()
    assert Ticket.take(file) is None
    assert list(paths[0].parent.iterdir()) == paths


def test_an_unreadable_ticket_is_thrown_away(tmp_path: Path) -> None:
    file = tmp_path / ".ticket"
    file.touch()
    assert Ticket.take(file) is None
    assert not file.exists()


@pytest.mark.parametrize(("tries", "ends"), [(1, "done"), (3, "failed")])
def test_an_upload_that_a_dead_process_left_is_taken_up(
    shipped_data: Path, tmp_path: Path, tries: int, ends: str
) -> None:
    shutil.copytree(shipped_data, tmp_path / "data")
    settings = Settings(data_dir=tmp_path / "data")
    job_id = asyncio.run(_leave_behind(settings, tries))
    live = start(create_app(settings, Assistant(settings)))
    try:
        with httpx.Client(base_url=live.url, headers={"Authorization": f"Bearer {live.key('staff')}"}) as staff:
            job = wait_for_job(staff, job_id)
            titles = [document["title"] for document in staff.get("/v1/documents").json()["documents"]]
    finally:
        live.stop()
    assert (job["state"], "低空经济" in "".join(titles)) == (ends, ends == "done")
    left = [path.name for path in (tmp_path / "data" / "uploads").rglob("*") if path.is_file()]
    assert left == (["云溪.txt"] if ends == "done" else [])


async def _leave_behind(settings: Settings, tries: int) -> str:
    """An upload that was accepted and begun so many times."""
    from datetime import UTC, datetime

    from assistant.records import Records

    async with Assistant(settings) as assistant:
        records = Records(assistant.knowledge.engine, lambda: datetime.now(UTC))
        job = records.jobs.start(1)
        ticket = Ticket.issue(job.job_id, _upload(settings.data_dir), "")
        for _ in range(tries):
            ticket.begin()
        ticket._lock.release()
    return job.job_id
