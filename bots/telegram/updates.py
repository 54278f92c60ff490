"""What an update says to this bot, if anything. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatType

from bots.message import Act, Button, Incoming

log = structlog.get_logger(__name__)

NAME = "telegram"
ALLOWED = ("message", "callback_query", "my_chat_member")
COMMANDS = {
    "start": "开始使用",
    "help": "用法",
    "sources": "上一条回答的全部依据",
    "region": "只查某地的文件",
    "reset": "清空会话",
}
_ACTS: dict[str, Act] = {"s": "source", "q": "suggestion", "u": "up", "d": "down"}
_CODES = {act: code for code, act in _ACTS.items()}
_COMMAND = re.compile(r"/([^\s@]+)(?:@(\S+))?\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Me:
    """This bot, as Telegram knows it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was let into a chat, or put out of it: by whoever blocks it too."""

    chat: str
    left: bool


def data_of(button: Button) -> str:
    """What a button sends back: at most 64 bytes; the answer itself is looked up by its id."""
    return f"{_CODES[button.act]}|{button.answer_id}|{button.number}"


def readable(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """An update as it is, or only its number where python-telegram-bot can make nothing of the rest."""
    try:
        Update.de_json(dict(told), None)
    except (AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError) as exc:
        log.warning("an update could not be read", channel=NAME, error=type(exc).__name__)
        return {"update_id": told["update_id"]}
    return told


def read_update(update: Update, me: Me) -> Incoming | Membership | None:
    """The message or the press that this bot must answer, or where it may write; None for everything else."""
    key = f"{me.id}:{update.update_id}"
    # with more than its number, since a server that is set up anew counts its updates from one again
    if update.callback_query:
        return _read_press(update.callback_query, f"{key}:{update.callback_query.id}")
    if update.message:
        return _read_message(update.message, f"{key}:{update.message.date.timestamp():.0f}", me)
    if changed := update.my_chat_member:
        return Membership(str(int(changed.chat.id)), left=changed.new_chat_member.status in ("kicked", "left"))
    return None


def _read_press(query: CallbackQuery, key: str) -> Incoming | None:
    code, _, rest = (query.data or "").partition("|")
    answer_id, _, number = rest.partition("|")
    if code not in _ACTS or query.message is None or not re.fullmatch("[0-9]{1,3}", number):
        return None
    chat = query.message.chat
    return Incoming(
        NAME,
        key,
        str(int(chat.id)),
        str(int(query.from_user.id)),
        act=_ACTS[code],
        answer_id=answer_id,
        number=int(number),
        group=chat.type != ChatType.PRIVATE,
        context=_context(query.message),
    )


def _read_message(message: Message, key: str, me: Me) -> Incoming | None:
    sender = message.sender_chat or message.from_user  # the group itself, where an admin stays unnamed
    if sender is None or (isinstance(sender, User) and sender.is_bot):
        return None
    group = message.chat.type != ChatType.PRIVATE
    text = _addressed(message, me) if group else _in_private(message, me)
    if text is None:
        return None
    act: Act = "say" if text or message.effective_attachment is None else "unreadable"
    chat, user = str(int(message.chat.id)), str(int(sender.id))
    return Incoming(NAME, key, chat, user, text, act=act, group=group, context=_context(message))


def _context(message: MaybeInaccessibleMessage) -> dict[str, str]:
    """What an answer is attached to."""
    context = {"reply_to": str(int(message.message_id))}
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        context["thread"] = str(int(message.message_thread_id))
    return context


def _in_private(message: Message, me: Me) -> str | None:
    """The words of a private message; None for a notice of the platform and for another bot's command."""
    text = _words(message)
    if text.startswith("/"):
        return _command(text, me, group=False)
    return text if text or message.effective_attachment is not None else None


def _addressed(message: Message, me: Me) -> str | None:
    """The words of a group message that is meant for this bot, without the mention."""
    text = _words(message)
    if text.startswith("/"):
        return _command(text, me, group=True)
    rest, mentions = _mention(me).subn(" ", text)
    replied = message.reply_to_message and message.reply_to_message.from_user
    if mentions or (replied and replied.id == me.id):
        return rest.strip()
    return None


def _command(text: str, me: Me, *, group: bool) -> str | None:
    """A command without the bot's name; None for another bot's, as are unknown ones without a name in a group."""
    found = _COMMAND.fullmatch(text)
    if not found:
        return None if group else text
    name, whom, rest = found.groups()
    meant = whom.lower() == me.username.lower() if whom else not group or name.lower() in COMMANDS
    return f"/{name} {rest}".rstrip() if meant else None


def _mention(me: Me) -> re.Pattern[str]:
    """The bot's name as Telegram delimits it: a Chinese character may follow it at once."""
    return re.compile(rf"\s*(?<![A-Za-z0-9_])@{re.escape(me.username)}(?![A-Za-z0-9_])\s*", re.IGNORECASE)


def _words(message: Message) -> str:
    return (message.text or message.caption or "").strip()
