"""Lists that stand in headings, in one sentence, in lines behind a colon or in a table of plain text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import Ask, assert_told, papers_taken_in

PLAN = """云川市人民政府关于印发云川市桥梁监测三年计划的通知
云政发〔2023〕9号
各县人民政府：
现将《云川市桥梁监测三年计划》印发给你们。
一、发展目标
到2025年，全市装监测设备的桥梁达到120座，危桥改造率达到98%；监测数据接入率达到95%；每座大桥配2名巡查员。
到2035年，建成无人值守的监测网。
二、险情等级
按照损坏程度，桥梁险情分为三级：
红色：主体结构断裂或者封闭交通24小时以上的；
橙色：限载10吨以上的；
黄色：附属设施损坏的。
险情发现后由市交通局在2小时内上报。
巡查车每月检修；谎报巡查里程套取巡查费的，追回资金并通报。每次巡查的里程由巡查员登记，作为巡查费的依据。
三、实施步骤
（一）摸底排查阶段（2023年）。县交通局逐桥登记。
（二）集中安装阶段（2024年）。设备供应商按月交付。
（三）验收移交阶段（2025年）。市交通局组织验收。
四、修改事项
第九条修改为：“有下列情形之一的路段，不得停放重车：（一）桥面裂缝路段；（二）桥头30米以内的路段；（三）限宽路段。”
五、分工
市水利局负责桥下清淤的组织，每年汛前完成。
市公安局负责限重卡口的值守，发现超载当场劝返。
六、专班
抢险指挥部内设三个专班：
（一）调度专班。由市应急局牵头，负责调度。
（二）排障专班。由市交通局牵头，负责排障。
（三）医护专班。由市卫健委牵头，负责救护。
七、应急响应
（一）分级响应。红色险情由市长启动响应。
（二）响应终止。同时满足下列条件的，终止响应：桥面积水排干；主梁加固完成；限重标志复位。
附件1
备用便桥名录
1.东湖便桥，通行能力20吨；
2.西岭便桥，通行能力12吨。
附件2
主要指标

序号　指标　2020年　2025年　属性
1　装监测设备的桥梁数（座）　31　120　约束性
2　危桥改造率（%）　62.5　98　约束性
3　公众满意的比例（%）　70.5　88.5　预期性
"""

DUTIES = """# 南江省人民政府关于印发桥梁巡查任务分工的通知

南政发〔2024〕3号

| 序号 | 任务 | 牵头单位 | 完成时限 |
| --- | --- | --- | --- |
| 1 | 推进“多巡合一”改革，减少重复巡查 | 省交通厅 | 2024年8月底 |
| 2 | 压缩险情处置时限，完成时限考核 | 省应急厅 | 2024年10月底 |

各地完成数（次）如下：

| 地区 | 普通巡查 | 夜间巡查 |
| --- | --- | --- |
| 云川市 | 1500 | 260 |
| 石江市 | 520 | 190 |
"""
WORKS = """# 石江市人民政府办公室关于下达2024年便民实事任务的通知

石政办发〔2024〕6号

一、统一思想

各牵头单位对便民实事项目负总责，每月报送项目进展。

二、任务安排

| 序号 | 项目名称 | 年度目标 | 牵头单位 |
| --- | --- | --- | --- |
| 1 | 修缮廊桥 | 修缮廊桥6座 | 市文旅局 |
| 2 | 增设母婴室 | 新增母婴室14间 | 市卫健委 |
| 3 | 改造旱厕 | 改造旱厕320座 | 市农业局 |

三、经费标准

| 类别 | 标准 |
| --- | --- |
| 山区 | 每处3万元 |
| 平原 | 每处2万元 |

四、主要指标

| 指标 | 2023年 | 2025年 | 属性 |
| --- | --- | --- | --- |
| 廊桥完好率（%） | 81 | 90 | 约束性 |
| 母婴室数量（间） | 20 | 60 | 预期性 |
| 旱厕改造率（%） | 70 | 95 | 约束性 |
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("papers"), {"计划.txt": PLAN, "分工.md": DUTIES, "实事.md": WORKS})


