"""Find the main text of a saved page by where its prose is; names of containers are hints, not conditions."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from ingestion.loading.html_blocks import BLOCK_TAGS, tidy
from ingestion.loading.limits import SourceFile
from ingestion.loading.vocabulary import portal_words

_NEVER_SHOWN = frozenset(
    re.findall(
        r"\w+",
        """
        script style noscript template iframe object embed applet button select input textarea svg canvas audio video
        head title meta link map nav datalist
        """,
    )
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$)", re.I
)
_HIDING_RULE = re.compile(r"display\s*:\s*none", re.I)
_MAX_SHEET_CHARS = 200_000
_SIMPLE_SELECTOR = re.compile(r"\s*([.#])([\w-]+)\s*")
_MIN_PROSE = 40
_PUNCTUATION = re.compile(r"[，。；：、！？,;]")
_SITE_NOTE = re.compile(
    r"ICP备|ICP证|公网安备|版权所有|主办单位|承办单位：?.{0,20}信息|网站标识码|技术支持|建议使用|分辨率|联系我们|网站地图|扫一扫|"
    r"copyright|all rights reserved|您(?:现在)?的位置|当前位置|设为首页|加入收藏|无障碍",
    re.I,
)
_DOCUMENT_LINE = re.compile(
    r"^[\d〇○零一二三四五六七八九十]{4}\s*年.{1,3}月.{1,3}日$|^附件?[\d一二三四五六七八九十]*\s*[:：.]|〔\d{4}〕.{0,8}号$|^(?:各|省|市|国务院).*[:：]$|"
    r"(?:人民政府|办公厅|办公室|委员会|总局|局|厅)$"
)
_ATTACHMENT_LINK = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|txt)(?:$|[?#])", re.I)


def strip_hidden(tree: HtmlElement) -> None:
    """Remove what a reader does not see: scripts, comments, form controls, hidden elements."""
    hiding = _hiding_selectors(tree)
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    for element in list(tree.iter("*")):
        if element.getparent() is not None and (element.tag in _NEVER_SHOWN or _is_hidden(element, hiding)):
            element.drop_tree()


def _hiding_selectors(tree: HtmlElement) -> frozenset[tuple[str, str]]:
    """Class and id names that a style sheet inside the page hides with a plain `.name` or `#name` rule."""
    found: set[tuple[str, str]] = set()
    for sheet in tree.iter("style"):
        for rule in (sheet.text or "")[:_MAX_SHEET_CHARS].split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if not _HIDING_RULE.search(declarations):
                continue
            for selector in selectors.rpartition("{")[2].split(","):
                if simple := _SIMPLE_SELECTOR.fullmatch(selector):
                    found.add((simple.group(1), simple.group(2)))
    return frozenset(found)


def _is_hidden(element: HtmlElement, hiding: frozenset[tuple[str, str]]) -> bool:
    if "hidden" in element.attrib or _HIDDEN_STYLE.search(element.get("style", "")):
        return True
    if not hiding:
        return False
    return ("#", element.get("id", "")) in hiding or any(
        (".", name) in hiding for name in element.get("class", "").split()
    )


def find_main(file: SourceFile, tree: HtmlElement) -> HtmlElement:
    """The smallest element that holds nearly all of the page's prose, with navigation inside it removed."""
    body = tree.find("body")
    root = tree if body is None else body
    prose = _Prose(root)
    _drop_chrome(file, root, prose)
    prose = _Prose(root)
    main = _descend(_hinted(root, prose), prose)
    _drop_link_lists(file, main)
    return main


class _Prose:
    """How many characters of running text, links left out, every element holds."""

    def __init__(self, root: HtmlElement) -> None:
        self._scores: dict[HtmlElement, float] = {}
        for element in reversed(list(root.iter("*"))):
            linked = element.tag == "a"
            own = 0.0 if linked else _weigh(element.text)
            for child in element.iterchildren("*"):
                own += self._scores[child] + (0.0 if linked else _weigh(child.tail))
            self._scores[element] = 0.0 if linked and not _is_bookmark(element) else own

    def __getitem__(self, element: HtmlElement) -> float:
        return self._scores.get(element, 0.0)


def _is_bookmark(anchor: HtmlElement) -> bool:
    return anchor.get("href") is None


def _weigh(text: str | None) -> float:
    if not text or _SITE_NOTE.search(text):
        return 0.0
    length = len("".join(text.split()))
    return float(length) if length >= 15 or _PUNCTUATION.search(text) else 0.2 * length


def _is_named(element: HtmlElement, names: re.Pattern[str]) -> bool:
    return any(names.match(name) for name in (*element.get("class", "").split(), element.get("id", "")))


