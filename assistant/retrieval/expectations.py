"""What kind of answer a question expects beside figures (a telephone number, a place, names …), and what holds one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.retrieval.sanctions import BLAMED, states_sanction


@dataclass(frozen=True, slots=True)
class Expectation:
    """A kind of answer: `missing` is its name where a text holds none; each of `stated` must stand in one that does."""

    missing: str
    stated: tuple[re.Pattern[str], ...] = ()
    sanction: bool = False

    def met_by(self, text: str) -> bool:
        """Whether a text holds such an answer."""
        if self.sanction and not states_sanction(text):
            return False
        return all(pattern.search(text) for pattern in self.stated)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of answer, how it is asked for and what states it."""

    missing: str
    asked: re.Pattern[str]
    stated: tuple[re.Pattern[str], ...]


def _kind(missing: str, asked: str, *stated: str) -> _Kind:
    return _Kind(missing, re.compile(asked), tuple(map(re.compile, stated)))


_NAMES = "名单"
_OFFICE = r"(?:省|市|县|区|镇|乡|村|街道|路|街|道|岛|港|口岸|楼|大厦|广场|园|中心|馆|部|厅|局|委|院|公司)"
_NAMED_THINGS = (
    r"(?:个|家|座|所|种|条|名|位|项|类|处|门|款|场|本)*(?:城市|省份?|市|县|区(?!别)|国家|岛|镇|乡|村|企业|公司|医院|学校|大学|高校|"
    r"比赛|赛事|外?语种?|工种|专家|图书馆|书|药品?|人|地方|地区|海岛)"
)
# 哪些企业不能申请: a class of them, which a condition tells and no names
_CLASS = r"(?![\u4e00-\u9fff]{0,2}(?:不[能得了可准许会予]|没(?:有)?资格|能(?![源耗效])|可以|必须|应(?![急届])|需要))"
# Who has won the contract: of that no unit that answers for the task tells
_CONTRACTED = r"(?:中标|承建|承包|总包|代建|供货|施工|监理|承制)"
_FIRM = r"(?:(?:施工|建[设筑]|监理|供货|承建|中标|设计|工程|总包|设备)?(?:企业|公司|单位|厂[家商]?|集团|供应商|家))"
_POST = r"(?:组长|主任|负责人|总?指挥长?|[市县区局厅处科院校会秘]长|书记)"
_SEVERAL = r"(?:\d+|[三四五六七八九十]+)"  # two may be told with 和 alone
_HOW_MANY = r"(?:多少|几)[个名位]?人?"
_DIED = r"(?:死|遇难|丧生|罹难|身亡)"
_MONEY = r"费|资金|经费|款|钱|元|财政|自筹|出资|投资|价|预算|金"
# The first pattern of a kind asks, the others must all be found in what answers
_KINDS = (
    _kind(
        "电话号码",
        r"(?:电话|号码|热线)(?:号码)?(?:到底|都|应该|得|要)?(?:是(?:多少|几|什么|哪)|多少|打哪|打到哪|打给谁|往哪|怎么打|几号)"
        r"|(?:哪个|什么|哪条|哪部|几号|多少号)(?:热线)?(?:电话|号码|热线)|(?:打|拨)(?:打)?(?:哪个|哪里|哪儿|多少(?=号|电话)|什么)(?:号|电话)?|打多少[?？]?$"
        r"|联系(?:方式|电话)(?:是|有|呢|[?？]|$)|(?:电话|热线)[?？]?$",
        r"\d{3,4}[-—－]\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)[2-9]\d{6,7}(?![\d元])|(?<!\d)(?:1[12]\d{1,3}|9\d{4})(?!\d)[^\d年月日元%％个家项万]",
    ),
    _kind(  # that of an office: a number for emergencies, which all are to call, is none
        "电话号码",
        r"(?:值班|联系|办公|咨询|监督|举报|投诉|[局委厅部办室院处科站队所心])的?(?:电话|联系方式)(?!报)",
        r"\d{3,4}[-—－]\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)[2-9]\d{6,7}(?![\d元])|(?<!\d)(?:12\d{3}|9\d{4}|12[13])(?!\d)",
    ),
    _kind(
        "办公室设在哪里",
        r"办公室[^,，。?]{0,6}(?:设|放|挂|在)[^,，。?]{0,4}哪",
        r"办公室[^。；]{0,12}(?:设|挂|放|在|由|[：:])|(?:设|挂)[^。；]{0,8}办公室",
    ),
    _kind(
        "地点",
        r"(?:设|放|挂|建|修|开|落|选|选址|搬|坐落|位)(?:立|置|靠|户|到|址)*(?:在|于|到)(?:[\u4e00-\u9fff]{0,4})?(?:哪(?!些|几)|什么地方|何处)|选址(?:是)?(?:哪|在)"
        r"|具体(?:位置|地点)",
        rf"(?:设|放|挂|挂靠|建|位|落户|坐落|选址|办公)(?:立|在|于)|地[点址]|在[^，。；,;]{{1,14}}{_OFFICE}|[:：][^，。；,;]{{0,12}}{_OFFICE}|办公室主任",
    ),
    _kind(
        "地址",
        r"地址(?:是|在|呢|[?？]|$)|[在去到](?:几|哪一?)(?:层楼?|楼)|几楼(?:办公|办理)|门牌",
        r"地址|位于|[路街道巷]\d+号|\d+号楼?|[\d一二三四五六七八九十][楼层]|大厦",
    ),
    _kind("办公地点", r"在哪(?:里|儿|个地方)?办公", r"办公|位于|设[在于]|地[点址]|路\d"),
    _kind(
        "道路",
        r"哪(?:一?条|几条)(?:路|街|道|大道|巷)",
        r"[\u4e00-\u9fff\d](?:(?<![公铁水道线思出之通网陆])路(?!径|线|口段)|街(?!道)|大道|巷)",
    ),
    _kind("所在的区", r"(?:哪|什么)(?:一)?个区", r"(?<![地社园小辖城片山灾矿库牧景特湾校])区(?![域别块分间])"),
    _kind(
        "海岛",
        r"哪(?:几|些|一)?座?(?:海)?岛",
        r"[\u4e00-\u9fff]{1,3}岛(?!屿|礁)[^\u4e00-\u9fff]|岛、|、[\u4e00-\u9fff]{1,4}岛",
    ),
    _kind(
        _NAMES,
        rf"哪(?:几|些){_NAMED_THINGS}{_CLASS}|(?:具体|分别)是哪(?:几|些)|(?:是|有)哪几[家个位名种]|除了[^,，。]{{1,20}}还有谁|名单[上里中]?(?:都)?(?:有|是|包括)"
        rf"|{_NAMED_THINGS}(?:都|具体|分别)?(?:有|是)(?:哪(?![些几][个项条类种]?(?!{_NAMED_THINGS})[\u4e00-\u9fff]{{2}})|谁)|都有谁|(?:\d+|[几两三四五六七八九十])[个家位名](?:[^,，。]{{0,12}})(?:都|分别)?(?:叫什么|是谁)",
        rf"、|》《|”“|\n|({_OFFICE}|学)(?:和|与|以及|及)[\u4e00-\u9fff]{{1,8}}\1",
    ),
    _kind(  # 那三家是哪三家: their number alone tells none of them
        _NAMES,
        rf"哪{_SEVERAL}[个家名位座所](?:单位|部门|机构)?(?:[,，。?？]|$)",
        r"、|》《|”“|\n|；|[一二三]是|其[一二三]|[①②③]|[（(][一二三123][）)]",
    ),
    _kind(
        "企业名称",
        rf"哪(?:几|些)(?:家)?(?:企业|公司){_CLASS}|哪(?:一?家|个)[\u4e00-\u9fff]{{0,4}}?(?:企业|公司)",
        r"公司|集团|厂|股份|银行|合作社",
    ),
    _kind("银行名称", r"(?:哪(?:[几些]|几?一?[家个])|什么)银行", r"银行|信用社|农信|[农工商建交村镇]行"),
    _kind(
        "医院名称", r"(?:哪(?:[几些]|几?一?[家所个])|什么)[\u4e00-\u9fff]{0,4}?医院", r"医院|卫生[院室]|诊所|门诊|中心"
    ),
    _kind(
        "学校名称",
        r"(?:哪(?:[几些]|几?一?[家所个])|什么)[\u4e00-\u9fff]{0,4}?(?:学校|[大中小]学(?!生)|高校|院校)",
        r"[大中小]学(?!生)|学[院校]|[高院分本]校|幼儿园",
    ),
    _kind(
        "平台名称",
        r"(?i)(?:哪个|什么|哪款|哪家|啥)(?:APP|平台|网站|小程序|公众号|网址|系统|软件)",
        r"(?i)APP|平台|网站|小程序|公众号|网址|系统|网|客户端|扫码|微信|支付宝",
    ),
    _kind(
        "名称",
        r"(?:商|企业|公司|单位|机构|银行|品牌)(?:都|的?名[字称])?(?:叫|是)(?:什么|啥)(?:名[字称]?|$|[?？])",
        r"[“”\"《》]|公司|集团|厂|[\u4e00-\u9fff]{2}(?:中心|学院|大学|医院|银行|研究院|合作社)|名为|名称|称为|简称|称作|叫",
    ),
    _kind(
        "中标或承建单位",
        rf"(?:谁|(?:哪|什么)(?:一?家|个)?{_FIRM}?)(?:来|能|是|给)?{_CONTRACTED}|{_CONTRACTED}的?{_FIRM}?(?:叫|是|为)(?:谁|哪|什么|啥)"
        r"|(?:供应商|承包商|开发商|中标人|[施监]工方|承建方|乙方)(?:叫|是|为)?(?:谁|哪|什么|啥)",
        rf"由[^，,。；;]{{2,30}}?{_CONTRACTED}|{_CONTRACTED}(?:单位|企业|公司|人|方|商)?(?:[为是]|[:：])|(?:公司|集团|[院厂队社])[^，,。；;]{{0,6}}{_CONTRACTED}"
        r"|委托[^，,。；;]{2,30}(?:建设|施工)|(?:供应商|承包商|开发商)(?:[为是]|[:：])",
    ),
    _kind(
        "含义",
        r"代表(?:什么|啥)|什么意思|啥意思|(?:具体)?含义|指(?:的)?(?:是)?(?:什么|啥)$",
        r"指|即|意思|含义|代表|分别|[：:（(]|是",
    ),
    _kind(
        "费用由谁承担",
        r"(?:费|钱|经费|资金|款)[^,，。?]{0,6}(?:由|归|该|让|算|是)?谁(?:来|家)?(?:出|掏|承担|负担|付|给|拿)"
        # what is earned is shared, not paid
        r"|(?<![挣赚得来卖]的)(?:费|钱|经费|资金|款|成本)[^,，。?]{0,6}(?:怎么|如何|咋)(?:分摊|分担|分(?![期批配步类级年次月季档几]))"
        r"|谁(?:来)?(?:掏|出|付)(?:钱|费)",
        r"承担|分担|负担|分摊|自筹|出资|列支|支付|预算|筹|免|全包|自理|保障|解决|安排",
        _MONEY,
    ),
    _kind(
        "收益怎样分",
        r"(?:[挣赚卖]的钱|收入|收益|利润|红利)[^,，。?]{0,6}(?:(?:怎么|如何|咋)分(?![期批步类级档])|归谁)",
        r"分[享成配红]|共[享有]|归(?![属纳档口集并总])|按[^，,。；;]{0,12}比例|留[成存用]|上缴|用于",
    ),
    _kind("工资标准", r"(?:工资|薪酬|薪资|报酬)(?:标准|水平|待遇)", r"工资|薪|报酬|收入"),
    _kind("收费标准", r"(?:怎么|如何|咋)个?收费", r"元|[%％]|免|不收|不得收|无偿|价|自理|自付|承担"),
    _kind("赔偿办法", r"怎么(?:赔|补偿)|(?:如何|咋)(?:赔|补偿)|赔不赔", r"赔|补偿|补助|减免|退"),
    _kind(
        "人选",
        rf"谁(?:来)?(?:当|担任|兼任|任)|派(?:了)?谁|哪位|由谁[任兼]|{_POST}(?:都|分别)?(?:是|为)谁|谁(?:是|做)[^,，。?]{{0,10}}{_POST}",
        rf"{_POST}(?:由|为|是)|担任|兼|任[\u4e00-\u9fff]{{0,8}}(?:长|主任|书记|指挥)|[:：]|总理|主席|同志|先生|女士|教授|院士|研究员",
    ),
    _kind(
        "姓名",
        r"(?:主任|组长|[市县区省局厅部院处科校]长|书记|委员|专家|负责人)[^,，。?]{0,4}叫(?:什么|啥)",
        r"由[\u4e00-\u9fff·]{2,4}(?:同志)?[兼担]?任|(?:[:：]|主任[是为]|长[是为])\s*[\u4e00-\u9fff]\s?[\u4e00-\u9fff·]{1,3}(?:[,，、。；\s]|$)",
    ),
    _kind(
        "诉讼的结果",
        r"(?:法院|起诉|官司|告(?:上|到|[他她它]|(?=能赢)))[^。?？]{0,12}(?:赢|胜诉|胜算|判(?!定)|要得?回)",
        r"胜诉|败诉|判决",
    ),
    _kind(
        "钟点",
        r"几点(?:钟|半)?(?!意见|建议|要求|说明|内容|措施|[^,。?]{0,4}分)|(?:周末|双休日|节假日|星期[六日天]|周[六日])[^,。?]{0,4}(?:上不上班|上班|开门|营业|休息|办公|能办)"
        r"|(?:营业|办公|上班|开放|服务)时间(?:是|到|为|怎|呢|[?？]|$)",
        r"\d{1,2}\s*(?:[:：]\d{2}|[时点](?!间))|[一二三四五六七八九十]+[时点](?=[至到前后钟半起止,，。；;]|$)|[上下]午|全天|昼夜|24小时|[周末]末|节假日|星期|双休|每?周[一二三四五六日]|法定工作日",
    ),
    _kind(  # a day by which something is done is none on which it begins
        "开始的时间",
        r"(?:几月|几号|什么时候|啥时候|何时|哪天|多会儿)[^,，。?？起]{0,3}(?:开始|启动)(?!执行|施行|实施|生效|用|算)",
        r"起|始|启动|自|从|[至—～~-]",
    ),
    _kind(
        "等级", r"什么(?:信用)?(?:等级|级别)|[哪几]一?个?(?:等级|级别)", r"[一二三四五六七八甲乙丙丁AaBbCcDd\d]级|等级"
    ),
    _kind("资质要求", r"(?:什么|[哪几]一?[级种])(?:的)?资质", r"资质"),
    _kind(
        "学历职称要求",
        r"(?:什么|哪种|何种)(?:学历|职称|文凭|学位)",
        r"学历|职称|学位|博士|硕士|本科|专科|研究生|高级|中级",
    ),
    _kind(
        "资格要求",
        r"(?:需要|要不要|必须|要|得)(?:有|持|考|取得|具备)?[^,，。?]{0,8}(?:资格证|资质证|证书)",
        r"证|资格|资质",
    ),
    _kind(
        "报名办法",
        r"(?:怎么|如何|怎样|咋)(?:个)?报名|在哪报名|报名(?:条件|方式|办法)",
        r"报名|报送|申请|申报|推荐|自荐|登录|招募|征集",
    ),
    _kind(
        "材料",
        r"(?:什么|哪些|啥)(?:申请|申报)?(?:材料|证件)",
        r"(?<!虚假|不实)材料|证|表|书|单(?!位)|件|凭|票|手续|协议|合同",
    ),
    _kind("手续", r"(?:什么|哪些|啥)(?:申请|申报)?手续", r"材料|证|表|书|单|件|凭|票|手续|协议|合同"),
    _kind("扣分", r"扣(?:几|多少)分", r"扣[^，。；]{0,8}\d"),
    _kind("受伤人数", rf"{_HOW_MANY}[^,，。?死亡]{{0,3}}伤(?!亡)|伤(?:者|员|了|的)+(?:有|人数)*{_HOW_MANY}", r"伤"),
    _kind(  # of a man of whom it is said that he died the number is not told
        "死亡人数",
        rf"(?:死|遇难|丧生|罹难)(?:亡|者|了|的|人数|有)*{_HOW_MANY}|{_HOW_MANY}(?:死|遇难|丧生|罹难)",
        rf"(?:造成|导?致)[^。；;]{{0,30}}?{_DIED}|\d\s*[多余]?[人名位]?[\u4e00-\u9fff]{{0,4}}?{_DIED}|{_DIED}[者人数]*[^,，。；;]{{0,4}}\d",
    ),
    _kind("失踪人数", rf"{_HOW_MANY}(?:失踪|失联)|失踪(?:者|了|的)*(?:有|人数)*{_HOW_MANY}", r"失踪|失联|下落不明"),
)
# Who holds one post is not told by who holds another
_HELD = re.compile(
    r"(?P<post>副?(?:组长|主任|总?指挥长?|召集人|会长|理事长|秘书长|总工程师)|联络员|联系人|发言人)(?:都|分别)?(?:是|为)(?:谁|哪)"
)
# 二价还是九价, A类还是B类: whichever it is, it is told by such a name
_EITHER = re.compile(
    r"(?P<one>[一二两三四五六七八九十\d]+|[A-Za-z]|[甲乙丙丁])(?P<kind>[^\W\d_家个人名位项种件条]{1,2})还是"
    r"(?P<other>[一二两三四五六七八九十\d]+|[A-Za-z]|[甲乙丙丁])(?P=kind)"
)
_OF_UNITS = re.compile(r"牵头|责任|负责|配合|主管|归谁?管")  # units are told beside the sentences
_SANCTIONED = re.compile(
    rf"后果|(?:不|没|未|逾期|超期|要是|如果)[^。?]*会(?:被)?(?:怎么?|咋)样|(?:怎么?|如何|怎样)[处惩]罚|被(?:怎么|如何|怎样|咋)(?:处|办|罚)|(?:受|给)(?:到)?(?:什么|啥|哪些|何种)处罚|{BLAMED}"
)
_OF_DISCIPLINE = re.compile(r"(?:什么|啥|何种|怎样的?)处分")
_DISCIPLINE = re.compile(r"处分|问责|追究|警告|记过|撤职|开除|免职|降级|责任人")


def expectations_of(question: str) -> list[Expectation]:
    """The kinds of answers that a question expects, beside figures."""
    return list(_expected(question))


def _expected(question: str) -> Iterator[Expectation]:
    for kind in _KINDS:
        if kind.asked.search(question) and not (kind.missing == _NAMES and _OF_UNITS.search(question)):
            yield Expectation(kind.missing, kind.stated)
    if held := _HELD.search(question):
        yield Expectation("人选", (re.compile(r"\s*".join(held["post"])),))  # 主 任: as lists of members have it
    if either := _EITHER.search(question):
        told = rf"[一二两三四五六七八九十\dA-Za-z甲乙丙丁]\s*{re.escape(either['kind'])}"
        yield Expectation(f"是哪一{either['kind'][-1]}", (re.compile(told),))
    if _OF_DISCIPLINE.search(question):
        yield Expectation("处分", (_DISCIPLINE,))
    elif _SANCTIONED.search(question):
        yield Expectation("怎样处理", sanction=True)
