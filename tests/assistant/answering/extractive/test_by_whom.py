"""Who does what by running text: towns by any of their names, who sees to a breach, who leads and who takes part."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.extractive.doings import is_of_field
from assistant.answering.extractive.townships import is_township, townships_asked
from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

RULES = """临江区露天烧烤管理办法
临政规〔2024〕3号
    为规范露天烧烤，经市人民政府同意，现提出以下办法。
    第一条 区城市管理和综合执法局是露天烧烤的主管部门，其所属的区环卫中心承担日常巡查。
    镇（街道）负责划定烧烤点和纠纷调解。
    第二条 申请人向镇（街道）提交材料，镇（街道）在三个工作日内转报审批窗口。
    第三条 炭火复燃的，由属地乡镇组织浇灭；乡镇人民政府接报后，应当在十分钟内到场。
    第四条 没装净化器的，由生态环境、市场监管部门按职责责令改正；逾期不改的，处五千元罚款。不留票据的，处三百元罚款。
    第五条 检查组由区商务局牵头，区公安局参加；督办组由区司法局牵头，区财政局参加。
    后勤组由区民政局牵头，区供销社参加。负责摊主的饮水、用电和临时安置。
    第六条 禁止使用下列燃料：散煤、木柴；废旧轮胎、油漆桶；未经检验的醇基燃料。禁止向河道倾倒炭灰。
    第七条 垃圾由邮政管理、商务部门按照职责监督清运。
    第八条 公安机关交通管理部门负责烧烤点周边的违停查处。
    第九条 人民银行临江分行指导扫码收款。（人民银行临江分行牵头）
    第十条 占道烧烤由城管执法队清理，进口炉具由临江海关查验。
    第十一条 摊位改造的，改造费用由摊主承担一半，其余由市场开办方承担；电表改造费用全部由供电公司承担。
    第十二条 建设烧烤示范街，每条补助十万元。示范街建设由县级人民政府牵头，环卫部门配合。（区商务局牵头，区财政局配合）
    第十三条 区文旅局牵头举办炭火品鉴，每季度举办1场。选手奖金每人2百元。区体育局、区总工会予以配合。区水务局冲洗路面。
    区气象局负责监测烟雾扩散，每小时发布1次；各镇（街道）协助。
    第十五条 排烟管道费用由摊主承担三成，其余由区财政承担。（牵头单位：区城管局；配合单位：区住建局）
    第十四条 区审批局负责营业执照查对；区财政局负责场地租金查对；区市场监管局负责炭火货源查对；区税务局负责发票查对。
临江区人民政府
2024年3月1日
"""
PLAN = """松河市内涝应急预案
松政发〔2024〕4号
1　组织机构
1.1　现场指挥部
    积水较深时设立现场指挥部，由副市长任指挥长，下设疏导组、抽排组、保洁组和联络组。
    抽排组由市水务局牵头，市城管局参加；联络组由市司法局牵头，市财政局参加。
1.2　值班
    值班电话每日更新，值班表报现场指挥部。
