"""A follow-up that brings a predicate of its own to the last subject: 那放河灯呢, 那转给亲戚行不行, 那哪些人不行."""

from __future__ import annotations

import re

from assistant.question.words import cut, word_kind

_LEAD = re.compile(r"^(?:那么?|要是|如果|还有)*(?:我|我们|他)?(?:想|要)?")
_TAIL = re.compile(r"(?:呢|啊|呀|嘛)*[?。!]*$")
# Where an object ends: at what asks, at another act, at a mark
_ASKS = re.compile(
    r"[,。?]|吗|么|多少|几|多[久长大高远]|怎么|什么|哪|谁|能不能|可不可以|行不行|要不要|可以|需要|要|会|罚|补|给|免|算"
)
_AMOUNT = re.compile(r"\d|[一二两三四五六七八九十百千]+[个万亿年月天人家岁]")
_WHETHER = re.compile(r"(?:行不行|可不可以|能不能|成不成|[行成]吗|可以吗|允许吗)$")
_ASKS_WHETHER = re.compile(r"吗|么|行不行|可不可以|能不能|成不成|是否|能否")
_WHO_NOT = re.compile(
    r"^(?P<who>(?:哪[些几]|什么)[种类]?[^,。?不没]{0,4}?|谁)(?:就|又|是)?(?:不行|不可以|不能|不得|没资格)$"
)
_WHO_MAY = re.compile(
    r"(?:都|有)*(?:什么|哪些|哪几种|谁)(?:样的?)?(?:人|企业|单位|家庭|户)?(?:都|才)?(?:能|可以|有资格)"
)


def with_predicate(before: str, fragment: str) -> tuple[str, str] | None:
    """The last question (`before`) with the predicate of the fragment, and what in it is its own; None for no such."""
    own = _TAIL.sub("", _LEAD.sub("", fragment))
    if denied := _WHO_NOT.match(own):
        text = _WHO_MAY.sub(f"{denied['who']}不能", before, count=1)
        return (text, f"{denied['who']}不能") if text != before else None
    if _WHETHER.search(own) and _ASKS_WHETHER.search(before):
        subject, divided, _ = before.partition(",")
        said_of = subject if divided and not _ASKS_WHETHER.search(subject) else ""
        return (f"{said_of},{own}?", own) if said_of else None
    return _of_same_verb(before, own)


def _of_same_verb(before: str, own: str) -> tuple[str, str] | None:
    """Another object of a verb of the last question."""
    first = next(iter(cut(own)), None)
    if first is None or _ASKS.search(own) or _AMOUNT.search(own):
        return None
    verbs = (verb for verb in (first.text, own[0]) if len(verb) < len(own) and _is_verb(verb))
    verb = next((verb for verb in verbs if before.count(verb) == 1), None)
    if verb is None:
        return None
    start = before.index(verb)
    end = _ASKS.search(before, start + len(verb))
    stop = end.start() if end else len(before)
    return (before[:start] + own + before[stop:], own) if stop > start + len(verb) else None


def _is_verb(word: str) -> bool:
    return (word_kind(word) or "").startswith("v")