def _drop_chrome(file: SourceFile, root: HtmlElement, prose: _Prose) -> None:
    """Remove elements named as navigation, footer, share bar … unless they hold a good part of the prose."""
    for element in list(root.iter("*")):
        file.check_time()
        if element is root or element.getparent() is None or element.tag in {"td", "tr", "tbody", "table", "p", "span"}:
            continue
        declared = element.tag in {"header", "footer", "aside"}
        if not declared and not _is_named(element, portal_words().furniture):
            continue
        if prose[element] < (0.5 if declared else 0.25) * prose[root] and not _holds_document_line(element):
            element.drop_tree()


def _holds_document_line(element: HtmlElement) -> bool:
    return any(_DOCUMENT_LINE.search(line) and not _SITE_NOTE.search(line) for line in _own_lines(element))


def _hinted(root: HtmlElement, prose: _Prose) -> HtmlElement:
    """The innermost well-known container that holds most of the prose, else the root.

    A notice and the plan it attaches may stand in containers of their own: then the element that holds both.
    """
    hints = [
        element
        for element in root.iter("*")
        if element.tag not in {"a", "p", "span", "li", "body"} and _is_named(element, portal_words().document)
    ]
    most = max((prose[hint] for hint in hints), default=0.0)
    if most < _MIN_PROSE or most < 0.4 * prose[root]:
        return root
    chosen = [hint for hint in hints if prose[hint] >= 0.9 * most][-1]
    around = set(chosen.iterancestors())
    for hint in hints:
        above = list(hint.iterancestors())
        if hint is chosen or hint in around or chosen in above or not _reads_as_document(hint, prose):
            continue
        chosen = next(element for element in above if element in around)
        around = set(chosen.iterancestors())
    return chosen


def _reads_as_document(element: HtmlElement, prose: _Prose) -> bool:
    return prose[element] >= _MIN_PROSE and "。" in element.text_content() and _holds_document_line(element)


def _descend(element: HtmlElement, prose: _Prose) -> HtmlElement:
    """Go down while one child holds nearly all of the prose and nothing of the document would be left behind."""
    while True:
        best = max(element.iterchildren("*"), key=lambda child: prose[child], default=None)
        if best is None or prose[best] < 0.8 * prose[element] or not _is_container(best):
            return element
        others = [child for child in element.iterchildren("*") if child is not best]
        if (element.text or "").strip() or any(_belongs_to_document(child, prose) for child in others):
            return element
        element = best


def _belongs_to_document(sibling: HtmlElement, prose: _Prose) -> bool:
    """A signature, a document number, or a paragraph of sentences beside the main container."""
    return _holds_document_line(sibling) or (
        sibling.tag == "p" and prose[sibling] > 0 and "。" in (sibling.text_content() or "")
    )


def _is_container(element: HtmlElement) -> bool:
    if element.tag in {"p", "li", "a", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "thead", "tfoot"}:
        return element.tag == "tr" and len(element) == 1
    blocks = sum(1 for child in element.iterchildren(*BLOCK_TAGS, "br"))
    return blocks >= 2 or (blocks == 1 and not (element.text or "").strip())


def _own_lines(element: HtmlElement) -> list[str]:
    """The element's lines outside links, roughly as shown; only what is short enough to be a signature or a number."""
    lines: list[str] = []
    for leaf in element.iter("*"):
        if leaf.tag == "a" or next(leaf.iterancestors("a"), None) is not None:
            continue
        if leaf.tag in BLOCK_TAGS or leaf is element:
            text = leaf.text_content() if next(leaf.iterdescendants(*BLOCK_TAGS), None) is None else leaf.text or ""
            lines.append(tidy(text))
    return [line for line in lines if 0 < len(line) <= 60]


def _drop_link_lists(file: SourceFile, main: HtmlElement) -> None:
    """Remove lists of links to other pages (related news, previous and next); links to attached files stay."""
    for element in list(main.iter("ul", "ol", "div", "dl", "table", "p")):
        file.check_time()
        if element is main or element.getparent() is None:
            continue
        links = [
            link for link in element.iter("a") if link.get("href") and not _ATTACHMENT_LINK.search(link.get("href", ""))
        ]
        if not links:
            continue
        linked = sum(len(tidy(link.text_content())) for link in links)
        whole = tidy(element.text_content())
        many = len(links) >= 3 or (len(links) == 2 and linked > 0.95 * len(whole))
        if linked > 0.7 * len(whole) and (many or re.match(r"[上下]一[篇条页]", whole)):
            element.drop_tree()
