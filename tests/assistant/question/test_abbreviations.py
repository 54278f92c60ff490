"""Short names of units that nobody lists."""

from __future__ import annotations

import pytest

from assistant.question.abbreviations import Abbreviations
from assistant.question.units import UnitFinder

NAMES = (
    "应急管理部",
    "市城市管理综合行政执法局",
    "市教育体育局",
    "市文化广电和旅游局",
    "市公安局交通警察支队",
    "市委网络安全和信息化委员会办公室",
    "市委机构编制委员会办公室",
    "市市场监督管理局",
    "市公安局",
    "市民政局",
    "市住房公积金管理中心",
    "市机关事务管理局",
    "各乡镇人民政府",
    "中国人民银行澄湖市分行",
    "海洋局",
    "海洋局东海分局",
    "县（区）医疗保障局",
    "市医疗保障局",
    "卫生健康主管部门",
    "教育行政部门",
    "省水利厅",
    "市审计局",
)
SHORT = {
    "城管局": ["市城市管理综合行政执法局"],
    "综合执法局": ["市城市管理综合行政执法局"],
    "教育局": ["市教育体育局"],
    "教体局": ["市教育体育局"],
    "体育局": ["市教育体育局"],
    "文旅局": ["市文化广电和旅游局"],
    "网信办": ["市委网络安全和信息化委员会办公室"],
    "市监局": ["市市场监督管理局"],
    "交警支队": ["市公安局交通警察支队"],
    "公积金中心": ["市住房公积金管理中心"],
    "公安局": [],
    "管理局": [],
    "水利局": [],
    "教育委": [],
    "怎么办": [],
}


@pytest.mark.parametrize(("short", "expected"), SHORT.items())
def test_a_short_name_takes_beginnings_of_words_in_order(short: str, expected: list[str]) -> None:
    assert Abbreviations(NAMES).of(short) == expected


QUESTIONS = {
    "市城管局要干哪些活?": ["市城市管理综合行政执法局"],
    "城管在城市更新里要干啥?": ["市城市管理综合行政执法局"],
    "教体局负责哪些任务": ["市教育体育局"],
    "交警要做什么": ["市公安局交通警察支队"],
    "县教体局负责哪些任务": [],
    "市监局配合哪些事项?": ["市市场监督管理局"],
    "乡镇政府要做什么?": ["各乡镇人民政府"],
    "人行要配合什么": ["中国人民银行澄湖市分行"],
    "海洋局要做什么": ["海洋局"],  # not its branch
    "文旅融合有什么举措?": [],
    "各区县医保局负责哪些任务": ["县（区）医疗保障局"],
    "县(区)医疗保障局要做什么": ["县（区）医疗保障局"],
    "卫健部门在饮水安全上有哪些职责?": ["卫生健康主管部门"],
    "卫生健康委有什么任务": ["卫生健康主管部门"],
    "水利主管部门要做好哪些事": ["省水利厅"],
    "审计部门的职责": ["市审计局"],
    "教育部门都要管些啥": ["教育行政部门"],  # no 教育部
    "应急管理部门要做哪些事": ["应急管理部"],  # nothing else is of its field
    "应急部门的职责有哪些": ["应急管理部"],
    "材料交给审计部门吗": [],
    "托育机构办理备案要几天": [],
    "托育机构办公室要多大": [],
    "托育机构办证要什么": [],
    "机构办公厅的文件谁签": [],
    "编办要做什么": ["市委机构编制委员会办公室"],
}


@pytest.mark.parametrize(("question", "expected"), QUESTIONS.items())
def test_a_question_finds_the_unit_by_its_short_or_everyday_name(question: str, expected: list[str]) -> None:
    found = [name for unit in UnitFinder(NAMES).find(question) for name in unit.names if name in NAMES]
    assert found == expected
