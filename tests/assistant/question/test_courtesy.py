from __future__ import annotations

import pytest

from assistant.question.courtesy import without_courtesy
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
    ],
)
def test_thanks_haste_and_emphasis_are_no_part_of_a_question(said: str, asked: str) -> None:
    assert without_courtesy(normalize(said)) == asked


@pytest.mark.parametrize(
    "said", ["谢谢", "好的，谢谢", "这个怎么规定的", "我家两个孩子，文件怎么规定的", "要怎么感谢捐赠人", "现在有效吗", "排水管要铺到底部吗"]
)
def test_what_is_asked_is_kept(said: str) -> None:
    assert without_courtesy(normalize(said)) == normalize(said)


def test_a_space_after_a_particle_is_the_comma_of_one_in_haste() -> None:
    assert normalize("那小微企业呢 额度多少") == "那小微企业呢,额度多少"
    assert normalize("文 件 有 效 吗") == "文件有效吗"
