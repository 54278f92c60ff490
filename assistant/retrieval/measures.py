"""What kind of figure a question asks for, of what, and whether a passage holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.question.numbers import find_figures
from assistant.question.rhythms import RHYTHM

_COUNTED = (
    "家|个|名|人|件|项|场|次|种|类|所|条|座|台|户|支|批|年|只|位|强|倍|成|岁|周|天|级|档|枚|颗|辆|套|艘|架|届|"
    "盒|瓶|吨|公斤|千克|斤|株|棵|匹|块|份|篇|册|笔|栋|幢|间|粒|袋|箱|桶|张|趟|遍|桌|针|头|羽|尾|列|例|床|处|眼"
)
_PHYSICAL = "立方|千瓦时?|兆瓦|毫?升|分贝|毫?克|摄氏度|℃|°[Cc]|度"
_DAYS = "日(?![期子常程])"
_NO_SUM = rf"{_COUNTED}|{_PHYSICAL}|{_DAYS}|小时|分钟|钟头|亩|公顷|平方|公里|千米"  # 补贴多少天
_MEASURED = "元|亩|公里|公顷|千米|海里|厘米|毫米|米|平方"
_IN_WORDS = (
    r"(?<![“\"])[一二两三四五六七八九十百千]{1,6}(?:点[一二三四五六七八九零〇]+)?"
    rf"(?=[万亿{_COUNTED.replace('|', '')}]|{_MEASURED})(?:[万亿])?"
)
_NUMERAL = rf"(?:(?<![\d.])\d[\d,.]*[万亿千百]*|{_IN_WORDS})"
_FRACTION = r"[二三四五六七八九十百]分之[一二三四五六七八九]"
_CALENDAR = r"(?:19|20)\d{2}(?:年|[-—~至到](?:19|20)\d{2}|(?![\d.,万亿%多余]|\s*[家个名人件项]))"
_NUMBERING = re.compile(
    r"^\s*(?:\d+(?:\.\d+)*[.、．]|[（(]?(?:\d+|[一二三四五六七八九十]+)[)）、]"
    r"|第[\d零〇一二三四五六七八九十百]+[编章节条](?:之[一二三四五六七八九十]+)?(?=[\s　]))"
)


# Where the head of a table or a cell has one of these, other cells need no unit of measure
_COLUMNS = {
    "money": re.compile(r"元|额|费|价|资|标准|补|奖|罚|款|租|酬|薪|钱|预算"),
    "area": re.compile(r"平方|面积|亩|公顷"),
    "share": re.compile(r"[%％]|比例|占比|率"),
    "date": re.compile(r"时间|时限|期限|日期|节点|截[止至]|年|月"),
    "month": re.compile(r"时间|时限|期限|日期|节点|截[止至]|年|月"),
}
_FIGURED = re.compile(r"[(（][^()（）]{1,10}[)）]|数|量|额|率|值|标准|(?:19|20)\d{2}")

_MISSING = {
    "money": "金额", "area": "面积", "share": "比例", "duration": "期限", "length": "距离或长度", "extent": "长短",
    "rhythm": "频次", "date": "时间", "month": "具体日期", "count": "数量", "level": "等级", "score": "分数",
    "recurrence": "多少年一遇",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of figure: how it is asked for and how it is stated."""

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]
    given: tuple[str, ...] = ()

    @property
    def missing(self) -> str:
        """What to call it where none is stated."""
        return _MISSING.get(self.name, "具体数字")

    def is_in(self, sentence: str) -> bool:
        """Whether the sentence states such a figure.

        Neither the number that it begins with as a clause counts nor one that the question gives itself.
        """
        numbering = _NUMBERING.match(sentence)
        words = sentence[numbering.end() :] if numbering else sentence
        for figure in self.given:
            if figure in words:
                words = re.sub(rf"(?<![\d.]){re.escape(figure)}", " ", words)
        return self.stated.search(words) is not None

    def is_in_row(self, row: str, columns: str) -> bool:
        """Whether a table line states such a figure: the unit of measure may stand in another cell or a heading."""
        if self.name == "asserted":  # a number of anything, but of none that words are told in (改革事项, 推广范围)
            return self.is_in(row) or (any(map(str.isdigit, row)) and bool(_FIGURED.search(columns)))
        named = _COLUMNS.get(self.name)
        return self.is_in(row) or (any(map(str.isdigit, row)) and (named is None or bool(named.search(columns + row))))


