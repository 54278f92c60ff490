"""The pieces of a question, and the one whose place a fragment after it takes (第一阶段是什么时候? 第二阶段呢)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.question.phrases import Spanned, rules, spans, time_end, time_start
from assistant.question.reading import Reading
from assistant.question.words import Token, cut

_ORDINAL = re.compile(r"第[\d一二三四五六七八九十]+|最后|首个|首次")
_COUNTER = re.compile(r"(?:多少|几)(.)$")
_ASKED_NOUN = re.compile(r"(?!是)[\u4e00-\u9fff]{0,6}(?=$|[?,。])")  # 什么做法: belongs to the ask
_ASKED_VERB = re.compile(r"[\u4e00-\u9fff]{0,2}的?(?=$|[?,。])")  # 怎么答复的
_JOINT = re.compile(r"[和与跟及、]")
_NAME = range(2, 4)  # characters of a name that stands before a word for what is done with it
_QUOTES = ("“", "”")
_SUBJECTLESS = 6  # a longer phrase than 土地使用期限 says whose figure it is
_BARE = 8
_SHORT = 4  # a modifier up to so many characters stands before its noun without 的


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of content words without names and asks; `counter`: the word it is counted with (多少家), "" for 多少."""

    tokens: tuple[Token, ...]
    counter: str | None = None

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def text(self) -> str:
        return "".join(t.text for t in self.tokens)


@dataclass(frozen=True, slots=True)
class Slot:
    """What a fragment replaces, and with what; `alike`: by something of the same kind."""

    start: int
    end: int
    written: str
    alike: bool = False


def find_slot(before: Reading, phrase: str) -> Slot:
    """The piece of the same kind as `phrase`, else what is counted or asked about; an empty range where nothing is.

    A phrase that ends in 的 takes the place of what describes a noun and leaves the noun.
    """
    pieces = list(_pieces(before))
    bare = phrase.removesuffix("的")
    describes = bare != phrase
    if found := _same_kind(pieces, bare, describes=describes):
        piece, token = found
        return Slot(_start(before, piece, token, bare), token.end, bare, alike=True)
    asked = _asked_about(before, pieces)
    if asked is None:
        end = max((s.end for s in spans(before)), default=0)
        return Slot(end, end, bare)
    if describes and len(asked.tokens) > 1 and not rules()["deictic"].match(before.text, asked.end):
        return _description(asked, bare)
    start = asked.start if describes else _behind_modifier(asked.tokens, bare)
    beside = (p.start for p in before.places if p.end == start and not (p.mention.subject and p.mention.known))
    return Slot(min(beside, default=start), asked.end, bare)


def _description(piece: Piece, bare: str) -> Slot:
    """What stands before the last noun: all of it where 的 divides them, else the phrase that the noun ends."""
    divided = piece.tokens[-2].text == "的"
    start = piece.start if divided else _behind_modifier(piece.tokens, bare)
    return Slot(start, piece.tokens[-1].start, bare if len(bare) <= _SHORT else f"{bare}的")


def asked_about(reading: Reading) -> str:
    """The thing that a question asks something of, without the verb: of 新增多少家众创空间 the 众创空间."""
    piece = _asked_about(reading, list(_pieces(reading)))
    return "".join(t.text for t in _without_verb(piece.tokens)) if piece else ""


def asks_bare_figure(reading: Reading) -> bool:
    """Whether it asks for a figure without saying of what (土地使用期限到哪年)."""
    pieces = list(_pieces(reading))
    return len(pieces) == 1 and len(pieces[0].text) <= _SUBJECTLESS and is_attribute(pieces[0].text)


def names_nothing(reading: Reading) -> bool:
    """Whether it has nothing but an ask (申请要什么材料)."""
    return not any(_pieces(reading))


def is_bare_noun(reading: Reading) -> bool:
    """Whether it is one short phrase and nothing else (孵化器?)."""
    pieces = list(_pieces(reading))
    return len(pieces) == 1 and pieces[0].text == reading.text.rstrip("?。!") and len(pieces[0].text) <= _BARE


