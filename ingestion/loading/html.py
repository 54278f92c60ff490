"""Saved web pages: the document's own text, its tables, and what the portal says about it."""

from __future__ import annotations

import re
from dataclasses import replace
from email import policy
from email.parser import BytesParser

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
_PICTURE = re.compile(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]+")
_LARGE = 100_000  # bytes from which it pays to take pictures out before parsing
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_WORD = re.compile(r"[^\w]+")
_WIDGETS = (
    "打印本页 打印此页 打印 关闭窗口 关闭本页 关闭页面 关闭 返回顶部 返回上页 返回 收藏本页 收藏 字体大小 字体 字号 "
    "大 中 小 纠错 分享到 分享 微信 微博 新浪微博 QQ空间 QQ好友 朋友圈 听全文 语音播报 复制链接"
)
_CHROME_LINE = re.compile(
    rf"(?:[\s【】\[\]（）()|/:：·>]|{'|'.join(_WIDGETS.split())})+|"
    r"扫一扫在手机打开当前页|您?(?:现在)?(?:所在)?的?(?:当前)?位置\s*[:：].*|.*设为首页.*加入收藏.*|(?:上|下)一[篇条页]\s*[:：].*|"
    r"[（(【\[]?(?:责任)?编辑\s*[:：].{0,12}[）)】\]]?|相关(?:链接|解读|文章|新闻|稿件)\s*[:：]?|.*(?:ICP备|公网安备|网站标识码).*"
)
_SITE_NAME = re.compile(r"(?:人民政府|网站?|委员会|办公[厅室]|[局厅部院])(?:办公[厅室])?$")


def read_html(file: SourceFile) -> RawDocument:
    """Read a saved page. Text that the page hides or that belongs to the site, not the document, is left out."""
    return _read_page(file, declared=None)


def read_mhtml(file: SourceFile) -> RawDocument:
    """Read a page that a browser saved as one file; its pictures and frames are left out."""
    message = BytesParser(policy=policy.default).parsebytes(file.data)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    data = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(data, bytes):
        raise file.unreadable("单一文件网页里没有正文页面。请用浏览器打开后另存为“网页，仅 HTML”")
    return _read_page(replace(file, data=data), declared=page.get_content_charset())


def _read_page(file: SourceFile, *, declared: str | None) -> RawDocument:
    if len(file.data) > _LARGE:
        file = replace(file, data=_PICTURE.sub(b"", file.data))
    if len(file.data) > file.limits.max_markup_bytes:
        raise file.unreadable(
            f"网页超过 {file.limits.max_markup_bytes / 1e6:.0f} MB 的上限。请用浏览器打开后复制正文另存为文本"
        )
    named = _CHARSET.search(file.data[:4096])
    decoded = encoding.decode(file, declared=declared or (named.group(1).decode("ascii") if named else None))
    tree = _parse(file, decoded.text)
    properties = read_meta(tree)
    page_title = tidy(tree.findtext(".//title") or "")
    strip_hidden(tree)
    properties = {**take_properties(tree), **properties}
    titles = (properties.get(label) for label in (*portal_words().title_labels, "ArticleTitle"))
    title = next(filter(None, titles), None) or _headline(tree) or _undecorated(page_title, tree)
    blocks = _trim(read_blocks(find_main(file, tree)))
    if title and not _opens_with(title, blocks):
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


def _undecorated(page_title: str, tree: HtmlElement) -> str | None:
    """The longest part of the page's <title> that the page itself repeats and that is not the name of the site."""
    parts = re.split(r"[_|>»]|\s[-–—]+\s|--+|-(?=[^-]*$)|\s+", page_title)
    shown = _letters(tree.text_content())
    candidates = [part.strip() for part in (page_title, *parts) if len(part.strip()) >= 6]
    standing = [part for part in candidates if _letters(part) in shown and not _SITE_NAME.search(part)]
    return max(standing, key=len, default=None)


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text)


def _opens_with(title: str, blocks: list[Block]) -> bool:
    """Whether the first lines hold the title, in whatever lines it is broken."""
    return _letters(title) in _letters("".join(block for block in blocks[:15] if isinstance(block, str)))


def _trim(blocks: list[Block]) -> list[Block]:
    """Drop the lines that sites put around a document."""
    return [block for block in blocks if isinstance(block, Grid) or not _CHROME_LINE.fullmatch(block)]
