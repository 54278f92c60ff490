import pytest

from assistant.retrieval.measures import (
    measure_asked,
    measure_of,
)
from assistant.retrieval.objects import objects_asked, thing_asked


@pytest.mark.parametrize(
    ("question", "name", "fits", "misfits"),
    [
        ("每家补助多少万元?", "money", "补助50万元", "新增50家"),
        ("市级财政补助多少%?", "share", "补助40%", "补助40万元"),
        ("奖补资金总额是多少?", "money", "安排860万元", "安排12项"),
        ("骗补的罚款倍数是多少?", "multiple", "处2倍以上5倍以下罚款", "处2万元罚款"),
        ("得分低于多少分的不予付费?", "score", "低于60分的不予付费", "在60分钟内付费"),
        ("在9月几日前提交?", "month", "9月30日前提交", "30日内提交"),
        ("须有多少成员到会?", "count", "须有三分之二以上成员到会", "须有成员到会"),
        ("最多放多少公斤?", "count", "不超过100千克", "不超过30公里"),
        ("存栏达到多少万头?", "count", "存栏85万头", "产值1.6亿元"),
        ("日供水多少万立方米?", "count", "日供水30万立方米", "投资30万元"),
        ("年发电多少亿千瓦时?", "count", "发电12亿千瓦时", "投资12亿元"),
        ("噪声不能超过多少分贝?", "count", "不超过55分贝", "扣5分"),
        ("给多少万支持?", "money", "给予20万元支持", "建设20支队伍"),
        ("受灾户每人每天给多少大米?", "count", "每人每天大米500克", "发给大米和食用油"),
        ("受灾户给多少电费补贴?", "money", "电费补贴300元", "补贴3个月"),
        ("一个月能领多少?", "money", "每月200元", "满80周岁的"),
        ("奖励多少?", "money", "给予300万元奖励", "奖励先进"),
        ("总占地面积多大?", "area", "占地107万平方米", "8个综合体"),
        ("占地区生产总值的比重要达到多少?", "share", "比重达2.81%", "达15件"),
        ("处理率应达到多少?", "share", "处理率达到65%以上", "新建设施862座"),
        ("租金涨幅不超过多少?", "share", "涨幅不超过5%", "试点21个城市"),
        ("补贴比例上限是多少?", "share", "按不超过三分之二补贴", "补贴3年"),
        ("补贴比例最高多少?", "share", "按缴费的2/3给予补贴", "(2019/12/31)报送"),
        ("每月挣多少以下才能申请?", "money", "月收入低于3200元", "家庭2人以上"),
        ("每年拿出几个亿?", "money", "每年安排5亿元", "建设5个园区"),
        ("奖励几千亩用地?", "area", "奖励3000亩", "奖励3000元"),
        ("什么时候完成?", "date", "2019年12月底前完成", "尽快完成"),
        ("多久检查一次?", "rhythm", "每半年检查一次", "到2022年建成"),
        ("护理补贴一共能领多久?", "duration", "累计不超过18个月", "每月发放800元"),
        ("隔多久?", "duration", "每半年一次", "到2022年建成"),
        ("土地能用多久?", "duration", "自启用之日起至2047年6月30日止", "2006年12月30日批复"),
        ("多久更新一次?", "rhythm", "每周更新一次", "防止停止更新"),
        ("补贴能领多久?", "duration", "不超过36个月", "每季度第一个月15日前申报"),
        ("码头能用到哪一天为止?", "month", "至2031年6月30日止", "码头编号12"),
        ("任期几年?", "duration", "任期五年", "2018年任命"),
        ("是第几届?", "ordinal", "第十三届洽谈会", "举办洽谈会"),
        ("要新增多少家?", "count", "新增120个", "比重达46%"),
        ("要搬迁多少人?", "count", "搬迁300余人", "4月15日搬迁"),
        ("要建几个?", "count", "建设两个", "进一步建设"),
        ("人口控制在多少万人?", "count", "不超过20万人", "控制在30%"),
        ("一共有几个人?", "count", "27人到场", "3个项目"),
        ("负责人最高几岁?", "count", "不超过70周岁", "任期5年"),
        ("补贴投诉在多少日内受理?", "duration", "5个工作日内受理", "补贴3万元"),
        ("提前几日报告?", "duration", "提前3日", "报告2个部门"),
        ("几月几日开工?", "month", "5月3日", "用时3日内"),
        ("多少天不更新算停用?", "duration", "超过15天", "只开一个账号"),
        ("审核不得少于几天?", "duration", "不少于5个工作日", "3个部门"),
        ("缩短到几个小时?", "duration", "缩短至3.5小时", "3个窗口"),
        ("多长时间内要报告?", "duration", "在2小时内报告", "报告2个部门"),
        ("办理时限是多少?", "date", "5个工作日内办结", "5个环节"),
        ("一趟最多补几块钱?", "money", "每次不超过9元", "每天9次"),
        ("服务费每度最高能收多少?", "money", "每千瓦时不超过0.4元", "不低于50%"),
        ("要占到几成?", "share", "比重达2.6%", "达26家"),
        ("离门窗最少隔多远?", "length", "距离不小于6米", "间隔6天"),
        ("新路修多长?", "extent", "全长12公里", "投资12亿元"),
        ("移民有多少人?", "count", "两省各15万左右,", "2004年安置"),
        ("目标是多少?指标数量?", "count", "达到2000家", "2018年完成"),
        ("家属拿到多少赔偿?", "money", "每户5万元", "造成86人遇难"),
        ("运行经费有多少?", "money", "安排300万元", "设3个办公室"),
        ("年检费收多少?", "money", "每年200元", "参加2次年检"),
        ("新址占多少地?", "area", "占地37亩", "投资37万元"),
        ("奖励的用地指标是几千亩?", "area", "奖励5000亩", "安排3项指标"),
        ("危险区有几平方公里?", "area", "面积10.9平方公里", "15日前迁出"),
        ("每年拿出几个亿?", "money", "每年安排2亿元", "第四次辉煌"),
        ("一度到底是几毛几?", "money", "每度0.56元", "提前15日公示"),
        ("最高罚几万?", "money", "处2万元罚款", "关闭150眼"),
        ("分到多少专项资金?", "money", "安排20万元", "加0.5分"),
        ("停车位一个月收多少?", "money", "每月300元", "有效期5年"),
        ("停车位一个月收多少?", "money", "免费停放", "有效期5年"),
        ("保额最少多少?", "money", "不低于500万元", "接入率100%"),
        ("到会人数要过几分之几?", "share", "三分之二以上到会", "每半年召开一次"),
        ("防洪标准是多少年一遇?", "recurrence", "200年一遇", "2022年冬奥会"),
        ("刮到几级风才赔?", "level", "8级以上大风", "保费补贴80%"),
        ("要干满几年才能报名?", "duration", "在岗满3年", "每两年评选一次"),
        ("几年内不能再当负责人?", "duration", "5年内不得担任", "不超过70周岁"),
        ("赛事定在每年几月?", "month", "每年9月举办", "每年举办1次"),
        ("每年几月几号截止?", "month", "9月30日截止", "每年申领一次"),
        ("脱贫户的补贴上浮多少?", "share", "补贴标准上浮15%", "合计不超过90万元"),
        ("申请截止到几号?", "month", "于4月15日前提交", "自查处之日起5年内不得申请"),
        ("从几号起算?", "month", "自公布之日起施行", "4日内答复"),
        ("委员会什么时候解散?", "date", "2009年解散", "组建委员会"),
        ("犬绳最长多少米?", "length", "长度不超过一点五米", "犬绳一般由成人牵引"),
        ("体高超过多少厘米?", "length", "超过四十五厘米", "高大的犬只"),
        ("按什么比例补偿?", "share", "按照1∶0.8的比例补偿", "在8:30前补偿"),
        ("按什么比例修复?", "share", "按照占用1米修复1.5米的比例实施", "修复1.5米"),
        ("罚多少元?", "money", "处五十元以上罚款", "多元共治"),
        ("履约保证金最多收多少?", "money", "不超过合同金额的5%", "15日内退还"),
        ("停用的按多少交基本费?", "money", "按应交费用的20%交纳", "10日内办理手续"),
        ("没住满能退我多少?", "money", "按日退还费用的60%", "45日内完成退费"),
        ("退多少学费?", "money", "退还学费的40%", "缺勤10日以上"),
        ("押金不能超过多少?", "money", "不超过2000元", "15日内退还"),
        ("存煤低于多少日用量要预警?", "duration", "低于7日用量", "3个部门"),
        ("补贴一共有几种?", "count", "包括五类", "补贴3年"),
        ("几个学员配一台设备?", "count", "每8名学员", "配备设备"),
        ("床位押金最多是多少倍?", "multiple", "不超过床位费的6倍", "不超过6万元"),
        ("巡检频次是多少?", "rhythm", "每月巡检2次", "单栋楼宇不适用"),
        ("水价不得高于居民水价的多少?", "share", "不高于居民水价的70%", "每吨3.2元"),
        ("按投资额的多少给补助?", "share", "按投资额的15%补助", "补助15万元"),
        ("其中残疾学员要占多少?", "share", "占比不低于40%", "不超过8小时"),
        ("女委员要占多少名?", "count", "女委员不少于3名", "占比不低于40%"),
        ("校长的年薪基数是多少?", "money", "年薪基数20万元", "年薪上浮15%"),
        ("托管费每天最高能收多少?", "money", "由机构自主定价", "不低于50%"),
        ("停车费收多少?", "money", "执行政府指导价", "不低于50%"),
        ("贴息最长能贴几年?", "duration", "贴息期限最长2年", "对贷款期限1年以上的贴息"),
        ("摊位最多租几个?", "count", "不超过3个", "租2个以上的"),
        ("最高罚多少钱?", "money", "处100元以上500元以下罚款", "处100元以上罚款"),
        ("多少小时内报告?", "duration", "二十四小时内报告", "报告两个部门"),
        ("摊位费不能高于同类市场摊位费的多少?", "share", "不高于同类市场的80%", "每月500元"),
        ("加班工资不低于平时工资的多少?", "share", "不低于平时工资的1.5倍", "每月20日发放"),
        ("带遮雨棚的要占多少?", "share", "带遮雨棚的不少于三成", "每处不少于12个"),
        ("租房一年能提多少公积金?", "money", "每年不超过9600元", "缴存满6个月"),
        ("用这笔基金最多能借多少?", "money", "不超过合同额的40%", "借满3年"),
        ("普查经费一共安排了多少?", "money", "安排经费300万元", "召开第二次会议"),
        ("山洪的直接经济损失是多少?", "money", "直接经济损失500万元", "造成3人受伤"),
        ("大桥一共投资了多少?", "money", "投资2亿元建设", "桥面分为三个部分"),
        ("还草补贴涉及多少公顷?", "area", "补贴2万公顷", "补贴300元"),
        ("茶业引导基金的规模有多大?", "money", "设立2亿元引导基金", "设立引导基金,分3年到位"),
        ("夜市要达到多大规模?规模要达到多大?", "count", "摊位达到300个", "扩大夜市规模"),
        ("班车一天跑几趟?", "count", "每天往返6次", "年满60周岁"),
        ("欠缴摊位租金几个月会被收回?", "duration", "欠租满4个月", "租金每月800元"),
        ("押金最多收几个月的租金?", "duration", "不超过2个月租金", "押金500元"),
        ("宅基地面积要公示多少日?", "duration", "公示5日", "面积120平方米"),
        ("逾期的按租金的多少倍收?", "multiple", "按租金的2.5倍收取", "租金每月800元"),
        ("奖励资金几年审计一次?", "rhythm", "每三年审计一次", "奖励20万元"),
        ("合作社要有多少成员?", "count", "有5个以上的农户", "有许多农户"),
        ("考核差的,补助资金扣减多少?", "money", "扣减10%", "扣减下年资金"),
        ("入驻企业的租金能减多少?", "money", "减免三成", "入驻3年"),
        ("违规的扣当季补贴的多少?", "share", "扣减5%", "扣减3万元"),
        ("对先进县给予多少?", "money", "给予3%的倾斜", "给予倾斜"),
        ("水池多久清洗一次?", "rhythm", "每季度清洗消毒", "每日供水3000吨以上的水厂"),
        ("读数多长时间上报一次?", "rhythm", "每15分钟上报一次", "保存30天"),
        ("年检几年做一次?", "rhythm", "车龄6年以内的2年一次", "车龄6年以内的免检"),
        ("入选的得分线是多少?", "score", "80分以上的入选", "分3期拨付50万元"),
        ("复试的分数线是多少?", "score", "不低于60分", "录取60人"),
        ("装修费给多少补助?补助多少?", "money", "按装修费的三分之一补助", "补助装修费"),
        ("热水价格上限分别是多少?", "money", "每吨不高于26元", "2017年3月底前核定"),
        ("断电好几天了,每户送多少水?", "count", "每户每天不少于20升", "提前24小时通知"),
        ("每亩最多用多少化肥?", "count", "不超过15公斤", "2个乡镇试点"),
    ],
)
def test_a_question_asks_for_a_kind_of_figure(question: str, name: str, fits: str, misfits: str) -> None:
    measure = measure_asked(question)
    assert measure is not None
    assert measure.name == name
    assert measure.is_in(fits)
    assert not measure.is_in(misfits)


