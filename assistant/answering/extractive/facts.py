"""Facts of a document itself: number, issuer, dates, period, whether it is in force, what it is based on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.extractive.amendments import extension_of
from assistant.answering.extractive.correction import dates_agree, say_whether
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.meant import quotes
from assistant.answering.extractive.purpose import asks_purpose, say_purpose
from assistant.answering.extractive.refusal import Untold, refuse
from assistant.answering.extractive.related import name_of, say_ended, say_related, say_repealing, say_unnamed_repeal
from assistant.answering.extractive.replies import request_of
from assistant.model import Understanding
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Document, Span
from ingestion.parsing.extensions import Extension
from ingestion.parsing.metadata import read_date
from ingestion.parsing.validity import Status, read_validity, status_of
from ingestion.parsing.wording import DATE

_BASIS = re.compile(
    r"(?:根据|依据|依照|按照|贯彻|落实)[^,。?]{0,14}(?:哪|什么)[^,。?]{0,4}(?:文件|政策|法律|法规|规定|规划|决定|会议)(?![^,。?]{0,4}[处罚缴办领])"
    r"|(?:制定|出台|编制)的?(?:依据|根据)|上位法|上级文件|(?:转发|批转)的?(?:是|了)?(?:哪|谁|什么)"
)
_PERIOD = re.compile(
    r"(?:方案|计划|规划|意见|要点|文件|通知|办法)[^,。?]{0,4}(?:管|覆盖|适用|执行|实施)?(?:哪几年|哪些年|几年|哪一?年到哪)|几几年到几几年|规划期|实施期限"
)
_VALIDITY = re.compile(
    r"(?:办法|规定(?!的)|措施|政策|意见|方案|细则|条例|文件|通知)(?![^,。?]{0,2}(?:规定|里|中|要求|明确)的?[^的有]{2,5}的?有效期)[^,。?]{0,6}(?:什么时候|何时|哪天|哪年)?[^,。?]{0,4}(?:到期|失效|过期|废止|有效期|施行|生效)"
)
_REPEALED = re.compile(r"(?:废止|废除|取代|替代|代替)了?(?:哪|什么)|(?:哪|什么)[^,。?]{0,8}(?:废止|跟着废|同时废|作废)")
_BY_WHICH = re.compile(
    r"(?:被|由|让)了?(?:哪|什么|啥)|(?:哪|什么|啥)[^,。?]{0,8}(?:废止|取代|替代|代替)了?(?:它|的|$|\?)"
)
_COPIED = re.compile(r"(?<![^\n（(。；;])(?:抄送|抄报|分送)[：:](?:[^\n。（）()]|[（(][^\n（）()]*[）)])+")
_WHEN = re.compile(r"什么时候|何时|哪天|哪一天|哪一?年|日期|落款|时间|几月")
_DOCUMENT_WORDS = re.compile(r"印发|发文|发布|出台|文号|成文|落款|发的|下发|制定")
_WHOSE = re.compile(
    r"谁(?!来?(?:负责|牵头|管|落实|解释|担任|当))|(?:哪(?:个|些|几个|[几两三]家|[两三几]个)?|什么)(?:单位|部门|机关|机构)"
)
_NUMBER_OF_REQUEST = re.compile(r"(?:请示|来函|来文)的?(?:是|叫)?(?:什么|多少|哪个|几号)?的?(?:发?文号|字号)")
_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
_FRAME = {
    "number",
    "issuer",
    "addressee",
    "copied",
    "title",
    "date",
    "request",
}  # what the head and the foot of a document say
_INTRODUCES = re.compile(r"《(?P<title>[^《》\n]{4,60})》[^。\n]{0,60}由[^。\n]{2,40}(?:印发|发布|公布|下发)[^。\n]*。")
# under a title without a signature: A、B、C联合制定。
_MADE_TOGETHER = re.compile(
    r"(?:(?<=[\n。])|^)(?:本[^\n，,。]{2,6}由)?(?P<by>[^\n，,。；：:]{3,200}、[^\n，,。；：:]{3,40}?)(?P<act>(?:联合|共同)(?:制定|起草|印发|发布|出台))[。，,\n]"
)
_TOLD_BY = {"发文字号": "号", "发文机关": "由", "日期": "日", "施行日期": "起", "有效期": "有效期", "效力": "有效期"}
_FORMER = re.compile(
    r"原来?(?:的|那)|[旧老]的?(?:《|文件|办法|规定|政策|预案|方案|细则|措施|版|那)|之前(?:的|那)|以前(?:的|那)|(?<!\d)(?:19|20|(?=[012]))\d{2}年(?:的|那)"
)
_KIND = (
    "(?:政策)?(?:文件|政策|法规|规章|法律|条例|办法|规定|意见|通知|方案|细则|规则|预案|公告|通告|决定|批复|规划|计划|"
    "部令|政府令)"
)
_OF = r"(?:(?:国办|国家|国务院|中央|部委|地方|省里?|市里?|县里?|政府|官方|正式)的?)?"
_OF_ITSELF = re.compile(r"本(?:办法|规定|措施|政策|意见|方案|细则|条例|文件|通知|预案|规划|计划)|施行|试行|废止")
_SAID = re.compile(r"规定|提[出到及]|明确|要求|[说写讲]|指出|允许|强调|载明")
_WHICH = re.compile(
    rf"有没有[^,。?]{{0,16}}(?:的|相关)文件|"
    rf"(?:(?<![供交备要带])(?:什么|啥|哪){_OF}(?:政策)?(?:文件|法规|规章|法律)|哪一?[个份部项]{_OF}(?:行政法规|{_KIND})|"
    rf"是(?:由|按|在)?(?:什么|啥){_KIND}(?=(?:里|中|上)?(?:说|规定|写|讲|明确|提)))"
    r"(?!就?(?:不再|被|同时|废止|失效|停止|作废|取消))"
    rf"|{_KIND}的?,?(?:(?:到底|究竟|具体)?叫(?:什么|啥)|(?:名字|名称|全称|全名|标题))"
)


def asks_facts(asked: Understanding) -> bool:
    """Whether the question is about the document itself rather than what it says."""
    patterns = (_BASIS, _PERIOD, _VALIDITY)
    return asked.kind == "document" or asks_purpose(asked.text) or any(p.search(asked.text) for p in patterns)


def say_facts(draft: Draft, desk: Desk, document: Document, saying: Ranked | None = None) -> bool:
    """What the document says of itself, as far as it was asked; False where it says nothing of the kind.

    Where it has none of the facts that were asked for, the draft becomes a refusal. `saying` is the clause by which the
    document was found: it is cited first.
    """
    clauses = desk.clauses(document.id)
    if not clauses:
        return False
    if say_purpose(draft, desk, document):
        return True
    if _BASIS.search(desk.asked.text) and say_related(draft, desk, document, ("based_on", "forwards")):
        return True
    if "status" in desk.asked.document_facts and say_ended(draft, desk, document):
        return True
    if _REPEALED.search(desk.asked.text) and not _WHEN.search(desk.asked.text):
        return _say_repeal(draft, desk, document)
    wanted = _without_request(draft, desk, document, _wanted(desk.asked))
    if not wanted or (wanted == ("status",) and _say_repealed(draft, desk, document)):
        return bool(wanted)
    extended = extension_of(desk, document) if {"expiry", "status"} & set(wanted) else None
    told = replace(document, text=desk.text(document.id), expires=extended.until if extended else document.expires)
    facts = {name: _FACTS[name](told) for name in dict.fromkeys(wanted) if name in _FACTS}
    if "status" in wanted:
        status = status_of_document(desk, document)
        facts["status"] = f"{desk.as_of.year}年{desk.as_of.month}月{desk.as_of.day}日的效力：{status.name}"
    said = [line for name, line in facts.items() if line and (name != "title" or len(facts) == 1)]  # it is named anyway
    missing = [_NAMES[name] for name, line in facts.items() if not line]
    numbers = [*_cite_saying(draft, desk, saying)]
    if extended:
        numbers.append(_say_extension(draft, desk, extended))
    numbers += _cite_where_stated(draft, desk, document, facts)
    days = {"date": (told.written, told.published), "effective": (told.effective,), "expiry": (told.expires,)}
    if asked_day := next((name for name in days if name in facts), None):
        say_whether(draft, agrees=dates_agree(desk, [day for day in days[asked_day] if day]))
    lines = [f"《{document.title}》：{'；'.join(said)}。"] if said else []
    introduced = bool(missing) and _say_introduction(draft, desk, document, missing)
    lines += [f"文件没有写明{'、'.join(missing)}。"] if missing and not introduced else []
    for line in lines:  # what the catalog knows of the document need not stand in a clause word for word
        draft.facts.append(line)
        draft.say(line, *numbers)
    _say_validity(draft, desk, document, facts)
    _say_of_older(draft, desk, document)
    if not said and len(draft.paragraphs) == len(lines) == 1:  # nothing else of what was asked is told
        refuse(draft, desk, untold=Untold(document.title, "、".join(missing)))
    return True


def _without_request(draft: Draft, desk: Desk, document: Document, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What else of `wanted` is to be told once what a reply was asked for is said: with that, to whom it is written.

    A title is told with its number. Nothing is left where only the request was asked for and there is none.
    """
    of_request = _NUMBER_OF_REQUEST.search(desk.asked.text)
    others = tuple(name for name in wanted if name != "request" and not (name == "number" and of_request))
    if others == ("title",) and document.doc_number:
        return ("number", *others)
    if others == wanted or (request := request_of(desk, document)) is None:
        return others
    clause, span = request
    text = desk.text(document.id)
    draft.say(f"{span.of(text)}。", draft.cite(clause, document, text, span))
    return ("addressee", *others)


