"""What a saved portal page says about its document: <meta> tags and the block of 索引号, 发文机关, 发布日期 …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingestion.loading.html_blocks import BLOCK_TAGS, tidy

_META_NAMES = frozenset(
    "articletitle pubdate contentsource source author keywords description columnname columntype sitename "
    "sitedomain url publisher createdate filenum indexnum og:title og:url".split()
)
_STRONG = (
    "索引号 信息索引号 主题分类 发文机关 发文机构 发布机构 发文单位 制发机关 公开责任部门 成文日期 发文日期 生成日期 生成时间 "
    "签发日期 制发日期 发布日期 发布时间 公开日期 公开时间 公布日期 发文字号 文件编号 信息来源 文章来源 稿件来源 消息来源 "
    "信息名称 文件名称 文件标题 统一编号 统一登记号 规范性文件编号 公开方式 公开形式 公开范围 公开时限 公开程序 信息类别 "
    "信息分类 体裁分类 组配分类 服务对象分类 效力状态 公文时效 文件状态 浏览次数 阅读次数 点击次数 访问次数 点击数 浏览量 阅读量"
).split()
_WEAK = (
    "标题 名称 文号 文件号 来源 主题词 关键词 关键字 分类 体裁 有效性 时效性 时效 是否有效 效力 生效日期 实施日期 施行日期 "
    "失效日期 废止日期 终止日期 有效期 登记号 语种 载体类型 记录形式 内容概述 作者 编辑 责任编辑 日期 时间 字体 字号 "
    "字体大小 保护视力色 视力保护色 分享 分享到"
).split()
_LABELS = frozenset((*_STRONG, *_WEAK))
_IDLE = frozenset(
    "浏览次数 阅读次数 点击次数 访问次数 点击数 浏览量 阅读量 字体 字号 字体大小 保护视力色 视力保护色 分享 分享到".split()
)
_PROSE_CHARS = 80
_SPACED = {label: r"[\s\u3000]*".join(label) for label in _LABELS}
_LABEL = re.compile(
    r"(?<![\w])[\[【]?("
    + "|".join(_SPACED[label] for label in sorted(_LABELS, key=len, reverse=True))
    + r")[\]】]?[\s\u3000]*[:：]"
)


def read_meta(tree: HtmlElement) -> dict[str, str]:
    """Name/content pairs of the <meta> tags that government sites agree on, named as written."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name, content = meta.get("name") or meta.get("property") or "", tidy(meta.get("content") or "")
        if name.lower() in _META_NAMES and content:
            found.setdefault(name, content)
    return found


def take_properties(tree: HtmlElement) -> dict[str, str]:
    """Read the metadata block and remove its cells or lines from `tree`.

    A block counts when it stands before the body text and holds a label that running text would not hold,
    or wherever at least three labels follow each other.
    """
    tokens = [(leaf, _labelled_text(leaf)) for leaf in _leaves(tree)]
    first_prose = next(
        (i for i, (_, text) in enumerate(tokens) if len(text) > _PROSE_CHARS and not _LABEL.match(text)), len(tokens)
    )
    properties: dict[str, str] = {}
    for run in _runs(tokens):
        pairs, used = _pairs(tokens, run)
        labels = {label for label, _ in pairs}
        early = run[0] < first_prose and any(label in labels for label in _STRONG)
        if not early and len(labels) < 3:
            continue
        for label, value in pairs:
            if value and label not in _IDLE:
                properties.setdefault(label, value)
        for index in used:
            _remove(tokens[index][0])
    return properties


def _leaves(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Block elements without blocks inside: table cells, list items, plain paragraphs."""
    for element in tree.iter(*BLOCK_TAGS):
        if next(element.iterdescendants(*BLOCK_TAGS), None) is None:
            yield element


def _labelled_text(leaf: HtmlElement) -> str:
    """The leaf's text; an inline element that is just a label gets the colon that its style implies."""
    if len(leaf) and not (leaf.text or "").strip():
        first = tidy(leaf[0].text_content()) if isinstance(leaf[0].tag, str) else ""
        if _squash(first) in _LABELS and len(first) == len(first.rstrip(":：")):
            whole = tidy(leaf.text_content())
            return f"{first}：{whole[len(first) :].lstrip(' ：:')}"
    return tidy(leaf.text_content())


def _squash(text: str) -> str:
    return re.sub(r"[\s\u3000:：\[\]【】]", "", text)


def _is_label(leaf: HtmlElement, text: str) -> bool:
    return _squash(text) in _LABELS and (leaf.tag in {"td", "th", "dt"} or text.rstrip(" 】]").endswith((":", "：")))


def _runs(tokens: list[tuple[HtmlElement, str]]) -> Iterator[list[int]]:
    """Groups of token indexes that carry labels, at most two other tokens apart."""
    run: list[int] = []
    for index, (leaf, text) in enumerate(tokens):
        if len(text) > 400 or not (_is_label(leaf, text) or _LABEL.match(text)):
            continue
        if run and index - run[-1] > 3:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _pairs(tokens: list[tuple[HtmlElement, str]], run: list[int]) -> tuple[list[tuple[str, str]], list[int]]:
    """Label/value pairs of a run, and the indexes of the tokens that they were read from."""
    pairs: list[tuple[str, str]] = []
    used: list[int] = []
    for index in run:
        leaf, text = tokens[index]
        used.append(index)
        if not _is_label(leaf, text):
            pairs.extend(_split(text))
        elif index + 1 < len(tokens) and index + 1 not in run and len(tokens[index + 1][1]) <= 400:
            pairs.append((_squash(text), tokens[index + 1][1]))
            used.append(index + 1)
        else:
            pairs.append((_squash(text), ""))
    return pairs, used


def _split(text: str) -> Iterator[tuple[str, str]]:
    """`索引号：1 发布机构：某局` -> two pairs."""
    marks = list(_LABEL.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        yield _squash(mark.group(1)), text[mark.end() : following.start() if following else None].strip(" \u3000")


def _remove(leaf: HtmlElement) -> None:
    if leaf.getparent() is not None:
        leaf.drop_tree()
