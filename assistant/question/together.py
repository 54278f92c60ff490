"""What is asked of the last place and another at once (那乙市呢?两边哪个高?), put as a question that compares them."""

from __future__ import annotations

import re

from assistant.model import RegionMention
from assistant.question.reading import Reading

_OF_BOTH = re.compile(
    r"^(?:那么?|这|他们?|它们?)*(?:[两俩](?:个|边|地|家|处|头|者|样|市|县|省|地方|城市)*(?:相比|比起来|比较|之间|对比|到底|比(?=哪|谁))*|比起来|比较|相比)?的?,?"
)
_COMPARES = re.compile(
    r"(?:哪|谁)[^,。?]{0,10}?[高低多少大小长短早晚快慢贵严久](?:一?[些点])?|(?:哪|谁)[^,。?]{0,10}?(?:便宜|划算|宽松|严格)"
    r"|相?差(?:了|着)?(?:多少|几|多[久大长远])[^,。?]{0,4}|(?:是不是|是否)?都?一样[高低多少大长久]?(?:吗|么|不)?"
    r"|有(?:什么|啥|何|多大)?(?:区别|不同|差别|差异|不一样)(?:吗|么)?"
)
_END = re.compile(r"(?:呢|啊|呀|的)*[?。!]*$")


def asks_of_both(text: str) -> str | None:
    """The comparison, if `text` says nothing else than that two things are to be compared (两边差多久); else None."""
    asks = _END.sub("", _OF_BOTH.sub("", text))
    return asks if asks and all(_COMPARES.fullmatch(part) for part in asks.split(",")) else None


def of_both(before: Reading, other: RegionMention, asks: str) -> str | None:
    """`before` asked of its place and the `other`, with what is asked of both; None where it has not one place."""
    if len(before.subjects) != 1 or before.documents or before.kind.kind == "comparison":
        return None
    (place,) = before.subjects
    if place.mention.name == other.name:
        return None
    head, tail = before.text[: place.start], before.text[place.end :].rstrip("?。!")
    return f"{head}{place.mention.name}和{other.name}分别{tail},{asks}?"