def _say_introduction(draft: Draft, desk: Desk, document: Document, missing: Sequence[str]) -> bool:
    """The sentence by which a page on a paper introduces it (《…措施》由A于某日印发，有效期五年), if that tells all."""
    text, opening = desk.text(document.id), _opening(desk.clauses(document.id))
    found = _INTRODUCES.search(opening.body.of(text))
    if (
        found is None
        or found["title"] not in document.title
        or any(_TOLD_BY.get(m, m) not in found[0] for m in missing)
    ):
        return False
    span = Span(opening.body.start + found.start(), opening.body.start + found.end())
    draft.say(span.of(text), draft.cite(opening, document, text, span))
    return True


def _wanted(asked: Understanding) -> tuple[str, ...]:
    """The facts to tell, by name; with none named the number, who issued it and when."""
    named = tuple(n for n in asked.document_facts if n in _NAMES)
    text = _TITLE.sub("《》", asked.text)  # which may be one 关于印发…的通知
    if _PERIOD.search(text) and "expiry" not in named:
        return ("period", *(n for n in named if n != "date"))
    wanted = named or ("number", "issuer", "date")
    if not asked.document_facts and _VALIDITY.search(text):
        return ("effective", "expiry", "status")
    names_issuer = not {"addressee", "copied", "request"} & set(wanted) and _WHOSE.search(text)
    if names_issuer and asked.document_facts:
        wanted = (*wanted, "issuer")
    of_frame = set(asked.document_facts) <= _FRAME
    if _WHEN.search(text) and (of_frame or _DOCUMENT_WORDS.search(text)):
        wanted = (*wanted, "date")
    return wanted


