"""Delivers to Telegram: a placeholder that grows into the answer, further parts as messages of their own.

An edit can be repeated without harm, so an answer whose fate is unknown after a crash is simply edited in again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog
from telegram import Update
from telegram.error import RetryAfter, TelegramError

from bots import phrases
from bots.message import Heard, Incoming, Reply
from bots.splitting import shortened, utf16
from bots.talk import is_question
from bots.telegram import markup
from bots.telegram.api import Body, TelegramApi, seconds_of
from bots.telegram.updates import NAME, Me, Membership, read_update

if TYPE_CHECKING:
    from bots.dispatch import Dispatcher, Note
    from bots.inbox import Entry
    from bots.talk import Talk

log = structlog.get_logger(__name__)

EDIT_S, GROUP_EDIT_S = 1.0, 3.0


class TelegramLine:
    """What Telegram tells goes into the inbox, what the inbox answers goes to Telegram."""

    name = NAME

    def __init__(
        self,
        api: TelegramApi,
        dispatcher: Dispatcher,
        talk: Talk,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.api = api
        self._dispatcher = dispatcher
        self._talk = talk
        self._clock = clock
        self._sleep = sleep
        self._edited: dict[str, float] = {}
        dispatcher.add(self)

    async def receive(self, update: Update) -> None:
        """Keep what an update asks; when this returns Telegram may be told that we have it.

        Raises `DeliveryError` as long as we do not know who we are.
        """
        told = _read(update, await self.api.me())
        if update.callback_query:
            shown = await self._press(told) if isinstance(told, Incoming) else None
            await self.api.answer_press(update.callback_query.id, shown)
        elif isinstance(told, Membership):
            await self._dispatcher.mark_blocked(f"{NAME}:{told.chat}", blocked=told.left)
        elif told:
            await self._dispatcher.accept(told)

    async def _press(self, message: Incoming) -> str | None:
        """What is shown at the button: thanks for an opinion; anything else is answered in the chat."""
        if message.act in ("up", "down"):
            return (await self._talk.reply(message)).text
        await self._dispatcher.accept(message)
        return None

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        message = entry.message
        if entry.busy or not is_question(message):
            return None
        if "message_id" not in entry.notes:
            sent = await self.api.send(message, Body(phrases.THINKING))
            await note({"message_id": str(sent)})
        shown = entry.notes["message_id"]
        every, told = _pace(message), self._clock()

        async def heard(text: str) -> None:
            nonlocal told
            if self._clock() - told < every:
                return
            patience = 0.0
            try:
                await self.api.preview(message.chat, shown, shortened(text, markup.LIMIT, utf16))
            except RetryAfter as exc:
                patience = seconds_of(exc)
            except TelegramError as exc:
                log.info("a preview was not shown", channel=NAME, error=type(exc).__name__)
            told = self._clock() + patience  # from when it was through, which may have taken a while
            self._edited[message.key] = told

        return heard

    def render(self, reply: Reply) -> list[str]:
        return markup.render(reply)

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        message, body = entry.message, markup.read_part(part)
        if ordinal == 0 and "message_id" in entry.notes:
            last = self._edited.pop(message.key, None)
            if last is not None and (wait := last + _pace(message) - self._clock()) > 0:
                await self._sleep(wait)
            if await self.api.edit(message.chat, entry.notes["message_id"], body):
                return
        await self.api.send(message, body)


def _pace(message: Incoming) -> float:
    return GROUP_EDIT_S if message.group else EDIT_S


def _read(update: Update, me: Me) -> Incoming | Membership | None:
    try:
        return read_update(update, me)
    except (AttributeError, TypeError, ValueError) as exc:  # of another form than python-telegram-bot promises
        log.warning("an update could not be read", channel=NAME, error=type(exc).__name__)
        return None
