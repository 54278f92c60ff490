"""Which units are meant where a clause charges several: by what is asked, by the roles, by the passage."""

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

RENEWAL = """澄湖市人民政府关于印发澄湖市城市更新行动方案的通知
澄政发〔2024〕9号
各区人民政府：
现将行动方案印发给你们，请认真落实。
一、重点任务
（一）整治内涝积水点。对29处内涝积水点逐一制定方案，汛前排水管网清淤率达到100%。（市住房和城乡建设局牵头实施工程整治，市水利局配合做好河道调度）（市应急管理局牵头发布预警，市公安局交通警察支队配合做好交通管制）
（二）保障校园饮食。食品留样不少于48小时，每150名学生配备1名保健医。（市市场监督管理局负责食品安全监管）（市卫生健康委员会负责卫生保健指导，市教育体育局配合）
（三）改造供热管网。更新老旧管网86公里。（牵头单位：市城市管理综合行政执法局；责任单位：各供热企业）
（四）更新楼顶设施。在楼顶建成4个无人机起降点，配备载重无人机不少于6架；急救血液空运15分钟送达。（牵头单位：市交通运输局）（医疗物资空运牵头单位：市急救中心；配合单位：市中心血站）
（五）推广更新成果。市大数据局负责成果平台保障（责任单位：市大数据局），市团委、市记协组织不少于6场更新宣讲（责任单位：市团委牵头，市记协参与）。
（六）更新幼儿园。适龄儿童失学动态清零；困难幼儿参保率达到100%，园舍消毒覆盖率达到98%。（牵头单位：市教育体育局（控辍保学）、市医疗保障局（参保）、市疾控局（消毒）；配合单位：市财政局）
（七）更新路灯。更换灯杆900根。建立路灯检修人员技能认定制度。（市能源局牵头，市气象局参与；技能认定由市人力资源社会保障局负责）
澄湖市人民政府
2024年4月8日
"""
COMMITTEE = """南岭省人民政府办公厅关于调整省粮食安全委员会成员单位职责的通知
南政办发〔2024〕17号
各市人民政府：
现将成员单位职责通知如下：
一、成员单位职责
（一）省粮食和储备局。负责储备粮质量监管，每年对超标稻谷收储开展1次专项检查。省农业农村厅、省财政厅配合做好超标稻谷分类处置。
（二）省农业农村厅。负责种植环节质量安全；牵头开展治违禁行动，省公安厅配合。
（三）省生态环境厅。负责土壤污染防治，配合省农业农村厅做好受污染耕地安全利用。
（四）省委宣传部。负责粮食安全新闻宣传，牵头建立谣言研判机制，省委网信办配合。
二、保障措施
建立联络员制度，每个单位明确1名联络员，参加编目系统培训。（省司法厅牵头，省档案馆配合）支持高校参与编目。（省教育厅负责）
（一）加强协调。省财政厅负责编目经费统筹，省委网信办负责编目系统的网络安全指导。
南岭省人民政府办公厅
2024年5月6日
"""
HOUSING = """澄湖市人才住房管理办法
澄政发〔2024〕21号
第一条 为规范人才住房管理，制定本办法。
第二条 市委人才工作领导小组办公室负责人才层次认定，市公安局负责核查户籍和车辆信息。
第三条 下设抢险救援组（市消防救援支队牵头，市应急管理局参加）、宣传报道组（市委宣传部牵头，市融媒体中心参加）。
第四条 编制人才住房装修指南和服务规范，每年修订一次。（市住房和城乡建设局、市民政局负责）
第五条 房源调剂组由市国资委牵头，市税务局、市通信管理局参加；入住核查组由市档案馆牵头，市邮政局参加。
第六条 禁止带入物品的目录及管理办法，由市房产局会同市商务局制定并公布。
第七条 （一）支持建设人才公寓实训基地和共享客厅，对社区、院校的实训设施改造予以支持。（市教育局牵头，市总工会配合）
（二）推进产住融合、校地合作，到2026年建成市级产住融合实训基地5个。（市科技局牵头，市妇联、市计生协配合）
第八条 市房产局牵头负责住房补贴的组织实施，市财政局负责资金筹措和拨付，市档案馆负责用地核查，市商务局配合查验质量。
第九条 保洁人员因执行工作任务造成他人损害的，由其所属的保洁企业依法承担侵权责任。
第十条 保洁企业泄露住户信息的，由市公安局依法处罚；造成损失的，依法赔偿。
澄湖市人民政府
2024年6月3日
"""
ELDERS = """云陵县养老服务提升行动方案
云政办发〔2024〕31号
一、主要任务
1.建设助餐点。新建助餐点60个。（牵头单位：县民政局；配合单位：县商务局）
2.改造浴室。改造农村浴室45间。由县住房城乡建设局负责。
3.办好老年课堂。开设老年课堂30个。
以上各项任务，各乡镇人民政府均为属地责任单位。
云陵县人民政府办公室
2024年6月9日
"""
MARKET = """澄湖市人民政府关于规范便民集市的意见
澄政发〔2024〕33号
一、主要任务
（一）划定摊区。新划摊区20处，每处摊位不少于30个。（市规划局牵头，市国资委配合）
（二）发放集市补贴。每个集市补贴8万元。（由市国库中心负责）
（三）建设智慧集市。建成智慧集市4个。智慧集市的验收由市数据局负责。
二、工作分工
集市综合治理由市集贸办牵头，市公安局、市档案馆按照职责参与；摊位编号由各区人民政府负责。秤具检定（市计量局负责）每季度1次。摊主免费体检（市卫生健康委员会负责）每年1次。
三、组织实施
本意见各项任务均需各街道办事处配合落实，不再逐一列出。
澄湖市人民政府
2024年7月9日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("charges"), (RENEWAL, COMMITTEE, HOUSING, ELDERS, MARKET))


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # of a clause with brackets the sentence that says itself who acts
        (
            "澄湖市集市综合治理的牵头单位和参与单位有哪些?",
            {"lead": ["市集贸办"], "support": ["市公安局", "市档案馆"]},
        ),
        ("澄湖市集市的摊位编号由谁负责?", {"responsible": ["各区人民政府"]}),
        ("澄湖市集市秤具检定归谁管?", {"responsible": ["市计量局"]}),
        # who helps in all tasks, where helpers are asked for
        (
            "澄湖市便民集市划定摊区由谁牵头,哪些单位配合?",
            {"lead": ["市规划局"], "support": ["市国资委", "各街道办事处"]},
        ),
        ("澄湖市智慧集市的验收由谁负责?", {"responsible": ["市数据局"]}),
        ("澄湖市发放集市补贴归哪个部门管?", {"responsible": ["市国库中心"]}),
        (
            "澄湖市内涝积水点整治的工程整治由哪个部门牵头,哪个部门配合?",
            {"lead": ["市住房和城乡建设局"], "support": ["市水利局"]},
        ),
        (
            "澄湖更新幼儿园里控辍保学哪个单位牵头?",
            {"lead": ["市教育体育局"], "support": ["市财政局"]},
        ),
        (
            "澄湖幼儿园的园舍消毒由谁牵头?",
            {"lead": ["市疾控局"], "support": ["市财政局"]},
        ),
        (
            "澄湖路灯检修人员的技能认定归谁管?",
            {"responsible": ["市人力资源社会保障局"]},
        ),
        (
            "澄湖更换900根灯杆那条,技能认定找谁?",
            {"responsible": ["市人力资源社会保障局"]},
        ),
        (
            "澄湖更新路灯由谁牵头,谁参与?",
            {"lead": ["市能源局"], "support": ["市气象局"]},
        ),
        (
            "澄湖积水点要发预警,是谁牵头,哪些单位帮忙?",
            {"lead": ["市应急管理局"], "support": ["市公安局交通警察支队"]},
        ),
        (
            "澄湖人才住房的房源调剂组由哪个单位牵头,哪些单位参加?",
            {"lead": ["市国资委"], "support": ["市税务局", "市通信管理局"]},
        ),
        (
            "禁止带入物品的目录和管理办法由哪个部门制定公布?",
            {"lead": ["市房产局"], "support": ["市商务局"]},
        ),
        (
            "澄湖人才住房办法中,推进产住融合、建设市级产住融合实训基地的牵头部门与配合部门是哪些?",
            {"lead": ["市科技局"], "support": ["市妇联", "市计生协"]},
        ),
        (
            "澄湖人才住房补贴资金谁筹措拨付?用地又归谁核查?",
            {"responsible": ["市财政局", "市档案馆"], "support": ["市商务局"]},
        ),
        ("南岭省编目系统的网络安全归谁指导?", {"responsible": ["省委网信办"]}),
        ("澄湖校园饮食的食品安全归谁监管?", {"responsible": ["市市场监督管理局"]}),
        (
            "澄湖校园饮食的食品安全归谁监管?卫生保健又由谁指导、谁配合?",
            {"responsible": ["市市场监督管理局", "市卫生健康委员会"], "support": ["市教育体育局"]},
        ),
        (
            "南岭省粮食安全谣言研判机制由谁牵头,谁配合?",
            {"lead": ["省委宣传部"], "support": ["省委网信办"]},
        ),
        (
            "南岭省超标稻谷收储的专项检查是哪个部门负责,谁来配合?",
            {"responsible": ["省粮食和储备局"], "support": ["省农业农村厅", "省财政厅"]},
        ),
        (
            "澄湖用无人机送血这块谁牵头,谁配合?",
            {"lead": ["市急救中心"], "support": ["市中心血站"]},
        ),
        ("澄湖人才住房的人才层次谁来认定?", {"responsible": ["市委人才工作领导小组办公室"]}),
        (
            "澄湖人才住房办法里宣传报道组谁牵头,谁参加?",
            {"lead": ["市委宣传部"], "support": ["市融媒体中心"]},
        ),
        ("澄湖城市更新的宣讲谁来组织,哪家牵头?", {"lead": ["市团委"], "support": ["市记协"]}),
        ("澄湖城市更新的成果平台由哪个单位保障?", {"responsible": ["市大数据局"]}),
        ("人才住房装修指南和服务规范由哪些单位制定?", {"responsible": ["市住房和城乡建设局", "市民政局"]}),
        (
            "澄湖城市更新方案里整治内涝积水点和改造供热管网分别由哪个部门负责?",
            {
                "lead": ["市住房和城乡建设局", "市城市管理综合行政执法局"],
                "support": ["市水利局", "各供热企业"],
            },
        ),
    ],
)
async def test_of_several_charges_the_one_that_is_asked_about_is_told(
    assistant: Assistant, question: str, expected: dict[str, list[str]]
) -> None:
    assert units(await ask(assistant, question)) == expected


async def test_a_unit_is_found_by_its_everyday_name(assistant: Assistant) -> None:
    answer = await ask(assistant, "澄湖市城市更新方案里城管局要干哪些活?")
    assert "市城市管理综合行政执法局牵头的任务" in answer.answer
    assert "86公里" in answer.answer


async def test_tasks_tell_what_stands_under_the_own_name_first_and_then_under_others(assistant: Assistant) -> None:
    answer = await ask(assistant, "省农业农村厅在粮食安全委员会里承担哪些职责?")
    facts = ["省农业农村厅的职责", "种植环节质量安全", "治违禁", "受污染耕地安全利用", "超标稻谷分类处置"]
    assert sorted(facts, key=answer.answer.find) == facts
    assert "土壤污染防治" not in answer.answer  # what the other does alone


async def test_a_task_in_which_the_unit_only_helps_says_with_what(assistant: Assistant) -> None:
    answer = await ask(assistant, "澄湖市城市更新方案里市交警支队配合哪些工作?")
    assert "市公安局交通警察支队配合做好交通管制" in answer.answer


async def test_all_roles_are_told_where_helping_is_only_named_beside_them(assistant: Assistant) -> None:
    answer = await ask(assistant, "粮食安全委员会里省农业农村厅都要干哪些事(含配合的)?")
    assert "治违禁" in answer.answer
    assert "超标稻谷分类处置" in answer.answer


@pytest.mark.parametrize(
    ("question", "expected", "cited"),
    [
        (
            "云陵县建设助餐点由哪些单位负责?",
            {"lead": ["县民政局"], "support": ["县商务局", "各乡镇人民政府"]},
            ["1.建设助餐点", "以上各项任务"],
        ),
        ("云陵县建设助餐点谁牵头谁配合?", {"lead": ["县民政局"], "support": ["县商务局"]}, ["1.建设助餐点"]),
        (
            "云陵县改造浴室的责任单位是谁?",
            {"responsible": ["县住房城乡建设局", "各乡镇人民政府"]},
            ["2.改造浴室", "以上各项任务"],
        ),
        ("云陵县老年课堂由哪个单位负责?", {"responsible": ["各乡镇人民政府"]}, ["以上各项任务"]),
    ],
)
async def test_units_of_a_closing_sentence_are_told_by_it_where_the_responsible_are_asked_for(
    assistant: Assistant, question: str, expected: dict[str, list[str]], cited: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert units(answer) == expected
    assert [c.quote[: len(begins)] for c, begins in zip(answer.citations, cited, strict=True)] == cited
