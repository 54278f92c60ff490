import pytest

from assistant.retrieval.things import (
    act_asked,
    asks_grant,
    creature_asked,
    creature_told,
    hazards_in,
    is_spoken_of,
    rates_in,
    share_of,
    shares_told,
    sum_named,
    things_asked_after,
    things_in_charge,
    things_paid_for,
)


@pytest.mark.parametrize(
    ("question", "words", "name"),
    [
        ("老人的高龄津贴每月能领多少钱?", ("老人", "高龄津贴", "每月"), "高龄津贴"),
        ("考证报名费多少?", ("考证", "报名", "费"), "报名费"),
        ("给茶馆减多少企业所得税?", ("茶馆", "减", "企业所得税"), "企业所得税"),
        ("买保险的茶馆补多少保费?", ("保险", "茶馆", "补多少", "保费"), "保费"),
        ("茶馆的经费标准是多少?", ("茶馆", "经费"), None),
        ("两地的封顶价是多少?", ("两地", "封顶价"), None),
        ("新开茶馆补助多少?", ("新开", "茶馆", "补助"), None),
        ("茶校保教费一个学期多少钱?", ("茶校", "保教", "费", "学期"), "保教费"),
        ("茶馆物业费一平方收多少钱?", ("茶馆", "物业费", "平方", "收多少钱"), "物业费"),
        ("茶叶一天卖多少钱以内不用交税?", ("茶叶", "一天", "交税"), None),
    ],
)
def test_a_sum_is_asked_for_by_name_where_the_name_tells_which(
    question: str, words: tuple[str, ...], name: str | None
) -> None:
    assert sum_named(question, words) == name


@pytest.mark.parametrize(
    ("question", "words", "things"),
    [
        ("扶持基地奖励多少?", ("扶持", "基地", "奖励"), ["基地"]),
        ("装屋顶光伏每瓦补多少?", ("装", "屋顶", "光伏", "补多少"), ["光伏", "屋顶"]),
        ("茶馆上市政府能给多少奖励?", ("茶馆", "上市", "奖励"), ["上市", "茶馆"]),
        ("高标准农田每亩补助多少元?", ("高标准农田", "每亩", "补助"), ["高标准农田"]),
        ("残疾人的就业补多少?", ("残疾人", "就业", "补多少"), ["残疾人"]),
        ("给狗做手术要多少钱?", ("狗", "手术"), ["手术"]),
        ("充电服务费每度电最高能收几毛?", ("充电", "服务费", "度电", "最高"), ["服务费"]),
        ("搞一条大型养殖工船,最高能补到多少钱?", ("大型", "工船", "最高"), ["工船"]),
        ("举报查实了奖多少?", ("举报", "查实"), []),
        ("招人干满一年,政府能给补多少钱?", ("招", "干满", "一年", "补多少钱"), []),
        ("旧车以旧换新能补多少?", ("旧车", "旧换新"), ["旧换新"]),
        ("只买新车不报废旧车,补多少钱?", ("新车", "报废", "旧车"), []),
        ("茶馆一年检查几次?", ("茶馆", "检查"), []),
        ("引进eVTOL整机企业奖励多少?", ("引进", "eVTOL", "整机", "企业", "奖励"), ["企业"]),
        ("茶馆的电费和维保费用由财政补贴多少?", ("茶馆", "电费", "维保", "费用", "补贴"), ["费用", "维保"]),
        ("充电桩建设补贴每千瓦多少钱?", ("充电桩", "建设", "补贴", "千瓦"), ["建设", "充电桩"]),
        ("开了人生第一家茶馆,政府能给我多少钱?", ("人生", "第一家", "茶馆"), ["茶馆"]),
        ("中央补贴之外还能再补多少?", ("中央", "补贴", "之外"), ["补贴", "中央"]),
    ],
)
def test_things_are_paid_for_that_stand_right_before_it(
    question: str, words: tuple[str, ...], things: list[str]
) -> None:
    assert things_paid_for(question, words) == things


@pytest.mark.parametrize(
    ("question", "words", "hazards"),
    [
        ("地震应急Ⅰ级响应由谁指挥?", ("地震", "应急", "响应", "指挥"), ["地震"]),
        ("台风红色预警由谁发布?", ("台风", "红色", "预警"), ["台风"]),
        ("启动Ⅱ级响应要多少人?", ("启动", "响应"), []),
    ],
)
def test_an_emergency_is_of_a_hazard(question: str, words: tuple[str, ...], hazards: list[str]) -> None:
    assert hazards_in(question, words) == hazards


