"""What small invented documents answer for and what they do not: places, years, sessions, absent documents."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import settings_of, taken_in
from tests.assistant.standing import standing

TODAY = datetime(2026, 11, 22, tzinfo=UTC)

PRAISE = """国务院办公厅关于对第三次实地督导发现的典型做法给予表扬的通报
国办发〔2024〕31号
各省、自治区、直辖市人民政府：
为激励各地担当作为，经国务院同意，对48项典型做法予以通报表扬。唐山等地的纪念馆可以开展宣传教育。
国务院办公厅
2024年11月19日
附件
第三次实地督导发现的典型做法
1.云南省玉溪市连续12年推行湖长巡查，改善湖泊水质。
2.云南省丽江市依托古城客栈联盟发展特色民宿。
3.云南省保山市推行咖啡庄园认证，带动农户增收。
4.甘肃省武威市以沙漠锁边林为重点防沙治沙。
"""
PLAN = """临海市人民政府关于印发临海市养老服务三年行动计划（2023—2025年）的通知
临政发〔2023〕8号
各镇人民政府、街道办事处：
现将《临海市养老服务三年行动计划（2023—2025年）》印发给你们。
临海市人民政府
2023年2月10日
临海市养老服务三年行动计划（2023—2025年）
一、主要目标
到2025年，全市新增养老床位3000张，建成老年食堂45家。
二、重点任务
（一）建设老年食堂。每家老年食堂补助20万元。（责任单位：市民政局、市财政局）
（二）培训护理员。每年培训养老护理员600名，修订《临海市居家养老照护评估办法》，评估结果每两年复核一次。（责任单位：市民政局）
三、附则
《临海市老年食堂试点办法》（临政发〔2019〕3号）自本通知印发之日起停止执行。
"""
AWARD = """国务院关于2022年度森林卫士奖励的决定
国发〔2022〕40号
各省、自治区、直辖市人民政府：
国务院批准，授予李青山、王绿野森林卫士最高奖，授予“高寒造林技术”等12项成果森林卫士一等奖。
国务院
2022年12月30日
（2023年1月6日发布）
"""
LIFTS = """丽水市人民政府关于加强住宅电梯安全管理的通知
丽政发〔2023〕5号
各县（市、区）人民政府：
现就加强住宅电梯安全管理通知如下。
一、加装电梯。2023年全市为老旧住宅加装电梯120台，完成电梯更新75台。
二、日常检查。物业每月检查一次电梯，松阳县试点远程监测。（责任单位：市市场监管局、市建设局）
三、困人救援。电梯困人的，维保人员30分钟内到场。
丽水市人民政府
2023年4月1日
"""
OTHER_LIFTS = """临海市人民政府关于加强住宅电梯安全管理的通知
临政发〔2023〕21号
各镇人民政府、街道办事处：
一、加装电梯。2023年全市为老旧住宅加装电梯60台。
二、日常检查。住宅电梯由属地街道每季度抽查。（责任单位：市市场监管局）
临海市人民政府
2023年5月6日
"""
RULES = """国务院办公厅关于印发《值班工作规则》的通知
国办发〔2020〕9号
各省、自治区、直辖市人民政府：
现将《值班工作规则》印发给你们。值班表应于2020年9月底前报送国务院办公厅。
国务院办公厅
2020年8月3日
值班工作规则
第一条 为规范值班工作，制定本规则。
第二条 值班人员实行二十四小时在岗。
第三条 值班记录保存五年。
"""
LETTER = """国务院办公厅关于政协第十三届全国委员会第2046号提案的答复
国办函〔2020〕61号
周青野委员：
您提出的《关于设立护林热线电话的提案》收悉，现答复如下：
各地林业部门已经公布了举报电话，群众可以随时反映毁林问题，暂不另设护林热线。
护林员的巡护补助由中央财政安排。地方可以视财力增加。发到个人账户。
国务院办公厅
2020年10月18日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("scope"), (PRAISE, PLAN, AWARD, RULES, LIFTS, OTHER_LIFTS, LETTER))


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    with standing(Assistant(settings_of(data_dir), clock=lambda: TODAY)) as opened:
        yield opened


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question))


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("丽江为什么被表扬?", ["古城客栈联盟"]),
        ("玉溪搞湖长巡查多少年了?", ["12年"]),
        ("云南有哪几个市的做法被表扬?", ["玉溪", "丽江", "保山"]),
        ("武威和保山各有什么典型做法?", ["沙漠锁边林", "咖啡庄园"]),
    ],
)
async def test_a_place_without_documents_is_answered_from_the_clauses_that_name_it(
    assistant: Assistant, question: str, facts: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "answered"
    assert all(fact in answer.answer for fact in facts)
    assert all("典型做法" in citation.title for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "丽江2024年新增多少张养老床位?",
        "唐山的养老护理员每年培训多少名?",
        "武威的老年食堂补助多少钱?",
        "绍兴的老年食堂要建多少家?",
    ],
)
async def test_a_place_that_is_only_mentioned_is_not_answered_for(assistant: Assistant, question: str) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "refused"


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("值班表是要在2021年3月底前报送吧?", "2020年9月底前"),
        ("临海是到2027年新增3000张养老床位吗?", "到2025年"),
        ("临海要建成老年食堂80家,对吗?", "45家"),
    ],
)
async def test_a_wrong_date_or_number_is_set_right(assistant: Assistant, question: str, right: str) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "answered"
    assert answer.answer.startswith("文件的规定与您说的不同")
    assert right in answer.answer


