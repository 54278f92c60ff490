"""Puts the configured channels together over one opened assistant."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import structlog

from assistant.errors import ConfigError
from bots.dispatch import Dispatcher
from bots.errors import DeliveryError

if TYPE_CHECKING:
    import httpx
    from pydantic import SecretStr

    from assistant.core import Assistant
    from assistant.settings import Settings
    from bots.talk import Talk
    from bots.telegram.line import TelegramLine
    from bots.wecom.aibot import WecomAibot
    from bots.wecom.app import WecomApp
    from bots.wecom.connection import WecomConnection
    from bots.wecom.crypto import Crypt

log = structlog.get_logger(__name__)

_HTTP_TIMEOUT_S = 10.0
_THREADS = 4  # of their own: keeping a message must not wait for a thread that answers one
_REGISTER_AGAIN_S = 30.0
_TURN_S = 2.0


class Bots:
    """Every configured channel. An async context manager, to be entered when the assistant is open.

    `telegram` brings in the Telegram line too, which the service needs for its webhook and polling for itself;
    `callbacks` the channels of WeCom. Raises `ConfigError` for settings that are incomplete.
    """

    def __init__(self, settings: Settings, assistant: Assistant, *, telegram: bool, callbacks: bool) -> None:
        self._settings = settings
        self._assistant = assistant
        self._with_telegram = telegram
        self._crypts = (app_crypt(settings), aibot_crypt(settings)) if callbacks else (None, None)
        self._callbacks = callbacks
        self._webhook = "ok"  # or why Telegram does not know of it yet
        self._stack = AsyncExitStack()
        self.telegram: TelegramLine | None = None
        self.app: WecomApp | None = None
        self.aibot: WecomAibot | None = None
        self.connection: WecomConnection | None = None

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="bots")
            stack.callback(self._pool.shutdown)
            talk, dispatcher = await self._run(self._open)
            http = await stack.enter_async_context(_http())
            self._open_wecom(talk, dispatcher, http)
            if self._with_telegram:
                self._open_telegram(stack, talk, dispatcher)
            self._open_connection(stack, talk, dispatcher)
            dispatcher.start()
            stack.push_async_callback(dispatcher.stop, self._settings.server.shutdown_grace_s)
            if self.telegram and self._settings.telegram.webhook_url:
                registering = asyncio.create_task(self._register(self.telegram))
                stack.callback(registering.cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.telegram = self.app = self.aibot = self.connection = None
        await self._stack.aclose()

    async def _run(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(fn, *args, **kwargs))

    async def states(self) -> dict[str, str]:
        """Every channel, and "ok" or what keeps it from serving."""
        states = {"wecom-app": "ok"} if self.app else {}
        if self.aibot:
            states["wecom-aibot"] = "ok"
        if self.connection:
            states[self.connection.name] = self.connection.state
        elif self._callbacks and has_connection(self._settings):
            states["wecom-aibot-socket"] = "ok"  # it is for another process to say how its connection is
        if self.telegram:
            states["telegram"] = self._webhook
            try:
                await self.telegram.api.me()
            except DeliveryError as exc:
                states["telegram"] = str(exc)
        return states or {"bots": "starting"}

    def _open(self) -> tuple[Talk, Dispatcher]:
        from bots.book import Book
        from bots.inbox import Inbox, Limits
        from bots.talk import CHINESE_WORDS, SLASHES, Talk

        settings, engine = self._settings, self._assistant.knowledge.engine
        records = self._assistant.records
        talk = Talk(
            self._assistant,
            run=self._run,
            book=Book(engine, time.time),
            answers=records.answers,
            opinions=records.opinions,
            manners=lambda channel: SLASHES if channel == "telegram" else CHINESE_WORDS,
        )
        inbox = Inbox(
            engine,
            time.time,
            exclusive=not settings.knowledge.shared,
            limits=Limits(settings.bots.max_waiting, settings.bots.max_waiting_per_chat),
        )
        return talk, Dispatcher(self._run, inbox, talk, in_flight=settings.bots.max_in_flight)

    def _open_telegram(self, stack: AsyncExitStack, talk: Talk, dispatcher: Dispatcher) -> None:
        from bots.telegram.line import TelegramLine
        from bots.telegram.opening import open_api

        api = open_api(self._settings.telegram)
        stack.push_async_callback(api.close)
        self.telegram = TelegramLine(api, dispatcher, talk)

    def _open_wecom(self, talk: Talk, dispatcher: Dispatcher, http: httpx.AsyncClient) -> None:
        of_app, of_aibot = self._crypts
        if of_app:
            from bots.wecom.api import WecomApi
            from bots.wecom.app import WecomApp
            from bots.wecom.prints import Prints

            api = WecomApi(http, self._settings.wecom)
            prints = Prints(self._assistant.knowledge.engine, time.time)
            self.app = WecomApp(of_app, api, run=self._run, dispatcher=dispatcher, prints=prints)
        if of_aibot:
            from bots.wecom.aibot import WecomAibot
            from bots.wecom.streams import Streams

            self.aibot = WecomAibot(
                of_aibot,
                self._settings.wecom_aibot,
                run=self._run,
                dispatcher=dispatcher,
                talk=talk,
                streams=Streams(self._assistant.knowledge.engine, time.time),
                http=http,
            )

    def _open_connection(self, stack: AsyncExitStack, talk: Talk, dispatcher: Dispatcher) -> None:
        if not (self._callbacks and has_connection(self._settings)):
            return
        from bots.wecom.connection import WecomConnection
        from bots.wecom.streams import Streams

        streams = Streams(self._assistant.knowledge.engine, time.time)
        make = partial(
            WecomConnection,
            self._settings.wecom_aibot,
            run=self._run,
            dispatcher=dispatcher,
            talk=talk,
            streams=streams,
        )
        if self._settings.knowledge.shared:
            running = asyncio.create_task(self._connect_in_turn(make))
        else:
            self.connection = make()
            running = asyncio.create_task(self.connection.run())
        stack.callback(running.cancel)

    async def _connect_in_turn(self, make: Callable[[], WecomConnection]) -> None:
        """Of the processes that share a data directory one has the connection; the others wait for its end."""
        from ingestion.knowledge.lock import FileLock

        path = self._settings.data_dir / "aibot.lock"
        while (turn := await self._run(FileLock.take, path, make=True)) is None:  # noqa: ASYNC110 - of a process
            await asyncio.sleep(_TURN_S)
        try:
            self.connection = make()
            await self.connection.run()
            await asyncio.Event().wait()  # an instance elsewhere has it: the others here must not fight for it either
        finally:
            turn.release()

    async def _register(self, line: TelegramLine) -> None:
        """Tell Telegram where the webhook is, as often as it takes."""
        chosen = self._settings.telegram
        secret, address = revealed(chosen.webhook_secret), chosen.webhook_url or ""
        while True:
            try:
                await line.api.set_webhook(address, secret)
            except DeliveryError as exc:
                log.warning("the webhook was not registered", channel=line.name, reason=str(exc))
                self._webhook = f"webhook 尚未登记:{exc}"
                await asyncio.sleep(_REGISTER_AGAIN_S)
            else:
                self._webhook = "ok"
                return


def has_connection(settings: Settings) -> bool:
    """Whether the AI bot is to be reached by a long connection."""
    return bool(settings.wecom_aibot.bot_id and settings.wecom_aibot.secret)


def _http() -> httpx.AsyncClient:
    import httpx

    return httpx.AsyncClient(timeout=_HTTP_TIMEOUT_S)


def app_crypt(settings: Settings) -> Crypt | None:
    """What opens the callbacks of the self-built app; None where it is not configured. Raises `ConfigError`."""
    app = settings.wecom
    needed = {
        "CORP_ID": app.corp_id,
        "AGENT_ID": app.agent_id,
        "SECRET": app.secret,
        "TOKEN": app.token,
        "ENCODING_AES_KEY": app.encoding_aes_key,
    }
    return _crypt("WECOM", needed, app.token, app.encoding_aes_key, app.corp_id or "")


def aibot_crypt(settings: Settings) -> Crypt | None:
    """The same for the AI bot."""
    aibot = settings.wecom_aibot
    needed = {"TOKEN": aibot.token, "ENCODING_AES_KEY": aibot.encoding_aes_key}
    return _crypt("WECOM_AIBOT", needed, aibot.token, aibot.encoding_aes_key, "")


def _crypt(
    group: str, needed: Mapping[str, object], token: SecretStr | None, key: SecretStr | None, receiver: str
) -> Crypt | None:
    missing = [name for name, value in needed.items() if not value]
    if len(missing) == len(needed):
        return None
    if missing:
        names = "、".join(f"WENZHENG_{group}__{name}" for name in missing)
        raise ConfigError(f"企业微信设置不完整,还需要:{names}。")
    from bots.wecom.crypto import Crypt

    return Crypt(revealed(token), revealed(key), receiver)


def revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
