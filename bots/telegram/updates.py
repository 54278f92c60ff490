"""What an update says to this bot, if anything. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from telegram import CallbackQuery, Message, MessageEntity, Update
from telegram.constants import ChatType

from bots.message import Act, Button, Incoming

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


@dataclass(frozen=True, slots=True)
class Me:
    """This bot, as Telegram knows it."""

    id: int
    username: str


def data_of(button: Button) -> str:
    """What a button sends back: at most 64 bytes; the answer itself is looked up by its id."""
    return f"{_CODES[button.act]}|{button.answer_id}|{button.number}"


def read_update(update: Update, me: Me) -> Incoming | None:
    """The message or the press that this bot must answer; None for everything else."""
    key = f"{me.id}:{update.update_id}"
    if update.callback_query:
        return _read_press(update.callback_query, key)
    if update.message:
        # with its time, since a server that is set up anew counts its updates from one again
        return _read_message(update.message, f"{key}:{update.message.date.timestamp():.0f}", me)
    return None


def _read_press(query: CallbackQuery, key: str) -> Incoming | None:
    code, _, rest = (query.data or "").partition("|")
    answer_id, _, number = rest.partition("|")
    if code not in _ACTS or query.message is None or not number.isdigit():
        return None
    chat = query.message.chat
    return Incoming(
        NAME,
        key,
        str(chat.id),
        str(query.from_user.id),
        act=_ACTS[code],
        answer_id=answer_id,
        number=int(number),
        group=chat.type != ChatType.PRIVATE,
        context={"reply_to": str(query.message.message_id)},
    )


def _read_message(message: Message, key: str, me: Me) -> Incoming | None:
    sender = message.from_user
    if sender is None or sender.is_bot:
        return None
    group = message.chat.type != ChatType.PRIVATE
    text = message.text or message.caption or ""
    act: Act = "say"
    if group:
        addressed = _addressed(message, text, me)
        if addressed is None:
            return None
        text = addressed
    else:
        text = _without_own_name(text, me)
        if not text.strip():
            if message.effective_attachment is None:
                return None
            act = "unreadable"
    context = {"reply_to": str(message.message_id)} if group else {}
    if message.message_thread_id and message.is_topic_message:
        context["thread"] = str(message.message_thread_id)
    return Incoming(NAME, key, str(message.chat.id), str(sender.id), text, act=act, group=group, context=context)


def _addressed(message: Message, text: str, me: Me) -> str | None:
    """The words of a group message that is meant for this bot, without the mention."""
    if text.startswith("/"):
        command, _, rest = text.partition(" ")
        name, _, whom = command[1:].partition("@")
        if whom:
            return f"/{name} {rest}".strip() if whom.lower() == me.username.lower() else None
        return text if name.lower() in COMMANDS else None
    mentions = list(_mentions(message, text, me))
    replied = message.reply_to_message and message.reply_to_message.from_user
    if not mentions and not (replied and replied.id == me.id):
        return None
    for start, end in reversed(mentions):
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    return text.strip()


def _mentions(message: Message, text: str, me: Me) -> Iterator[tuple[int, int]]:
    """Where the bot is mentioned, as positions in `text`; Telegram counts in UTF-16 units."""
    found = message.parse_entities if message.text else message.parse_caption_entities
    own = f"@{me.username}".lower()
    for entity, words in found([MessageEntity.MENTION, MessageEntity.TEXT_MENTION]).items():
        by_id = entity.user is not None and entity.user.id == me.id
        if by_id or words.lower() == own:
            before = text.encode("utf-16-le")[: entity.offset * 2].decode("utf-16-le")
            yield len(before), len(before) + len(words)


def _without_own_name(text: str, me: Me) -> str:
    """/help@ThisBot in a private chat is /help."""
    command, space, rest = text.partition(" ")
    name, _, whom = command.partition("@")
    return name + space + rest if text.startswith("/") and whom.lower() == me.username.lower() else text
