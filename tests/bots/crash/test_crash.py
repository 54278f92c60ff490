"""Killed with signal 9 in the middle of it."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import httpx

from tests.bots.crash.harness import Ordeal
from tests.bots.fakes import telegram, wecom


async def test_every_message_is_answered_once_and_in_order_though_the_service_is_killed(
    tmp_path: Path, api: wecom.WecomApi, bot_api: telegram.TelegramServer
) -> None:
    outcome = await Ordeal(tmp_path, api, bot_api).run(messages=24, chats=4, kills=2)
    assert outcome.wrong == {}


async def test_a_service_that_is_told_to_stop_finishes_its_answer_first(
    tmp_path: Path, api: wecom.WecomApi, bot_api: telegram.TelegramServer
) -> None:
    ordeal = Ordeal(tmp_path, api, bot_api)
    ordeal.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ordeal.port}") as client:
        platform = wecom.WecomPlatform(client)
        while True:
            with contextlib.suppress(httpx.ConnectError):
                await platform.say("慢:第1问:研发机构", user="1")
                break
            await asyncio.sleep(0.1)
    assert api.sent == []
    assert await asyncio.to_thread(ordeal.stop) in (0, 143, -15)
    assert ["第1问" in text for text in api.texts("1")] == [True]
