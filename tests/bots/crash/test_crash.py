"""Killed with signal 9 in the middle of it."""

from __future__ import annotations

from pathlib import Path

from tests.bots.crash.harness import Ordeal
from tests.bots.fakes import telegram, wecom


async def test_every_message_is_answered_once_and_in_order_though_the_service_is_killed(
    tmp_path: Path, api: wecom.WecomApi, bot_api: telegram.TelegramServer
) -> None:
    outcome = await Ordeal(tmp_path, api, bot_api).run(messages=24, chats=4, kills=2)
    assert outcome.wrong == {}
