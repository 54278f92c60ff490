"""Unit names in one normal form."""

from __future__ import annotations

import pytest

from ingestion.parsing.units import UnitTable, carries_level, normalize_unit, same_unit, spellings, split_level

FULL_NAMES = [
    ("工信部", "工业和信息化部"),
    ("工业和信息化部", "工业和信息化部"),
    ("市发改委", "市发展和改革委员会"),
    ("市发展改革委", "市发展和改革委员会"),
    ("发改局", "发展和改革局"),
    ("国家发展改革委", "国家发展和改革委员会"),
    ("人社局", "人力资源和社会保障局"),
    ("人力社保局", "人力资源和社会保障局"),
    ("常州市科技局", "常州市科学技术局"),
    ("郑州市科技局", "郑州市科学技术局"),
    ("市经信委", "市经济和信息化委员会"),
    ("国家卫健委", "国家卫生健康委员会"),
    ("市场监管总局", "国家市场监督管理总局"),
    ("市场监管局", "市场监督管理局"),
    ("市市场监管局", "市市场监督管理局"),
    ("市市场和质监局", "市市场和质量监督管理局"),
    ("县公安局交警大队", "县公安局交通警察大队"),
    ("县疾控中心", "县疾病预防控制中心"),
    ("市民宗局", "市民族宗教事务局"),
    ("公积金中心", "住房公积金管理中心"),
    ("人民银行", "中国人民银行"),
    ("人行泰州中支", "中国人民银行泰州中心支行"),
    ("人行贵溪支行", "中国人民银行贵溪支行"),
    ("税务总局", "国家税务总局"),
    ("市税务局", "市税务局"),
    ("市委组织部", "市委组织部"),
    ("市政府金融办", "市金融工作办公室"),
    ("国家发展改革委(国家能源局)", "国家发展和改革委员会（国家能源局）"),
    ("各市(区)人民政府", "各市（区）人民政府"),
    ("桐城委桐城集团", "桐城委桐城集团"),
]


@pytest.mark.parametrize(("written", "full"), FULL_NAMES)
def test_short_forms_become_full_names_with_their_level(written: str, full: str) -> None:
    assert normalize_unit(written) == full
    assert normalize_unit(full) == full


def test_a_list_lends_its_level_to_bare_names_only() -> None:
    assert normalize_unit("工业和信息化局", level="市") == "市工业和信息化局"
    assert normalize_unit("市财政局", level="省") == "市财政局"


LEVELS = [
    ("市科技局", ("市", "科技局")),
    ("江都区政府", ("江都区", "政府")),
    ("内蒙古自治区发改委", ("内蒙古自治区", "发改委")),
    ("市场监管局", ("", "市场监管局")),
    ("区域发展局", ("", "区域发展局")),
    ("市政园林局", ("", "市政园林局")),
    ("高新区管委会", ("", "高新区管委会")),
    ("贵溪经开区", ("", "贵溪经开区")),
    ("各市(区)人民政府", ("", "各市(区)人民政府")),
]


@pytest.mark.parametrize(("name", "parts"), LEVELS)
def test_the_level_is_told_from_the_name(name: str, parts: tuple[str, str]) -> None:
    assert split_level(name) == parts


@pytest.mark.parametrize("name", ["财政局", "工业和信息化局", "人才办", "科协"])
def test_bureaus_take_the_level_of_their_list(name: str) -> None:
    assert carries_level(name)


@pytest.mark.parametrize(
    "name", ["市财政局", "人行泰州中支", "泰州银保监分局", "金控集团", "各有关部门", "团市委", "中国气象局"]
)
def test_other_names_stand_alone(name: str) -> None:
    assert not carries_level(name)


SAME = [
    ("科技局", "市科技局", True),
    ("市科学技术局", "常州市科技局", True),
    ("发改委", "国家发展改革委", True),
    ("组织部", "市委组织部", True),
    ("体育总局", "国家体育总局", True),
    ("省科技厅", "市科技局", False),
    ("市财政局", "省财政局", False),
    ("市科技局", "市教育局", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_names_are_the_same_up_to_a_level_that_one_leaves_out(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same
    assert same_unit(other, one) is same


def test_a_short_form_for_two_units_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="数管局"):
        UnitTable.read('[names]\n"数据局" = ["数管局"]\n"数字局" = ["数管局"]\n')


def test_staff_may_add_names_to_the_table() -> None:
    table = UnitTable.read(
        '[names]\n"数据局" = ["数管局"]\n[national]\n[beginnings]\n[endings]\n[carry]\nnot_after = []\n'
    )
    assert table.bodies["数管局"] == "数据局"


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("市科学技术局", {"科学技术局", "科技局"}),
        ("财政部", {"财政部"}),
        ("某某市人社局", {"人力资源和社会保障局", "人社局"}),
    ],
)
def test_every_spelling_of_a_unit_is_known(name: str, spelt: set[str]) -> None:
    assert spelt <= spellings(name)
