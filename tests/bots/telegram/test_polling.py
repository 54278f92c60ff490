"""Telegram by polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from assistant.errors import ConfigError
from assistant.settings import Settings, TelegramSettings
from bots.inbox import Inbox
from bots.service import Bots
from bots.telegram.polling import poll
from tests.bots.conftest import Assistant, until
from tests.bots.fakes.telegram import TOKEN, TelegramServer

QUESTION = "新增多少家研发机构?"


@asynccontextmanager
async def polling(settings: Settings, assistant: Assistant) -> AsyncIterator[asyncio.Task[None]]:
    async with Bots(settings, assistant, telegram=True, callbacks=False) as bots:  # type: ignore[arg-type]
        assert bots.telegram is not None
        task = asyncio.create_task(poll(bots.telegram))
        yield task
        task.cancel()
        await asyncio.wait([task])


async def test_updates_are_fetched_and_answered(settings: Settings, bot_api: TelegramServer) -> None:
    async with polling(settings, Assistant()):
        for chat in (7, 8):
            bot_api.queue(bot_api.message(QUESTION, chat=chat))
        await until(lambda: all(m.buttons for m in bot_api.sent) and len(bot_api.sent) == 2)
    assert bot_api.allowed == ["message", "callback_query", "my_chat_member"]
    assert bot_api.calls["deleteWebhook"] == 1


async def test_an_update_is_in_the_inbox_before_it_is_confirmed(
    settings: Settings, bot_api: TelegramServer, lasting: Any
) -> None:
    """The first run is stopped while it thinks; the second, which is given no update, answers."""
    hasty = settings.model_copy(update={"server": settings.server.model_copy(update={"shutdown_grace_s": 0})})
    slow: Assistant = lasting()
    slow.slow["研发机构"] = 30
    async with polling(hasty, slow):
        bot_api.queue(bot_api.message(QUESTION))
        await until(lambda: slow.heard)  # it thinks: what was shown meanwhile is kept as well
    bot_api._updates.clear()
    async with polling(settings, lasting()):
        await until(lambda: bot_api.sent[0].buttons)
    assert len(bot_api.sent) == 1


async def test_a_conflict_and_a_broken_server_are_survived(
    settings: Settings, bot_api: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.polling._PAUSES_S", (0.01,))
    bot_api.fault("getMe", 502, "Bad Gateway")
    bot_api.fault("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    bot_api.fault("getUpdates", 500, "Internal Server Error", times=2)
    async with polling(settings, Assistant()):
        bot_api.queue(bot_api.message(QUESTION))
        await until(lambda: bot_api.sent and bot_api.sent[0].buttons)


async def test_a_webhook_that_was_set_again_is_dropped_again(
    settings: Settings, bot_api: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.polling._PAUSES_S", (0.01,))
    bot_api.fault("deleteWebhook", 404, "Not Found")  # a server that does not know the method
    bot_api.fault("getUpdates", 409, "Conflict: can't use getUpdates method while webhook is active")
    async with polling(settings, Assistant()):
        bot_api.queue(bot_api.message(QUESTION))
        await until(lambda: bot_api.sent and bot_api.sent[0].buttons)
    assert bot_api.calls["deleteWebhook"] == 2


async def test_an_update_that_cannot_be_read_does_not_stop_those_after_it(
    settings: Settings, bot_api: TelegramServer
) -> None:
    async with polling(settings, Assistant()) as task:
        bot_api.queue({"update_id": 0, "callback_query": {"id": "1", "data": "s|x|1"}})
        bot_api.queue({"update_id": 0, "message": {"text": "without a sender"}})
        bot_api.queue(bot_api.message(QUESTION))
        await until(lambda: bot_api.sent and bot_api.sent[0].buttons)
        assert not task.done()


async def test_a_database_that_is_away_for_a_moment_loses_no_update(
    settings: Settings, bot_api: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.polling._PAUSES_S", (0.01,))
    accept, failures = Inbox.accept, [OSError("disk"), OSError("disk")]

    def fails_first(self: Inbox, *args: Any, **kwargs: Any) -> Any:
        if failures:
            raise failures.pop()
        return accept(self, *args, **kwargs)

    monkeypatch.setattr(Inbox, "accept", fails_first)
    async with polling(settings, Assistant()):
        bot_api.queue(bot_api.message(QUESTION))
        await until(lambda: bot_api.sent and bot_api.sent[0].buttons)


async def test_a_token_that_telegram_does_not_know_is_told(settings: Settings, bot_api: TelegramServer) -> None:
    wrong = TelegramSettings.model_validate({**settings.telegram.model_dump(), "token": TOKEN + "x"})
    async with polling(settings.model_copy(update={"telegram": wrong}), Assistant()) as task:
        with pytest.raises(ConfigError, match="TELEGRAM__TOKEN"):
            await asyncio.wait_for(task, 5)
