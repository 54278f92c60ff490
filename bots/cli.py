"""`wenzheng bot …`."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

import typer

app = typer.Typer(help="聊天渠道:Telegram、企业微信。", add_completion=False, rich_markup_mode=None)


@app.callback()
def begin() -> None:
    """聊天渠道:Telegram、企业微信。企业微信和 Telegram webhook 由 wenzheng serve 提供。"""


@app.command("telegram", help="以轮询方式运行 Telegram 机器人,不需要公网地址。")
def telegram() -> None:
    asyncio.run(_poll())


async def _poll() -> None:
    from assistant import logs
    from assistant.cli import opening
    from assistant.core import Assistant
    from assistant.errors import ConfigError
    from assistant.settings import load_settings
    from bots.service import Bots
    from bots.telegram.polling import poll

    settings = load_settings()
    logs.configure(settings.log_level)
    if not settings.telegram.token:
        raise ConfigError("请先设置 WENZHENG_TELEGRAM__TOKEN(向 @BotFather 申请)。")
    async with Assistant(settings) as assistant:
        await opening.fill(assistant)
        async with Bots(settings, assistant, telegram=True, callbacks=False) as bots:
            assert bots.telegram is not None  # noqa: S101 - asked for above
            polling = asyncio.create_task(poll(bots.telegram))
            loop = asyncio.get_running_loop()
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(name, polling.cancel)
            with suppress(asyncio.CancelledError):
                await polling
