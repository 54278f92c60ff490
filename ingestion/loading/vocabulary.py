"""The words of `portal.toml`, read once when first needed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class PortalWords:
    """Names that portals use; the patterns match a whole class or id name, or a label with its colon."""

    sure_labels: frozenset[str]
    labels: frozenset[str]
    idle_labels: frozenset[str]
    title_labels: tuple[str, ...]
    meta_names: frozenset[str]
    document: re.Pattern[str]
    furniture: re.Pattern[str]
    label: re.Pattern[str]
    skipped_suffixes: frozenset[str]


@cache
def portal_words() -> PortalWords:
    words = tomllib.loads(resources.files("ingestion.loading").joinpath("portal.toml").read_text(encoding="utf-8"))
    labels, containers = words["labels"], words["containers"]
    known = frozenset((*labels["sure"], *labels["likely"]))
    # portals space labels out to align them: 索 引 号
    spaced = (r"[\s\u3000]*".join(label) for label in sorted(known, key=len, reverse=True))
    return PortalWords(
        sure_labels=frozenset(labels["sure"]),
        labels=known,
        idle_labels=frozenset(labels["idle"]),
        title_labels=tuple(labels["title"]),
        meta_names=frozenset(words["meta"]["names"]),
        document=re.compile(rf"(?:{'|'.join(containers['document'])})\Z", re.I),
        furniture=re.compile(rf"(?:{'|'.join(containers['furniture'])})\Z", re.I),
        label=re.compile(rf"(?<!\w)[\[【]?({'|'.join(spaced)})[\]】]?[\s\u3000]*[:：]"),
        skipped_suffixes=frozenset(words["folders"]["skip"]),
    )
