"""What running text says that units do, asked for by short names, in everyday words and of two at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

FAIR = """白河县龙舟集会管理办法
白政发〔2023〕8号
第一条 为规范龙舟集会，制定本办法。
第二条 集会由县文化旅游局主办。摊位租价由县市场监督管理局监督检查，县发展和改革委员会负责成本核算。
第三条 饮食摊点由县疾病预防控制中心进行卫生指导，每场抽检一次。
第四条 县公安局交通警察大队负责集会期间的道路管制。
第五条 临时渡口的验收，由县交通运输局牵头，县公安局交通警察大队参与。
第六条 县融媒体中心每天播报水情；县民族宗教事务局负责组织双语讲解。
第七条 发生腹泻的，流行病学调查由县疾病预防控制中心承担。
第八条 备用电源的供应由县发展和改革委员会牵头，县供电公司配合。
白河县人民政府
2023年5月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("doings"), (FAIR,))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("白河龙舟集会这摊子事,发改委都要干点啥?", ["成本核算", "备用电源"], ["双语", "道路管制"]),
        ("白河县疾控中心管龙舟集会里的哪几件事?", ["卫生指导", "流行病学调查"], ["双语", "备用电源"]),
        ("白河县公安局交警大队按龙舟集会办法要做哪些事?", ["道路管制", "临时渡口"], ["双语"]),
        ("白河县融媒体中心、民宗局在龙舟集会上分别干什么?", ["播报水情", "双语讲解"], ["道路管制"]),
    ],
)
async def test_all_that_the_unit_does_is_told(ask: Ask, question: str, said: list[str], unsaid: list[str]) -> None:
    assert_told(await ask(question), said, unsaid)