@pytest.mark.parametrize(
    "sentence",
    [
        "12.推进社区食堂建设。",
        "（三）统筹推进“五位一体”总体布局。",
        "3、到2025年基本建成。",
        "第十一条　最高贷款额度。",
        "第二十条之一 租金标准。",
    ],
)
def test_numbering_slogans_and_years_are_no_figures(sentence: str) -> None:
    measure = measure_asked("目标是多少?")
    assert measure is not None
    assert not measure.is_in(sentence)


def test_whether_something_holds_asks_for_no_figure() -> None:
    assert measure_asked("现金奖励会不会占工资的额度?") is None


@pytest.mark.parametrize(
    ("question", "words", "thing"),
    [
        ("园区里有多少家企业?", ["园区", "企业"], "企业"),
        ("口岸每年的租金多少?", ["口岸", "租金"], "租金"),
        ("食堂的建设目标是多少个?", ["食堂", "建设"], "食堂"),
        ("要搬迁多少户人家?", ["搬迁", "人家"], None),
        ("总占地面积是多少?", ["占地", "面积"], None),
        ("要治理公路多少里程?", ["治理", "公路", "里程"], "公路"),
        ("要新增多少家?", ["新增"], None),
        ("有哪几个城市?", ["城市"], None),
        ("由谁负责?", [], None),
        ("禁采期采砂罚多少钱?", ["禁采", "期采", "砂罚"], None),
        ("一个班能收多少个孩子?", ["班", "孩子"], None),
        ("每队要有多少个新生?", ["队", "新生"], None),
        ("出船一趟给多少油钱?", ["出船", "油钱"], None),
        ("引进人才的安家费多少?", ["人才", "安家费"], "安家费"),
    ],
)
def test_the_thing_whose_number_is_asked_for_is_a_noun_beside_it(
    question: str, words: list[str], thing: str | None
) -> None:
    assert thing_asked(question, words) == thing