def asks_which(question: str) -> bool:
    """Whether it is asked which document governs a matter."""
    return bool(_WHICH.search(question)) and not _BASIS.search(question)


def is_validity_of_another(desk: Desk, saying: Ranked) -> bool:
    """Whether a clause tells how long what is no document holds, where that is asked for (批准文件有效期为2年)."""
    if desk.asked.document_facts != ("expiry",):
        return False
    said = [s.sentence.text for s in saying.sentences if "有效期" in s.sentence.text]
    return bool(said) and not any(map(_OF_ITSELF.search, said))


def tells_what_is_said(desk: Desk, saying: Ranked) -> bool:
    """Whether a document is looked up by what it says (哪份文件规定…), not by its subject (…归哪个文件管)."""
    return bool(_SAID.search(desk.asked.text)) or quotes(desk, saying)


def say_which(draft: Draft, desk: Desk, saying: Ranked) -> None:
    """Name the document that says it, with its number where it has one and what else is asked of it.

    What bears the answer is the clause that says it: it is cited first, where the question tells what is said.
    """
    document, draft.kind = saying.evidence.document, "document"
    found_by = saying if tells_what_is_said(desk, saying) else None
    if set(desk.asked.document_facts) - {"number", "title"}:
        say_facts(draft, desk, document, found_by)
        return
    bearing = _cite_saying(draft, desk, found_by)
    line = name_of(document)
    numbers = _cite_where_stated(draft, desk, document, {"number": ""})
    draft.facts.append(line)
    draft.say(line, *bearing, *numbers)


