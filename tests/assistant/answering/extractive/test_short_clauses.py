"""Clauses of a few short sentences are said whole; of a long one the figure alone that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

RULES = """柏川市便民菜店管理办法
第一条　为方便居民买菜，制定本办法。
第二条　设置固定菜店，应当报县商务局批准；设置流动菜车的，应当报县商务局备案。
第三条　菜店的租金保证金为3000元。保证金的利息归经营者所有。经营者可以随时提取利息。
第四条　菜店每日营业不少于10小时。夏季每日洒水2次。
第五条　到2026年，全市建成固定菜店120家，投放流动菜车86辆，配送中心冷链设施覆盖率达到92%，蔬菜本地供应率达到45%，\
从业人员培训合格率达到98%，菜店经营者投诉处理满意率达到95%，切实保障居民买菜方便、价格稳定、质量安全。（牵头单位：县商务局）
第六条　县城管局是流动菜摊的主管部门，负责组织实施本章。

发展改革、财政、自然资源和规划等部门和机构按照各自职责做好流动菜摊的相关工作。
第七条　菜店登记有效期为2年。有效期届满前30日内，经营者可以在平台申请菜店登记续期，每次续期3年。
柏川市人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("柏川设置固定菜店和流动菜车,手续上有何不同?", ["批准", "备案"], []),
        ("柏川菜店保证金的利息算谁的?能拿出来用吗?", ["归经营者所有", "随时提取"], []),
        ("柏川到2026年固定菜店要建成多少家,谁牵头?", ["120家", "县商务局"], ["86辆", "45%"]),
        ("柏川市谁是流动菜摊的主管部门?", ["县城管局是流动菜摊的主管部门"], ["发展改革"]),
        ("柏川菜店每日营业不少于几小时?", ["10小时"], ["洒水"]),
        ("柏川菜店登记的有效期几年?", ["2年"], ["3年"]),
    ],
)
async def test_a_short_clause_is_said_whole_and_a_figure_by_itself(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(question)
    assert_told(answer, said, unsaid)
