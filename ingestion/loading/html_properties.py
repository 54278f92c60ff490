"""What a saved portal page says about its document: <meta> tags and the block of 索引号, 发文机关, 发布日期 …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingestion.loading.html_blocks import BLOCK_TAGS, tidy
from ingestion.loading.vocabulary import portal_words

_PROSE_CHARS = 80
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://[^\s>]+)")


def read_meta(tree: HtmlElement) -> dict[str, str]:
    """Name/content pairs of the <meta> tags that government sites agree on, named as written."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name, content = meta.get("name") or meta.get("property") or "", tidy(meta.get("content") or "")
        if name.lower() in portal_words().meta_names and content:
            found.setdefault(name, content)
    if address := _address(tree):
        found["网址"] = address
    return found


def _address(tree: HtmlElement) -> str | None:
    """Where the page came from: as the browser noted when saving it, or as the page itself says."""
    for comment in tree.getroottree().xpath("//comment()"):
        if noted := _SAVED_FROM.search(comment.text or ""):
            return noted.group(1)
    stated = [link.get("href") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"]
    stated += [meta.get("content") for meta in tree.iter("meta") if meta.get("property", "").lower() == "og:url"]
    return next((url.strip() for url in stated if url and re.match(r"https?://\S+$", url.strip())), None)


def take_properties(tree: HtmlElement) -> dict[str, str]:
    """Read the metadata block and remove its cells or lines from `tree`.

    A block counts when it stands before the body text and holds a label that running text would not hold,
    or wherever at least three labels follow each other.
    """
    tokens = [(leaf, _labelled_text(leaf)) for leaf in _leaves(tree)]
    prose = (i for i, (_, text) in enumerate(tokens) if len(text) > _PROSE_CHARS and not _starts_with_label(text))
    first_prose = next(prose, len(tokens))
    properties: dict[str, str] = {}
    for run in _runs(tokens):
        pairs, used = _pairs(tokens, run)
        labels = {label for label, _ in pairs}
        early = run[0] < first_prose and not labels.isdisjoint(portal_words().sure_labels)
        if not early and len(labels) < 3:
            continue
        for label, value in pairs:
            if value and label not in portal_words().idle_labels:
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
    """The leaf's text as its layout separates it: neighbouring inline elements do not run together, and an inline
    element that is just a label gets the colon that its style implies."""
    pieces = [leaf.text or ""]
    for child in leaf:
        text = child.text_content()
        bare = _squash(text) in portal_words().labels and not text.rstrip().endswith((":", "："))
        starts_label = _starts_with_label(tidy(text))
        pieces += [" " if starts_label else "", text, "：" if bare and child is leaf[0] else "", child.tail or ""]
    return tidy("".join(pieces))


def _squash(text: str) -> str:
    return re.sub(r"[\s\u3000:：\[\]【】]", "", text)


def _is_label(leaf: HtmlElement, text: str) -> bool:
    if _squash(text) not in portal_words().labels:
        return False
    return leaf.tag in {"td", "th", "dt"} or text.rstrip(" 】]").endswith((":", "："))


def _starts_with_label(text: str) -> bool:
    return portal_words().label.match(text) is not None


def _runs(tokens: list[tuple[HtmlElement, str]]) -> Iterator[list[int]]:
    """Groups of token indexes that carry labels, at most two other tokens apart."""
    run: list[int] = []
    for index, (leaf, text) in enumerate(tokens):
        if len(text) > 400 or not (_is_label(leaf, text) or _starts_with_label(text)):
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
    marks = list(portal_words().label.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        yield _squash(mark.group(1)), text[mark.end() : following.start() if following else None].strip(" \u3000")


def _remove(leaf: HtmlElement) -> None:
    if leaf.getparent() is not None:
        leaf.drop_tree()
