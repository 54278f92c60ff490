"""Units that are charged with a part of a task alone: by an item, by words beside a label, by a row of a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

PLAN = """青禾县人民政府办公室关于印发青禾县城市更新行动方案的通知
青政办发〔2024〕3号
各乡镇人民政府：
现将行动方案印发给你们，请认真落实。
一、总体要求
到2027年，改造老旧小区40个。地下通道积水深度达到27厘米时，立即实行交通封闭。
二、重点任务
（一）改造老旧小区。
1.改造管网。改造供水管网60公里。
2.加装电梯。每台补助15万元。
3.完善物业。物业服务覆盖率达到95%。
（第1、2项牵头单位：县住房城乡建设局；配合单位：县财政局）
（第3项牵头单位：县物业服务中心；配合单位：县公安局）
（二）兴办托养中心。新建托养中心1个，设置床位300张。面向社会的床位收费实行政府指导价。
（项目建设牵头单位：县城投公司；配合单位：县民政局）
（收费标准核定牵头单位：县发展改革局；配合单位：县市场监管局、县民政局）
（三）整治街巷。
1.修补路面。修补路面20万平方米。
2.更新公厕。改造公厕25座。
第1项由县城市管理局牵头，县交通运输局配合；第2项由县环境卫生中心负责。
（四）监管涉河项目。审批由县行政审批局负责，批后检查由县水利局负责，各乡镇政府负责清障。
（五）改造市场。由县商务局牵头县供销社办理，2026年底前改造市场6个。
（六）改善老厂房用电用地。老厂房用电容量不足的，12天内完成增容。改作他用的老厂房，单个用地不超过15亩。
责任单位：县供电公司牵头负责用电增容，县自然资源局牵头负责用地保障；县工信局配合
（七）拆除危旧厂房。拆除危旧厂房14座，2026年底前拆完。（县应急管理局牵头，县商务局配合；县农业农村局负责屠宰、水产类厂房的底数摸排）
（八）复查受补厂房。对受补厂房进行一次复查，由县审计局牵头，县工信局参加，11月底前形成报告报县政府。
附件　重点部位表
序号 部位 所在乡镇 最大积水（厘米） 值守单位
1 东环铁路通道 东关镇 140 县城管大队
2 文昌桥底 南屏镇 85 县住房城乡建设局
3 西关商街 西关镇 60 县商务局
青禾县人民政府办公室
2024年3月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("parts"), (PLAN,))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("加装电梯由哪个部门牵头？", {"lead": ["县住房城乡建设局"], "support": ["县财政局"]}),
        ("小区物业归谁管？", {"lead": ["县物业服务中心"], "support": ["县公安局"]}),
        ("托养中心的收费标准由哪个部门核定？", {"lead": ["县发展改革局"], "support": ["县市场监管局", "县民政局"]}),
        ("托养中心的工程谁牵头，谁配合？", {"lead": ["县城投公司"], "support": ["县民政局"]}),
        ("托养中心床位价格谁来定？", {"lead": ["县发展改革局"], "support": ["县市场监管局", "县民政局"]}),
        ("更新公厕谁负责？", {"responsible": ["县环境卫生中心"]}),
        ("涉河项目批后检查归谁？", {"responsible": ["县水利局"]}),
        ("市场改造由谁办理？", {"lead": ["县商务局"], "support": ["县供销社"]}),
        ("老厂房用电增容谁牵头，谁来配合？", {"lead": ["县供电公司"], "support": ["县工信局"]}),
        ("改善老厂房用电用地，用地保障由谁牵头？", {"lead": ["县自然资源局"], "support": ["县工信局"]}),
        ("屠宰和水产厂房的底数谁去摸？", {"responsible": ["县农业农村局"]}),
        ("拆除危旧厂房由谁牵头？", {"lead": ["县应急管理局"], "support": ["县商务局"]}),
        ("受补厂房复查由谁牵头，谁参加？", {"lead": ["县审计局"], "support": ["县工信局"]}),
        (
            "受补厂房复查谁牵头，还要谁点头？",
            {"lead": ["县审计局"], "support": ["县工信局", "县政府"]},
        ),
        ("东环铁路通道淹水谁管？", {"responsible": ["县城管大队"]}),
    ],
)
async def test_who_is_charged_with_the_part_that_is_asked_about(
    assistant: Assistant, question: str, expected: dict[str, list[str]]
) -> None:
    assert units(await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))) == expected


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "青禾县改造老旧小区由谁牵头？",
            [
                "改造管网、加装电梯（牵头单位：县住房城乡建设局；配合(责任)单位：县财政局）",
                "完善物业（牵头单位：县物业服务中心；配合(责任)单位：县公安局）",
            ],
        ),
        (
            "兴办托养中心由哪些单位负责？",
            ["（项目建设，牵头单位：县城投公司；", "（收费标准核定，牵头单位：县发展改革局；"],
        ),
        ("整治街巷由哪些单位负责？", ["修补路面（牵头单位：县城市管理局；", "更新公厕（责任单位：县环境卫生中心）"]),
        ("地下通道积水到多深就要交通封闭？", ["达到27厘米时，立即实行交通封闭"]),
    ],
)
async def test_each_part_is_told_where_the_whole_is_asked_for(
    assistant: Assistant, question: str, said: list[str]
) -> None:
    answer = await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))
    assert all(words in answer.answer for words in said), answer.answer


async def test_a_unit_has_its_rows_and_its_parts_among_its_tasks(assistant: Assistant) -> None:
    answer = await assistant.ask(AskRequest("县住房城乡建设局有哪些任务？", as_of=date(2024, 9, 1)))
    assert all(words in answer.answer for words in ("1.改造管网", "文昌桥底"))
    assert "完善物业" not in answer.answer
