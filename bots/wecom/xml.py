"""Flat XML of WeCom callbacks, read without DTDs or entities."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bots.errors import BadEnvelope

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # people paste them, XML does not allow them


def read_fields(text: str | bytes) -> dict[str, str]:
    """The children of the root by name. Raises `BadEnvelope`."""
    try:
        plain = text.decode() if isinstance(text, bytes) else text
        root = fromstring(_FORBIDDEN.sub("", plain), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as exc:
        raise BadEnvelope("不是有效的 XML") from exc
    return {child.tag: child.text or "" for child in root}