def test_a_word_that_is_known_to_name_a_thing_needs_no_dictionary() -> None:
    assert thing_asked("充电桩的目标是多少个?", ["充电桩"]) is None
    assert thing_asked("充电桩的目标是多少个?", ["充电桩"], ["充电桩"]) == "充电桩"
    assert thing_asked("开发强度不能超过多少?", ["不能超过"], ["不能超过"]) is None
    assert thing_asked("机构收费最高不能超过多少元?", ["机构", "收费", "最高", "不能超过"]) == "收费"
    assert thing_asked("审一份文件最少几天?", ["审", "文件", "最少"]) is None


def test_the_article_that_is_asked_for_is_no_figure() -> None:
    assert measure_asked("第几条讲的是管护?") is None


def test_a_question_without_a_figure_asks_for_none() -> None:
    assert measure_asked("怎么推进园区绿色化发展?") is None


def test_an_asserted_date_is_matched_by_any_year() -> None:
    measure = measure_asked("是2020年6月底前完成吧?", ("2020年6月",))
    assert measure is not None
    assert measure.is_in("2019年12月底前完成")
    assert not measure.is_in("任期5年")


def test_an_asserted_figure_is_matched_by_its_unit() -> None:
    measure = measure_asked("是不是要培育700家?", ("700家",))
    assert measure is not None
    assert measure.stated.search("达到70家")
    assert not measure.stated.search("达到35%")


