"""Delivers to Telegram: a placeholder that grows into the answer, further parts as messages of their own.

An edit can be repeated without harm, so an answer whose fate is unknown after a crash is simply edited in again.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots import phrases
from bots.errors import Blocked, TryLater, Undeliverable
from bots.message import Heard, Incoming, Reply
from bots.splitting import shortened, utf16
from bots.talk import is_question
from bots.telegram import markup
from bots.telegram.updates import ALLOWED, COMMANDS, NAME, Me, read_update

if TYPE_CHECKING:
    from bots.dispatch import Dispatcher, Note
    from bots.inbox import Entry
    from bots.talk import Talk

log = structlog.get_logger(__name__)

T = TypeVar("T")
EDIT_S, GROUP_EDIT_S = 1.0, 3.0
_PATIENCE_S = 5.0  # a longer wait is not worth a slot
_RETRIES = 4


class TelegramLine:
    """The bot. `bot` is not initialised yet: Telegram may be out of reach when the service starts."""

    name = NAME

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        talk: Talk,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.bot = bot
        self._dispatcher = dispatcher
        self._talk = talk
        self._clock = clock
        self._sleep = sleep
        self._me: Me | None = None
        self._meeting = asyncio.Lock()
        self._edited: dict[str, float] = {}
        dispatcher.add(self)

    async def me(self) -> Me:
        """Who we are; asked once. Raises `TryLater` and `Undeliverable`."""
        async with self._meeting:
            if self._me is None:
                await self._try(self.bot.initialize)
                self._me = Me(self.bot.id, self.bot.username)
                await self._try(lambda: self.bot.set_my_commands(list(COMMANDS.items())))
            return self._me

    async def close(self) -> None:
        await self.bot.shutdown()

    async def set_webhook(self, address: str, secret: str) -> None:
        await self._try(lambda: self.bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED))

    async def receive(self, update: Update) -> None:
        """Keep what an update asks; when this returns Telegram may be told that we have it."""
        me = await self.me()
        if update.my_chat_member:
            await self._note_membership(update)
            return
        message = read_update(update, me)
        if update.callback_query:
            voted = await self._vote(message) if message and message.act in ("up", "down") else None
            await self._answer_press(update.callback_query.id, voted)
            if voted:
                return
        if message:
            await self._dispatcher.accept(message)

    async def _vote(self, message: Incoming) -> str:
        return (await self._talk.reply(message)).text

    async def _answer_press(self, query_id: str, text: str | None) -> None:
        """The button stops turning. One that is too old to be answered is no fault."""
        try:
            await self.bot.answer_callback_query(query_id, text)
        except TelegramError as exc:
            log.info("a press could not be answered", channel=NAME, error=type(exc).__name__)

    async def _note_membership(self, update: Update) -> None:
        changed = update.my_chat_member
        if changed is None:
            return
        queue = f"{NAME}:{changed.chat.id}"
        left = changed.new_chat_member.status in ("kicked", "left")
        await self._dispatcher.mark_blocked(queue, blocked=left)

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        message = entry.message
        if entry.busy or not is_question(message):
            return None
        if "message_id" not in entry.notes:
            sent = await self._send(message, phrases.THINKING)
            await note({"message_id": str(sent)})
        every, told = (GROUP_EDIT_S if message.group else EDIT_S), self._clock()

        async def heard(text: str) -> None:
            nonlocal told
            if self._clock() - told < every:
                return
            told = self._edited[message.key] = self._clock()
            try:
                await self._edit(entry, shortened(text, markup.LIMIT, utf16))
            except RetryAfter as exc:
                told += _seconds(exc)
            except TelegramError as exc:
                log.info("a preview was not shown", channel=NAME, error=type(exc).__name__)

        return heard

    def render(self, reply: Reply) -> list[str]:
        return markup.render(reply)

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        packed = json.loads(part)
        keyboard = _keyboard(packed["buttons"])
        if ordinal == 0 and "message_id" in entry.notes:
            every = GROUP_EDIT_S if entry.message.group else EDIT_S
            last = self._edited.pop(entry.message.key, None)
            if last is not None and (wait := last + every - self._clock()) > 0:
                await self._sleep(wait)
            if await self._try(lambda: self._formatted(packed, lambda **as_: self._edit(entry, **as_), keyboard)):
                return
        await self._try(lambda: self._formatted(packed, lambda **as_: self._send(entry.message, **as_), keyboard))

    async def _formatted(
        self, packed: dict[str, Any], send: Callable[..., Awaitable[T]], keyboard: InlineKeyboardMarkup | None
    ) -> T:
        """As HTML, or as plain text where Telegram cannot parse it."""
        try:
            return await send(text=packed["html"], parse_mode=ParseMode.HTML, keyboard=keyboard)
        except BadRequest as exc:
            if "parse entities" not in str(exc).lower():
                raise
            log.warning("sent without formatting", channel=NAME)
            return await send(text=packed["text"], keyboard=keyboard)

    async def _send(
        self,
        message: Incoming,
        text: str,
        *,
        parse_mode: str | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> int:
        context = message.context
        quoted = context.get("reply_to") if message.group else None
        sent = await self._try(
            lambda: self.bot.send_message(
                int(message.chat),
                text,
                parse_mode=parse_mode,
                reply_markup=keyboard,
                message_thread_id=int(context["thread"]) if "thread" in context else None,
                reply_parameters=ReplyParameters(int(quoted), allow_sending_without_reply=True) if quoted else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            parsing=bool(parse_mode),
        )
        return sent.message_id

    async def _edit(
        self,
        entry: Entry,
        text: str,
        *,
        parse_mode: str | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> bool:
        """Put `text` in place of the placeholder; False where the placeholder is gone."""
        try:
            await self.bot.edit_message_text(
                text,
                int(entry.message.chat),
                int(entry.notes["message_id"]),
                parse_mode=parse_mode,
                reply_markup=keyboard,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as exc:
            words = str(exc).lower()
            if "not modified" in words:
                return True
            if "message to edit not found" in words or "can't be edited" in words:
                return False
            raise
        return True

    async def _try(self, act: Callable[[], Awaitable[T]], *, parsing: bool = False) -> T:
        """Wait as long as Telegram says, and turn its errors into ours. `parsing` lets bad HTML through."""
        for attempt in range(_RETRIES + 1):
            try:
                return await act()
            except RetryAfter as exc:
                wait = _seconds(exc)
                if attempt == _RETRIES or wait > _PATIENCE_S:
                    raise TryLater("Telegram 要求放慢发送", wait) from exc
                await self._sleep(wait)
            except Forbidden as exc:
                raise Blocked("用户已屏蔽机器人或机器人已被移出群") from exc
            except InvalidToken as exc:
                raise Undeliverable("Telegram token 无效,请检查 telegram.token") from exc
            except ChatMigrated as exc:
                raise Undeliverable("群已升级为超级群,请在新群中提问") from exc
            except BadRequest as exc:
                if parsing and "parse entities" in str(exc).lower():
                    raise
                raise Undeliverable(f"Telegram 拒绝了消息:{str(exc)[:100]}") from exc
            except (TimedOut, NetworkError) as exc:
                raise TryLater("Telegram 无法访问", uncertain=isinstance(exc, TimedOut)) from exc
        raise AssertionError("unreachable")


def _keyboard(rows: list[list[dict[str, str]]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b["text"], callback_data=b["data"]) for b in row] for row in rows]
    )


def _seconds(exc: RetryAfter) -> float:
    wait = exc.retry_after
    return float(wait) if isinstance(wait, (int, float)) else wait.total_seconds()
