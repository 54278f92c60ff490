"""Everyday speech in the words in which it is read: 啥, 几多, 咋整, 仨月, and ages told without 岁 (我妈刚满八十)."""

from __future__ import annotations

import re

from assistant.question.asks import asks_something
from assistant.question.kin import KIN
from ingestion.numerals import to_int

_ENDS = r"(?=[呢啊呀哦嘛哟哈]*(?:[,。?;]|$))"
_SPOKEN = (
    (re.compile(r"啥子?"), "什么"),
    (re.compile(r"咋(?!呼)"), "怎么"),
    (re.compile(rf"怎么个?[整弄搞]{_ENDS}"), "怎么办"),
    (re.compile(r"(?<=[这那]么)[整弄搞干](?=[吗行,。?])"), "做"),  # 干吗 by itself is why
    (re.compile(r"(?<!好)几多"), "多少"),
    (re.compile(r"[没不](?:几|多少)个?钱"), "没钱"),
    (re.compile(r"(?:几|多少|好多)个钱"), "多少钱"),
    (re.compile(r"[没不](?:多(?:久|长时间)|几(?:天|年|个月|个星期))"), "不久"),
    (re.compile(r"(?<=[这那])几(?=[天日年周]|个(?:月|星期))"), "些"),
    (re.compile(r"莫得|没得(?![到过了罪出病分奖])"), "没有"),
    (re.compile(r"(?<![们我你他她咱妻弟妹女子娘爷])俩(?!口)"), "两个"),
    (re.compile(r"(?<![们我你他她咱妻弟妹女子娘爷])仨"), "三个"),
    (re.compile(rf"(?<=[,，])(?:是|对|要)不{_ENDS}"), "是不是"),
    (re.compile(rf"(?<=[\u4e00-\u9fff])(?<![要可是])不{_ENDS}"), "吗"),
    (re.compile(r"(?:多少|几多)(?:钞票|银子|铜钿)"), "多少钱"),
    (re.compile(r"辰光"), "时候"),
    (re.compile(rf"(?<=[\u4e00-\u9fff])(?:啵|咩){_ENDS}"), "吗"),
    (re.compile(rf"(?<=[\u4e00-\u9fff])(?:噻|撒|唦|嘞|咧|哩){_ENDS}"), ""),
    (re.compile(r"(?<=[个些])地儿"), "地方"),
    (re.compile(r"(?<=分别)都(?=[是有为])"), ""),
    (re.compile(r"(?<=有)哪几[个项条种类点](?=[\u4e00-\u9fff])"), "哪些"),
    # 多久巡一次河: the verb and its object are one word (巡河一次)
    (
        re.compile(
            r"(?P<verb>[^\W\d_每这那哪上下第有某头首仅只就需要能可才至最多少共各])[了过]?(?P<times>(?:[一两二三四几]|多少)[次回趟])"
            r"(?P<object>[^\W\d_呢吗吧么嘛啊呀够行好对了的完就才都算性])(?=[呢啊呀]?(?:[?。,;]|$))"
        ),
        r"\g<verb>\g<object>\g<times>",
    ),
)
# In some parts of the country 好多 asks; elsewhere it says that there are many
_MANY = re.compile(rf"好多(?=(?:钱|块钱?|元|岁|天|年|个月|个?人|[次家亩平斤])?{_ENDS})")
# 好久能办好 and 最多领好久 ask as well, 等了好久 and 好久没发 do not
_LONG = re.compile(rf"(?<![了过有])好久(?=[能才会可]|{_ENDS})")
# What one has to bring is papers where something is applied for
_TO_BRING = re.compile(rf"(?<=[带拿备])[上着好齐]?[点些]*(?:什么|哪些)(?:东西|玩意儿?)?(?:过?[去来])?{_ENDS}")
_APPLIES = re.compile(r"办|申[请报领]|登记|报名|报销|上牌|[上落]户|过户|入学|补贴|津贴|领")
_NUMBER = r"(?<![\d.])(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|一百[零〇]?[一二三四五六七八九]?)"
_AS_OF = r"(?:[今明去]年|年底|[上下这]个?月|马上|眼看|虚岁|已经|刚刚|都|已|快|刚|才|也|就|要|年|满|过了?|有|到)*"
_AGES = (
    re.compile(rf"(?P<of>{KIN}{_AS_OF})(?P<years>{_NUMBER}多?)(?=了|在|[,。?;]|$)"),
    re.compile(rf"(?P<of>[年刚已快没未不才都]满)(?P<years>{_NUMBER})(?=了|的?老|[,。?;]|$)"),
    re.compile(rf"(?P<of>)(?P<years>{_NUMBER})(?=(?:及?以上|往上|多)的?老[人年])"),
)
_OF_PERSONS = re.compile(rf"{KIN}|年[满纪]|岁数|老年")
_OLDEST = 120


def as_read(question: str) -> str:
    """A question (normalized) with what is said in everyday speech in other words, and 岁 behind ages."""
    text = question
    for spoken, written in _SPOKEN:
        text = spoken.sub(written, text)
    if not asks_something(_MANY.sub("", text)):
        text = _MANY.sub("多少", text)
    if not asks_something(_LONG.sub("", text)):
        text = _LONG.sub("多久", text)
    if _APPLIES.search(text):
        text = _TO_BRING.sub("哪些材料", text)
    return _with_ages(text)


def _with_ages(text: str) -> str:
    if _OF_PERSONS.search(text):
        for told in _AGES:
            text = told.sub(_aged, text)
    return text


def _aged(told: re.Match[str]) -> str:
    years = told["years"].removesuffix("多")
    age = int(years) if years.isdigit() else to_int(years)
    return told.group() + ("岁" if age and age <= _OLDEST else "")
