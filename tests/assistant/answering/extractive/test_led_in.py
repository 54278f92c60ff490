"""Rules that another sentence or a table completes are said together with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, papers_taken_in

RULES = """# 松原县人民政府关于印发松原县渡口经营管理办法的通知

松政发〔2024〕7号

## 第一章 总则

第一条 为规范渡口经营，保障渡运安全，制定本办法。

## 第二章 补助与收费

第二条 渡口改造验收合格的，按照下表给予一次性补助，县、乡财政按7:3比例负担。

| 渡口等级 | 补助标准（万元/处） |
| --- | --- |
| 一级 | 30 |
| 二级 | 18 |

第三条 渡船早班自6:00开航，晚班至20:30停航。6月1日至9月15日可延长至22:00。

第四条 渡口摊点不得经营下列食品：
（一）散装白酒；
（二）现制冷荤。

第五条 渡运单位有下列情形之一的，终止渡运合同：
（一）超载航行的；
（二）擅自停航连续超过7日的。

第六条 摆渡人员伤残津贴按等级发放。

| 伤残等级 | 在家休养（元/月） | 机构照护（元/月） |
| --- | --- | --- |
| 中度 | 300 | 600 |
| 重度Ⅰ级 | 450 | 900 |
| 重度Ⅱ级 | 550 | 1200 |

第七条 重点任务见下表。

| 序号 | 重点任务 | 目标 | 牵头单位 | 配合单位 | 完成时限 |
| --- | --- | --- | --- | --- | --- |
| 1 | 整治渡口 | 改造渡口32处，其中山区渡口4处；护栏完好率不低于85% | 县交通局 | 县财政局 | 2025年10月底 |

## 第三章 资助

第八条 新办渡运企业一次性资助1万元。其中，退役军人创办的，资助标准提高到15000元。

附件：补贴项目所需材料

1.改造补助：验收报告、施工合同、发票。

2.油价补贴：航行日志、加油凭证。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("papers"), {"办法.md": RULES})


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松原改造渡口补助多少钱?", ["下表", "一级", "30", "二级", "18"], []),
        ("松原一级渡口改造补助多少?", ["30"], ["18"]),
        ("松原渡船晚班停航能延长到几点?", ["20:30", "22:00"], []),
        ("松原渡口的摊子卖散装白酒行不行?", ["不得经营", "散装白酒"], []),
        ("松原渡运单位犯了哪些事会被终止合同?", ["超载航行", "擅自停航"], []),
        ("松原退役军人创办渡运企业的资助多少?", ["15000元"], []),
        ("松原摆渡人员评的是重度二级,在机构照护一个月给多少?", ["1200"], ["900", "600"]),
        ("听说松原退役军人创办渡运企业资助2万,是不?", ["15000元"], []),
        ("松原渡口办油价补贴要带齐哪些材料?", ["航行日志", "加油凭证"], ["验收报告"]),
    ],
)
async def test_what_completes_a_rule_is_said_with_it(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


async def test_what_a_paper_was_made_for_answers_no_other_question(ask: Ask) -> None:
    answer = await ask("松原渡口怎么保障渡运安全?")
    assert "制定本办法" not in answer.answer


async def test_a_row_of_tasks_is_told_with_all_its_parts(ask: Ask) -> None:
    answer = await ask("松原县交通局牵头哪些任务?")
    assert_told(answer, ["改造渡口32处", "护栏完好率不低于85%", "2025年10月底"], [])
    assert "护栏完好率" in answer.citations[0].quote