def _measure(name: str, asked: tuple[str, ...], stated: str) -> Measure:
    return Measure(name, re.compile("|".join(asked)), re.compile(stated))


_SUM = (
    r"(?:[^,。?]费|资金|租金|赔偿|补偿|罚款|赔款|奖金|工资|奖励|补贴|补助|资助|投资|费用|成本|"
    r"奖补|押金|保证金|贴息|津贴|报酬|房租|地租|售价|保额|限额|(?:经济|财产)损失)"
)
_AMOUNTS_TO = (
    r"是|要|有|为|达|一共|总共|收|交|缴|给|发|拿|领|能|可以?|应|该|最高|最多|最低|最少|每[\u4e00-\u9fff]{1,2}?"
    r"|(?:安排|投入|下达|拨付?|筹集|落实)了?"
)
_LASTING = (
    r"(?:(?<![第\d])(?!(?:19|20)\d\d)\d+\s*(?:个(?:半)?月|年(?!度|代|级)|天|周(?!岁|年)|分钟|(?:个)?(?:小时|工作日))|(?<![月\d])\d+\s*日"
    r"|(?<![每第])[一二两三四五六七八九十百半]+(?:年|个月|日|天|周|分钟|个?小时|个?工作日)|长期|永久|[年月日底末为]止|(?<!月\d)(?<!月\d\d)[年月日底末之]前(?![期款]))"
)
_COUNT = r"(?:[一二两三四五六七八九十半]+|\d+)"
_PERIOD = r"个?(?:年|学期|季|月|周|星期|天|日|小时|分钟|工作日)"
# 每日供水5000吨, 每月1200元 tell no time
_EACH_TIME = rf"每隔?{_COUNT}?{_PERIOD}(?![^，。；,;]{{0,4}}?\d+(?![\d次回遍日号]))"
_RECURRING = (
    rf"{RHYTHM.pattern}|每[\u4e00-\u9fff\d]{{1,6}}[次回遍]|{_EACH_TIME}"
    rf"|[按逐][年季月周日]|[年月季周]度|间隔|{_COUNT}{_PERIOD}[内之以]*[^，。；;]{{0,8}}[一1][次回遍轮换]"
)
_DURATION = rf"(?:{_LASTING}|{_EACH_TIME})"
_LENGTH = rf"{_NUMERAL}\s*[多余]?(?:公里|千米|海里|厘米|毫米|米)"
_SHARE = (
    r"\d+(?:\.\d+)?\s*[%％]|百分之|分之[一二三四五六七八九十\d]|半数|[\d一二三四五六七八九]成(?!为|立|果|效)|个百分点"
    r"|[（(][%％][)）]|折|(?<![\d/])\d{1,2}/\d{1,3}(?![\d/])|\d∶\d|(?<!\d)1[:：]\d|\d[^,，。；;]{0,12}的比例"
)
_TAKEN_OFF = r"(?:扣[减除发罚]|核减|减[免收征缴发]|[能可以]减|返还)"
_BENEFIT = r"(?:保险|养老|抚恤|救助|低保|慰问|丧葬|退休|助学|奖学|救济|供养|退役)金"
_SUM_IN_PART = r"(?:保证金|押金|定金|[滞违][纳约]金)"  # often so much of another sum
_AMOUNT = rf"{_NUMERAL}\s*(?:多|余)?(?:万|亿)?元|\d+(?:\.\d+)?\s*亿(?!人|次|件)"
# Told by weight or measure: 给多少水 asks for no money
_MATTER = (
    r"[\u4e00-\u9fff]?(?:水|电|油|气|煤|粮食?|米|面粉?|盐|糖|肉|菜|奶|蛋|种子|种苗|饲料|[化农]?肥|农?药|沙|土|垃圾)"
    r"(?=[?。,来呢啊才]|$)"
)
_GRANT = r"(?:[补奖][助贴励]|资助|贴息|给予|报销|返还|减免)"
# A charge may be a share of something, or none
_CHARGE = rf"{_NUMERAL}\s*(?:多|余)?(?:万|亿)?元|[%％]|免费|免[收交缴除]|不收|无偿|自理"
# One who asks for it may also be told who sets it
_PRICE = rf"{_AMOUNT}|免费|免[收交缴除]|不收|无偿|自主(?:确定|定价)|(?:政府(?:指导|定)|市场调节)价|协商(?:确定|议定)"
# The first that fits counts: money before counts, since 多少万元 is also 多少
MEASURES = (
    _measure("share", (r"百分之(?:几|多少)|(?:几|多少)\s*(?:[%％]|个?百分点)",), _SHARE),  # whatever it is a share of
    _measure("multiple", (r"倍数|(?:几|多少)倍",), r"\d\s*倍|[一二两三四五六七八九十]倍"),
    _measure(
        "score",
        (
            r"(?:几|多少)分(?![之钟钱公米量期店类支贝])",
            r"(?:得分|分数|分值|成绩)线?(?:是|为|要|须|需|应|达到?|不低于|最低|至少)*(?:多少|几)(?![人家名个])|分数?线(?:是|为|要|定|划|在)*(?:多|几)",
        ),
        rf"{_NUMERAL}\s*分(?![之钟类别级为公米])",
    ),
    _measure(  # so much of another thing (不低于市价的多少); a floor area is none
        "share",
        (
            r"(?:[高低多少大小]于|超过|相当于|占|为|到)[^,。?、]{2,24}(?<![目用新])的多少(?=[?。,]|$)",
            r"(?<![强霸抢侵多])占(?:到|了)?多少(?=[?。,]|$)",
            rf"(?:{_SUM}|金|价|额|款|薪|收入|基数|总[量数])的多少(?=[收计算给补缴交付发扣罚?。,]|$)",
        ),
        rf"{_SHARE}|\d\s*倍|[一二两三四五六七八九十]倍",
    ),
    _measure(
        "share",
        (
            r"(?:比例|占比|比重|[增涨降]幅|(?<![功频速])率)(?!为?[\d一二])[^,。?、]{0,6}?多少(?![钱元万亿])|[上下]浮了?(?:多少|几)(?![钱元万亿])",
            rf"占到?多少(?!地|面积|亩|平|公顷|钱|[万亿]?元|{_COUNTED})",
            r"(?:高于|低于|超过|少于|多于|占|按照?|相当于)[^,。?]{1,16}的多少(?=[,。?给补缴交付发算]|$)",
        ),
        _SHARE,
    ),
    _measure(
        "money",
        (
            rf"{_SUM_IN_PART}(?:{_AMOUNTS_TO}|不(?:能|得|可)?(?:超过|高于)|[上下]限)*多少(?!钱|块|[十百千万亿]*元|{_COUNTED})",
        ),
        _CHARGE,
    ),
    _measure(  # by so much of a sum, or at so much
        "money",
        (r"按(?:照)?多少的?(?:比例|标准)?(?:来|去)?[交缴收退返给补报罚扣算计付]",),
        rf"{_SHARE}|{_AMOUNT}|\d\s*倍|[一二两三四五六七八九十]倍|全额|减半",
    ),
    _measure(  # a grant may be a share of what was paid
        "money",
        (
            r"(?:[补奖][助贴励]?|资助|[贴返]还?|报销?|给予)(?:给|到|能|可以)?多少(?!钱|块|[十百千万亿]*元|比例|百分|[天日次家个人名年月])",
            r"多少的?(?:资金|财政)?(?:补[贴助]|奖[励补]|资助|贴息)(?=[?。,]|$)",
        ),
        rf"{_AMOUNT}|{_GRANT}[^。；;]*(?:{_SHARE})|(?:{_SHARE})[^。；;]{{0,12}}{_GRANT}",
    ),
    _measure(  # what is paid back of a sum as well
        "money",
        (rf"(?:退|返)[还回给]?(?:[我你他您咱]们?|人家)?多少(?!{_NO_SUM}|比例|百分)",),
        rf"{_AMOUNT}|{_SHARE}|全额|全部|[不免]退|减半",
    ),
    _measure(  # what is taken off a sum is another sum, or a share of it
        "money",
        (rf"{_TAKEN_OFF}[^,。?]{{0,8}}?多少(?!钱|块|[十百千万亿]*元|{_NO_SUM})",),
        rf"{_AMOUNT}|{_SHARE}|全免|减半",
    ),
    _measure(
        "money",
        (
            rf"费[^,。?]{{0,10}}[收交缴]取?多少(?!{_NO_SUM}|比例|百分)",
            rf"(?<!评)价格?(?:的?[上下]限|标准)?(?:{_AMOUNTS_TO}|分别|各|都|不(?:能|得)?(?:超过|高于|低于))*多少(?!{_NO_SUM}|比例|百分|倍|折)",
        ),
        _PRICE,
    ),
    _measure(  # what is paid out month by month may be so much of a wage
        "money",
        (rf"{_BENEFIT}的?(?:标准|待遇|水平)?(?:{_AMOUNTS_TO})*多少(?!{_NO_SUM}|比例|百分)",),
        rf"{_AMOUNT}|{_SHARE}",
    ),
    _measure("money", (rf"(?:多少|几个?)亿(?!{_NO_SUM})",), r"\d\s*[多余]?亿|\d{3,}[\d.]*\s*万"),
    _measure(
        "money",
        (
            rf"多少(?:钱|块|(?:千|百)?(?:万|亿)?元|[万亿](?!{_NO_SUM}))",
            rf"几(?:十|百|千|个)?(?:(?:万|亿)?元|[万亿]?块钱?|[万亿](?!{_NO_SUM}))|几毛|几个亿|金额|额度|安家费|租金|收费",
            rf"(?:给|发放|奖励|罚|赔|补|补助|补贴|资助|奖金|工资)[^,。?]{{0,6}}多少(?!{_NO_SUM}|{_MATTER})",
            r"(?:[资基]金|投资|经费|预算|补[贴助]|奖[补励金])的?(?:总额|总量|总数|总?规模|额度|盘子)(?:是|为|达到?|有|要|将)*多[少大]",
            rf"(?:年薪|月薪|底薪)(?:基数|标准|水平)?(?:{_AMOUNTS_TO})*多少(?!倍|{_NO_SUM})",
            r"[挣赚]多少|[领拿](?:到|取)?多少(?=[呢啊]?(?:[?。,]|$))|(?:[月年均]|家庭)收入[^,。?增占]{0,6}多少(?!倍)",
            rf"多少(?!比例|百分|的?比)(?:的)?[\u4e00-\u9fff]{{0,4}}?{_SUM}|{_SUM}(?:{_AMOUNTS_TO}|一次)*多少(?!{_NO_SUM})",
        ),
        _AMOUNT,
    ),
    _measure("money", (rf"(?:[^回接吸验]收|(?:花|掏|付|投资)了?)多少(?!{_NO_SUM}|亩|吨)",), _CHARGE),
    _measure(  # what is drawn or lent of a fund: a sum, or so much of another
        "money",
        (r"[提取支借贷]多少(?:[\u4e00-\u9fff]{1,3}金)?(?=[?。,]|$)|多少[\u4e00-\u9fff]{1,3}[积存贷]金",),
        rf"{_AMOUNT}|[%％]|倍",
    ),
    _measure(
        "area",
        (r"面积(?!的?(?:比|占|率))|占地(?:多少|多大|几)|占多少地|(?:多少|几)[十百千万]*(?:平方|亩|公顷)",),
        rf"{_NUMERAL}\s*(?:万)?(?:平方(?:米|公里)|亩|公顷)",
    ),
    _measure("recurrence", (r"(?:多少|几)年一遇",), rf"{_NUMERAL}\s*年一遇"),
    _measure("level", (r"几级",), r"[\d一二三四五六七八九十]+级"),
    _measure("ordinal", (r"第几(?![条章款部])",), r"[第前]\s*[\d一二三四五六七八九十百]+"),
    _measure(
        "share",
        (
            r"几分之几|几成|几折|几个(?:百分)?点|百分比|占比|比重|比例|(?<![功频速])率(?:的?目标)?(?:是|要|达|为|到|应|须|能|有|在|得)*多少|增长多少|[增涨降]幅|增速",
        ),
        _SHARE,
    ),
    _measure(
        "rhythm",
        (
            r"频[次率](?:是|为|要|得)*(?:多少|几)",
            r"(?:多久|多长时间|(?:多少|几)个?(?:年|天|日|月|周|星期|季度|学期|小时|分钟))[^,。?遇]{0,8}一[次回轮遍趟](?!性)",
        ),
        _RECURRING,
    ),
    _measure(  # how long it lasts, not how often it comes
        "duration",
        (rf"(?<![月第好])(?:几|多少)(?:年|个月|天|{_DAYS})(?!前?[出发印])",),
        _LASTING,
    ),
    _measure(
        "month",
        (r"几月|哪个?月|(?:哪一?|几月几)[天日](?!一?次)|月(?:几|多少)[日号]|(?<!小)几号(?!字|线|楼|文)",),
        r"\d{1,2}\s*月(?!\d*个)|月[初中底末]|(?<!\d)\d{1,2}\s*日(?!内|以|前)|[一二三四五六七八九十]+月|年[初底末中]|即日|之日(?!起?\s*[\d一二三四五六七八九十]+个?[年月日天工])|当[日天]|次[日月]|季度",
    ),
    _measure(  # how long it lasts, not how often it comes
        "duration", (r"(?<![隔每])(?:多久|多长时间)(?:[呢啊呀]|才行)?(?=[?。,]|$)",), _LASTING
    ),
    _measure(
        "duration",
        (
            r"多久|多长时间|(?<!好)几年(?!前?[出发印])|(?:多少|(?<!好)几)个?(?:天|小时|钟头|分钟|工作日|周(?!岁|年)|星期|礼拜|学期|季度)|(?:多少|几)个月",
        ),
        _DURATION,
    ),
    _measure("length", (r"多[远宽深厚]|(?:多少|几)(?:公里|千米|厘米|毫米|米)",), _LENGTH),
    _measure("extent", (r"多长",), rf"{_DURATION}|{_LENGTH}"),
    _measure(
        "date",
        (r"什么时候|何时|哪一?[年天]|几月|(?<!小)几号(?!字)|期限|时限",),
        r"\d{4}\s*年|\d+\s*(?:个月|年|月|日|天|周|个?工作日|小时)|[一二三四五六七八九十]+(?:年|个月|日|个工作日)|每年|年底",
    ),
    _measure(  # so much of what is no thing by itself
        "count",
        (rf"多少{_MATTER}",),
        rf"{_NUMERAL}\s*[多余]?(?:毫升|升|立方|方|吨|公斤|千克|克|斤|千瓦时?|度|桶|瓶|袋|箱|车)",
    ),
    _measure(
        "count",
        (rf"多少|(?<!第)几(?:{_COUNTED})|数量|总数|规模(?:是|为|达到?|有|要|将)*多大",),
        rf"(?!{_CALENDAR}|\d{{1,2}}\s*[月日]){_NUMERAL}|{_FRACTION}",
    ),
)