def test_someone_answers_for_the_things_right_before_the_words_that_ask_who() -> None:
    words = ("火星", "基地", "负责")
    assert things_in_charge("火星的基地由哪个部门负责?", words) == ["基地", "火星"]
    assert things_in_charge("火星基地建成后谁负责?", ("火星", "基地", "建成", "负责")) == []


def test_a_large_thing_is_spoken_of_by_its_kind() -> None:
    assert is_spoken_of("大库", "新建通风库的")
    assert not is_spoken_of("大库", "新建贮藏窖的")
    assert not is_spoken_of("库房", "新建通风库的")


def test_a_rate_is_of_something_unless_its_name_stands_for_itself() -> None:
    assert rates_in(["餐厨垃圾", "利用率", "设施覆盖率"]) == ["利用", "覆盖"]
    assert rates_in(["贷款利率", "效率", "增值税率", "工作效率"]) == []


@pytest.mark.parametrize(
    ("question", "fits", "misfits"),
    [
        ("首次认定奖多少钱?", "给予20万元奖励", "设立2亿元专项资金"),
        ("考出技师证能奖多少?", "一次性补助5000元", "投资5000元"),
        ("逾期不改罚多少?", "处1万元罚款", "投资1万元"),
        ("租几百万元一年?", "年租金200万元", "年产值200万元"),
        ("租房一年能提多少公积金?", "每年可提取9000元", "贷款额度最高9万元"),
        ("首套房可以贷多少?", "贷款额度最高50万元", "提取额度1万元"),
        ("逾期不改罚1000块对吧?", "处500元罚款", "每起奖励500元"),
        ("茶馆办张年卡多少钱?", "年票600元", "2024年度，成人25元/次"),
        ("车位包月多少钱?", "每车每月300元", "首小时5元"),
        ("月票怎么卖?多少钱?", "收费标准（元/月）", "单程2元"),
        ("餐饮券每人发几张?", "发放消费券2张", "培训2次"),
    ],
)
def test_a_fine_a_prize_a_rent_and_a_loan_are_told_where_they_are_spoken_of(
    question: str, fits: str, misfits: str
) -> None:
    act = act_asked(question)
    assert act is not None
    assert act.search(fits)
    assert not act.search(misfits)
    assert act_asked("要建多少家?") is None
    assert act_asked("审判阶段补贴多少?") is None
    assert act_asked("可以提前多少天?") is None
    assert act_asked("2024年票房多少?") is None


@pytest.mark.parametrize(
    ("question", "creature"),
    [
        ("一户最多能养几只猫?", "猫"),
        ("准养多少条狗呢", "狗"),
        ("几只猫咪", None),
        ("几家猫咖", None),
        ("养猫要不要登记?", "猫"),
        ("我家养了两头猪要检疫吗?", "猪"),
        ("带着狗能坐公交吗?", "狗"),
        ("养鸡场离村多远?", None),
        ("养老服务站几点开门?", None),
        ("带头人有补贴吗?", None),
    ],
)
def test_the_creature_is_known_whose_number_is_asked_for_or_that_is_kept(question: str, creature: str | None) -> None:
    assert creature_asked(question) == creature


@pytest.mark.parametrize(
    ("creature", "names", "text", "told"),
    [
        ("猫", ("宠物", "动物"), "犬只应当到动物诊疗机构免疫。", False),
        ("猫", ("宠物", "动物"), "携带宠物乘车的，应当装笼。", True),
        ("狗", (), "犬只应当登记。", True),
        ("狗", (), "猫应当登记。", False),
        ("猪", (), "畜禽应当检疫。", True),
        ("鸡", ("家鸡",), "生猪应当检疫。", False),
    ],
)
def test_a_creature_is_told_of_by_itself_or_its_kind(
    creature: str, names: tuple[str, ...], text: str, told: bool
) -> None:
    assert bool(creature_told(creature, names).search(text)) is told


