"""Calls to the Bot API that wait when Telegram says so, and fail by kind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from bots.errors import Blocked, DeliveryError, TryLater, Undeliverable
from bots.message import Incoming
from bots.telegram.updates import ALLOWED, COMMANDS, NAME, Me

log = structlog.get_logger(__name__)

T = TypeVar("T")
_PATIENCE_S = 5.0  # a longer wait is not worth a slot
_RETRIES = 4


class Unparsed(Undeliverable):
    """Telegram cannot read the HTML of a message."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message shows. `html` is the same with formatting; `buttons` are rows of label and data."""

    text: str
    html: str = ""
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()


class TelegramApi:
    """The bot. It is not initialised yet: Telegram may be out of reach when the service starts."""

    def __init__(self, bot: Bot, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.bot = bot
        self._sleep = sleep
        self._me: Me | None = None
        self._meeting = asyncio.Lock()
        self._moved: dict[int, int] = {}  # groups that have become supergroups

    async def me(self) -> Me:
        """Who we are; asked once. Raises `TryLater` and `Undeliverable`."""
        async with self._meeting:
            if self._me is None:
                await self._try(self.bot.initialize)
                self._me = Me(self.bot.id, self.bot.username or "")
                await self._attempt(self.bot.set_my_commands(list(COMMANDS.items())), "the commands were not announced")
            return self._me

    async def close(self) -> None:
        await self.bot.shutdown()

    async def set_webhook(self, address: str, secret: str) -> None:
        """Raises `TryLater` and `Undeliverable`."""
        await self._try(lambda: self.bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED))

    async def drop_webhook(self) -> None:
        """Where this fails although there is a webhook, fetching updates will tell of a conflict."""
        await self._attempt(self.bot.delete_webhook(), "the webhook was not dropped")

    async def answer_press(self, query_id: str, text: str | None) -> None:
        """The button stops turning. One that is too old to be answered is no fault."""
        await self._attempt(self.bot.answer_callback_query(query_id, text), "a press could not be answered")

    async def send(self, message: Incoming, body: Body) -> int:
        """A message of its own in the chat of `message`; its id. Raises `TryLater` and `Undeliverable`."""
        context = message.context
        quoted = context.get("reply_to") if message.group else None
        more: dict[str, Any] = {
            "message_thread_id": int(context["thread"]) if "thread" in context else None,
            "reply_parameters": ReplyParameters(int(quoted), allow_sending_without_reply=True) if quoted else None,
        }
        sent = await self._formatted(
            body,
            lambda shown: self._in_chat(message.chat, lambda chat: self.bot.send_message(chat, **shown, **more)),
        )
        return sent.message_id

    async def edit(self, chat: str, message_id: str, body: Body) -> bool:
        """Put `body` in place of an earlier message; False where that cannot be done and it has to be sent.

        Raises `TryLater` and `Blocked`.
        """
        try:
            await self._formatted(body, lambda shown: self._put(chat, message_id, **shown))
        except Blocked:
            raise
        except Undeliverable as exc:
            log.info("a message could not be edited", channel=NAME, reason=str(exc))
            return False
        return True

    async def preview(self, chat: str, message_id: str, text: str) -> None:
        """One try to edit, without patience. Raises `TelegramError`."""
        await self._put(chat, message_id, text=text)

    async def _put(self, chat: str, message_id: str, **shown: Any) -> None:
        def edit(number: int) -> Awaitable[object]:
            return self.bot.edit_message_text(chat_id=number, message_id=int(message_id), **shown)

        try:
            await self._in_chat(chat, edit)
        except BadRequest as exc:
            if "not modified" not in str(exc).lower():
                raise

    async def _in_chat(self, chat: str, act: Callable[[int], Awaitable[T]]) -> T:
        """Act in a chat, or in the supergroup that it has become."""
        number = self._moved.get(int(chat), int(chat))
        try:
            return await act(number)
        except ChatMigrated as exc:
            self._moved[int(chat)] = exc.new_chat_id
            return await act(exc.new_chat_id)

    async def _formatted(self, body: Body, post: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
        """As HTML, or as plain text where Telegram cannot read that."""
        plain = {
            "text": body.text,
            "reply_markup": _keyboard(body),
            "link_preview_options": LinkPreviewOptions(is_disabled=True),
        }
        if body.html:
            try:
                return await self._try(lambda: post(plain | {"text": body.html, "parse_mode": ParseMode.HTML}))
            except Unparsed:
                log.warning("sent without formatting", channel=NAME)
        return await self._try(lambda: post(plain))

    async def _try(self, act: Callable[[], Awaitable[T]]) -> T:
        """Wait as long as Telegram says, and turn its errors into ours."""
        for attempt in range(_RETRIES + 1):
            try:
                return await act()
            except RetryAfter as exc:
                wait = seconds_of(exc)
                log.info("told to slow down", channel=NAME, seconds=wait)
                if attempt == _RETRIES or wait > _PATIENCE_S:
                    raise TryLater("Telegram 要求放慢发送", wait) from exc
                await self._sleep(wait)
            except TelegramError as exc:
                raise _named(exc) from exc
        raise AssertionError("unreachable")

    async def _attempt(self, act: Awaitable[object], words: str) -> None:
        """What the service does not depend on."""
        try:
            await act
        except TelegramError as exc:
            log.warning(words, channel=NAME, error=type(exc).__name__)


def seconds_of(exc: RetryAfter) -> float:
    wait = exc.retry_after
    return float(wait) if isinstance(wait, (int, float)) else wait.total_seconds()


def _named(exc: TelegramError) -> DeliveryError:
    """The same in our words; those of a vendor may hold the address, and with it the token."""
    match exc:
        case Forbidden():
            return Blocked("用户已屏蔽机器人或机器人已被移出群")
        case InvalidToken():  # a method that the server does not know looks the same
            return Undeliverable("Telegram token 无效,请检查 telegram.token")
        case BadRequest() if "can't parse" in str(exc).lower():
            return Unparsed("Telegram 无法识别消息的格式")
        case BadRequest() | ChatMigrated():
            return Undeliverable(f"Telegram 拒绝了请求:{str(exc)[:100]}")
    return TryLater("Telegram 无法访问", uncertain=isinstance(exc, TimedOut))


def _keyboard(body: Body) -> InlineKeyboardMarkup | None:
    if not body.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in body.buttons]
    )