def is_span_of_time(word: str) -> bool:
    """Whether a word is but so many hours, days … (半小时)."""
    return re.fullmatch(_LASTING, word) is not None


_BORDER = re.compile(r"[,，、;；?？]")
_ALIKE: tuple[Sequence[str], ...] = (
    *("岁周", "家个所座只", "人名位户强", "项个条件", "种类", "场次届", "台套辆", "天日", "件项个", "条只头"),
    ("公斤", "千克"),
    ("度", "℃", "°C", "°c", "摄氏度"),
    "次趟遍",
)
_OF_OBJECTS = "家所座只项条件种类台套辆枚颗艘架支批次场张"
# 多少成员, 多少家庭: the noun itself, no counter
_NO_NOUN = (
    r"(?!(?<=成)[员本效果]|(?<=家)[庭长属]|(?<=[名份])额|(?<=座)位|(?<=场)[地馆]|(?<=条)款|(?<=支)[出持]|(?<=项)目"
    r"|(?<=处)[罚分理置以]|(?<=列)[入为]|(?<=例)[外如])"
)
_COUNTER_ASKED = re.compile(
    rf"(?:多少|(?<!好)几)[百千万亿]*(?:个(?=人))?({_PHYSICAL}|{_COUNTED.replace('|级|档', '')}){_NO_NOUN}"
)
# What stands right behind 几 says itself what is asked for, whatever sum or area is spoken of (拖欠租金几个月)
_OWN_UNIT = re.compile(
    rf"(?<![第哪好月])(?:多少|几)[十百千万]*(?:个?(?:月|小时|工作日|星期|季度|学期)|[年天倍周]|{_DAYS}|分钟|[人名位户家次])(?![款均])"
    r"(?=(?P<after>.{0,5}一[次回轮遇]|.{0,2})[^多几哪]*$)"
)
FIGURE_ASKED = re.compile(rf"(?<!哪)(?:多少|几)[百千万亿]*(?P<counter>(?:{_COUNTED}){_NO_NOUN}|元|亩|公里|公顷|吨)?的?")
_BLOCKS = re.compile(r"块钱?$")
_NOTHING = re.compile("")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年|\D)")
_DATE = re.compile(r"(?:19|20)\d{2}\s*年|\d{1,2}月")
_WHETHER = re.compile(r"会不会|能不能|可不可以|是不是|是否|有没有|要不要|吗[?？]?$")
_HOW_MUCH = re.compile(r"多[少大久长高]|几|何时|什么")
_AT_MOST = re.compile(r"最[长多高大](?!的)[^,。?]{0,10}(?:多[少久长]|几)|(?:上限|封顶)[^,。?]{0,6}(?:多[少久长]|几)")


