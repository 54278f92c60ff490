"""A service with every channel, over the fake assistant or the real one, and the platforms that call it."""

from __future__ import annotations

import asyncio
import shutil
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from assistant.conversation import SessionStore
from assistant.model import Answer, AskRequest
from assistant.records import Records
from assistant.settings import BotSettings, Settings, TelegramSettings, WecomAibotSettings, WecomSettings
from bots.webhooks import routers
from ingestion.knowledge.database import connect
from tests.bots.fakes import telegram, wecom
from tests.bots.fakes.server import served
from tests.fakes.assistant import FakeAssistant, now

HOOK_SECRET = "hook-secret_1"


class Assistant(FakeAssistant):
    """The fake assistant, which may be told what to say and how long to think about it."""

    def __init__(self) -> None:
        super().__init__()
        folder = mkdtemp()  # a file, since the bots' threads need connections of their own
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.use(connect(Path(folder), None))
        self.slow: dict[str, float] = {}
        self.heard: list[str] = []  # also what it still thinks about
        self.text: str | None = None

    def use(self, engine: Engine) -> None:
        """Keep everything in this database."""
        self.engine.dispose()
        self.engine = self.knowledge.engine = engine
        self.sessions = SessionStore(engine, clock=now, ttl=timedelta(hours=1))
        self.records = Records(engine, now)

    async def ask(self, request: AskRequest) -> Answer:
        self.heard.append(request.question)
        await asyncio.sleep(next((s for words, s in self.slow.items() if words in request.question), 0))
        return await super().ask(request)

    async def ask_stream(self, request: AskRequest) -> AsyncIterator[Any]:
        self.heard.append(request.question)
        await asyncio.sleep(next((s for words, s in self.slow.items() if words in request.question), 0))
        async for event in super().ask_stream(request):
            yield event

    def _answer(self, request: AskRequest) -> Answer:
        answer = replace(super()._answer(request), suggestions=("由哪个单位牵头?",))
        return replace(answer, answer=self.text) if self.text is not None else answer


@dataclass
class Service:
    """A running service and what stands around it."""

    client: httpx.AsyncClient
    assistant: Assistant
    api: wecom.WecomApi
    telegram: telegram.TelegramServer
    settings: Settings

    @property
    def platform(self) -> wecom.WecomPlatform:
        return wecom.WecomPlatform(self.client)

    @property
    def aibot(self) -> wecom.WecomAibotPlatform:
        return wecom.WecomAibotPlatform(self.client)

    async def hook(self, update: dict[str, Any], secret: str = HOOK_SECRET) -> httpx.Response:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        return await self.client.post("/telegram/webhook", json=update, headers=headers)


async def until(holds: Callable[[], Any], seconds: float = 8.0) -> None:
    """Wait until it holds, and fail if it does not."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, "waited in vain"
        await asyncio.sleep(0.01)


class Stage:
    """One listening socket for all tests; each puts a platform of its own behind it."""

    def __init__(self) -> None:
        self.app: Any = None
        self.address = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stages() -> Iterator[tuple[Stage, Stage]]:
    first, second = Stage(), Stage()
    with served(first) as first.address, served(second) as second.address:
        yield first, second


@pytest.fixture
def api(stages: tuple[Stage, Stage]) -> wecom.WecomApi:
    fake = wecom.WecomApi()
    stages[0].app, fake.address = fake.app, stages[0].address
    return fake


@pytest.fixture
def bot_api(stages: tuple[Stage, Stage]) -> telegram.TelegramServer:
    fake = telegram.TelegramServer()
    stages[1].app, fake.address = fake.app, stages[1].address
    return fake


@pytest.fixture
def settings(api: Any, bot_api: Any, tmp_path: Any) -> Settings:
    return Settings(
        data_dir=tmp_path,
        telegram=TelegramSettings.model_validate(
            {"token": telegram.TOKEN, "api_base_url": bot_api.address, "webhook_secret": HOOK_SECRET}
        ),
        wecom=WecomSettings.model_validate(
            {
                "corp_id": wecom.CORP,
                "agent_id": wecom.AGENT,
                "secret": wecom.SECRET,
                "token": wecom.TOKEN,
                "encoding_aes_key": wecom.KEY,
                "api_base_url": api.address,
                "group_webhook_url": f"{api.address}/cgi-bin/webhook/send?key=robot-key",
            }
        ),
        wecom_aibot=WecomAibotSettings.model_validate(
            {"token": wecom.AIBOT_TOKEN, "encoding_aes_key": wecom.AIBOT_KEY}
        ),
    )


@asynccontextmanager
async def running(settings: Settings, assistant: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The channels' routes over an assistant, without a socket of their own."""
    app = FastAPI()
    for router in routers(settings, assistant):
        app.include_router(router)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            yield client


@pytest.fixture
async def service(settings: Settings, api: Any, bot_api: Any) -> AsyncIterator[Service]:
    assistant = Assistant()
    async with running(settings, assistant) as client:
        yield Service(client, assistant, api, bot_api, settings)


@pytest.fixture
def narrow(settings: Settings) -> Settings:
    """One answer at a time, two may wait."""
    return settings.model_copy(update={"bots": BotSettings(max_in_flight=1, max_waiting=2)})


@pytest.fixture
def lasting(tmp_path: Any) -> Callable[[], Assistant]:
    """Assistants over one database file, as after a restart."""

    def make() -> Assistant:
        assistant = Assistant()
        assistant.use(connect(tmp_path, None))
        return assistant

    return make