@pytest.mark.parametrize(
    ("asserted", "fits", "misfits"),
    [
        (("2000亿", "2020年"), "收入达3000亿元", "到2020年增加30家"),
        (("12种",), "设立8语种窗口", "占8%"),
        (("20家",), "建成30个", "建成30%"),
        (("38次",), "发生48次", "处在第五个高潮阶段"),
        (("150万",), "奖励80万元", "认定3年"),
        (("20度",), "室温不低于18℃", "12小时内入户测温"),
    ],
)
def test_an_asserted_figure_may_be_said_in_another_way(asserted: tuple[str, ...], fits: str, misfits: str) -> None:
    measure = measure_asked("是不是这样?", asserted)
    assert measure is not None
    assert measure.is_in(fits)
    assert not measure.is_in(misfits)


def test_a_sum_claimed_in_blocks_is_a_sum_of_yuan() -> None:
    assert measure_of("3000块").is_in("高级2000元")
    assert not measure_of("3000块钱").is_in("累计缴费满12个月")


@pytest.mark.parametrize(
    ("question", "sentence", "is_there"),
    [
        ("2008年大会的委员会什么时候解散?", "组建2008年大会委员会。", False),
        ("2008年大会的委员会什么时候解散?", "委员会2008年底撤销。", True),
        ("上榜的30个做法每个给多少万元?", "表扬30个做法。", False),
        ("120米以上的补助多少万元?", "120米以上的补助150万元。", True),
        ("茶馆要开满多少年才能申请?", "申请前12个月内招用3人。", False),
        ("茶馆要开满几年才能申请?", "开业满2年的茶馆。", True),
        ("改名后要在多少天内备案?", "开业满90天。", False),
        ("改名后要在多少天内备案?", "30日内备案。", True),
        ("到期后几天内要换证?", "有效期届满30日前申请换证。", True),
    ],
)
def test_a_figure_that_the_question_gives_is_not_the_one_it_asks_for(
    question: str, sentence: str, is_there: bool
) -> None:
    measure = measure_asked(question)
    assert measure is not None
    assert measure.is_in(sentence) == is_there


