"""The app over a fake assistant, and clients with and without keys."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import structlog
from fastapi import FastAPI

from assistant.api.app import create_app
from assistant.settings import ServerSettings, Settings
from tests.fakes.assistant import FakeAssistant


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def assistant() -> Iterator[FakeAssistant]:
    fake = FakeAssistant()
    yield fake
    fake.engine.dispose()


@pytest.fixture
async def app(settings: Settings, assistant: FakeAssistant) -> AsyncIterator[FastAPI]:
    app = create_app(settings, assistant)
    async with app.router.lifespan_context(app):
        yield app


def client_of(app: FastAPI, token: str | None = None, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client at an address; the app's errors come back as responses, as they would from a server."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 50000))
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def staff(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    _, token = app.state.wenzheng.records.keys.make("工作人员", "staff")
    async with client_of(app, token) as client:
        yield client


@pytest.fixture
async def admin(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    _, token = app.state.wenzheng.records.keys.make("管理员", "admin")
    async with client_of(app, token) as client:
        yield client


def with_server(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update={"server": ServerSettings(**changes)})