def bearer_of(reading: Reading) -> str:
    """What the figure asked for belongs to: of 查验区面积多大 the 查验区."""
    pieces = [p for p in _pieces(reading) if p.counter is None]
    named = (rules()["attribute"].sub("", p.text).removesuffix("的") for p in reversed(pieces))
    return next((text for text in named if text), "")


def is_attribute(phrase: str) -> bool:
    """Whether `phrase` is a figure that something has (规模, 占比), not a thing."""
    return bool(rules()["attribute"].search(phrase))


def is_share(phrase: str) -> bool:
    """Whether `phrase` is a share of something (占比, 比重)."""
    return bool(rules()["share"].search(phrase))


def _pieces(reading: Reading) -> Iterator[Piece]:
    text = reading.text
    blocked, counters = _asks(reading)
    edges = {at for p in reading.places for at in (p.start, p.end)}  # a place that is spoken of is a piece by itself
    run: list[Token] = []
    for token in [*_cut_at(text, edges), Token("", len(text), len(text))]:
        joins = token.text in _QUOTES or not rules()["function"].match(token.text)  # “多测合一”改革 is one piece
        inside = token.text and joins and not any(blocked[token.start : token.end])
        if inside and (not run or token.start not in edges):
            run.append(token)
            continue
        if kept := _trimmed(run, before_ask=token.end > token.start and _asks_object(text, run)):
            yield Piece(tuple(kept), None if _is_verb(kept[0]) else counters.get(run[0].start))
        run = [token] if inside else []


def _cut_at(text: str, edges: Iterable[int]) -> Iterator[Token]:
    """The words of the text, none over one of the `edges`: behind 青禾市 stand 县道, not 市县 and 道."""
    bounds = [0, *sorted(edges), len(text)]
    for start, end in pairwise(bounds):
        for token in cut(text[start:end], guess=False):
            yield Token(token.text, start + token.start, start + token.end)


def _asks(reading: Reading) -> tuple[list[bool], dict[int, str]]:
    """Which characters belong to names and asks, and the counters of 多少… by where what they count begins."""
    text = reading.text
    blocked = [False] * len(text)
    counters: dict[int, str] = {}
    names: list[Spanned] = [*reading.subjects, *reading.documents, *reading.references, *reading.units]
    ranges = [(s.start, s.end) for s in names]
    ranges += [(time_start(text, t.start), time_end(text, t.end)) for t in reading.times]
    for match in (m for asks in ("who", "asking") for m in rules()[asks].finditer(text)):
        end = match.end()
        if match.group().endswith(("什么", "哪些", "啥")):
            end += len(noun.group()) if (noun := _ASKED_NOUN.match(text, end)) else 0
        elif match.group().endswith(("怎么", "如何", "怎样")):
            end += len(verb.group()) if (verb := _ASKED_VERB.match(text, end)) else 0
        elif counter := _COUNTER.search(match.group()):
            counters[end] = "" if counter[1] in "多少" else counter[1]
        elif match.group().endswith(("多少", "几")):
            counters[end] = ""
        ranges.append((match.start(), end))
    for start, end in ranges:
        blocked[start:end] = [True] * (end - start)
    return blocked, counters


def _asks_object(text: str, run: Sequence[Token]) -> bool:
    """Whether what follows asks for the object of a verb (引进多少, 受到什么)."""
    return bool(run) and re.match(r"了?(?:多少|几|什么|哪|吗|没)", text[run[-1].end :]) is not None


def _trimmed(run: Sequence[Token], *, before_ask: bool) -> list[Token]:
    """Without particles at its ends, and without the verb whose object is asked for."""
    kept = list(run)
    while kept and rules()["glue"].match(kept[0].text):
        kept.pop(0)
    while kept and (rules()["glue"].match(kept[-1].text) or (before_ask and _is_verb(kept[-1]))):
        kept.pop()
    return kept


def _is_verb(token: Token) -> bool:
    return bool(rules()["verb"].match(token.text)) or _class_of(token) == "v"


def _is_body(token: Token) -> bool:
    return _class_of(token) == "nt"


def _class_of(token: Token) -> str:
    from rjieba import tag

    return str(tag(token.text)[0][1])


