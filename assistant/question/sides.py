"""Questions about several things at once (甲和乙分别…, 2023年与2024年各…), put as one question a side."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.question.words import cut, word_kind

_SIDES_MAX = 5
_OPENING = re.compile(r"^(?:请|帮我?)*(?:对比|比较|比一比|比比)(?:一?下)?[:,]?")
_COLON = re.compile(r"(?<!\d):(?!\d)")  # 甲市和乙市:补贴各多少
_EACH = re.compile(r"分别|各自|各(?=[有设在是发由要占达为给定花多几补奖罚赔收交能可应])")
_DIFFER = re.compile(r"(?:有什么|有何|有哪些|有啥)(?:不同|区别|差别|差异|不一样)")
_WHICH_MORE = re.compile(
    r"(?:哪[个座份边家]|谁)的?(?P<what>[^,。?]{0,10}?)(?:[更最](?:[高低多少大小长短早晚快慢久]|严格?)(?:一?些|一?点)?"
    r"|(?<!得)[高低多少大小长短早晚快慢](?:一?些|一?点)?(?=[,。?]|$))"
)
_WHICH_FIRST = re.compile(
    r"(?:哪[一]?[个份边家部项]|谁)的?[更最]?[先后早晚](?:一?[些点])?"
    r"(?P<what>施行|生效|实施|执行|到期|失效|过期|废止|印发|发布|出台|公布|颁布|发布?)(?=的?[,?。]|$)"
)
_SAME = re.compile(r"(?:是否|是不是|都)?(?:一样|相同|一致)(?:[高低多少长短久大小])?(?:吗|么|嘛|不)?(?=[,?。]|$)")
_APART = re.compile(r"相?差(?:了|着)?(?:多少|几|多(?=[久长]))(?P<unit>[^,?。]{0,4})")
_APART_TOO = re.compile(rf"(?:(?<=多少)|(?<=几[年月天日岁元])|(?<=多[久长大高]))[^,。?]{{0,4}},{_APART.pattern}")
# 甲比乙每月贵多少, 2024年较2023年有何变化
_BY = re.compile(
    r"(?:提高|降低|增加|减少|上调|下调|上涨|下降|增长|便宜|(?<![最提新更升])[高低多少贵长短大小快慢省])"
    r"(?:了|出来?了?)?(?:多少|几)(?P<unit>[^,?。]{0,4})|(?:有|发生)了?(?:什么|哪些|何|啥)(?:变化|调整|变动|提高)"
)
_THAN = ("比", "较")
_APART_BY = re.compile(
    rf"差(?:了|着)?(?:多少|几|多[大远久长])|(?:(?<![占分对])比|[较哪谁和与跟同]|分别)[^?]*?(?:{_BY.pattern})"
)
# Which of them has more is not asked of one alone
_VERDICT = re.compile(
    r"(?:,|^)[哪谁][边个座份家地市县省方种]?的?[^,。?]{0,8}?得?更?[高低多少大小长短早晚快慢贵严久](?:一?些|一?点|得多)?(?=[,。?]|$)"
)
_TOGETHER = ("、", "和", "与", "跟", "以及", "及")
_JOINED = re.compile(
    r"(?:以及|[和与跟及])(?=.{2})"
)  # a side of its own behind a comma: 甲条例的罚款，与乙办法的罚款，分别…
_ENDS_OF_NOUNS = re.compile(
    r"(?<=办法|细则|通知|意见|措施|条例|规定|方案|计划|规划|预案|要点)(?=有效期|施行|生效|到期|文号)|在(?=[^,]{2,20}方面)|这?[两二三四五](?:个|地|者|份|家|年|市)|"
    + _EACH.pattern
    + "|"
    + _DIFFER.pattern
    + r"|哪|谁"
)
_ENDS = re.compile(r"的|" + _ENDS_OF_NOUNS.pattern)
_TIME = re.compile(r"(?:19|20)?\d{2}年(?:\d{1,2}月)?")
_TIME_OF_LAST = re.compile(_TIME.pattern + r"(?:(?:修改|修订|调整|延期)之?后的?)?")  # 2023年和2025年修改后各多少
_COUNTED = re.compile(r"第?[一二三四五六七八九十\d][\d.,]*(?=[\u4e00-\u9fff])")
_SIDE_MIN = 2
_OF_SEVERAL = (_EACH, _DIFFER, _WHICH_MORE, _WHICH_FIRST, _SAME, _APART)
_OF_A_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?[省市县区州旗]")
_PLACES = re.compile(r"(?:[\u4e00-\u9fff]{1,6}?[省市县区州旗]){1,3}")
_WITHIN, _INSIDE = re.compile(r"[\u4e00-\u9fff]{2,}?在(?=.{2})"), ("中", "里")


def split_sides(question: str) -> tuple[str, ...]:
    """The question once for each side that it puts beside another; empty where it asks for no sides."""
    question = _COLON.sub(",", _OPENING.sub("", question))
    asks = next((m for p in (*_OF_SEVERAL, _BY) if (m := p.search(question))), None)
    if asks is None:
        return ()
    marks = _THAN if asks.re is _BY else _TOGETHER
    begin, before = 0, ""
    for piece in question[: asks.start()].split(","):
        end = begin + len(piece)
        if before and asks.re is not _BY and (joined := _JOINED.match(piece)):
            lead, tail = question[: begin - len(before) - 1], question[end:].lstrip(",")
            return tuple(_alone(f"{lead}{name}{tail}") for name in (before, piece[joined.end() :]))
        if sides := _members(piece, marks):
            names, rest = sides
            lead, tail = question[:begin], rest + question[end:]
            return tuple(_alone(f"{lead}{name}{tail}") for name in names)
        begin, before = end + 1, piece
    return ()


def asks_difference(question: str) -> bool:
    """Whether it is asked by how much one thing differs from another: both are to be told."""
    return bool(_APART_BY.search(question))


def _members(piece: str, marks: Collection[str]) -> tuple[list[str], str] | None:
    """The names that stand side by side in a piece of a question, and what follows the last of them."""
    # 和 may be cut into a name that the dictionary does not know, but never into one that it does
    between = [t for t in cut(piece, guess=False) if t.text in marks]
    if not between:
        return None
    starts = [0, *(t.end for t in between)]
    ends = [*(t.start for t in between), len(piece)]
    names = [piece[a:b] for a, b in zip(starts, ends, strict=True)]
    length = _up_to_the_kind(names, _length_of_last(names))
    rest = names[-1][length:]
    names[-1] = names[-1][:length]
    if (time := _TIME.match(names[0])) and not any(map(_TIME.search, names[1:])):
        names[1:] = [time.group() + name for name in names[1:]]
    shared = _shared(names)
    names[1:] = [names[0][:shared] + name for name in names[1:]]
    if not 2 <= len(names) <= _SIDES_MAX or min(map(len, names)) < _SIDE_MIN:
        return None
    return names, rest


def _shared(names: list[str]) -> int:
    """How much of the first name is said of all: 项目的 in 项目的投资额和规模, 试点在 in 试点在甲意见和乙通知中."""
    if within := _WITHIN.match(names[0]) if names[-1].endswith(_INSIDE) else None:
        return within.end()
    if place := _place_behind(names):  # 租房补贴甲市和乙市哪个高
        return place
    counted = list(_COUNTED.finditer(names[0]))
    if counted and all(map(_COUNTED.match, names[1:])):  # 甲县第二档和第三档, 乙市目标2023年和2025年
        return counted[-1].start()
    apart = "的" in "".join(names[1:]) or all(map(_OF_A_PLACE.match, names))  # 甲县给养老院的补助和乙市床位补贴
    return 0 if apart else names[0].rfind("的") + 1


def _place_behind(names: list[str]) -> int:
    """Where the place begins at the end of the first name, if all others are nothing but places; else 0."""
    words = cut(names[0])
    placed = all(word_kind(name) == "ns" for name in names[1:]) and word_kind(words[-1].text) == "ns"
    return words[-1].start if placed else 0


def _length_of_last(names: list[str]) -> int:
    """How far the last name goes: as far as a time or place, where all are such, else to the word that asks of all."""
    last = names[-1]
    if all(map(_PLACES.fullmatch, names[:-1])) and (place := _OF_A_PLACE.match(last)):
        levels = len(_OF_A_PLACE.findall(names[0]))  # 甲市丙区和乙市丁区电梯协议的期限: the agreement is of both
        while levels > 1 and (below := _OF_A_PLACE.match(last, place.end())):
            place, levels = below, levels - 1
        return place.end()
    ends = _ENDS_OF_NOUNS if "的" in names[0] else _ENDS  # 甲地的办法和乙地的细则各…
    if all(_TIME.fullmatch(name) for name in names[:-1]) and (time := _TIME_OF_LAST.match(last)):
        return time.end()
    stop = ends.search(last, 1)
    return stop.start() if stop else len(last)


def _up_to_the_kind(names: list[str], length: int) -> int:
    """Less of the last name where the first ends in a word within it: 普通电梯 and 贯通式电梯|补助."""
    first, last = names[0], names[-1][:length]
    for size in range(len(first) - 1, 1, -1):
        at = last.rfind(first[-size:])
        if at > 0 and at + size < length:
            return at + size
    return length


def _alone(question: str) -> str:
    """The words that speak of several sides, as they are said of one."""
    words = _DIFFER.sub("是什么", _EACH.sub("", question))
    words = _WHICH_FIRST.sub(lambda m: "什么时候" + m["what"], words)
    words = _APART.sub(
        lambda m: ("是多" if m["unit"][:1] in ("久", "长") else "是多少") + m["unit"],
        _SAME.sub("是多少", _APART_TOO.sub("", words)),
    )
    words = _BY.sub(lambda m: "是多少" + (m["unit"] or ""), _WHICH_MORE.sub(_how_much, words))
    return words if _VERDICT.fullmatch(words) else _VERDICT.sub("", words)


def _how_much(more: re.Match[str]) -> str:
    """What asks of one alone how much it has: 补贴更高, 补贴是多少; 领得更久, 领多久."""
    longer = "久" in more.group()[-2:]
    return more["what"].removesuffix("得") + "多久" if longer else more["what"] + "是多少"
