"""Who acts in a sentence of running text: `由A制定,报B同意`, `C要履行主体责任`, `办公室设在D`.

Labels and brackets (`statements.py`) assign work beyond doubt. A sentence of prose only says who does something, so
this is read when a question asks about that very sentence, and is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ingestion.model import Role, Span
from ingestion.parsing.responsibility.names import (
    BUREAU,
    BY,
    OF_FIELDS,
    OFFICE,
    SECTION,
    UnitName,
    is_listed,
    is_unit_like,
)
from ingestion.parsing.units import normalize_unit

# A name ends in one of these, unless what follows makes another word of it: 部 in 部长 and 部分, 局 in 局面.
_KEPT = 8_192  # sentences: a unit's doings are looked for in all of a document at each question
_BODY = re.compile(
    r"(?:(?<=[省市县区州盟旗乡镇民级方地国央委党）])政府(?!指导|定价|采购|购买|补[助贴]|投资|性|网站|令|规章|储备|主导|引导|出资|债|工作报告|公报)|"
    rf"办公厅|办公室|研究室|[督巡]查室|秘书处|委员会|[居村组执]委会|领导小组|小组|专班|指挥部|管委会|办事处|会议|兵团|{BUREAU}|部门|{SECTION}|(?<!原)委|党组|"
    r"[监总协学商联金工字究事进]会|(?<![餐客大舞])厅|(?<!部)署|机关|机构|单位|公司|集团|银行|[人支央分]行|中支|法院|检察院|海关|[支总大中]队|调查队|中心|妇联|工商联|残联|科协|[销作]社|"
    rf"[案书物化技术]馆|电视台|气象台|派出所|交易所|研究所|(?:管理|养护|服务|防治|监[测督理]|检[测验疫]|推广|工作|保护|救助|技术|事务)[所站段]|[电水]厂|服务企业|(?:(?<![城集小古特])镇|乡)(?=（某+）)|(?<=[各地的])乡镇|(?<=各)镇|大学|学院|学校|医院|研究院|科学院|工程院|教育厅|司|机场|军区|党中央|国务院|街道|主管方|{OFFICE}(?![理法公学事案好赛展班])|[社集]团|院)"
    r"(?:[（(][^）)]{1,20}[）)])?"
    r"(?![长员分级位署面托派任婉属下里件首落队伍]|会(?![商签审同]))"
)
# What stands before a name or between two, and never inside one.
_BETWEEN = re.compile(
    rf"[\s，,。；;：:、！？!?“”《》|]|{BY}|请(?!示)|报告|报(?:经|请|送)?(?!社|业|刊)|经(?![济信贸营开发管办])|[提送移]交|送|[向到](?:户籍|居住)(?:所在)?地?的?|向|对(?![外台口])|(?<![所现])在|设[在于]|"
    r"会同|会商(?=[国市省县区州各])|牵头(?=[国省市县区州各][^，,。；;：:]{1,40}(?:办理|落实|实施|推进|完成|开展|负责))|(?<![合共协])同(?![意级志一样时步等])|(?<=[局委办厅部署府])商(?![务业会标贸户品])|商(?=[国市省县各有])|组织(?=[国市省县区州各][^，,。；;的]{0,14}(?:局|委|厅|部门|大队))|(?<=[局委办厅部署院司府处会])[所下直]属的?(?!机关|单位|机构|部门|企业|事业)|(?:配合|协助)(?=[^，,。；;、]{1,12}(?:政府|局|委员会|办事处)[^，,。；;、]{0,6}(?:做好|开展|实施|完成|进行|落实|组织|负责|推进))|以及|及(?!时)|并(?!购)|将|为|让|给|从|是|超过|高于|低于|要(?!素)|应当|应(?!急|用)|须|可以|等|到|成立|设立|组建|建立(?=[^，,。；;]{2,16}牵头)|指定|"
    r"责成|委托|授权|督促|明确|归|找|把|或者?|因|就(?!业)|按照?|根据|依据|依照|凡"
)
_VERB = re.compile(
    r"负责|(?:牵头|承担|承办|举办|经办|组织(?!部)|实施|制定|制订|编制|提出|研究(?![院所])|审批(?!局|服务)|审核|审定|审议|审查|批准|核准|核定|同意|"
    r"落实|配合|协助|参与|参加|做好|履行|统一|统筹|共同|分别|具体|切实|主管(?!部门|单位|机关|机构)|主办(?!单位|方)|主持|归口|监督(?!管理)|指导|办理|受理|"
    r"约谈|(?:挂牌)?督办|(?<!督)查办|交办|通报|责令|追回|收回|确定|建立|加强|进行|完成|开展|推进|推动|给予|发布|公布|安排|下达|拨付|汇总|认定|评审|初审|复审|备案|决定|任命|聘任|"
    r"召集|解释|直接|定期|不得|已|也|还|均|(?<!成)都|每|根据|结合|通过|依法|担任|兼任|出资|印发|联合(?!会(?![商签审])|社|国)|抓好|支持|协调|代表|"
    r"采取|答复|认真|积极|严格|进一步|全面|自行|有权|出具|签发|签订|签署|共建|承建|依(?:照|据)?各?自?(?:职责|职能|权限)|监管(?![局总部机委支分单])|提供|接入|登记(?!管理)|收取|颁发|核发|送达|通知(?=[^，,。；;]*[，,]))"
    r"(?!中心(?![城镇区任工])|局(?![部限势面])|[室院]|(?:工作)?(?:委员会|(?:领导)?小组|专班))"  # 审批局, 督导中心
)
# 县（市、区）, X委（Y局）, 省、自治区、直辖市: marks that part no names
_INSIDE = re.compile(
    r"[（(][^（）()]{1,8}[）)]|(?<=[局委部办厅署院会府])[（(][^（）()责头配]{1,20}[）)]|(?:省|自治区|市)、(?=自治区|直辖市|县)"
)
_NUMBERED = re.compile(
    r"^(?:[（(][^）)]*[）)]|【[^】]*】|[一二三四五六七八九十\d]+[.．]|\d+年)+|^其?(?:所属|下属|直属)的?|^的(?:\d+[家个所])?"
)
_JOIN = re.compile(r"^(?:[、，,和与及同]|以及|并)+$")
_GENERIC = re.compile(
    r"^(?:各|有关|相关|其他|其它|本|该|所在|上述|所属|具体|[多几两]个?|跨|第三方|级|地|任何|一些|这些|不同|专门|政府|责任|牵头|配合|参与|主办|承办|我|你|贵)*"
    r"(?:部门|单位|机关|机构|政府|公司|中心|协会|学校|医院|大学|办公室|委员会|领导小组|小组|会议|集团|银行|集体|社团|部|委|局|院)$"
)
_SELF = re.compile(
    r"[的了是那其你我]|^(?:鼓励|引导|吸引|动员|发动)|建议|请求|上市|骨干|龙头|(?<!服务)企业(?!局|处|所在)|进行|通过|要求|规定|按照|关于"
)
_PERSON = re.compile(
    r"^(?:副|主要|有关)?(?:负责人(?![才员力口工民事居防])|负责同志|领导|部长|局长|主任|秘书长|司长|处长|书记|市长|省长|县长|成员|同志|委员)"
)
_LEADS = re.compile(
    r"^(?:等\w{0,6})?(?:要|应当?|须|将|为|是|作为)?(?:具体|共同|统一|分别|总|负责)?(?:牵头|主办|为主|抓总)"
)
_WILLING = "予以|给予|积极|共同|协同|密切|主动|通力|大力"
_HELPS = re.compile(
    rf"^(?:等\w{{0,6}})?(?:要|应当|应|{_WILLING})*(?:按\w{{0,6}})?(?:{_WILLING})*(?:为|是)?(?:配合|协助|参与|参加|协办|支持)"
)
# at the end of a list what is no name: 市水务局及供热企业参加
_AND_OTHERS = re.compile(r"(?:以及|[、和与及])[^，,。；;、]{0,8}?(?:企业|单位|机构|部门|人员|专家|队伍|力量)")
_TOGETHER = re.compile(r"^(?:等\w{0,4})?[，,]?(?:[要应将已可](?:当|以)?)?(?:会[同商]|商|联合|牵头)$")
_HELPING = re.compile(r"[要应将]?当?(?:积极|主动|密切|予以)?(?:配合|协助)")
_OF_ANOTHER = re.compile(r"(?:[所下直]属的?|(?:指定|委托|授权)的)(?:\d+[家个所])?")
_OWN_TASK = re.compile(
    r"(?:提供|负责(?!(?:具体|组织|共同)*(?:落实|实施|推进)(?:(?:有关|相关|各项|具体)*(?:工作|任务))?(?:[，,；;。]|$)))[^，,；;。、]{4,}"
)  # A牵头负责组织，B负责资金筹措和拨付
_MERELY_DOES = re.compile(r"(?:具体|共同|分别|抓好)*(?:落实|实施|负责|推进|执行)(?=[，,；;。]|$)")
_JOINS = re.compile(r"(?:[要应将可](?:当|以)?)?会同")
# members of a list by their place in it: 省应急厅、省红十字会参加; 公安、民政等部门
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,14}")
_OF_FIELDS = re.compile(OF_FIELDS)
_RULED = re.compile(r"(省|州|市|县|旗|区|镇|乡|街道)(?:人民政府|政府|管委会|办事处|党委)$")
_HELPED_BY = re.compile(r"(?:会[同商]|商|联合|配合|征求|报经|报请|报送|送交|报|经|(?<!抄)送)$")
_SUBMITTED_TO = re.compile(r"(?:报[经请送]?|(?<!抄)送交?|经)$")
_APPROVES = re.compile(r"(?:等\w{0,6})?(?:审批|审核|审查|审定|初审|复审|批准|核准|核定|同意|批)")
_TO = re.compile(r"[向到](?:(?:户籍|居住)(?:所在)?地?的?)?$")
_SOUGHT_FOR = re.compile(
    r"(?:等[^，,。；;]{0,6})?(?:书面|如实|及时|立即|直接|当面|统一)?"
    r"(?:提[出交]|[申投]诉|申[请报领]|举报|反映|报[告备]|备案|登记|咨询|求助|[办领受]理|领取|缴[纳交])"
)
_REPORTED_TO = re.compile(r"(?:报告|告知|通知)$")
_STOPS = re.compile(r"[，,。；;]|$")
_LED = re.compile(r"^(?:的)?(?:\w{0,6})(?:领导|指导|支持|监督|配合|组织|协调)(?:和\w{2})?下")
_TOWARDS = re.compile(
    r"(?:报告|告知|通知|[提移]交|向|对|给|为|将|让|从|对于|成立|设立|组建|根据|按照?|依照|依据|因|是)$"
)
_BEGINS = re.compile(r"(?:由|请|设在|设于|归|找|责成|委托|授权|指定)$")
_ACTS = re.compile(
    rf"^[：:]?(?:等(?:\w{{0,3}}(?:部门|单位|机构))?)?(?:{_VERB.pattern}|会同|要|应|须|可以|将|[为是](?=牵头)|对|按|在|负总责|至少|建|组建|设立|成立|请|报|并|出|管|收|审|批|核|发|定|"
    r"自(?=[^，,。；;]{1,16}起)|\d+个?(?:工作日|[日天]|小时)[之以]?内|"
    r"(?:接|收到|发现|获悉)[^，,。；;]{0,16}(?:[，,](?=应|要|须|不得|立即|及时|可)|立即))"  # upon what it acts
)
_IN_CHARGE = re.compile(r"[为是][^，,。；;]{0,40}(?:主管|责任|牵头)(?:部门|单位|机关|机构)")
# （4）市水务局：调度外河水闸…: what stands below its name is what it does; no telephone, no other name
_HEADED = re.compile(r"[：:][\u4e00-\u9fff]{4}")
_OPENS = re.compile(r"[\s（(]*[\d一二三四五六七八九十某]*[）)、.．\s]*")

_LONGEST = 30
_BEFORE = 8
_AFTER = 24  # characters behind a name that say what it does


@dataclass(frozen=True, slots=True)
class Actor:
    """A unit and what it does in the sentence: `lead` where it leads or others join it, `support` where it helps.

    `told`: others report or submit something to it. `sought`: one applies, complains or reports to it (向A投诉).
    """

    unit: UnitName
    role: Role
    told: bool = False
    sought: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    units: tuple[UnitName, ...]
    role: Role = "responsible"
    acts: bool = False
    told: bool = False
    sought: bool = False


@lru_cache(_KEPT)
def read_actors(text: str, sentence: Span) -> tuple[Actor, ...]:
    """The units that act in `text[sentence]`, in reading order, each once; empty where none is sure."""
    whole, text = text, _INSIDE.sub(_as_one_word, text)
    groups = [_with_role(text, sentence, group) for group in _groups(text, sentence)]
    acting = [g for g in _together(text, groups) if g.acts]
    led = any(g.role == "lead" and _LEADS.match(text[g.end : g.end + _AFTER]) for g in acting)
    found: dict[str, Actor] = {}
    for group in acting:
        begins = _begins(text, sentence, group) and not _MERELY_DOES.match(text, group.end)
        own = group.role != "responsible" or begins or _OWN_TASK.match(text, group.end)
        role = "support" if led and not own else group.role
        for unit in group.units:
            name = unit.span.of(whole)
            named = replace(unit, name=name, normalized=normalize_unit(name))
            if name not in found or role == "lead" or found[name].sought > group.sought:
                found[name] = Actor(named, role, group.told, group.sought)
    return tuple(found.values())


def _as_one_word(found: re.Match[str]) -> str:
    word = found.group()
    return word.replace("、", "某") if word[0] not in "（(" else "（" + "某" * (len(word) - 2) + "）"


def read_names(text: str, span: Span) -> tuple[UnitName, ...]:
    """The units that are listed at the front of `text[span]`, whatever they do; empty where it begins otherwise."""
    first = next(_groups(text, span), None)
    return first.units if first and first.start == span.start else ()


def _groups(text: str, sentence: Span) -> Iterator[_Group]:
    """Names that stand in one list."""
    held: list[UnitName] = []
    for name in _names(text, sentence):
        if held and not _JOIN.match(text[held[-1].span.end : name.span.start]):
            yield _Group(held[0].span.start, held[-1].span.end, tuple(held))
            held = []
        held.append(name)
    if held:
        yield _Group(held[0].span.start, held[-1].span.end, tuple(held))


def _names(text: str, sentence: Span) -> Iterator[UnitName]:
    start = sentence.start
    last = -1  # the end of the name before
    fields: list[UnitName] = []  # the listed words before, in which no name is seen
    for mark in (*_BETWEEN.finditer(text, sentence.start, sentence.end), None):
        end = mark.start() if mark else sentence.end
        names = list(_names_in(text, start, end)) or _member(text, Span(start, end), mark, last)
        field = None if names and names[-1].span.end == end else _field(text, Span(start, end), mark)
        if field:  # 国务院公安 as well
            names = [] if mark and mark.group() == "、" else [field]
        shared = names and names[0].span.start == start and (fields and _shares_ending(text, names[0], fields))
        yield from (*(fields if shared else ()), *names)
        last = names[-1].span.end if names else -1
        fields = [*fields, field] if field and not names else []
        start = mark.end() if mark else end


def _member(text: str, stretch: Span, mark: re.Match[str] | None, last: int) -> list[UnitName]:
    """What follows a name after `、`, up to a verb or the next mark of the list, is one too, whatever it ends in."""
    if last < 0 or text[last : stretch.start] != "、":
        return []
    if stretch.of(text) == "街道":
        return [_name(text, stretch.start, stretch.end)]
    verb = _VERB.search(text, stretch.start, stretch.end)
    if verb is None and (mark is None or mark.group() not in "、等"):
        return []
    span = Span(stretch.start, verb.start() if verb else stretch.end)
    name = span.of(text)
    fit = name == "街道" or (is_listed(name) and not _SELF.search(name))
    return [_name(text, span.start, span.end)] if fit else []


def _field(text: str, stretch: Span, mark: re.Match[str] | None) -> UnitName | None:
    """公安 or 民政 of `公安、民政等部门`, `公安、民政部门`."""
    found = _FIELD.fullmatch(text, stretch.start + text.startswith(("与", "和"), stretch.start), stretch.end)
    ends = mark and (mark.group() == "、" or (mark.group() == "等" and _OF_FIELDS.match(text, mark.end())))
    if not found or not ends or _VERB.search(found.group()) or _SELF.search(found.group()):
        return None
    return _name(text, *found.span())


def _shares_ending(text: str, name: UnitName, fields: Sequence[UnitName]) -> bool:
    if ruled := _RULED.search(name.name):  # 甲县、乙县人民政府
        return all(field.name.endswith(ruled.group(1)) for field in fields)
    return name.name.endswith(("部门", "机构")) or bool(_OF_FIELDS.match(text, name.span.end + 1))


def _names_in(text: str, start: int, end: int) -> Iterator[UnitName]:
    """The names at the front of a stretch without marks; 和 and 与 part two names where both are whole."""
    verb = _VERB.search(text, start, end)
    ends = [m.end() for m in _BODY.finditer(text, start, verb.start() if verb else end)]
    if not ends:
        return
    for at in range(start + 2, ends[-1] - 2):
        if text[at] in "和与" and (at in ends or (at > start + 2 and is_unit_like(text[start:at]))):
            yield from _names_in(text, start, at) if at in ends else [_name(text, start, at)]
            yield from _names_in(text, at + 1, end)
            return
    name = _NUMBERED.sub("", text[start : ends[-1]]).lstrip("和与（(")
    if (
        (len(name) >= 3 or name == "各镇")
        and not _GENERIC.match(name)
        and not _SELF.search(name)
        and len(name) <= _LONGEST
    ):
        yield _name(text, ends[-1] - len(name), ends[-1])


def _name(text: str, start: int, end: int) -> UnitName:
    return UnitName(text[start:end], normalize_unit(text[start:end]), Span(start, end))


def _with_role(text: str, sentence: Span, group: _Group) -> _Group:
    before = text[max(sentence.start, group.start - _BEFORE) : group.start]
    others = _AND_OTHERS.match(text, group.end, sentence.end)
    end = others.end() if others else group.end
    after = text[end : min(sentence.end, end + _AFTER)]
    if (before.endswith("在") and _LED.match(after)) or _PERSON.match(after) or re.match(r"设[在于]", after):
        return group
    if _HELPED_BY.search(before) or _HELPS.match(after):
        told = bool(_SUBMITTED_TO.search(before))
        role: Role = "responsible" if told and _APPROVES.match(after) else "support"  # 报A批准: A decides
        return replace(group, role=role, acts=True, told=told)
    headed = _HEADED.match(after) and _OPENS.fullmatch(text[sentence.start : group.start])
    acts = _ACTS.match(after) or _IN_CHARGE.match(text, end, sentence.end)
    if (_TO.search(before) and _SOUGHT_FOR.match(after)) or (_REPORTED_TO.search(before) and _STOPS.match(after)):
        return replace(group, acts=True, sought=True)
    if _TOWARDS.search(before) or not (headed or _BEGINS.search(before) or acts):
        return group
    return replace(group, role="lead" if _LEADS.match(after) or _JOINS.match(after) else "responsible", acts=True)


def _together(text: str, groups: Sequence[_Group]) -> list[_Group]:
    """`A会同B`: A leads, B supports; `A配合B`: A supports B; `由A所属的B`: B acts, and not A."""
    out = list(groups)
    for i, (one, other) in enumerate(pairwise(groups)):
        if _TOGETHER.fullmatch(text[one.end : other.start]):
            out[i] = replace(one, role="lead", acts=True)
            out[i + 1] = replace(other, role="support", acts=True)
        elif _HELPING.fullmatch(text[one.end : other.start]):
            out[i + 1] = replace(other, role="responsible", acts=True)
        elif _OF_ANOTHER.fullmatch(text[one.end : other.start]):
            out[i] = replace(one, acts=False)
            out[i + 1] = replace(other, acts=one.acts or other.acts)
    return out


def _begins(text: str, sentence: Span, group: _Group) -> bool:
    return group.start == sentence.start or bool(
        _BEGINS.search(text[max(sentence.start, group.start - 6) : group.start])
    )
