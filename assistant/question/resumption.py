"""A follow-up once more as a case of what was told last, for where it finds nothing as it was completed."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model import Understanding
from assistant.question.followup import ASIDE, Context, Read
from assistant.question.phrases import (
    fragment_text,
    has_ask,
    is_fragment,
    rules,
    scope_text,
    times_text,
    topic_text,
    without_lead,
    without_names,
    without_pronoun,
)
from assistant.question.reading import Reading
from assistant.question.slots import is_bare_noun

_NUMBERED = re.compile(r"[\d一二两三四五六七八九十]")


def about_the_told(reading: Reading, context: Context, read: Read) -> Understanding | None:
    """The question in its own words behind the last topic, of the documents that the last answer came from.

    `otherwise` it is asked of them in its own words alone, which a long topic drowns (去给老人申请评级要带哪些材料,
    那哪些钱它是不给报的).
    None where it names a place, a document, a clause or nothing but another thing, and where the last answer came from
    no document.
    """
    before = context.reading
    elsewhere = reading.subjects or reading.documents or reading.references
    if elsewhere or not context.turn.doc_ids or reading.kind.kind in ASIDE or before.references:
        return None
    own = without_lead(reading.text)
    topic = topic_text(before)
    if not topic or rules()["more"].match(reading.text) or _names_a_thing(reading, read):
        return None
    year = "" if reading.times else times_text(before.text, before.times)
    focus = without_names(without_pronoun(own), reading)
    scope = f"{scope_text(before)}{year}"
    asked = _of_documents(read(f"{scope}{topic},{own}").understanding, context, focus)
    alone = read(f"{scope}{focus}").understanding if has_ask(reading) else None
    return replace(asked, otherwise=_of_documents(alone, context, focus) if alone and alone.terms else None)


def _of_documents(asked: Understanding, context: Context, focus: str) -> Understanding:
    """Asked of the documents that the last answer came from."""
    ids = context.doc_ids
    return replace(asked, doc_ids=ids, regions=(), follow_up=True, focus=focus, context_doc_ids=ids)


def _names_a_thing(reading: Reading, read: Read) -> bool:
    """Whether it only puts another thing in the place of the last one (那摩托艇呢), which is no case of that."""
    phrase = fragment_text(reading, with_places=True)
    return is_fragment(reading) and not _NUMBERED.search(phrase) and is_bare_noun(read(phrase))
