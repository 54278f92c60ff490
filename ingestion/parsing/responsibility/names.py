"""Split a list of units into names, and tell what looks like the name of a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.model import Span
from ingestion.parsing.responsibility.items import names_items
from ingestion.parsing.units import carries_level, normalize_unit, split_level

OPEN, CLOSE = "（(〔【[", "）)〕】]"
_SEPARATORS = "、，,；;/。 \t\n\r\u3000"
_AND = ("以及", "及其", "及", "和", "与", "并")
_PLACE = (
    r"(?:地级以上市|直辖市|自治区|设区的?市|地级市|辖市|开发区|功能区|园区|街道|省|市|州|盟|县|旗|区|乡镇|乡|镇)"
    r"(?:[（(][^（）()]{1,14}[）)])?"
)
_RULER = r"(?:级?人民政府|政府|党委|管委会|管理委员会|办事处)"
# 各市、县（区）人民政府 is one name; 各镇、市科技局 is two
_EVERY = re.compile(rf"各{_PLACE}(?:[、，,和及]\s*{_PLACE}(?={_RULER}|[、，,；;。）)\s和及]|$))*(?:{_RULER})?")
# who does it: in 日常管理由市城管局负责, not in 理由 and 自由
BY = r"(?:(?<![理自])|(?<=[管治办受处清代护审监整修料]理))由"
# 布局, 全部 and 督办 are no bodies
BUREAU, SECTION, OFFICE = (
    "(?<![布格结全大开僵破困定])局",
    "(?<![全内外干局东西南北])部",
    "(?<![承主协举开经督交催领])办",
)
_STRONG = re.compile(
    rf"(?:{BUREAU}|委|{SECTION}|{OFFICE}|厅|署|政府|党组|管委会|委员会|办公室|办事处|指挥部|领导小组|法院|检察院|协会|部门|方面|各单位|成员单位)$"
)
_WEAK = re.compile(
    r"(?:省|市|州|盟|县|旗|区|乡|镇|街道|村|社区|会|院|所|站|队|(?<![查惩])处|社|台|馆|[银分支商央]行|人行|中支|团|组|校|库|联|科协|海关|司|室|股|科|中心|公司|集团|机构|单位|企业|基地|新城|机关|支队|"
    r"大学|学校|高校|医院|地区|地方|各地|[科生作记]协|协会|学会|商会|园|军区|中央|总工会|市场主体)$"
)
_TRAILING = re.compile(
    r"(?:[、，,]?\s*等(?:\d+|[一二三四五六七八九十两]+)?(?:个|家)?(?:相关|有关|市级|市直|省直)?(?:部门|单位|地区|地方|机构|和)*)$"
)
# 即…, 含…, 见附件 are remarks; 即墨区, 含山县, 如皋市 are places
REMARK = re.compile(
    r"^(?:即(?!墨)|含(?!山)|包括|包含|以下|简称|见|详见|附件|附[:：]|注[:：]|如(?!皋|东)|例如|指|不含|其中|参照|下同|自行)"
)
# what a list of units may name beside them, and is none itself
_LISTED = re.compile(r"[\u4e00-\u9fff（）()]{3,24}")
_NOT_LISTED = re.compile(
    r"[的了是把对被从或其]|应当|要求|进行|通过|加强|建立|支持|鼓励|形成|按照|"
    r"(?:[者员]|力量|群众|组织|专家|家庭|企业|人士|代表|同志|家长|个人|市场|公众)$"
)
# 公安、城管等部门, 公安、城管部门: members of such a list are named by their field alone
OF_FIELDS = r"(?:\d+|[一二三四五六七八九十两]+)?个?(?:相关|有关|行政|主管|职能)*(?:部门|机构)"
_OF_FIELDS = re.compile(rf"(?:等{OF_FIELDS}|[\u4e00-\u9fff](?:部门|机构))[、，, ]*$")
_BEHIND = re.compile(rf"等{OF_FIELDS}")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}")
_NOT_A_NAME = re.compile(rf"{REMARK.pattern}|^(?:(?:责任|牵头)单位.*|无|略|原|同上|待定|[—\-－/]+)$")
_IMPOSSIBLE = re.compile(r"[。！？!?“”\"《》:：%％]|\d{4}\s*年|^\d+$")
_LONGEST = 40
_PART = re.compile(r"(?<=.)[（(](?P<of>[^（）()]{2,14})[）)]$")
_OF_TOWNS = ("大学", "学院", "公司")  # 石油大学（某地）: where it is


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as written, with its place in the document text.

    `of`: what alone it has its role for. `field`: it is named by its field alone, 公安 of 公安、城管等部门.
    """

    name: str
    normalized: str
    span: Span
    of: str = ""
    field: bool = False


