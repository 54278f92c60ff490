"""Questions about several things at once, as one question a side."""

from __future__ import annotations

import pytest

from assistant.question.sides import split_sides


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "普查小组、教材委这两个机构的办公室分别设在哪里?",
            ("普查小组这两个机构的办公室设在哪里?", "教材委这两个机构的办公室设在哪里?"),
        ),
        ("2021年和2022年全市地震各发生了多少次?", ("2021年全市地震发生了多少次?", "2022年全市地震发生了多少次?")),
        (
            "人员变动时,普查小组和搬迁专班的报送时限有何不同?",
            ("人员变动时,普查小组的报送时限是什么?", "人员变动时,搬迁专班的报送时限是什么?"),
        ),
        ("补贴细则和充电办法,哪个有效期更长?各几年?", ("补贴细则,有效期是多少?几年?", "充电办法,有效期是多少?几年?")),
        ("石化项目的投资额和炼油规模分别是多少?", ("石化项目的投资额是多少?", "石化项目的炼油规模是多少?")),
        (
            "护理保险试点在甲意见和乙通知中,责任部门分别是谁?",
            ("护理保险试点在甲意见,责任部门是谁?", "护理保险试点在乙通知中,责任部门是谁?"),
        ),
        ("国家的意见和本市的办法分别要求几天答复?", ("国家的意见要求几天答复?", "本市的办法要求几天答复?")),
        ("气象站网那封和黄金政策那封分别是给谁的?", ("气象站网那封是给谁的?", "黄金政策那封是给谁的?")),
    ],
)
def test_each_side_is_asked_alone(question: str, sides: tuple[str, ...]) -> None:
    assert split_sides(question) == sides


@pytest.mark.parametrize(
    "question",
    [
        "各地和各部门要做什么?",
        "养老和助餐怎么补贴?",
        "补贴标准分别是多少?",
        "哪个城市的目标更高?",
        "由发改委和财政局负责吗?",
    ],
)
def test_what_puts_no_sides_beside_another_is_left_whole(question: str) -> None:
    assert split_sides(question) == ()


def test_what_each_of_two_is_given_is_asked_of_each() -> None:
    assert split_sides("云川装电梯,5层楼和7层楼各补多少?") == ("云川装电梯,5层楼补多少?", "云川装电梯,7层楼补多少?")
