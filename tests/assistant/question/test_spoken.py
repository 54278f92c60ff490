from __future__ import annotations

import pytest

from assistant.question.kin import is_kin_told_of
from assistant.question.spoken import as_read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("养一头牛补几多", "养一头牛补多少"),
        ("修个沼气池能补几个钱", "修个沼气池能补多少钱"),
        ("一亩稻子能领好多哦?", "一亩稻子能领多少哦?"),
        ("渡口停航了,货咋整", "渡口停航了,货怎么办"),
        ("船票最多能退好久嘛?", "船票最多能退多久嘛?"),
        ("好久能修好渡口", "多久能修好渡口"),
        ("他们能这么整吗", "他们能这么做吗"),
        ("搭个羊圈还来得及不,要钱不?", "搭个羊圈还来得及吗,要钱吗?"),
        ("羊圈没得验收单", "羊圈没有验收单"),
        ("拖了仨月,俩羊圈都塌了", "拖了三个月,两个羊圈都塌了"),
        ("船买来没多久就坏了", "船买来不久就坏了"),
        ("停航那几天的票怎么退", "停航那些天的票怎么退"),
        ("手头没几个钱", "手头没钱"),
        ("办船票卡要带些啥", "办船票卡要带哪些材料"),
        ("报销船票得拿点什么东西呢?", "报销船票得拿哪些材料呢?"),
        ("给小船上户,我得带啥去", "给小船上户,我得带哪些材料"),
        ("办船票卡拿啥东西过去?", "办船票卡拿哪些材料?"),
        ("我姥姥97了,坐船要钱吗", "我姥姥97岁了,坐船要钱吗"),
        ("我妈今年六十五,坐船要钱吗", "我妈今年六十五岁,坐船要钱吗"),
        ("老伴刚满七十,坐船要钱吗", "老伴刚满七十岁,坐船要钱吗"),
        ("爷爷八十多了,坐船要钱吗", "爷爷八十多岁了,坐船要钱吗"),
        ("九十以上的老人坐船要钱吗", "九十岁以上的老人坐船要钱吗"),
    ],
)
def test_everyday_speech_is_read_in_other_words(said: str, read: str) -> None:
    assert as_read(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "等了好多年,补贴什么时候发",
        "等了好久,补贴什么时候发",
        "好久没开船了怎么办",
        "这条船行不行",
        "要不,我换条船",
        "坐渡船能带什么东西",
        "上户的人带什么去处",
        "他俩谁的船票贵",
        "小两口俩口子怎么坐船",
        "他们没得到补贴怎么办",
        "女儿考了92,能加分吗",
        "妈妈的工资3000,能领吗",
        "消费满60,送多少",
        "娃三年级了,坐船要钱吗",
        "孩子2个月了,坐船要钱吗",
    ],
)
def test_what_only_looks_like_it_is_kept(said: str) -> None:
    assert as_read(said) == said


@pytest.mark.parametrize(
    ("word", "question", "told_of"),
    [
        ("外婆", "我外婆97岁了,坐船要多少钱?", True),
        ("媳妇", "我媳妇晕船,票能退吗?", True),
        ("孙子", "孙子能继承渔船吗?", False),
        ("渔船", "渔船旧了,补多少?", False),
        ("外婆", "我外婆97岁了", False),
    ],
)
def test_a_relative_is_told_of_before_it_is_asked_of_something_else(word: str, question: str, told_of: bool) -> None:
    assert is_kin_told_of(word, question) is told_of
