"""Named things of a text: administrative units, places, document and clause numbers, quotations, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from assistant.answering.grounding.quantities import value_of

_HAN = "\u3400-\u9fff"
_AFTER_UNIT = (
    r"(?=$|[^\u3400-\u9fff]|和|与|及|会同|牵头|负责|等|的|在|将|按|制定|为|是|联合|配合|参与|承担|组织|应|会|可|对|共同|分别"
    r"|主管|印发|发布|出台|根据|具体|统一|审批|审核|备案|申请|申报|提出|提交|报送|办理|作为|另行|受理)"
)
_UNIT_NAME = re.compile(
    rf"[{_HAN}]{{1,20}}?(?:(?<![布格结大全开僵变当破])局|委员会|管委会|(?<=[{_HAN}])委|(?<![大餐客])厅|办公室|人民政府|政府|法院"
    r"|检察院|国务院|科学院|工程院|总队|支队|大队|科协|工商联|妇联|总工会|残联|文联|社科联|供销社|海关|集团|银行|中支|街道|领导小组"
    r"|指挥部|联席会议|(?<![部签])署|(?<![全内外总干局大西中东北南各细头面底根])部"
    rf"|(?<![举创开承主协督经兴申交代查联合帮能可快少新公])办){_AFTER_UNIT}"
)
_GLUE = re.compile(
    r"(?:由|会同|联合|以及|和|与|及|向|报|经|为|是|对|在|到|从|单位|部门|牵头|负责|责任|配合|参与|包括|还有|分别|其中|如|的|请|即|将|按|按照|根据|依据|且|由市委|交|依托|咨询|联系|共同|以)$"
)
_DOC_NUMBER = re.compile(rf"([{_HAN}]{{0,14}})[\[(](\d{{4}})[\])]第?(\d+)号")
_NUMBER_LEAD = re.compile(
    r"(?:根据|依据|依照|按照|按|和|与|及|由|见|是|为|的|即|文件|以|在|关于|通知|文号|字号|参见|依)$"
)
_CLAUSE_REF = re.compile(
    r"第\(?(\d+|[一二三四五六七八九十百两零]+)\)?(编|部分|章|节|条|款|项|目|点)|(附件|附表|附录|附图)(\d+)"
)
_STEP = re.compile(r"^第?\(?(\d+|[一二三四五六七八九十百]+)\)?(?:[、..,]|$|编|部分|章|节|条|款|项|(?<=\)))?")
_QUOTES = (re.compile(r"“([^“”]{2,})”"), re.compile(r"《([^《》]{2,})》"), re.compile(r"\"([^\"]{2,})\""))
_LINK = re.compile(r"(?:https?://|www\.)[^\s,。;、)》\]]+|[\w.+-]+@[\w-]+\.[\w.]+")
_PLACE = re.compile(rf"(?:(?<![{_HAN}])|(?<=[在于对如和与及由向]))([{_HAN}]{{2,3}})[省市县]")
_NO_PLACE = re.compile(
    r"(?:城|上|超|全|各|我|本|辖|地|该|门|股|都|入|省|市|县|区|挂牌|单位|跨|其他|其它|由|在)$|^(?:全|各|我|本|该|由|在|对|以|将)"
)
_TITLE = re.compile(r"《[^《》]+》")
_HEADING = re.compile(r"(?:(?<=[\n。;,:])|^)\(?(\d{1,2}|[一二三四五六七八九十]{1,3})[.、)]+((?!\d)[\w“《]{4,16})")
_LEVELS = "省市县区镇乡州国盟旗"
_UPPER_KINDS = ("编", "部分", "章", "节")


def unit_names(text: str) -> list[str]:
    """Phrases that end like a public body; the start may carry words that lead up to the name."""
    return _UNIT_NAME.findall(text)


def names_unit(name: str, text: str) -> bool:
    """True if `text` names the unit: as it is, after leading words, or with the list's shared `市` restored."""
    for start in range(max(1, len(name) - 2)):
        tail = name[start:]
        if tail not in text:
            continue
        lead = name[:start]
        if not lead or _GLUE.search(lead) or _leads_up(lead, tail, text):
            return True
        return len(lead) == 1 and any(_list_head(text, place) == lead for place in _places(tail, text))
    return False