@pytest.fixture
def ask(assistant: Assistant) -> Ask:
    async def answer(*turns: str) -> Answer:
        session = None
        for question in turns:
            said = await assistant.ask(AskRequest(question, session_id=session, as_of=date(2024, 6, 1)))
            session = said.session_id
        return said

    return answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        (
            "云川桥梁监测计划到2025年的主要目标有哪些?",
            ["120座", "98%", "接入率达到95%", "2名巡查员"],
            ["无人值守"],
        ),
        ("桥梁险情分为几级?各是什么标准?", ["断裂", "限载10吨", "附属设施"], ["2小时"]),
        ("桥梁监测计划的实施分哪几个阶段?", ["摸底排查", "集中安装", "验收移交"], ["逐桥登记"]),
        ("哪些路段不让停重车?", ["桥面裂缝", "30米以内", "限宽路段"], []),
        ("备用便桥有哪几座,各能过多少吨?", ["东湖", "西岭", "20吨", "12吨"], []),
        ("抢险指挥部内设哪些专班?", ["调度专班", "排障专班", "医护专班"], []),
        ("云川桥梁险情应急响应要满足哪些条件才能终止?", ["积水排干", "加固完成", "标志复位"], ["分级响应"]),
        ("桥下清淤谁组织,限重卡口谁值守?", ["市水利局", "市公安局"], []),
        ("指标表里公众满意的比例2025年要到多少?", ["公众满意的比例", "88.5"], ["70.5"]),
        ("云川桥梁监测计划的主要指标有哪些?", ["桥梁数", "危桥改造率", "公众满意的比例"], ["62.5", "预期性"]),
        ("云川桥梁监测计划一共设了哪几项指标?", ["桥梁数", "危桥改造率", "公众满意的比例"], ["62.5", "预期性"]),
    ],
)
async def test_a_list_is_told_whole_and_a_row_by_its_columns(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(question)
    assert_told(answer, said, unsaid)
    assert answer.citations[0].quote in PLAN.replace("\u3000", " ")


@pytest.mark.parametrize(
    ("turns", "said", "unsaid"),
    [
        (["“多巡合一”改革由谁牵头?", "完成时限是哪天?"], "2024年8月底", "10月底"),
        (["南江省的夜间巡查,石江市要完成多少次?"], "190", "260"),
    ],
)
async def test_a_row_is_found_by_what_stands_in_it_and_above_it(
    ask: Ask, turns: list[str], said: str, unsaid: str
) -> None:
    answer = await ask(*turns)
    assert answer.status == "answered"
    assert said in answer.answer
    assert unsaid not in answer.answer


async def test_what_follows_from_a_breach_is_told_by_the_sanction(ask: Ask) -> None:
    answer = await ask("乱报巡查里程、套巡查费的,有什么后果?")
    assert "追回资金" in answer.answer
    assert "检修" not in answer.answer


@pytest.mark.parametrize(
    "question", ["桥梁巡查任务分工里省应急厅牵头哪些任务?", "桥梁巡查里省应急厅牵头或者参加了哪些巡查任务?"]
)
async def test_a_task_in_a_row_is_told_with_the_time_by_which_it_is_due(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert_told(answer, ["险情处置时限", "（2024年10月底）"], ["多巡合一"])


@pytest.mark.parametrize(
    "question",
    ["石江市2024年便民实事项目有哪些?", "石江2024年便民实事一共有哪几个项目?", "石江便民实事的项目都包括哪些?"],
)
async def test_all_rows_are_told_where_what_they_are_is_asked_for(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert_told(answer, ["修缮廊桥", "母婴室14间", "改造旱厕"], ["负总责", "每处"])


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("石江市2024年便民实事的约束性指标有哪些?", ["廊桥完好率", "旱厕改造率"], "母婴室"),
        ("石江便民实事主要指标中,属于约束性的是哪几项?", ["廊桥完好率", "旱厕改造率"], "母婴室"),
        ("石江便民实事里预期性指标有哪几个?", ["母婴室数量"], "廊桥"),
    ],
)
async def test_rows_of_one_kind_are_told_where_a_column_sorts_them(
    ask: Ask, question: str, told: list[str], untold: str
) -> None:
    answer = await ask(question)
    assert [words for words in told if words not in answer.answer] == []
    assert untold not in answer.answer


async def test_a_row_is_told_alone_where_more_is_said_than_what_the_rows_are(ask: Ask) -> None:
    answer = await ask("石江市便民实事里改造旱厕的项目有哪些?")
    assert_told(answer, ["320座"], ["廊桥", "母婴室"])


@pytest.mark.parametrize("question", ["云川市元宇宙产业的实施步骤有哪些?", "云川市元宇宙产业的险情等级有哪些?"])
async def test_a_heading_is_no_list_of_what_its_document_does_not_speak_of(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert (answer.status, answer.citations) == ("refused", ())


async def test_a_heading_is_the_list_of_what_its_document_speaks_of(ask: Ask) -> None:
    assert_told(await ask("云川市桥梁监测的实施步骤有哪些?"), ["摸底排查", "集中安装", "验收移交"], ["险情"])
