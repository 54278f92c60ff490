"""What kind of list a question asks for, in formal and in everyday words."""

from __future__ import annotations

import pytest

from assistant.question.lists import kinds_of_list


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("申请补贴要交哪些材料?", ["materials"]),
        ("办这个要带啥?", ["materials"]),
        ("那几样都要交啥去?", ["materials"]),
        ("这些表都交啥地方?", ["places"]),
        ("哪些人家的预存款退不了?", ["forbidden"]),
        ("哪些船停不了?", ["forbidden"]),
        ("想办证,要走哪几步?", ["steps"]),
        ("补贴发放的流程是啥?", ["steps"]),
        ("租房得满足啥条件?", ["conditions"]),
        ("哪几种人家能排在前面?", ["priority", "kinds", "people"]),
        ("哪些河段绝对不让捕鱼?", ["forbidden", "places"]),
        ("住户不能干哪些事?", ["forbidden"]),
        ("租客犯了哪些事会被赶走?", ["cases"]),
        ("哪几种船停靠不收钱?", ["exempt", "kinds"]),
        ("哪些日子停靠不收钱?", ["times"]),
        ("办证要带齐哪些材料?", ["materials"]),
        ("哪些企业报不了?", ["forbidden"]),
        ("哪些企业不能申报?", ["forbidden"]),
        ("指挥部分成哪些小组?", ["groups"]),
        ("方案部署了哪几项行动?", ["actions"]),
        ("坚持哪几条原则?", ["principles"]),
        ("业主应当履行哪些职责?", ["duties"]),
        ("到2027年要搞成什么样?", ["goals"]),
        ("哪些文件必须配发说明?", ["文件"]),
        ("哪些要登记?", []),
        ("补贴多少钱?", []),
        ("由谁负责组织实施?", []),
        ("国家级实验室要建几个?", []),
        ("要培养多少人?", []),
    ],
)
def test_the_kinds_of_list_that_are_asked_for(question: str, kinds: list[str]) -> None:
    assert [kind.name for kind in kinds_of_list(question)] == kinds


@pytest.mark.parametrize(
    ("kind", "thing", "named"),
    [
        ("places", "确定北京", True),
        ("places", "文庙路", True),
        ("places", "建设集约化平台", False),
        ("groups", "排障组（由市交通局牵头）", True),
        ("groups", "排障组织", False),
        ("steps", "集中安装阶段（2024年）", True),
    ],
)
def test_things_are_named_as_what_is_asked_for(kind: str, thing: str, named: bool) -> None:
    asked = {"places": "哪些地方?", "groups": "哪些小组?", "steps": "哪几个阶段?"}[kind]
    (found,) = (k for k in kinds_of_list(asked) if k.name == kind)
    assert found.names(thing) is named