def _leads_up(lead: str, tail: str, text: str) -> bool:
    """True if the words before a name are the region it belongs to, or a verb that the text has too."""
    if lead[-1] in _LEVELS:
        return False
    return lead in text if tail[0] in _LEVELS else len(lead) > 1 and lead[-2:] in text


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _list_head(text: str, at: int) -> str:
    """First character of the enumeration that the name at `at` belongs to, if it is not the first in it."""
    if text[at - 1 : at] != "、":
        return ""
    return re.split(r"[,。;:()\n]", text[:at])[-1][:1]


def document_numbers(text: str) -> list[tuple[str, str, str]]:
    """(words before the bracket, year, number) of every 发文字号."""
    return _DOC_NUMBER.findall(text)


def same_document_number(claimed: tuple[str, str, str], known: tuple[str, str, str]) -> bool:
    if claimed[1:] != known[1:]:
        return False
    shorter, longer = sorted((claimed[0], known[0]), key=len)
    if not longer.endswith(shorter):
        return False
    extra = longer[: len(longer) - len(shorter)]
    return not extra or bool(shorter and _NUMBER_LEAD.search(extra))


def without_document_numbers(text: str) -> str:
    return _DOC_NUMBER.sub(lambda m: m.group(1) + "\n" * (len(m.group()) - len(m.group(1))), text)


def clause_refs(text: str) -> set[tuple[str, int]]:
    """(kind, number) of every 第X条 and its like."""
    found = [(kind or annex, number or its) for number, kind, annex, its in _CLAUSE_REF.findall(text)]
    return {(kind, int(value)) for kind, number in found if (value := value_of(number)) is not None}


def path_steps(path: Sequence[str]) -> list[int]:
    """The number that opens each heading, 0 where there is none."""
    steps = []
    for heading in path:
        opening = _STEP.match(heading)
        value = value_of(opening.group(1)) if opening else None
        steps.append(int(value) if value is not None else 0)
    return steps


def names_clause(ref: tuple[str, int], refs: Set[tuple[str, int]], steps: Sequence[int]) -> bool:
    """True if the clause is referred to in the text, or is the cited clause (`第8条` for `8.`) or a part above it."""
    kind, number = ref
    if ref in refs:
        return True
    return number in steps[:-1] if kind in _UPPER_KINDS else bool(steps) and number == steps[-1]


def headings(text: str) -> set[tuple[str, int]]:
    """(opening words, number) of every numbered heading."""
    return {
        (opening, int(value)) for number, opening in _HEADING.findall(text) if (value := value_of(number)) is not None
    }


def misnumbers(heading: tuple[str, int], known: Set[tuple[str, int]]) -> bool:
    """True if one of the known headings opens with the same words under another number, and none under this one."""
    opening, number = heading
    numbers = {its for words, its in known if words.startswith(opening) or opening.startswith(words)}
    return bool(numbers) and number not in numbers


def has(heading: tuple[str, int], known: Set[tuple[str, int]]) -> bool:
    """True if one of the known headings opens with the same words under the same number."""
    opening, number = heading
    return any(its == number and (w.startswith(opening) or opening.startswith(w)) for w, its in known)


def without_titles(text: str) -> str:
    """The text with 《titles》 blanked: they are verified word for word."""
    return _TITLE.sub(lambda m: "," * len(m.group()), text)


def quotations(text: str) -> list[str]:
    return [part for pattern in _QUOTES for part in pattern.findall(text)]


def links(text: str) -> list[str]:
    return _LINK.findall(text)


def place_names(text: str) -> list[str]:
    """Stems of words that look like a province, city or county."""
    return [stem for stem in _PLACE.findall(text) if not _NO_PLACE.search(stem)]
