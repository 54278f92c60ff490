"""Saved web pages: the document's own text, its tables, and what the portal says about it."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from ingestion.loading import encoding
from ingestion.loading.blocks import Block, Grid, assemble
from ingestion.loading.html_blocks import read_blocks, tidy
from ingestion.loading.html_main import find_main, strip_hidden
from ingestion.loading.html_properties import read_meta, take_properties
from ingestion.loading.limits import SourceFile
from ingestion.loading.vocabulary import portal_words
from ingestion.model import RawDocument

_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_WORD = re.compile(r"[^\w]+")
_CHROME_LINE = re.compile(
    r"(?:您?(?:现在)?(?:所在)?的?(?:当前)?位置\s*[:：].*|.*设为首页.*加入收藏.*|[【\[]?\s*(?:打印|关闭|打印本页|关闭窗口|返回顶部|收藏|字体|大|中|小|纠错)"
    r"[】\]\s|/]*(?:(?:打印|关闭|打印本页|关闭窗口|返回顶部|收藏|大|中|小|纠错)[】\]【\[\s|/]*)*|分享(?:到|至)?[:：]?.{0,20}|"
    r"上一[篇条页][:：].*|下一[篇条页][:：].*|扫一扫在手机打开当前页.*|"
    r"[\(（【\[]?(?:责任)?编辑[:：].{0,12}[\)）】\]]?|相关(?:链接|解读|文章|新闻|稿件)[:：]?|.*(?:ICP备|公网安备|网站标识码).*)"
)


def read_html(file: SourceFile) -> RawDocument:
    """Read a saved page. Text that the page hides or that belongs to the site, not the document, is left out."""
    declared = _CHARSET.search(file.data[:4096])
    decoded = encoding.decode(file, declared=declared.group(1).decode("ascii") if declared else None)
    tree = _parse(file, decoded.text)
    properties = read_meta(tree)
    page_title = tidy(tree.findtext(".//title") or "")
    strip_hidden(tree)
    properties = {**take_properties(tree), **properties}
    headline = _headline(tree)
    blocks = _trim(read_blocks(find_main(tree)))
    title = next(
        (properties[label] for label in (*portal_words().title_labels, "ArticleTitle") if properties.get(label)), None
    )
    title = title or headline or _undecorated(page_title, blocks)
    if title and not _stands_in(title, blocks):
        blocks.insert(0, title)
    return assemble(
        file,
        blocks,
        media_type="html",
        encoding=decoded.encoding,
        title=title,
        properties=properties,
        notes=decoded.notes,
    )


def _parse(file: SourceFile, text: str) -> HtmlElement:
    # the bounds on the size of nodes are lifted (a page is bounded by max_bytes); the bound on depth (2048) remains
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True)
    try:
        tree = lxml_html.document_fromstring(_XML_DECLARATION.sub("", text).replace("\x00", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise file.unreadable("网页内容无法解析。请用浏览器打开后重新保存，或复制正文另存为文本") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise file.unreadable("网页标签嵌套过深，已拒绝读取。请用浏览器打开后复制正文另存为文本")
    return tree


def _headline(tree: HtmlElement) -> str | None:
    """The page's only <h1>, if it reads like a title."""
    headings = {tidy(heading.text_content()) for heading in tree.iter("h1")} - {""}
    return headings.pop() if len(headings) == 1 and 6 <= len(min(headings)) <= 120 else None


def _undecorated(page_title: str, blocks: list[Block]) -> str | None:
    """The part of the page's <title> that the main text repeats; the site's name is not part of it."""
    parts = [
        part.strip() for part in re.split(r"[_|>»]|\s[-–—]+\s|--+|-(?=[^-]*$)", page_title) if part and part.strip()
    ]
    standing = [part for part in (page_title, *parts) if len(part) >= 6 and _stands_in(part, blocks)]
    if standing:
        return max(standing, key=len)
    return max(parts, key=len) if parts else None


def _stands_in(title: str, blocks: list[Block]) -> bool:
    opening = "".join(block for block in blocks[:15] if isinstance(block, str))
    return _NOT_WORD.sub("", title) in _NOT_WORD.sub("", opening)


def _trim(blocks: list[Block]) -> list[Block]:
    """Drop the lines that sites put around a document."""
    return [block for block in blocks if isinstance(block, Grid) or not _CHROME_LINE.fullmatch(block)]
