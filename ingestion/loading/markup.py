"""XML parts of packages, parsed without entities, DTDs or network, their names freed of namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingestion.loading.archive import SafeZip
from ingestion.loading.limits import SourceFile


def read_part(file: SourceFile, package: SafeZip, name: str) -> Element:
    """The root of a part; refuses DOCTYPEs, entities, broken XML and excessive nesting."""
    data = package.read(name)
    if len(data) > file.limits.max_markup_bytes:
        raise file.unreadable(
            f"内部文件 {name} 超过 {file.limits.max_markup_bytes / 1e6:.0f} MB 的上限。请拆分文档后再导入"
        )
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise file.unreadable(f"内部文件 {name} 含有不允许的 XML 声明（DOCTYPE 或实体），已拒绝。请核对来源") from error
    except (ParseError, ValueError, LookupError) as error:
        raise file.unreadable(f"内部文件 {name} 不是有效的 XML，文件已损坏。请重新获取后再导入") from error
    _simplify(file, root)
    return root


def read_optional_part(file: SourceFile, package: SafeZip, name: str) -> Element | None:
    return read_part(file, package, name) if name in package else None


def _simplify(file: SourceFile, root: Element) -> None:
    """Strip namespaces from tags and attributes: only the names matter, and producers differ in the namespaces."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > file.limits.max_depth:
            raise file.unreadable("文档结构嵌套过深，已拒绝读取。请另存为新文件后再导入")
        below: list[Element] = []
        for element in level:
            element.tag = _local(element.tag)
            if any("}" in name for name in element.attrib):
                element.attrib = {_local(name): value for name, value in element.attrib.items()}
            below.extend(element)
        level = below


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down `path`, or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(name)
    return element


def value(element: Element | None, *path: str, attribute: str = "val") -> str | None:
    """An attribute of the first element down `path`, or None."""
    found = child(element, *path)
    return None if found is None else found.get(attribute)


def switched_on(element: Element | None, *path: str) -> bool:
    """Whether an on/off property is present and not switched off."""
    found = child(element, *path)
    return found is not None and found.get("val", "true") not in {"0", "false", "off"}


def integer(text: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits, else `default`."""
    stripped = (text or "").strip()
    digits = stripped.removeprefix("-")
    return int(stripped) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else default


def walk(element: Element, *, skip: frozenset[str]) -> Iterator[Element]:
    """`element`'s descendants in document order, without those named in `skip` and what is below them."""
    stack = list(reversed(element))
    while stack:
        current = stack.pop()
        if current.tag not in skip:
            yield current
            stack.extend(reversed(current))