def _cite_saying(draft: Draft, desk: Desk, saying: Ranked | None) -> list[int]:
    if saying is None:
        return []
    clause, document = saying.evidence.clause, saying.evidence.document
    return [draft.cite(clause, document, desk.text(document.id), saying.best.sentence.span if saying.best else None)]


def _say_extension(draft: Draft, desk: Desk, extended: Extension) -> int:
    """The sentence of another document by which it was extended; under which number that is cited."""
    text = desk.text(extended.doc_id)
    holder = next(c for c in reversed(desk.clauses(extended.doc_id)) if c.span.contains(extended.span))
    other = desk.knowledge.document_map([extended.doc_id])[extended.doc_id]
    number = draft.cite(holder, other, text, extended.span)
    draft.say(extended.span.of(text), number)
    return number


def _say_validity(draft: Draft, desk: Desk, document: Document, facts: Mapping[str, str]) -> None:
    """The sentence that repeals it, and the one on when it takes effect and how long it lasts, as far as is asked."""
    if "status" in facts:
        _say_repealed(draft, desk, document)
    if not {"effective", "expiry"} & set(facts):
        return
    text = desk.text(document.id)
    for span in read_validity(text, document.published or document.written).spans[:1]:
        holder = next((c for c in reversed(desk.clauses(document.id)) if c.span.contains(span)), None)
        if holder is not None:
            draft.say(span.of(text).strip(), draft.cite(holder, document, text, span))


def _cite_where_stated(draft: Draft, desk: Desk, document: Document, facts: Mapping[str, str]) -> list[int]:
    """Cite the clauses that state the facts: title block, signature, or the one on validity; else the first."""
    text, clauses = desk.text(document.id), desk.clauses(document.id)
    spans: list[Span] = []
    if "title" in facts and (at := text.find(document.title)) >= 0:
        spans.append(Span(at, at + len(document.title)))
    if "number" in facts and document.doc_number and (at := text.find(document.doc_number)) >= 0:
        spans.append(Span(at, at + len(document.doc_number)))
    if "issuer" in facts and document.issuers:
        spans += _signed(clauses, text, document.issuers[0])
    elif "issuer" in facts and (made := _MADE_TOGETHER.search(text)):
        spans.append(Span(made.start("by"), made.end("act")))
    if "addressee" in facts and document.addressees and (at := text.find(document.addressees)) >= 0:
        spans.append(Span(at, at + len(document.addressees)))
    if "copied" in facts:
        spans += [Span(*m.span()) for m in _COPIED.finditer(text)]
    if "date" in facts:
        spans += [Span(*m.span()) for m in DATE.finditer(text) if read_date(m.group()) == document.written][-1:]
    if {"effective", "expiry", "status"} & set(facts):
        spans += read_validity(text, document.published or document.written).spans[:1]
    holders = [(next((c for c in reversed(clauses) if c.span.contains(s)), None), s) for s in spans]
    numbers = [draft.cite(clause, document, text, span) for clause, span in holders if clause]
    return list(dict.fromkeys(numbers)) or [draft.cite(_opening(clauses), document, text)]