松河市人民政府
2024年5月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("by_whom"), [RULES, PLAN])


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("露天烧烤这件事,街道和镇里从头到尾要负责哪些事?", ["划定烧烤点", "三个工作日", "浇灭", "十分钟内"], ["罚款"]),
        ("露天烧烤里乡镇（街道）承担哪些工作?", ["纠纷调解", "三个工作日", "十分钟内"], ["净化器"]),
        ("露天烧烤管理中区城管局有哪些职责?", ["主管部门"], ["纠纷调解"]),
        ("区城管部门在露天烧烤管理里的职责?", ["主管部门"], ["纠纷调解"]),
        ("露天烧烤管理中区环卫中心有哪些职责?", ["日常巡查"], ["纠纷调解"]),
        ("露天烧烤管理中市海关有哪些职责?", ["炉具"], ["违停查处"]),
        ("露天烧烤管理中公安交警部门有哪些职责?", ["违停查处"], ["督办组"]),
        ("露天烧烤里人民银行分行牵头哪些工作?", ["扫码收款"], ["检查组"]),
        ("露天烧烤管理办法第十一条,改造的钱谁出?", ["由摊主承担一半", "由供电公司承担"], ["未明确"]),
        ("烧烤排烟管道谁承担三成的费用?", ["由摊主承担三成"], ["牵头单位"]),
        ("松河现场指挥部下设几个组,分别叫什么?", ["疏导组、抽排组、保洁组和联络组"], ["没有在"]),
        ("露天烧烤禁止使用哪些燃料?", ["散煤", "废旧轮胎", "醇基燃料"], ["炭灰"]),
    ],
)
async def test_all_that_one_does_is_told(
    assistant: Assistant, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert [fact for fact in said if fact not in answer.answer] == []
    assert [fact for fact in unsaid if fact in answer.answer] == []


@pytest.mark.parametrize(
    ("question", "named", "said"),
    [
        (
            "露天烧烤没装净化器、逾期不改的,由什么部门处罚?",
            {"responsible": ["生态环境", "市场监管部门"]},
            "五千元罚款",
        ),
        ("露天烧烤没装净化器由谁罚?", {"responsible": ["生态环境", "市场监管部门"]}, "五千元罚款"),
        ("露天烧烤不留票据的谁罚款?", {"responsible": ["生态环境", "市场监管部门"]}, "三百元"),
        ("烧烤示范街建设由谁牵头、谁配合?", {"lead": ["县级人民政府"], "support": ["环卫部门"]}, "示范街建设"),
        (
            "负责烧烤摊主饮水和临时安置的是哪个局牵头、哪些参加?",
            {"lead": ["区民政局"], "support": ["区供销社"]},
            "临时安置",
        ),
        (
            "炭火品鉴是哪个局牵头,哪些单位给配合?",
            {"lead": ["区文旅局"], "support": ["区体育局", "区总工会"]},
            "区体育局、区总工会予以配合",
        ),
        ("炭火品鉴由哪个局牵头?", {"lead": ["区文旅局"]}, "每季度举办1场"),
        ("烟雾扩散谁监测、谁协助?", {"responsible": ["区气象局"], "support": ["各镇（街道）"]}, "每小时发布1次"),
        (
            "营业执照、场地租金、炭火货源分别由哪些部门查对?",
            {"responsible": ["区审批局", "区财政局", "区市场监管局"]},
            "货源查对",
        ),
        ("露天烧烤的督办组由谁牵头、谁参加?", {"lead": ["区司法局"], "support": ["区财政局"]}, "督办组"),
    ],
)
async def test_who_does_it_is_named_where_the_sentence_before_says_it(
    assistant: Assistant, question: str, named: dict[str, list[str]], said: str
) -> None:
    answer = await ask(assistant, question)
    assert units(answer) == named
    assert said in answer.answer


@pytest.mark.parametrize(
    ("name", "spoken", "same"),
    [
        ("镇（街道）", "街道", True),
        ("各乡镇、街道办事处", "镇里", True),
        ("各乡镇人民政府（街道办事处）", "街道", True),
        ("属地乡镇", "镇街", True),
        ("街道办事处", "乡镇", False),
        ("城镇", "镇", False),
        ("镇（街道）", "", False),
    ],
)
def test_towns_are_known_by_any_of_their_names(name: str, spoken: str, same: bool) -> None:
    assert is_township(name, spoken) is same


@pytest.mark.parametrize(
    ("name", "unit", "same"),
    [
        ("城市管理和综合执法局", "城市管理局", True),
        ("海洋与渔业厅", "海洋部门", True),
        ("海洋与渔业厅", "海洋局", False),
        ("海洋局东海分局", "海洋局", False),
    ],
)
def test_a_body_is_named_by_the_first_of_its_fields(name: str, unit: str, same: bool) -> None:
    assert is_of_field(name, unit) is same


def test_a_question_speaks_of_towns_by_their_common_names_alone() -> None:
    assert [m.group() for m in townships_asked("街道和镇里要做什么,城镇职工呢")] == ["街道和镇里"]