@pytest.mark.parametrize(
    ("question", "words", "things"),
    [
        ("当茶艺师有没有年龄限制?", ("茶艺师", "年龄", "限制"), ["年龄"]),
        ("提前退租收不收违约金?", ("提前", "退租", "违约金"), ["违约金"]),
        ("租茶馆还要交押金吗?", ("租", "茶馆", "押金"), ["押金"]),
        ("开茶馆要求缴社保吗?", ("茶馆", "缴", "社保"), ["社保"]),
        ("茶艺师对学历有什么要求?", ("茶艺师", "学历"), ["学历"]),
        ("茶馆贷款的利息怎么算?", ("茶馆", "贷款", "利息"), ["利息"]),
        ("茶馆贷款没按时还,罚息怎么算?", ("茶馆", "贷款", "罚息"), ["罚息"]),
        ("占道摆桌的占用费按什么标准收取?", ("摆桌", "占用费", "收取"), ["占用费"]),
        ("茶馆有没有老人的座位?", ("茶馆", "老人", "座位"), ["老人", "座位"]),
        ("新开茶馆有没有补贴?", ("新开", "茶馆", "补贴"), ["补贴"]),
        ("新开茶馆有没有优惠?", ("新开", "茶馆", "优惠"), []),
        ("茶馆搬走会有问题吗?", ("茶馆", "搬走", "问题"), []),
        ("茶馆经费用途有什么限制?", ("茶馆", "经费", "用途"), []),
        ("茶馆经费去向上有什么限制?", ("茶馆", "经费", "去向"), []),
        ("茶馆改造有哪些硬性要求?", ("茶馆", "改造", "硬性"), []),
        ("茶艺师要不要考?", ("茶艺师",), []),
        ("茶馆对退休职工有什么优惠?", ("茶馆", "退休", "职工", "优惠"), ["职工"]),
        ("给茶农有多少补贴?", ("茶农", "补贴"), ["茶农"]),
        ("对外地来开茶馆有什么补贴?", ("外地", "开", "补贴"), []),
        ("茶馆检查的期限有要求吗?", ("茶馆", "检查", "期限"), []),
    ],
)
def test_things_are_asked_after_whether_there_are_any_or_what_is_demanded_of_them(
    question: str, words: tuple[str, ...], things: list[str]
) -> None:
    assert things_asked_after(question, words) == things


@pytest.mark.parametrize(
    ("thing", "text", "spoken"),
    [
        ("补贴", "新开茶馆的，一次性给予3000元。", True),
        ("奖励", "茶馆应当公示价目，减少浪费。", False),
        ("工本费", "登记不收取费用。", True),
        ("工本费", "登记后发证。", False),
    ],
)
def test_grants_and_charges_are_spoken_of_in_other_words(thing: str, text: str, spoken: bool) -> None:
    assert is_spoken_of(thing, text) is spoken


@pytest.mark.parametrize(
    ("told", "shares"),
    [
        ("研发投入占gdp比重达2.6%,文化产业增加值占gdp比重达7.5%", ["研发投入", "文化产业增加值"]),
        ("研发投入强度达2.6%,占地3亩", []),
        ("研发投入占地区生产总值的比重达2.6%,占地方财政支出的3%", ["研发投入", ""]),
    ],
)
def test_a_share_is_of_what_stands_before_it(told: str, shares: list[str]) -> None:
    assert share_of("2020年研发投入占gdp要到多少", ["研发投入", "gdp"]) == "研发投入"
    assert shares_told(told) == shares


@pytest.mark.parametrize("question", ["研发投入要到多少", "占地多少亩", "占用道路罚多少"])
def test_no_share_is_asked_of_where_nothing_is_a_part(question: str) -> None:
    assert share_of(question, ["研发投入", "道路"]) is None


@pytest.mark.parametrize(
    ("question", "words", "things"),
    [
        ("按销售合同额的多少给予奖励", ["销售", "合同额", "给予", "奖励"], []),
        ("对技术装备按销售合同额的多少给予奖励", ["技术装备", "销售", "合同额", "给予", "奖励"], ["技术装备"]),
        ("去境外参展,展位费市里给补多少", ["境外", "参展", "展位费", "补多少"], ["展位费"]),
        ("在交易所上市的,市级累计给予多少资金支持", ["交易所", "市级", "累计", "给予", "资金"], []),
    ],
)
def test_who_gives_and_how_is_no_thing(question: str, words: list[str], things: list[str]) -> None:
    assert things_paid_for(question, words) == things


def test_what_is_free_is_no_answer_to_how_much_is_granted_for_it() -> None:
    assert is_spoken_of("停车费", "前两小时免费停放")
    assert not is_spoken_of("停车费", "前两小时免费停放", granted=asks_grant("停车费补多少"))
