"""The shipped corpus asked through every channel, in the whole service. Run with `-s` to read the conversations."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api.app import create_app
from assistant.core import Assistant
from assistant.settings import Settings
from bots import phrases
from bots.webhooks import routers
from tests.bots.conftest import HOOK_SECRET, until
from tests.bots.fakes import wecom
from tests.bots.fakes.telegram import Sent, TelegramServer

ROOT = Path(__file__).resolve().parents[2]
Say = Callable[[str], Awaitable[str]]
TURNS = ("常州市2018年要新增多少家市级以上企业研发机构?", "由谁负责?", "原文1", "南通市今年的养老补贴标准是多少?")
CHANNELS = ("wecom-app", "wecom-aibot", "telegram")


@pytest.fixture
def assistant(settings: Settings, shipped_data: Path, tmp_path: Path) -> Assistant:
    folder = shutil.copytree(shipped_data, tmp_path / "data")
    return Assistant(settings.model_copy(update={"data_dir": folder}))


@pytest.fixture
async def channels(assistant: Assistant, api: wecom.WecomApi, bot_api: TelegramServer) -> AsyncIterator[dict[str, Say]]:
    app = create_app(assistant.settings, assistant, routers=routers(assistant.settings, assistant))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            says = (in_app(client, api), in_aibot(client), in_telegram(client, bot_api))
            yield dict(zip(CHANNELS, says, strict=True))


def in_app(client: httpx.AsyncClient, api: wecom.WecomApi) -> Say:
    platform = wecom.WecomPlatform(client)

    async def say(text: str) -> str:
        before = len(api.sent)
        await platform.say(text)
        await until(lambda: len(api.sent) > before)
        return "".join(api.texts("zhangsan")[before:])

    return say


def in_aibot(client: httpx.AsyncClient) -> Say:
    platform = wecom.WecomAibotPlatform(client)

    async def say(text: str) -> str:
        return str((await platform.watch(await platform.ask(text)))[-1]["stream"]["content"])

    return say


def in_telegram(client: httpx.AsyncClient, bot_api: TelegramServer) -> Say:
    async def say(text: str) -> str:
        before = len(bot_api.sent)
        headers: dict[str, Any] = {"X-Telegram-Bot-Api-Secret-Token": HOOK_SECRET}
        await client.post("/telegram/webhook", json=bot_api.message(text), headers=headers)
        await until(lambda: len(bot_api.sent) > before and _whole(bot_api.sent[-1]))
        buttons = " ".join(f"[{b['text']}]" for row in bot_api.sent[-1].buttons for b in row)
        return f"{bot_api.sent[-1].text}\n{buttons}".rstrip()

    return say


def _whole(message: Sent) -> bool:
    """An answer that grew in place of a placeholder ends with buttons."""
    return bool(message.buttons) or message.versions[0][1] != phrases.THINKING


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_conversation_keeps_its_sources(assistant: Assistant, channels: dict[str, Say], channel: str) -> None:
    told = []
    for words in TURNS:
        told.append(await channels[channel](words))
        print(f"\n▶ {words}\n{told[-1]}")  # noqa: T201
    answer, follow_up, clause, refusal = told
    assert all(needed in answer for needed in ("120家", "第三部分第8条", "市科技局", "工作要点"))
    assert "市科技局" in follow_up
    assert "8.推进企业研发机构建设" in clause
    assert "120家" in clause
    assert "南通市" in refusal
    assert "依据：" not in refusal
    (gap,) = assistant.records.opinions.gaps(limit=5)
    assert (gap.question, dict(gap.channels)) == (TURNS[-1], {channel: 1})
    (answer_id,) = gap.answer_ids
    assert assistant.records.answers.find(answer_id)
    for page in ("README.md", "README.zh.md") if channel == "wecom-app" else ("README.md",):
        assert [text for text in told if text not in (ROOT / page).read_text()] == [], f"{page} shows another one"