# How much has passed (满多少年) and until when it must be done (多少天内) are no answer to one another
_PASSED = re.compile(r"满(?:多少|几)个?(?:[年月天日]|工作日)")
_DUE = re.compile(r"(?:多少|几|多久|多长时间)个?(?:[年月天日]|小时|工作日)?(?:之|以)?内")


def measure_asked(question: str, asserted: Sequence[str] = ()) -> Measure | None:
    """The kind of figure asked for, or that of a figure which the question asserts; None where there is none."""
    if asserted:  # a date may be but the time of it, and what comes first a condition
        figure = ([figure for figure in asserted if not _DATE.match(figure)] or asserted)[-1]
        return measure_of(figure)
    return _measure_in(question)


@lru_cache(maxsize=1_000)  # each rule reads the same question
def _measure_in(question: str) -> Measure | None:
    if _WHETHER.search(question) and not _HOW_MUCH.search(question):
        return None
    own = _OWN_UNIT.search(question)
    asking = own.group() + own["after"] if own else question
    found = next((m for m in MEASURES if m.asked.search(asking)), None)
    if found and found.name == "count" and (counter := _COUNTER_ASKED.search(question)):
        alike = _counters_like(counter[1])
        bare = r"\d+(?:\.\d+)?[万亿](?:左右|多|余|以上)*(?=[,，。；;、])"  # what is counted was said before
        found = Measure(
            "count",
            found.asked,
            re.compile(rf"{_NUMERAL}\s*(?:多|余)?(?:[万亿])?(?:{'|'.join(alike)})|{bare}|{_FRACTION}"),
        )
    if found and _AT_MOST.search(question):  # 3年以上的: a case, or the least of it
        found = replace(found, stated=re.compile(rf"(?:{found.stated.pattern})(?!及?以上)"))
    if found and _PASSED.search(question):
        found = replace(found, stated=re.compile(rf"(?:{found.stated.pattern})(?![之以]?内)"))
    elif found and _DUE.search(question):
        found = replace(found, stated=re.compile(rf"(?<![^期届]满)(?:{found.stated.pattern})"))
    return replace(found, given=_given_by(question)) if found else None