def _signed(clauses: list[Clause], text: str, issuer: str) -> list[Span]:
    """Where the document is signed or says under its title who issued it; else where it last has the name."""
    frames = [c.span for c in clauses if c.kind == "frame" and issuer in c.span.of(text)]
    within = frames[-1] if frames else Span(0, len(text))
    at = text.rfind(issuer, within.start, within.end)
    return [Span(at, at + len(issuer))] if at >= 0 else []


def _opening(clauses: list[Clause]) -> Clause:
    bodies = [c for c in clauses if c.kind != "frame"]
    return next((c for c in bodies if c.kind in ("preamble", "paragraph")), (bodies or clauses)[0])


def _say_repeal(draft: Draft, desk: Desk, document: Document) -> bool:
    """What the document repeals, or by which it was itself repealed where that is asked."""
    by_which = bool(_BY_WHICH.search(desk.asked.text))
    if by_which and _say_repealed(draft, desk, document):
        return True
    return say_related(draft, desk, document, ("repeals",), named=by_which)


def _say_repealed(draft: Draft, desk: Desk, document: Document) -> bool:
    """By which document it was repealed; False where it is not."""
    return say_repealing(draft, desk, document, status_of_document(desk, document))


def _say_of_older(draft: Draft, desk: Desk, document: Document) -> None:
    """What the document does to those before it, where that is asked."""
    of_older = _FORMER.search(desk.asked.text) or _REPEALED.search(desk.asked.text)
    if of_older and not say_related(draft, desk, document, ("repeals", "amends")):
        say_unnamed_repeal(draft, desk, document)


def _dated(day: date | None, name: str) -> str:
    return f"{name}{day.year}年{day.month}月{day.day}日" if day else ""


def _made_together(document: Document) -> str:
    made = _MADE_TOGETHER.search(document.text)
    return f"由{made['by']}{made['act']}" if made else ""


def _period(document: Document) -> str:
    if not document.period:
        return ""
    first, last = document.period
    return f"目标期{first}年" if first == last else f"目标期{first}—{last}年"


def status_of_document(desk: Desk, document: Document) -> Status:
    """What the document is on the day that the question is asked for."""
    knowledge = desk.knowledge
    related = knowledge.relations_to(document)
    effective = {d.id: d.effective or d.published or d.written for d in knowledge.documents()} if related else {}
    extended = extension_of(desk, document)
    whole = replace(document, text=desk.text(document.id), expires=extended.until if extended else document.expires)
    return status_of(whole, related, desk.as_of, taking_effect=effective)


def notice_of(name: str, document: Document, status: Status) -> str | None:
    """What a reader of an answer from this document must be told; None where it simply holds."""
    match status.name:
        case "已废止":
            return f"{name}已废止"
        case "尚未施行":
            return f"{name}{_dated(status.since, '自')}起施行，尚未施行"
        case "已失效":
            return f"{name}{_dated(status.since, '有效期至')}，已失效"
        case "目标期已过" if document.period:
            first, last = document.period
            years = f"{last}年" if first == last else f"{first}—{last}年"
            return f"{name}目标期为{years}，已到期"
    return None


_FACTS: dict[str, Callable[[Document], str]] = {
    "number": lambda d: f"发文字号{d.doc_number}" if d.doc_number else "",
    "issuer": lambda d: f"发文机关{'、'.join(d.issuers)}" if d.issuers else _made_together(d),
    "date": lambda d: "，".join(x for x in (_dated(d.written, "成文日期"), _dated(d.published, "发布日期")) if x),
    "effective": lambda d: _dated(d.effective, "施行日期"),
    "expiry": lambda d: _dated(d.expires, "有效期至") or _period(d),
    "addressee": lambda d: f"主送{d.addressees}" if d.addressees else "",
    "copied": lambda d: "；".join(re.sub(r"[：:]\s*", "", m.group(), count=1) for m in _COPIED.finditer(d.text)),
    "title": lambda d: f"标题为《{d.title}》",
    "period": _period,
}
_NAMES = {
    "number": "发文字号", "issuer": "发文机关", "date": "日期", "effective": "施行日期", "expiry": "有效期",
    "status": "效力", "title": "标题", "addressee": "主送机关", "request": "来文",
    "copied": "抄送机关", "period": "目标期",
}  # fmt: skip
