"""Tells a portal's decoration from the document: where the text starts, where it ends, which lines are metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingestion.parsing.numbering import read_marker
from ingestion.parsing.wording import ADDRESSEES, DATE, DOCUMENT_NOUNS, DOCUMENT_NUMBER, SIGNATURE

_TITLE = re.compile(
    rf"^[^。；！？|>»]{{2,160}}(?:关于[^。]{{2,140}}的?(?:{DOCUMENT_NOUNS})|(?:印发|转发|批转)[^。]{{2,120}}通知|(?:{DOCUMENT_NOUNS}))"
    r"(?:[（(][^（）()]{1,40}[）)])?$"
)
# What of a title breaks off into a line below: （2012—2030年）的批复, （试行）, 的通知
_ENDS_TITLE = re.compile(
    rf"^(?:[（(][^（）()。]{{1,40}}[）)]的(?:{DOCUMENT_NOUNS})|的(?:{DOCUMENT_NOUNS})"
    r"|[（(](?:(?:19|20)\d{2}年?\s?[—\-－–~～至]{1,2}\s?(?:19|20)\d{2}\s?年|试行|暂行|修[订正]|征求意见稿|草案|20\d{2}年(?:版|修订))[）)])$"
)
_ABOUT = re.compile(r"^(?:关于|印发|转发|批转)[^。；！？|>»]{2,140}$")
_NAVIGATION = re.compile(
    r"当前位置|您现在的位置|您的位置|所在位置|首页\s*[>》»＞]|>>|设为首页|加入收藏|欢迎(?:来到|访问|光临)|今天是|由会员分享|在线阅读|相关搜索|"
    r"登录|注册|无障碍|繁體|繁体|简体|English|RSS|搜索|网站地图|客户端|微博|微信|二维码"
)
_TAIL = re.compile(
    r"分享到|分享|扫一扫|打印|关闭(?:窗口|本页)?|添加收藏|加入收藏|主办(?:单位)?[：:]|承办(?:单位)?(?:及维护)?[：:]|技术支持|版权所有|ICP备|公网安备|"
    r"客服|传真|地址[：:]|邮编|浏览|阅读次数|点击(?:数|量|次数)|上一[篇条]|下一[篇条]|相关(?:文章|链接|阅读|解读|政策|新闻|文件)|推荐.{0,8}(?:IE|浏览器|分辨率)|"
    r"分辨率|您访问的链接|责任编辑|编辑[：:]|返回顶部|网站地图|友情链接|网站标识码|联系我们|关于我们|字体|字号[：:]|收藏|纠错|打印本页|公众号|"
    r"Copyright|All Rights Reserved|来源[：:]|意见反馈|政策咨询|我要(?:纠错|评论)|是否继续|本网站|站点"
)
_PAIR = re.compile(
    r"(?P<name>信息来源|消息来源|来\s*源|发布日期|发布时间|发文日期|成文日期|生成日期|生成时间|公开日期|发布机构|发文机关|发文单位|发布单位|制发机关|"
    r"信息类别|主题分类|主\s*题\s*词|索\s*引\s*号|信息名称|标\s*题|发文字号|文\s*号|有\s*效\s*性|效力状态|浏览次数|点击数|作者|字体|字号|"
    r"施行日期|生效日期|废止日期|公文种类|体裁分类|服务对象|公开方式)\s*[：:]\s*(?P<value>.*?)\s*"
    r"(?=$|(?:[•·]\s*)?(?:信息来源|消息来源|来\s*源|发布日期|发布时间|发文日期|成文日期|生成日期|生成时间|公开日期|发布机构|发文机关|发文单位|发布单位|"
    r"制发机关|信息类别|主题分类|主\s*题\s*词|索\s*引\s*号|信息名称|标\s*题|发文字号|文\s*号|有\s*效\s*性|效力状态|浏览次数|点击数|作者|[【\[]?字体|字号|"
    r"施行日期|生效日期|废止日期|公文种类|体裁分类|服务对象|公开方式)\s*[：:])"
)
_PAIR_LINE = re.compile(rf"^[•·\s【\[]*{_PAIR.pattern}")
_HEAD_WIDGET = re.compile(r"^[【\[（(]?\s*(?:字体|字号|打印|大\s*中\s*小|分享|收藏|浏览次数|语音播报|[A-Z]?[+-])")
_ORGAN_HEAD = re.compile(r"(?:文件|令|公告|公报)$")


@dataclass(frozen=True, slots=True)
class Frame:
    """Which lines are the document: `[first, last)`; `title` is the range of the title's lines inside it.

    `decoration` are lines outside and inside that range to be removed; `properties` is what metadata lines say.
    """

    decoration: tuple[int, ...]
    title: range
    properties: Mapping[str, str]


def frame(lines: Sequence[str], title: str | None = None) -> Frame:
    """Find the document inside a page's lines. Lines of doubt stay: losing text is worse than keeping decoration."""
    heading = _find_title(lines, title)
    body = heading.stop
    decoration: list[int] = []
    if not heading:
        decoration += _leading_navigation(lines)
    properties: dict[str, str] = {}
    for i in range(heading.start):
        if not _belongs_above_title(lines[i]):
            decoration.append(i)
        properties.update(_pairs(lines[i]))
    for i in range(body, min(body + 12, len(lines))):
        line = lines[i]
        if ADDRESSEES.match(line) or (len(line) > 200 and "。" in line):
            break
        if _PAIR_LINE.match(line) or _HEAD_WIDGET.match(line):
            properties.update(_pairs(line))
            decoration.append(i)
        elif _same(line, "".join(lines[j] for j in heading)) and not _starts_text(lines, i + 1):
            decoration.append(i)
    decoration += _tail(lines, body)
    return Frame(tuple(sorted(set(decoration))), heading, properties)