async def test_a_right_date_is_confirmed(assistant: Assistant) -> None:
    answer = await ask(assistant, "值班表要在2020年9月底前报送吗?")
    assert answer.answer.startswith("文件中确有这样的规定")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("2022年度森林卫士最高奖授予了谁?", "answered"),
        ("2023年度森林卫士最高奖授予了谁?", "refused"),
        ("2021年度森林卫士一等奖有多少项成果?", "refused"),
        ("临海2024年新增多少张养老床位?", "answered"),
        ("临海2028年新增多少张养老床位?", "refused"),
    ],
)
async def test_a_document_answers_for_the_year_of_its_title_or_its_period(
    assistant: Assistant, question: str, status: str
) -> None:
    assert (await ask(assistant, question)).status == status


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("第四次实地督导表扬了多少项典型做法?", "第三次实地督导"),
        ("第二次实地督导发现的典型做法有哪些?", "第三次实地督导"),
    ],
)
async def test_another_session_is_refused_with_the_one_there_is(
    assistant: Assistant, question: str, there: str
) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "refused"
    assert there in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "临海老年食堂的租金是多少?",
        "临海养老护理员的工资是多少?",
        "临海养老护理员的补助多少钱?",
        "森林卫士最高奖的奖金多少钱?",
        "值班人员有多少名?",
    ],
)
async def test_a_figure_of_something_else_is_no_answer(assistant: Assistant, question: str) -> None:
    assert (await ask(assistant, question)).status == "refused"


async def test_a_district_has_the_rules_of_its_city_but_not_its_figures(assistant: Assistant) -> None:
    figure = await ask(assistant, "丽水市莲都区2023年加装多少台电梯?")
    assert figure.status == "refused"
    assert "没有单独写到莲都区" in figure.answer
    period = await ask(assistant, "莲都区电梯困人,维保人员多久到场?")
    assert "30分钟" in period.answer
    assert any("丽水市的规定" in notice for notice in period.notices)
    named = await ask(assistant, "松阳县的电梯试点什么?")
    assert "远程监测" in named.answer
    rule = await ask(assistant, "莲都区的住宅电梯日常检查由谁负责?")
    assert {u.name for u in rule.responsible_units} == {"市市场监管局", "市建设局"}
    assert any("丽水市的规定" in notice and "莲都区" in notice for notice in rule.notices)


@pytest.mark.parametrize(
    "question", ["《临海市居家养老照护评估办法》的评估结果多久复核一次?", "《居家养老照护评估办法》是怎么回事?"]
)
async def test_what_others_say_of_an_absent_document_is_answered_with_a_notice(
    assistant: Assistant, question: str
) -> None:
    answer = await ask(assistant, question)
    assert "每两年复核一次" in answer.answer
    assert any("知识库中没有" in notice for notice in answer.notices)


@pytest.mark.parametrize("question", ["《临海市老年食堂试点办法》还有效吗?", "临政发〔2019〕3号现在还管用吗?"])
async def test_the_fate_of_an_absent_document_is_told_by_title_and_by_number(
    assistant: Assistant, question: str
) -> None:
    assert "停止执行" in (await ask(assistant, question)).answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("临海市养犬管理条例里罚多少钱?", "养犬管理条例"),
        ("《临海市居家养老照护评估办法》第九条怎么规定的?", "评估办法"),
        ("临海市防汛应急预案的响应由谁启动?", "防汛应急预案"),
        ("值班工作规则第八条是什么?", "只到第三条"),
        ("国办发〔2020〕77号讲了什么?", "国办发〔2020〕77号"),
    ],
)
async def test_what_is_not_there_is_refused_with_what_is(assistant: Assistant, question: str, words: str) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "refused"
    assert words in answer.answer


async def test_places_compete_where_none_is_named_and_the_centre_does_not(assistant: Assistant) -> None:
    places = await ask(assistant, "2023年全市加装电梯多少台?")
    assert {"丽水市", "临海市"} <= {c.region for c in places.citations}
    one = await ask(assistant, "值班记录要保存几年?")
    assert {c.title for c in one.citations} == {"国务院办公厅关于印发《值班工作规则》的通知"}


async def test_the_opening_of_a_letter_is_no_answer(assistant: Assistant) -> None:
    answer = await ask(assistant, "有委员提案设立护林热线电话,国办怎么回应的?")
    assert "暂不另设护林热线" in answer.answer
    assert "收悉" not in answer.answer


@pytest.mark.parametrize("question", ["丽水加装电梯罚多少钱?", "丽水加装电梯要几个工作日办完?"])
async def test_a_figure_of_another_kind_or_act_is_no_answer(assistant: Assistant, question: str) -> None:
    assert (await ask(assistant, question)).status == "refused"


async def test_where_words_do_not_tell_the_sentence_its_neighbours_are_said_as_well(assistant: Assistant) -> None:
    answer = await ask(assistant, "看山护林的人辛苦钱从哪里来?")
    assert all(words in answer.answer for words in ("中央财政安排", "视财力增加", "个人账户"))


async def test_of_each_place_it_is_told_that_its_paper_names_no_unit(assistant: Assistant) -> None:
    answer = await ask(assistant, "老旧住宅加装电梯由哪个部门牵头?")
    assert "丽水市：文件未明确该项的责任单位" in answer.answer
    assert "临海市：文件未明确该项的责任单位" in answer.answer
