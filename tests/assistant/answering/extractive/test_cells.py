"""Answers from tables: the row by its key cells, the column by its name, its year or the kind of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.core import Assistant
from tests.assistant.answering.extractive.conftest import papers_taken_in, settings_of, talk
from tests.assistant.standing import standing

TALENTS = """# 云川市人民政府关于印发云川市桥梁人才支持办法的通知

云政发〔2024〕9号

一、补助

引进的桥梁人才按照下列标准补助：

| 人才类别 | 安家补助（万元） | 生活津贴（元/月） | 津贴年限 |
| --- | --- | --- | --- |
| A类 | 200 | 10000 | 5年 |
| B类 | 100 | 6000 | 5年 |
| C类 | 50 | — | — |

A类、B类人才每年安排一次健康体检，体检标准为每人3000元。

二、家属

员工生育的，发放下列补贴：

| 孩次 | 一次性补贴（元） | 育儿补贴（元/月） |
| --- | --- | --- |
| 二孩 | 3000 | 200 |
| 三孩及以上 | 5000 | 500 |

家属在定点医院住院的，按照下列比例支付：

| 医院等级 | 职工支付比例 | 居民支付比例 | 居民起付线（元） |
| --- | --- | --- | --- |
| 二级 | 95% | 85% | 200 |
| 三级 | 90% | 75% | 500 |

养桥工因工伤残的,按照下列标准发给本人工资:

| 伤残等级 | 一次性补助（月） | 就业补助（月） |
| --- | --- | --- |
| 三级 | 23 | 50 |
| 四级 | 21 | 40 |

三、企业

| 企业类型 | 贴息比例 | 单家最高（万元） |
| --- | --- | --- |
| 小型企业 | 40% | 20 |
| 微型企业 | 50% | 10 |

员工宿舍房租不超过每月300元。
"""

TARGETS = """<html><body><h1>四川省人民政府关于印发四川省桥梁巡查三年方案（2024—2026年）的通知</h1>
<p>川府发〔2024〕3号</p>
<p>一、目标</p>
<p>三年累计加固危桥410座，到2026年危桥加固率达到98%。城乡危桥加固目标由各市分解，山区每年不少于55座。</p>
<p>附件1 年度任务表</p>
<table>
<tr><th rowspan="2">任务</th><th colspan="3">年度目标</th><th rowspan="2">牵头单位</th></tr>
<tr><th>2024年</th><th>2025年</th><th>2026年</th></tr>
<tr><td>加固城乡危桥（座）</td><td>150</td><td>140</td><td>120</td><td>省交通厅</td></tr>
<tr><td>累计加固桥墩（个）</td><td>60</td><td>80</td><td>90</td><td>省交通厅</td></tr>
</table>
<p>附件2 各市任务表（单位：座）</p>
<table>
<tr><th>市（州）</th><th>普通巡查点</th><th>夜间巡查点</th><th>合计</th></tr>
<tr><td>宜宾市</td><td>17</td><td>4</td><td>21</td></tr>
<tr><td>凉山州</td><td>8</td><td>5</td><td>13</td></tr>
<tr><td>成都市</td><td>30</td><td>9</td><td>39</td></tr>
<tr><td>全省合计</td><td>55</td><td>18</td><td>73</td></tr>
</table>
<p>附件3 物资清单</p>
<table>
<tr><th>物资名称</th><th>单位</th><th>数量</th><th>储备单位</th><th>存放地点</th></tr>
<tr><td>应急便桥</td><td>套</td><td>6</td><td>省应急厅</td><td>东湖仓库</td></tr>
<tr><td>巡查车</td><td>辆</td><td>18</td><td>省交通厅</td><td>西岭基地</td></tr>
</table>
</body></html>
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("tables"), {"人才.md": TALENTS, "方案.html": TARGETS})


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    with standing(Assistant(settings_of(data_dir), clock=lambda: datetime(2024, 6, 1, tzinfo=UTC))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("云川B类人才每个月津贴有多少,能连着领几年?", ["B类", "（元/月）：6000", "5年"], ["100", "10000"]),
        ("云川的桥梁人才A类和B类安家补助各多少?", ["A类；安家补助（万元）：200", "B类；安家补助（万元）：100"], []),
        ("四川全省要设多少个夜间巡查点?", ["全省合计", "18"], ["宜宾", "21"]),
        ("四川省夜间巡查点的任务是多少?", ["全省合计", "18"], ["宜宾", "21"]),
        ("四川省夜间巡查点的任务是20座吧?", ["不同", "全省合计", "18"], ["宜宾"]),
        ("云川员工生了三胎每月能领多少育儿钱?", ["三孩", "500"], ["5000", "200"]),
        ("云川交居民医保的在二级医院能报百分之几,门槛费要多少?", ["85%", "200"], ["95%"]),
        ("云川小型企业贴息封顶多少?", ["小型企业", "单家最高（万元）：20"], ["40%", "微型"]),
        ("四川2025年一年计划加固多少座危桥?", ["2025年：140"], ["150", "120", "410"]),
        ("云川养桥工四级伤残的一次性补助是几个月?", ["一次性补助（月）：21"], ["23", "40"]),
        ("四川桥梁巡查 加固桥墩 2026年 几个", ["2026年：90"], ["60"]),
        ("四川城乡危桥加固2024年的目标是多少座?", ["2024年：150"], ["55"]),
        ("四川桥梁方案附件2里成都市普通巡查点是多少座?", ["成都市；普通巡查点：30"], ["宜宾"]),
        ("四川桥梁方案任务表中,宜宾市夜间巡查点是多少座?", ["宜宾市", "夜间巡查点：4"], ["17"]),
        ("四川桥梁方案里凉山州一共建多少个巡查点?", ["凉山州", "合计：13"], []),
        ("四川桥梁方案里应急便桥放在哪儿,有多少套?", ["数量：6", "东湖仓库"], ["18"]),
        ("四川桥梁方案里应急便桥有多少套,怎么运,还有啥?", ["数量：6", "省应急厅", "东湖仓库"], ["18"]),
    ],
)
async def test_the_cell_of_the_row_and_the_column_that_are_asked_for_is_said_by_their_names(
    assistant: Assistant, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await talk(assistant, question)
    assert all(word in answer.answer for word in said), answer.answer
    assert not any(word in answer.answer for word in unsaid), answer.answer
    assert "表格第" in answer.citations[0].label


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("四川桥梁方案附件1中累计加固桥墩由谁牵头?", "省交通厅"),
        ("四川桥梁方案附件1第2项由谁牵头?", "省交通厅"),
    ],
)
async def test_the_units_of_a_row_are_told_where_it_is_named_within_an_annex(
    assistant: Assistant, question: str, unit: str
) -> None:
    answer = await talk(assistant, question)
    assert [u.name for u in answer.responsible_units] == [unit], answer.answer
    assert answer.citations[0].label == "附件1表格第2行"


