"""What operators are told in their group: by the digest, and when files do not come in."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api.app import create_app
from assistant.cli.main import run
from assistant.errors import ServiceUnavailable
from assistant.extensions import ingest_listeners, tell_of_ingest
from assistant.records import Gap
from assistant.settings import Settings
from bots.alerts import IngestAlerts, digest_of, failures_of, ingest_alerts
from bots.errors import TryLater, Undeliverable
from bots.pace import Pace
from bots.wecom.group import A_MINUTE, GroupRobot
from ingestion.pipeline import FileOutcome, IngestReport
from tests.bots.conftest import Assistant
from tests.bots.fakes.wecom import WecomApi

ROOT = Path(__file__).resolve().parents[2]
BROKEN = FileOutcome("/srv/uploads/a1/坏.docx", "failed", reason="不是有效的 Word 文件。")
GOOD = FileOutcome("/srv/uploads/a1/好.docx", "ingested", doc_id="good")


@pytest.fixture
def robot(settings: Settings) -> str:
    address = settings.wecom.group_webhook_url
    assert address is not None
    return address.get_secret_value()


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry points as pyproject.toml has them."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]

    def found(*, group: str) -> list[EntryPoint]:
        return [EntryPoint(name, value, group) for name, value in groups[group].items()]

    monkeypatch.setattr("assistant.extensions.entry_points", found)


def texts(api: WecomApi) -> list[str]:
    return [alert["markdown"]["content"] for alert in api.alerts]


async def test_operators_are_told_what_was_asked_in_vain(robot: str, api: WecomApi) -> None:
    gap = Gap("养老补贴多少?", 3, 1, datetime.now(UTC), (), ())
    async with httpx.AsyncClient() as http:
        await GroupRobot(http, robot, Pace(A_MINUTE)).tell(digest_of([gap] * 200))
    assert "养老补贴多少?" in texts(api)[0]
    assert len(texts(api)) > 1
    assert max(len(text.encode()) for text in texts(api)) <= 4096


async def test_a_run_with_failures_is_told_of_once(robot: str, api: WecomApi) -> None:
    alerts = IngestAlerts(robot, Pace(A_MINUTE))
    await alerts([GOOD])
    await alerts([GOOD, BROKEN, BROKEN])
    assert texts(api) == ["**文件导入失败 2 份**\n" + "\n".join(["> 坏.docx：不是有效的 Word 文件。"] * 2)]


def test_many_failures_fit_into_one_message() -> None:
    long = FileOutcome("/srv/" + "很长的文件名" * 50 + ".docx", "failed", reason="读不出来\n" * 200)
    text = failures_of([long] * 400)
    assert len(text.encode()) <= 4096
    assert text.startswith("**文件导入失败 400 份**")
    assert text.endswith("另有 385 份")


class Clock:
    """Sleeping moves it on, and nothing else does."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0.05)


async def test_no_more_than_the_robot_may_say_is_said_in_a_minute(robot: str, api: WecomApi) -> None:
    clock = Clock()
    alerts = IngestAlerts(robot, Pace(A_MINUTE, clock=clock, sleep=clock.sleep))
    for _ in range(20):
        await alerts([BROKEN])
    assert (len(api.alerts), clock.now) == (20, 0)
    await asyncio.gather(*(alerts([BROKEN]) for _ in range(30)))
    assert clock.now == 60
    assert len(api.alerts) <= 22
    assert [int(text.split()[1]) for text in texts(api)[20:]] == [1, 29]


async def test_what_could_not_be_told_is_told_with_the_next(robot: str, api: WecomApi) -> None:
    alerts = IngestAlerts(robot, Pace(A_MINUTE))
    api.codes = [45009]
    with pytest.raises(TryLater):
        await alerts([BROKEN])
    await alerts([BROKEN])
    assert texts(api)[0].startswith("**文件导入失败 2 份**")


def replying(status: int, body: bytes) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(status, content=body))


@pytest.mark.parametrize(
    ("transport", "error"),
    [
        (replying(200, b'{"errcode": 45009}'), TryLater),
        (replying(200, b'{"errcode": 93000}'), Undeliverable),
        (replying(500, b""), TryLater),
        (replying(200, b"[]"), TryLater),
        (replying(200, b"<html>"), TryLater),
    ],
)
async def test_a_robot_that_fails_does_not_give_its_address_away(
    transport: httpx.MockTransport, error: type[Exception]
) -> None:
    async with httpx.AsyncClient(transport=transport) as http:
        with pytest.raises(error) as told:
            await GroupRobot(http, "https://x/send?key=robot-key", Pace(A_MINUTE)).tell("甲")
    assert "robot-key" not in str(told.value)


def test_without_a_robot_nobody_is_told() -> None:
    assert ingest_alerts(Settings()) is None


async def test_an_alert_that_fails_changes_nothing_and_is_logged_without_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await tell_of_ingest([IngestAlerts("http://127.0.0.1:9/send?key=robot-key", Pace(A_MINUTE))], [BROKEN])
    assert "群机器人无法访问" in caplog.text
    assert "robot-key" not in caplog.text


class Uploads(Assistant):
    """Ingests whatever is uploaded as the test says."""

    def __init__(self, ingest: Callable[[], IngestReport]) -> None:
        super().__init__()
        self._ingest = ingest

    async def ingest(self, paths: list[Path], progress: Any) -> IngestReport:
        return self._ingest()


def breaks(error: Exception) -> Callable[[], IngestReport]:
    def ingest() -> IngestReport:
        raise error

    return ingest


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("ingest", "words"),
    [
        (lambda: IngestReport((BROKEN, GOOD), 0.1), "坏.docx：不是有效的 Word 文件。"),
        (breaks(ServiceUnavailable("检索服务暂不可用。")), "新.txt：检索服务暂不可用。"),
        (breaks(RuntimeError("unforeseen")), "新.txt：处理时出现意外错误。"),
    ],
)
async def test_an_upload_that_fails_is_told_of(
    settings: Settings, api: WecomApi, ingest: Callable[[], IngestReport], words: str
) -> None:
    app = create_app(settings, Uploads(ingest), ingest_listeners=ingest_listeners(settings))  # type: ignore[arg-type]
    async with app.router.lifespan_context(app):
        _, token = app.state.wenzheng.records.keys.make("工作人员", "staff")
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers) as client:
            answer = await client.post("/v1/documents", files=[("files", ("新.txt", "某市通知".encode()))])
        assert answer.status_code == 202
    assert len(api.alerts) == 1
    assert words in texts(api)[0]


@pytest.mark.usefixtures("declared")
async def test_a_command_that_cannot_ingest_a_file_tells_of_it(
    api: WecomApi, robot: str, shipped_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENZHENG_WECOM__GROUP_WEBHOOK_URL", robot)
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no document")
    (tmp_path / "好.txt").write_text("云溪市人民政府关于印发2021年工作要点的通知\n一、总体要求\n加强创新。\n")
    assert await asyncio.to_thread(run, ["ingest", "坏.docx", "好.txt", "没有.txt"]) == 1
    assert [text.splitlines()[0] for text in texts(api)] == ["**文件导入失败 2 份**"]
    assert all(name in texts(api)[0] for name in ("坏.docx", "没有.txt"))
    assert await asyncio.to_thread(run, ["ingest", "好.txt"]) == 0
    assert len(api.alerts) == 1


def test_what_is_declared_can_be_loaded() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    loaded = [EntryPoint(name, value, group).load() for group in groups for name, value in groups[group].items()]
    assert ingest_alerts in loaded
