from __future__ import annotations

import pytest

from assistant.question.courtesy import plainly
from assistant.question.normalization import normalize


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("那农村户口呢？谢谢", "那农村户口呢?"),
        ("补贴多少钱谢谢您啦", "补贴多少钱"),
        ("公租房怎么申请，急，在线等！", "公租房怎么申请"),
        ("那二孩家庭呢，文件怎么规定的？", "那二孩家庭呢?"),
        ("名额有多少？请告诉我。", "名额有多少?"),
        ("参与单位到底有哪些", "参与单位有哪些"),
        ("领导小组组长现在是谁", "领导小组组长是谁"),
        ("你好，我想咨询一下人才房办法第十二条讲了什么", "人才房办法第十二条讲了什么"),
        ("我们这边想了解一下：那明年的呢？", "那明年的呢?"),
        ("关于这个问题，那明年的呢？", "那明年的呢?"),
        ("牵头单位和配合单位分别是啊", "牵头单位和配合单位分别是"),
        ("请问一下，那三级呢？", "那三级呢?"),
        ("你好，我想咨询一下人才房办法第十二条内容", "人才房办法第十二条内容"),
        ("你好 公租房怎么申请", "公租房怎么申请"),
        ("老师好，公租房怎么申请", "公租房怎么申请"),
        ("你们好，我要办理低保", "我要办理低保"),
        ("牵头和配合单位分别是？谢谢", "牵头和配合单位分别是?"),
        ("对各区提了啥要求呀？急", "对各区提了什么要求?"),
        ("这个事咋办", "这个事怎么办"),
        ("指导单位分别都有哪些", "指导单位分别有哪些"),
        ("月租金多少钱 押金要交多少", "月租金多少钱,押金要交多少"),
        ("有人在楼道里充电 举报了奖多少", "有人在楼道里充电,举报了奖多少"),
        ("对入驻企业有哪几个环保要求", "对入驻企业有哪些环保要求"),
        ("那小微企业呢 额度最高多少", "那小微企业呢,额度最高多少"),
    ],
)
def test_thanks_haste_and_emphasis_are_no_part_of_a_question(said: str, asked: str) -> None:
    assert plainly(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "谢谢",
        "好的，谢谢",
        "这个怎么规定的",
        "我家两个孩子，文件怎么规定的",
        "要怎么感谢捐赠人",
        "我想了解一下公租房政策",
        "我想教书要考什么证",
        "我想问责怎么启动",
        "老师好评怎么算",
        "现在有效吗",
        "排水管要铺到底部吗",
    ],
)
def test_what_is_asked_is_kept(said: str) -> None:
    assert plainly(said) == normalize(said)


@pytest.mark.parametrize(
    "said",
    ["文 件 有 效 吗", "孤儿 怎么 申请 补助", "中共甲江市委 甲江市人民政府的意见管多久", "财政科技投 入占比是多少"],
)
def test_a_space_within_what_is_asked_is_no_comma(said: str) -> None:
    assert "," not in plainly(said)