async def test_rows_of_several_places_are_said_for_each(assistant: Assistant) -> None:
    answer = await talk(assistant, "四川桥梁方案里成都市和宜宾市普通巡查点各有多少座?")
    assert "成都市；普通巡查点：30" in answer.answer
    assert "宜宾市；普通巡查点：17" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "云川D类人才安家补助多少万元?",
        "四川2027年加固多少座危桥?",
        "四川桥梁方案里巴中市夜间巡查点是多少座?",
        "云川大型企业贴息封顶多少?",
    ],
)
async def test_a_row_of_another_class_year_or_place_is_no_answer(assistant: Assistant, question: str) -> None:
    answer = await talk(assistant, question)
    assert not any("表格第" in citation.label for citation in answer.citations), answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云川A类人才体检标准是每人多少元?", "3000元"),
        ("云川员工宿舍房租每月不超过多少元?", "300元"),
        ("四川三年累计加固危桥多少座?", "410座"),
    ],
)
async def test_prose_that_says_what_is_asked_goes_before_rows_that_share_a_word(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = await talk(assistant, question)
    assert said in answer.answer
    assert "表格第" not in answer.citations[0].label


async def test_a_figure_that_the_cell_does_not_have_is_set_right(assistant: Assistant) -> None:
    answer = await talk(assistant, "云川B类人才生活津贴每月是5000元吗?")
    assert "不同" in answer.answer
    assert "6000" in answer.answer


async def test_a_dash_is_said_where_the_column_that_is_asked_for_has_no_figure(assistant: Assistant) -> None:
    answer = await talk(assistant, "云川C类人才生活津贴每月多少元?")
    assert "生活津贴（元/月）：—" in answer.answer
    assert "50" not in answer.answer


async def test_a_follow_up_with_another_class_is_answered_by_its_row(assistant: Assistant) -> None:
    answer = await talk(assistant, "云川A类人才安家补助多少?", "B类的呢?")
    assert "B类" in answer.answer
    assert "100" in answer.answer
