"""`wenzheng bot …`."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import Annotated

import typer

app = typer.Typer(help="聊天渠道:Telegram、企业微信。", add_completion=False, rich_markup_mode=None)


@app.callback()
def begin() -> None:
    """聊天渠道:Telegram、企业微信。企业微信和 Telegram webhook 由 wenzheng serve 提供。"""


@app.command("telegram", help="以轮询方式运行 Telegram 机器人,不需要公网地址。")
def telegram() -> None:
    asyncio.run(_poll())


@app.command("check", help="检查令牌、密钥、回调地址和时钟,说明哪里不对。")
def check(
    url: Annotated[str | None, typer.Option(help="服务的公网地址,如 https://bot.example.org。")] = None,
    *,
    alert: Annotated[bool, typer.Option("--alert", help="让企业微信群机器人发一条测试消息。")] = False,
) -> int:
    return asyncio.run(_check(url, alert=alert))


@app.command("digest", help="把未能回答的问题汇总发到企业微信群机器人。")
def digest(limit: Annotated[int, typer.Option(min=1, max=50, help="最多几条。")] = 10) -> None:
    asyncio.run(_digest(limit))


async def _check(url: str | None, *, alert: bool) -> int:
    import httpx

    from assistant import logs
    from assistant.settings import load_settings
    from bots.checking import check

    logs.configure("WARNING")  # the findings are what there is to read
    wrong = 0
    async with httpx.AsyncClient(timeout=10) as http:
        async for finding in check(load_settings(), http, url, alert=alert):
            wrong += not finding.ok
            typer.echo(f"{'✓' if finding.ok else '✗'} {finding.subject}:{finding.words}")
    return int(wrong > 0)


async def _digest(limit: int) -> None:
    import httpx

    from assistant.cli.opening import opened
    from assistant.errors import ConfigError
    from bots.alerts import digest_of
    from bots.pace import Pace
    from bots.wecom.group import A_MINUTE, GroupRobot

    async with opened() as assistant:
        address = assistant.settings.wecom.group_webhook_url
        if address is None:
            raise ConfigError("请先设置 WENZHENG_WECOM__GROUP_WEBHOOK_URL。")
        gaps = await assistant.run(assistant.records.opinions.gaps, limit=limit)
        async with httpx.AsyncClient(timeout=10) as http:
            await GroupRobot(http, address.get_secret_value(), Pace(A_MINUTE)).tell(digest_of(gaps))
    typer.echo(f"已发送 {len(gaps)} 条。")


async def _poll() -> None:
    from assistant import logs
    from assistant.cli import opening
    from assistant.core import Assistant
    from assistant.errors import ConfigError
    from assistant.forgetting import forget_what_is_old
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
            forgetting = asyncio.create_task(forget_what_is_old(assistant, keep_days=settings.server.keep_answers_days))
            loop = asyncio.get_running_loop()
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(name, polling.cancel)
            with suppress(asyncio.CancelledError):
                await polling
            forgetting.cancel()