def _same_kind(pieces: Sequence[Piece], phrase: str, *, describes: bool) -> tuple[Piece, Token] | None:
    """The piece with the token whose end is most like that of `phrase`; the last of equals."""
    best: tuple[int, Piece, Token] | None = None
    kinds = [rules()[kind].search for kind in ("role", "person") if rules()[kind].search(phrase)]
    for piece in pieces:
        for token in piece.tokens if describes else _nouns(piece):
            alike = _shared_end(token.text, phrase) + any(is_of_kind(token.text) for is_of_kind in kinds)
            if alike and len(token.text) > 1 and (best is None or alike >= best[0]):
                best = (alike, piece, token)
    if best:
        return best[1:]
    return None if describes else _inner_of_kind(pieces, phrase)


def _inner_of_kind(pieces: Sequence[Piece], phrase: str) -> tuple[Piece, Token] | None:
    """What has the length and the end of each name in `phrase` and stands first in a piece (县道养护, 乡道和村道)."""
    names = _JOINT.split(phrase)
    length = len(names[0])
    if length not in _NAME or any(len(name) != length or name[-1] != names[0][-1] for name in names):
        return None
    for piece in pieces:
        opens = piece.text[:length]
        ends = any(t.end == piece.start + length for t in piece.tokens)
        if ends and len(piece.text) > length and opens[-1] == names[0][-1] and opens not in names:
            return piece, Token(opens, piece.start, piece.start + length)
    return None


def _nouns(piece: Piece) -> list[Token]:
    """The words that end what stands before each 的, and the last one (博士的购房补贴)."""
    following = [*piece.tokens[1:], None]
    return [t for t, after in zip(piece.tokens, following, strict=True) if after is None or after.text == "的"]


def _shared_end(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def _start(before: Reading, piece: Piece, token: Token, phrase: str) -> int:
    if _ORDINAL.match(phrase) and (numbered := [*_ORDINAL.finditer(before.text, piece.start, token.end)]):
        return numbered[-1].start()
    tokens = [t for t in piece.tokens if t.end <= token.end]
    while len(tokens) > 1 and _is_body(tokens[0]):
        tokens.pop(0)  # 国务院全体会议, 常务会议呢
    start = _behind_modifier(tokens, phrase)
    if rules()["role"].search(phrase):  # a post with the body it is in
        start = min((u.start for u in before.units if u.end == start), default=start)
    return start


def _behind_modifier(tokens: Sequence[Token], phrase: str) -> int:
    """Where the noun phrase that the tokens end with begins: behind 的 and a verb, unless the phrase has them."""
    kept = list(tokens)
    if "的" not in phrase and not is_attribute(phrase):
        cuts = [i for i, t in enumerate(kept[:-1]) if t.text == "的"]
        kept = kept[cuts[-1] + 1 :] if cuts else kept
    opens_with_verb = rules()["verb"].match(cut(phrase)[0].text)
    return kept[0].start if opens_with_verb else _without_verb(kept)[0].start


def _without_verb(tokens: Sequence[Token]) -> Sequence[Token]:
    first = next((i for i, t in enumerate(tokens) if not rules()["verb"].match(t.text)), len(tokens) - 1)
    return tokens[first:]


def _asked_about(before: Reading, pieces: Sequence[Piece]) -> Piece | None:
    """What a counter counts, else the subject of the last clause, else what 多少 asks of, else the last piece."""
    clause = max(before.text.rfind(mark, 0, len(before.text) - 1) for mark in ",。;?")
    predicate = _predicate_start(before, clause + 1)
    things = [p for p in pieces if len(p.tokens) > 1 or not _is_verb(p.tokens[0])]
    in_clause = [p for p in things if p.start > clause]
    subjects = [p for p in in_clause if p.counter is None and p.end <= predicate]
    counted = [p for p in things if p.counter]
    amounts = [p for p in things if p.counter == ""]
    return next((found[-1] for found in (counted, subjects, amounts, in_clause, things) if found), None)


def _predicate_start(reading: Reading, clause: int) -> int:
    """Where the clause says something of its subject: at a modal (能, 要) or at the ask."""
    modals = [t.start for t in cut(reading.text, guess=False) if rules()["modal"].fullmatch(t.text)]
    asks = [m.start() for asks in ("who", "asking") for m in rules()[asks].finditer(reading.text)]
    return min((at for at in (*modals, *asks) if at >= clause), default=len(reading.text))
