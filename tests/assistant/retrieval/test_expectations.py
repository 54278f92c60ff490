import pytest

from assistant.retrieval.expectations import expectations_of


@pytest.mark.parametrize(
    ("question", "missing", "holds", "lacks"),
    [
        ("预约电话打哪个?", "电话号码", "预约电话0571-81234567。", "设立夜办窗口，办件3.9万件。"),
        ("投诉拨哪个号码?", "电话号码", "拨打12345热线。", "应当在2小时内电话报告。"),
        ("值班电话是多少?", "电话号码", "值班电话：7660110，", "30分钟内电话报告。"),
        ("民政局在哪儿办公?", "办公地点", "民政局设在人民路8号。", "在民政局网站公示。"),
        ("数据中心建在哪里?", "地点", "数据中心位于高新区。", "加快数据中心建设。"),
        ("领导小组办公室放在哪个局?", "办公室设在哪里", "领导小组办公室设在市水利局。", "成立领导小组，市水利局参加。"),
        ("仓库设在哪条路上?", "道路", "仓库设在人民路8号。", "通过铁路运输，设立仓库。"),
        ("新址选在北京哪个区?", "所在的区", "迁至朝阳区。", "在辖区内的社区迁址新建。"),
        ("先行先试的是哪几个市?", "名单", "在甲市、乙市先行先试。", "确定不少于2个设区的市。"),
        ("那11个图书馆叫什么名字?", "名单", "甲馆、乙馆的公示不实。", "11个图书馆的公示与实际不符。"),
        ("5位专家里除了甲教授还有谁?", "名单", "授予甲教授、乙教授奖项。", "授予甲教授等5名专家奖项。"),
        ("中标的是哪几家企业?", "企业名称", "由甲粮油公司、乙粮库中标。", "企业对数量、质量承担责任。"),
        ("集散中心由哪家施工企业中标?", "中标或承建单位", "由甲建工集团中标。", "县商务局牵头，县城投公司配合。"),
        ("水厂的施工单位是谁?", "中标或承建单位", "施工单位为甲公司。", "施工单位应当在现场公示。"),
        ("水厂由谁承建?", "中标或承建单位", "由县水务公司承建。", "县水利局负责水厂建设。"),
        ("“513模式”代表什么?", "含义", "“513模式”是指5个环节。", "推行“513模式”，优化环境。"),
        ("建设费三地怎么分摊?", "费用由谁承担", "建设费由三地各自承担。", "施工应由内地人员承担。"),
        ("安全总监的工资标准怎么定?", "工资标准", "工资不低于8000元。", "300人以上的设安全总监。"),
        ("电动车停放怎么收费?", "收费标准", "每小时收0.5元。", "《停放收费细则》予以废止。"),
        ("损失怎么赔?", "赔偿办法", "给予补偿。", "暂停供水。"),
        ("县级总河长由谁当?", "人选", "县级总河长由县长担任。", "由县级总河长约谈乡镇负责人。"),
        ("咨询委的主任叫什么名字?", "姓名", "主任由张三兼任。", "主任由市长提名，经会议通过。"),
        ("先行先试的是哪几个市?", "名单", "在甲市和乙市先行先试。", "建设赛事城市和集聚区。"),
        ("得具备什么信用等级?", "等级", "信用为A级。", "提供借款合同。"),
        ("要找哪一级资质的机构?", "资质要求", "具有乙级资质的机构。", "进行安全评估。"),
        ("得是什么学历?", "学历职称要求", "硕士以上。", "由主管部门管理。"),
        ("必须有法律职业资格证吗?", "资格要求", "应当取得法律职业资格。", "应当进行合法性审核。"),
        ("怎么报名?", "报名办法", "由单位推荐。", "聘请60名监督员。"),
        ("要带哪些材料?", "材料", "提交申请表。", "统一受理。"),
        ("提取要交哪些材料?", "材料", "凭租赁合同提取。", "提供虚假材料提取的，追回款项，单位限期改正。"),
        ("一件扣几分?", "扣分", "每件扣0.5分。", "考核满分20分。"),
        ("瞒报会受什么处分?", "处分", "给予警告处分。", "有权拒绝检查。"),
        ("验收没过会被怎么处理?", "怎样处理", "取消试点资格。", "对成效突出的给予通报表扬。"),
    ],
)
def test_a_question_expects_a_kind_of_answer(question: str, missing: str, holds: str, lacks: str) -> None:
    expected = next(e for e in expectations_of(question) if e.missing == missing)
    assert expected.met_by(holds)
    assert not expected.met_by(lacks)


def test_points_and_discounts_that_are_given_are_no_telephone() -> None:
    assert not expectations_of("考核打多少分能被表扬?")
    assert not expectations_of("门票打多少折?")


@pytest.mark.parametrize(
    ("question", "sanctioned"), [("由谁来承担责任?", False), ("谁承担责任?", False), ("漏报要承担责任吗?", True)]
)
def test_who_answers_for_a_task_is_no_question_of_sanctions(question: str, sanctioned: bool) -> None:
    assert any(e.sanction for e in expectations_of(question)) is sanctioned


@pytest.mark.parametrize(("words", "told"), [("咨询电话12345。", True), ("电话报告市局和110、119、120，", False)])
def test_a_number_for_emergencies_is_no_telephone_of_an_office(words: str, told: bool) -> None:
    expected = expectations_of("指挥部办公室的电话是多少?")
    assert all(e.met_by(words) for e in expected) is told


@pytest.mark.parametrize(
    "question",
    [
        "有哪些支持措施?",
        "奖补资金怎么分期拨付?",
        "公用经费一个孩子一年拨多少钱?",
        "责任单位都有谁?",
        "污水治理由哪个部门牵头,谁来承担责任?",
        "企业研发有什么政策?",
        "没人打理的账号怎么处理?",
        "电话报告的时限是多少?",
    ],
)
def test_what_may_be_told_in_any_words_expects_nothing(question: str) -> None:
    assert expectations_of(question) == []