def _leading_navigation(lines: Sequence[str]) -> list[int]:
    found = []
    for i, line in enumerate(lines):
        if not _NAVIGATION.search(line) or len(line) > 200:
            break
        found.append(i)
    return found


def is_title(line: str) -> bool:
    """Whether a line reads like the title of a document."""
    return 5 <= len(line) <= 160 and not _NAVIGATION.search(line) and bool(_TITLE.match(line))


def _find_title(lines: Sequence[str], known: str | None) -> range:
    """The title's lines; an empty range at the first line where there is none."""
    first_sentence = next((i for i, line in enumerate(lines) if _is_prose(line)), len(lines))
    end = min(len(lines), first_sentence + 1)
    if known:
        wanted = _key(known)
        spans = [range(i, i + n) for n in (1, 2, 3, 4) for i in range(end) if _key("".join(lines[i : i + n])) == wanted]
        if spans:
            return max(spans, key=lambda r: r.start)
    hits = [i for i in range(min(end, first_sentence)) if is_title(lines[i]) and not read_marker(lines[i])]
    if not hits:
        return range(0)
    cover = [i for i in hits if "关于" in lines[i] or "印发" in lines[i] or "转发" in lines[i]]
    start = (cover or hits)[0]
    for i in hits:  # a page often repeats its title: the copy nearest to the text counts
        if i > start and _same(lines[i], lines[start]) and not any(ADDRESSEES.match(x) for x in lines[start:i]):
            start = i
    stop = start + 1
    while start > 0 and _continues_title(lines[start - 1], lines[start]):
        start -= 1
    while stop < len(lines) and _ENDS_TITLE.match(lines[stop]) and not DATE.search(lines[stop]):
        stop += 1
    return range(start, stop)


def _continues_title(above: str, line: str) -> bool:
    """Whether a title's first line stands above: its issuers, or a 关于… that breaks off."""
    if _ABOUT.match(line) and SIGNATURE.match(above):
        return True
    return (
        len(above) < 60
        and bool(re.search(r"关于|印发|转发", above))
        and not re.search(r"关于|印发|转发|[。；：:，,]", line)
        and not is_title(above)
        and not _PAIR_LINE.match(above)
        and not _NAVIGATION.search(above)
    )


def _starts_text(lines: Sequence[str], index: int) -> bool:
    """Whether a document's own text begins right here, so that the line above is its title and not a copy."""
    return index < len(lines) and (_is_prose(lines[index]) or SIGNATURE.match(lines[index]) is not None)


def _is_prose(line: str) -> bool:
    return len(line) > 30 and ("。" in line or line.count("，") + line.count(",") > 2) and not _NAVIGATION.search(line)


def _belongs_above_title(line: str) -> bool:
    if _NAVIGATION.search(line) or _PAIR_LINE.match(line):
        return False
    number = DOCUMENT_NUMBER.search(line)
    return bool(number and len(line) < 60) or bool(
        _ORGAN_HEAD.search(line) and len(line) < 40 and SIGNATURE.match(line[:-2])
    )


def _pairs(line: str) -> dict[str, str]:
    found = {}
    for match in _PAIR.finditer(line):
        value = match["value"].strip(" /•·【[")
        if value:
            found[re.sub(r"\s", "", match["name"])] = value
    return found


def _tail(lines: Sequence[str], body: int) -> list[int]:
    """Decoration after the last line of the document."""
    cut = len(lines)
    i = len(lines) - 1
    misses = 0
    while i > body and misses < 3:
        line = lines[i]
        if _ends_document(line):
            break
        if _TAIL.search(line) and len(line) < 160:
            cut, misses = i, 0
        else:
            misses += 1
        i -= 1
    return list(range(cut, len(lines)))


def _ends_document(line: str) -> bool:
    if _TAIL.search(line) and len(line) < 100 and not line.endswith("。"):
        return False
    return (
        line.endswith(("。", "）", ")", "；")) or bool(DATE.fullmatch(line.strip("（）() "))) or line.startswith("附件")
    )


def _key(line: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"'()（）—\-]", "", line)


def _same(a: str, b: str) -> bool:
    return bool(a) and _key(a) == _key(b)