def split_units(text: str, start: int, end: int, *, level: str = "") -> tuple[list[UnitName], str]:
    """The units listed in `text[start:end]`, and the level (市) that the list hands on to what follows it."""
    units: list[UnitName] = []
    of_fields = bool(_OF_FIELDS.search(text, start, end) or _BEHIND.match(text, end))
    for left, right in _pieces(text, start, end):
        name = text[left:right]
        if not is_possible(name):
            continue
        name, of = _without_part(name)
        own = split_level(name)[0]
        carried = level if not own and carries_level(name) else ""
        field = of_fields and _is_field(name)
        units.append(UnitName(name, normalize_unit(name, level=carried), Span(left, left + len(name)), of, field))
        level = own if own and own[-1] in "省市县区州盟旗" else level
    return units, level


def _is_field(name: str) -> bool:
    return bool(_FIELD.fullmatch(name)) and not _NOT_LISTED.search(name) and not is_unit_like(name)


def _without_part(name: str) -> tuple[str, str]:
    """住建局（垃圾） names the unit and its part of the work; in 委（局） and 镇（街道） the bracket is of the name."""
    part = _PART.search(name)
    whole = name[: part.start()] if part else ""
    if part is None or is_unit_like(part["of"]) or not is_unit_like(whole):
        return name, ""
    if whole.endswith(_OF_TOWNS) and not names_items(part["of"]):
        return name, ""
    return whole, part["of"]


def is_possible(name: str) -> bool:
    """Not ruled out as a name: short enough, no sentence marks, not 以下简称… or 见附件."""
    return 1 < len(name) <= _LONGEST and not _IMPOSSIBLE.search(name) and not _NOT_A_NAME.match(name)


def is_unit_like(name: str) -> bool:
    """The name ends as names of units end; 金控集团 and 各镇街道 do, 投入 does not."""
    core = _without_brackets(name)
    return is_possible(name) and bool(_STRONG.search(core) or _WEAK.search(core) or core.startswith("各"))


def is_office(name: str) -> bool:
    """Certainly a body of government or party, even when nothing around the name says so."""
    core = _without_brackets(name)
    return len(core) > 2 and is_possible(name) and bool(_STRONG.search(core))


def is_listed(name: str) -> bool:
    """Fit to be the name of a unit where it stands in a list of them, whatever it ends in: 中国计生协, 国家电网."""
    return is_possible(name) and bool(_LISTED.fullmatch(name)) and not _NOT_LISTED.search(name)


def _without_brackets(name: str) -> str:
    return re.sub(r"[（(〔【\[][^（()）]*[）)〕】\]]", "", name)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of the single names, trimmed of 等部门 and blanks."""
    for left, right in _separated(text, start, end):
        for one_left, one_right in _joined_by_and(text, left, right):
            trailing = _TRAILING.search(text, one_left, one_right)
            stop = trailing.start() if trailing else one_right
            while one_left < stop and text[one_left] in _SEPARATORS:
                one_left += 1
            while stop > one_left and text[stop - 1] in _SEPARATORS:
                stop -= 1
            if stop > one_left:
                yield one_left, stop


def _separated(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = at = start
    depth = 0
    while at < end:
        begins = depth == 0 and (at == left or text[at - 1] in "和与及")
        every = _EVERY.match(text, at, end) if begins else None
        if every:
            at = every.end()
            continue
        mark = text[at]
        depth += (mark in OPEN) - (mark in CLOSE and depth > 0)
        if depth == 0 and mark in _SEPARATORS:
            yield left, at
            left = at + 1
        at += 1
    yield left, end


def _joined_by_and(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Split at 和, 与, 及 where a whole unit stands on both sides: not in 工业和信息化局."""
    for at in range(left + 2, right - 1):
        word = next((w for w in _AND if text.startswith(w, at, right)), None)
        if word is None or _is_joint(text[left:at], text[at + len(word) : right]) is False:
            continue
        yield left, at
        yield from _joined_by_and(text, at + len(word), right)
        return
    yield left, right


def _is_joint(before: str, after: str) -> bool:
    if after in {"政府", "人民政府"} or (before.endswith(("政府", "党委")) and not is_office(after)):
        return False
    if before.count("（") + before.count("(") != before.count("）") + before.count(")"):
        return False
    whole = is_office(before) or (len(before) > 2 and is_unit_like(before)) or before.startswith("各")
    return whole and is_unit_like(after)
