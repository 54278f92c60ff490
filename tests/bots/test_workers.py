"""Several workers share one inbox: whichever is called, and whoever is killed, each message gets one answer."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.server import serve

from assistant.settings import KnowledgeSettings, Settings, WecomAibotSettings, WecomSettings
from bots.service import Bots
from tests.assistant.crew import Crew
from tests.bots.conftest import Assistant, running, until
from tests.bots.fakes import wecom
from tests.bots.wecom.test_connection import Gateway

QUESTION = "常州2018年要新增多少家市级以上企业研发机构?"
USERS = [f"user{number}" for number in range(10)]


@pytest.fixture
def crew(shipped_data: Path, tmp_path: Path, api: wecom.WecomApi) -> Iterator[Crew]:
    shutil.copytree(shipped_data, tmp_path / "data")
    crew = Crew(
        tmp_path,
        WENZHENG_WECOM__CORP_ID=wecom.CORP,
        WENZHENG_WECOM__AGENT_ID=str(wecom.AGENT),
        WENZHENG_WECOM__SECRET=wecom.SECRET,
        WENZHENG_WECOM__TOKEN=wecom.TOKEN,
        WENZHENG_WECOM__ENCODING_AES_KEY=wecom.KEY,
        WENZHENG_WECOM__API_BASE_URL=api.address,
    )
    yield crew
    assert crew.stop() == 0, crew.log()


async def test_each_message_is_answered_once_whichever_worker_is_called_or_killed(
    crew: Crew, api: wecom.WecomApi
) -> None:
    limits = httpx.Limits(max_keepalive_connections=0)  # each call may come to another worker
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{crew.port}", limits=limits, timeout=30) as client:
        platform = wecom.WecomPlatform(client, retry_s=5)
        for turn, question in enumerate((QUESTION, "由谁牵头?"), start=1):
            calls = [_insist(platform, question, user, f"{turn}-{user}") for user in USERS for _ in range(2)]
            telling = asyncio.gather(*calls)
            await asyncio.sleep(0.1)
            os.kill(crew.workers()[0], signal.SIGKILL)
            await telling
            await asyncio.to_thread(crew.wait_for, lambda turn=turn: all(_told(api, u) >= turn for u in USERS))
    await asyncio.sleep(1)
    assert {user: _told(api, user) for user in USERS} == dict.fromkeys(USERS, 2)
    assert all("120家" in api.texts(user)[0] and "市科技局" in api.texts(user)[1] for user in USERS)


async def _insist(platform: wecom.WecomPlatform, question: str, user: str, msgid: str) -> None:
    while True:
        try:
            if (await platform.say(question, user=user, msgid=msgid))[-1].status == 200:
                return
        except httpx.HTTPError:  # of the worker that was killed
            await asyncio.sleep(0.1)


def _told(api: wecom.WecomApi, user: str) -> int:
    return sum("依据" in text for text in api.texts(user))


async def test_a_worker_that_starts_leaves_the_others_at_their_work(
    settings: Settings, lasting: Callable[[], Assistant], api: wecom.WecomApi
) -> None:
    shared = settings.model_copy(update={"knowledge": KnowledgeSettings(chroma_url="http://127.0.0.1:1")})
    first, second = lasting(), lasting()
    first.slow = second.slow = {"慢": 1.0}
    async with running(shared, first) as client:
        await wecom.WecomPlatform(client).say("慢:研发机构", user="1")
        await asyncio.sleep(0.3)  # it is being answered
        async with running(shared, second):
            await until(lambda: _told(api, "1"))
            await asyncio.sleep(1.5)
    assert api.calls["send"] == 1


async def test_of_several_workers_one_has_the_long_connection_and_another_takes_it_over(
    settings: Settings, lasting: Callable[[], Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.service._TURN_S", 0.05)
    gateway = Gateway()
    async with AsyncExitStack() as service:
        server = await service.enter_async_context(serve(gateway.serve, "127.0.0.1", 0))
        address = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        chosen = {"bot_id": "bot-1", "secret": "long-secret", "websocket_url": address}
        shared = settings.model_copy(
            update={
                "wecom": WecomSettings(),
                "wecom_aibot": WecomAibotSettings.model_validate(chosen),
                "knowledge": KnowledgeSettings(chroma_url="http://127.0.0.1:1"),
            }
        )
        first, second = (Bots(shared, lasting(), telegram=False, callbacks=True) for _ in range(2))  # type: ignore[arg-type]
        async with first:
            await until(lambda: gateway.told("aibot_subscribe"))
            await service.enter_async_context(second)
            await asyncio.sleep(0.3)
            assert len(gateway.told("aibot_subscribe")) == 1
            assert await second.states() == {"wecom-aibot-socket": "ok"}
        await until(lambda: len(gateway.told("aibot_subscribe")) == 2)
        await gateway.ask("新增多少家研发机构?")
        await until(gateway.finished)
