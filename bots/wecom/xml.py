"""Flat XML of WeCom callbacks, read without DTDs or entities."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bots.errors import BadEnvelope


def read_fields(text: str | bytes) -> dict[str, str]:
    """The children of the root by name. Raises `BadEnvelope`."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as exc:
        raise BadEnvelope("不是有效的 XML") from exc
    return {child.tag: child.text or "" for child in root}