def _given_by(question: str) -> tuple[str, ...]:
    """The figures and years that a question states itself; of a year only its number, since 年底 may answer."""
    figures = [figure for _, _, figure in find_figures(question) if figure[-1] not in "0123456789."]
    return tuple(dict.fromkeys([*figures, *_YEAR.findall(question)]))


@lru_cache(maxsize=1_000)
def measure_of(figure: str) -> Measure:
    """The kind of a figure that is asserted: the right one may have another unit of measure (15天, 10个工作日)."""
    if RHYTHM.search(figure):
        return Measure("asserted", _NOTHING, RHYTHM)
    if _DATE.match(figure):
        return Measure("asserted", _NOTHING, _DATE)
    figure = _BLOCKS.sub("元", figure)
    unit = re.sub(r"\d.*", "", figure.lstrip("0123456789.,-—~至到万亿多余一二两三四五六七八九十百千"))
    if not unit and (large := re.search(r"[万亿]", figure)):  # a sum or number may be said without (2000亿, 2万)
        digits = r"|(?<![\d.])\d[\d,]{3,}元" if large.group() == "万" else ""
        return Measure("asserted", _NOTHING, re.compile(rf"\d[\d,.]*\s*[多余]?{large.group()}{digits}"))
    for measure in MEASURES:
        if measure.name in ("money", "area", "share", "duration") and measure.stated.search(figure):
            return measure
    unit = {"个人": "人"}.get(unit, unit)
    between = "[\u4e00-\u9fff]?" if unit in _COUNTED.split("|") else ""  # 8语种
    alike = [*_counters_like(unit), *(_OF_OBJECTS if unit == "个" else ())]
    stated = rf"(?<!第){_NUMERAL}\s*[多余]?[万亿]?{between}(?:{'|'.join(map(re.escape, alike))})"
    return Measure("asserted", _NOTHING, re.compile(stated if unit else _NUMERAL))


def _counters_like(counter: str) -> list[str]:
    """Counters that may stand for it: 10家 and 10个 count the same."""
    alike = [other for group in _ALIKE if counter in group for other in group]
    return [counter, *alike, *(["个"] if counter in _OF_OBJECTS else "名位人" if counter == "个" else [])]


def measures_asked(question: str, asserted: Sequence[str] = ()) -> list[Measure]:
    """The kinds of figures asked for by the parts of a question that marks divide, each once."""
    if asserted:
        found = [measure_of(figure) for figure in asserted]
    else:
        found = [m for part in _BORDER.split(question) if (m := measure_asked(part))]
    return list({m.stated.pattern: m for m in found}.values())
