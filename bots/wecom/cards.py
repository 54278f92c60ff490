"""The card that may end an answer of the AI bot: its buttons show the clauses behind the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bots.message import Incoming, Reply
from bots.splitting import shortened, utf8

if TYPE_CHECKING:
    from bots.talk import Talk
    from bots.wecom.aibot_messages import Event

_MOST_BUTTONS = 6
_CLAUSE_BYTES = 2000


def source_card(reply: Reply) -> Mapping[str, Any] | None:
    """The card of an answer; None where it cites nothing."""
    sources = [button for row in reply.buttons for button in row if button.act == "source"]
    if not sources:
        return None
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "本次回答的依据", "desc": "点击查看条款全文"},
        "button_list": [
            {"text": b.label, "style": 2, "key": f"{b.act}|{b.answer_id}|{b.number}"} for b in sources[:_MOST_BUTTONS]
        ],
        "task_id": reply.answer_id,
    }


async def clause_update(talk: Talk, channel: str, event: Event) -> Mapping[str, Any] | None:
    """What takes the place of a card when one of its buttons was pressed; None for a button that is not ours."""
    act, _, rest = event.key.partition("|")
    answer_id, _, number = rest.partition("|")
    if act != "source" or not number.isdecimal():
        return None
    asked = Incoming(channel, "", event.user, event.user, act="source", answer_id=answer_id, number=int(number))
    reply = await talk.reply(asked)
    card = {
        "card_type": "button_interaction",
        "main_title": {"title": "条款原文"},
        "sub_title_text": shortened(reply.text, _CLAUSE_BYTES, utf8),
        "button_list": [{"text": "已展开", "style": 2, "key": "shown"}],
        "task_id": event.task_id,
    }
    return {"response_type": "update_template_card", "template_card": card}


def finished(reply: Mapping[str, Any], card: Mapping[str, Any] | None) -> dict[str, Any]:
    """The last reply of a stream, with its card where there is one."""
    return {**reply, "msgtype": "stream_with_template_card", "template_card": card} if card else dict(reply)