@pytest.mark.parametrize(
    ("row", "columns", "is_there"),
    [
        ("3|口岸联检|9月底", "序号 改革事项 完成时限", False),
        ("3|口岸联检12项|9月底", "序号 改革事项 完成时限", True),
        ("北区|12", "地区 试点（项）", True),
        ("北区|12", "地区 数量", True),
    ],
)
def test_a_number_that_is_asserted_is_none_of_a_table_that_has_but_words(
    row: str, columns: str, is_there: bool
) -> None:
    assert measure_of("30项").is_in_row(row, columns) == is_there


@pytest.mark.parametrize(
    ("question", "row", "columns", "is_there"),
    [
        ("总共要花多少钱?", "污水厂扩建|日处理8万吨|9月底", "任务 目标 完成时限", False),
        ("总共要花多少钱?", "污水厂扩建|320|9月底", "任务 总投资 完成时限", True),
        ("补多少钱?", "营业收入(亿元)|610|690", "指标 今年 明年", True),
        ("要建多少座?", "污水厂|8", "任务 数量", True),
        ("申请截止到几号?", "大棚|6500", "项目 标准", False),
        ("申请截止到几号?", "大棚|4.30", "项目 截止时间", True),
    ],
)
def test_a_table_line_states_a_figure_whose_unit_stands_elsewhere(
    question: str, row: str, columns: str, is_there: bool
) -> None:
    measure = measure_asked(question)
    assert measure is not None
    assert measure.is_in_row(row, columns) == is_there


def test_what_is_but_a_dimension_is_no_thing_whose_number_is_asked_for() -> None:
    assert thing_asked("完成公路多少里程的治理?", ["公路", "里程", "治理"]) != "里程"


@pytest.mark.parametrize(
    ("question", "words", "objects"),
    [
        ("冰雪场馆每座补助多少钱?", ["冰雪", "场馆", "补助"], ["场馆", "冰雪"]),
        ("每座冰雪场馆补助多少钱?", ["冰雪", "场馆", "补助"], []),
        ("场地每座要建在哪里?", ["场地"], []),
        ("新增茶桌每张补助多少钱?", ["新增", "茶桌", "补助"], ["茶桌"]),
    ],
)
def test_the_objects_by_which_a_figure_is_asked_for(question: str, words: list[str], objects: list[str]) -> None:
    assert objects_asked(question, words) == objects
