"""Lists and outlines: the headings below the clause that is asked for, or the figures it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.document_lists import BEGINS_BRIEFLY, leading_sentence, listed
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.gist import is_own_heading, shortened
from assistant.answering.extractive.levels import is_headed_by_rank
from assistant.answering.extractive.passage import is_heading
from assistant.answering.extractive.table_lists import rows_asked
from assistant.answering.extractive.tasks import title_of
from assistant.answering.extractive.wording import joined, spoken
from assistant.model import Evidence
from assistant.question.lists import kinds_of_list
from assistant.retrieval.headings import bare, heading_parts
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.scope import covers_year
from assistant.retrieval.sentences import sentences_of
from ingestion.model import Clause, Document

_OUTLINE = re.compile(
    r"大纲|提纲|(?:文件|方案|规划|意见|办法|通知|计划|细则|要点|措施|全文|整体|主要|总体)的?(?:目录|结构|框架)|(?<![送盖刻领发])几(?:个|大)?(?:部分|章)|哪些部分|哪几(?:个|大)?(?:部分|章)|多少(?:部分|章)"
)
_OVERVIEW = re.compile(
    r"(?:讲|说|写|规定|包括|涉及|提)(?:[了的到]|了些)?(?:什么|哪些|啥)(?:方面)?的?(?:内容|东西|事情?)?(?:[?？。呢啊]|$)"
    r"|(?:列|提)(?:出|了)*(?:哪[些几]|几)(?:条|项|个|方面)?的?(?:具体|主要)?(?:措施|举措|政策|条款)(?:[?？。呢啊]|$)"
    r"|(?:主要|核心|大致|基本)内容(?:都|分别|具体)?(?:是|有|包括)?(?:什么|哪些|啥)?(?:[?？。呢啊]|$)"
    r"|(?:概括|总结|概述|简述|简介|介绍|归纳)(?:一下|下)?(?:[?？。]|$)"
)
_SAYING = ("列", "列出", "提", "提出", "一共", "内容", "主要", "主要内容", "讲", "概括", "总结", "介绍", "文件", "政策")
_IN_TITLE = 0.8  # a word or a synonym of it
_FIGURES = re.compile(r"指标|目标值|(?:数字|数据)(?=[?？,，。]|(?:都|各)?(?:是|有)|$)")
_CHAPTER = re.compile(r"[这那本一]章|章节?[里中内的都有]")
_WHAT_IN_IT = r"(?:方面|部分)?的?(?:规定|要求|内容)?(?:都|主要|具体|又)*(?:有|包括|是|讲|怎么规定)"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_PARAGRAPHS_MIN = 3
_DIGIT = re.compile(r"\d")
_QUESTIONS = re.compile(r"(?:哪[些几]个?|什么|多少个?|几个)(?:常见|热点|具体)?(?:问题|问答|提问|疑问)|问答")
_LISTY = re.compile(
    r"哪|几(?:个|条|项|方面|类|种|大)|都有|有什么|包括|包含|列|是什么|内容|分别|所有|全部|$(?<=原则)|$(?<=目标)|$(?<=任务)|$(?<=措施)"
)
_KINDS = re.compile(r"目标|任务|举措|措施|原则|保障|步骤|机制|范围")
_WHICH_NOUN = re.compile(r"(?:哪|几)(?:些|几)?(?:个|项|类|大|种|条|步)*(?P<noun>[\u4e00-\u9fff]{2})(?=[?？,，。]|呢|$)")
_LEADS_IN = re.compile(r"(?:下列|以下|如下)[^。]{0,40}。?$|之一[^。]{0,12}[。：:]$")
_DENIES = re.compile(r"不[能得许准可让予给应宜该享算]|禁|严|除外|例外|取消|撤销|追回|收回|[处惩]罚|罚款|后果|违")
# no heading of another matter holds them
_OF_NAMES = ("kinds", "steps", "places", "groups", "times", "forbidden", "priority")
_NEAR = 4  # clauses among which one that is headed by the kind of thing asked for goes first
_FAR_MORE = 0.3  # of the question, by a clause below the one that it names
_LIST_MAX = 60
_ALL_MAX, _LINE_MAX, _LINE_MIN = 2000, 240, 60  # characters of all things in a list, and of one
_SENTENCES_MAX = 8
_CHAPTER_SHARE, _HEADED_SHARE = 0.9, 0.6  # of the question that the heading of a chapter and the title cover
_LACKING = 0.5  # of the question


def say_list(draft: Draft, desk: Desk, ranked: Sequence[Ranked], judgement: Judgement) -> bool:
    """Say the list that is asked for, or that a heading named in the question holds; False where there is none."""
    asked = desk.asked
    if asked.kind in ("units", "comparison", "unit_tasks") or asked.references:
        return False
    if not _LISTY.search(asked.text) and asked.kind != "list":
        return False
    if say_rows(draft, desk, ranked):
        return True
    if alike := _alike_headings(desk, ranked):
        document, clauses = alike
        say_children(draft, desk, document, clauses, lead=desk.parent(clauses[0]))
        return True
    holder = named_heading(desk, ranked)
    if holder and _holds_questions(desk, holder[0]):
        holder = None
    if holder and not _is_of_another_kind(desk, holder[0]) and not _says_more(desk, ranked, *holder):
        return _say_holder(draft, desk, *holder)
    bearing = [r for r in ranked if judgement.bears(r)] if asked.kind == "list" else []
    if not bearing:
        return False
    meant = next((r for r in bearing[:_NEAR] if _is_headed(r.evidence.clause, desk)), bearing[0])
    return _say_holder(draft, desk, meant.evidence.clause, meant.evidence.document)


def say_rows(draft: Draft, desk: Desk, ranked: Sequence[Ranked]) -> bool:
    """Say all rows of the table that is asked for as a whole; False where none is."""
    listy = _LISTY.search(desk.asked.text) or desk.asked.kind == "list"
    table = rows_asked(desk, ranked) if listy else None
    if table:
        say_children(draft, desk, table.document, table.rows, lead=table.holder)
    return table is not None


def say_outline(draft: Draft, desk: Desk) -> bool:
    """Say the parts of the documents that are meant; False where those are not asked for."""
    if not desk.scope.restricted or desk.asked.references or desk.asked.document_facts:
        return False
    of_list = desk.asked.kind not in ("units", "comparison", "unit_tasks")
    if not (asks_outline(desk) if of_list else _asks_what_it_says(desk)):
        return False
    tops = _outlines(desk)
    for document, clauses in tops:
        say_children(draft, desk, document, clauses, lead=None)
    return bool(tops)


def say_list_around(draft: Draft, desk: Desk, ranked: Ranked) -> bool:
    """The whole list that an item stands in, where the words that lead it in (下列情形……：) fit as well as the item."""
    clause, document = ranked.evidence.clause, ranked.evidence.document
    parent = desk.parent(clause) if clause.kind in ("item", "point") else None
    if parent is None:
        return False
    lead = parent.body.of(desk.text(document.id)).rstrip()
    if denies(lead) and not denies(desk.asked.text):
        return False
    children = listed_children(desk, parent)
    if not (lead.endswith(("：", ":")) or _LEADS_IN.search(lead)) or not children:
        return False
    own = coverage(desk.terms, [Layer(normalized(clause.body.of(desk.text(document.id))))])
    if coverage(desk.terms, [Layer(normalized(lead))]) < own:
        return False
    say_children(draft, desk, document, children, lead=parent)
    return True


def denies(words: str) -> bool:
    """Whether it speaks of what is not allowed or not granted."""
    return bool(_DENIES.search(words))


def _outlines(desk: Desk) -> list[tuple[Document, list[Clause]]]:
    tops = []
    for document in [d for d in desk.scope.documents if not _is_of_other_years(desk, d)][:3]:
        highest = [c for c in desk.clauses(document.id) if c.level == 1 and c.kind not in ("frame", "row")]
        parts = [c for c in highest if c.kind in ("section", "part", "article")] or highest
        below = listed_children(desk, parts[0]) if len(parts) == 1 else []  # the paper stands in its attachment
        tops.append((document, below or parts))
    return [(d, clauses) for d, clauses in tops if clauses]


def _say_holder(draft: Draft, desk: Desk, clause: Clause, document: Document) -> bool:
    if not is_of_years(desk, document, clause.span.of(desk.text(document.id))):
        return False
    children = [] if _holds_questions(desk, clause) else listed_children(desk, clause)
    aimed_at = _is_aim(desk, clause)
    if aimed_at and (parts := children or desk.children(clause)):
        say_children(draft, desk, document, parts, lead=clause, whole=True)
        return True
    if children and not (_FIGURES.search(desk.asked.text) and _has_figures(clause, desk)):
        say_children(draft, desk, document, children, lead=clause)
        return True
    return _say_paragraphs(draft, desk, clause, document) or (
        (desk.asked.kind == "list" or _is_headed(clause, desk)) and say_sentences(draft, desk, clause, document)
    )


def is_of_years(desk: Desk, document: Document, text: str) -> bool:
    """Whether `text` or its document speaks of the years that are asked for, if any."""
    made = {day.year for day in (document.written, document.effective) if day}
    low, high = document.period or (0, -1)
    said = document.title + text
    return all(year in made or low <= year <= high or str(year) in said for year in desk.asked.years)


def _is_of_other_years(desk: Desk, document: Document) -> bool:
    """Whether the document is known to be of other years than those that the question itself gives."""
    named = [year for year in desk.asked.years if str(year) in desk.asked.original]
    dated = document.period or document.written or document.published or document.effective
    return bool(named and dated) and not any(covers_year(document, y) or str(y) in document.title for y in named)


def _holds_questions(desk: Desk, clause: Clause) -> bool:
    """Whether questions with their replies stand below it: one of them is meant, unless the questions are asked for."""
    children = listed_children(desk, clause)
    asked = all((c.heading or "").rstrip().endswith(("？", "?")) for c in children)
    return bool(children) and asked and not _QUESTIONS.search(desk.asked.text)


def _is_aim(desk: Desk, clause: Clause) -> bool:
    """Whether what is aimed at is asked for, of which headings tell too little, and the clause is headed so."""
    return "目标" in desk.asked.text and (clause.heading or "").rstrip("。：:").endswith("目标")


def _say_paragraphs(draft: Draft, desk: Desk, clause: Clause, document: Document) -> bool:
    """Say the paragraphs of a clause that begin with what they are about (坚持预防为主。……); False where few do."""
    if not _is_headed(clause, desk):
        return False
    text = desk.text(document.id)
    paragraphs = [
        p for line in clause.body.of(text).split("\n") if (p := line.strip()) and not is_own_heading(p, clause)
    ]
    if len(paragraphs) < _PARAGRAPHS_MIN or not all(map(BEGINS_BRIEFLY.match, paragraphs)):
        return False
    number = draft.cite(clause, document, text)
    limit = max(_LINE_MIN, min(_LINE_MAX, _ALL_MAX // len(paragraphs)))
    lines = [f"- {shortened(paragraph.rstrip('。；;'), limit)}[{number}]" for paragraph in paragraphs]
    draft.say("\n".join([f"{clause.path[-1].rstrip('。')}：", *lines]))
    return True


def listed_children(desk: Desk, clause: Clause) -> list[Clause]:
    """The numbered clauses, points or headed paragraphs right below, when there are at least two."""
    children = listed(clause, desk.children(clause), desk.text(clause.doc_id))
    return children if len(children) >= 2 else []


def named_heading(desk: Desk, ranked: Sequence[Ranked]) -> tuple[Clause, Document] | None:
    """The clause whose heading, or a part of it, stands in the question; the longest, then the one with a list."""
    near = {r.evidence.document.id: r.evidence.document for r in ranked[:3]}
    best: tuple[tuple[int, bool], Clause, Document] | None = None
    for document in desk.scope.documents if desk.scope.restricted else near.values():
        if not desk.asked.doc_ids and desk.absent_from(document) >= _LACKING:
            continue  # 发展目标 is a heading there, but of nothing that the question speaks of
        question = _without_title(bare(desk.asked.text), document)
        for clause in desk.clauses(document.id):
            named = max((len(p) for p in heading_parts(clause) if p in question), default=0)
            if not named:
                continue
            rank = (named, bool(listed_children(desk, clause)))
            if (best is None or rank > best[0]) and not _is_chapter_beside(desk, clause, document):
                best = (rank, clause, document)
    return best[1:] if best else _heading_of_a_kind(desk)


def _without_title(question: str, document: Document) -> str:
    """The question without the title of the document: what the document is called names no heading in it."""
    titles = sorted((bare(t) for t in (document.title, *document.aliases)), key=len, reverse=True)
    for title in titles:
        question = question.replace(title, " ")
    return question


def _is_chapter_beside(desk: Desk, clause: Clause, document: Document) -> bool:
    """Whether it is a chapter of articles while the question asks for more than what its heading says."""
    if not holds_articles(desk, clause) or _CHAPTER.search(desk.asked.text):
        return False
    said = normalized(" ".join([clause.heading or "", document.title, *document.aliases]))
    asked = rf"{re.escape(bare(clause.heading or ''))}{_WHAT_IN_IT}"
    by_heading = re.search(asked, _without_title(bare(desk.asked.text), document))
    return coverage(desk.terms, [Layer(said)]) < (_HEADED_SHARE if by_heading else _CHAPTER_SHARE)


def _is_of_another_kind(desk: Desk, clause: Clause) -> bool:
    """Whether levels, steps, places … are asked for and neither its heading nor the things below are called so."""
    kinds = kinds_of_list(desk.asked.text)
    if not kinds or not all(kind.name in _OF_NAMES for kind in kinds):
        return False
    heading = normalized(clause.heading or "")
    below = [c.heading or "" for c in listed_children(desk, clause)]
    return not any(
        k.lead.search(heading) or k.nouns.search(heading) or (below and all(k.names(name) for name in below))
        for k in kinds
    )


def _says_more(desk: Desk, ranked: Sequence[Ranked], holder: Clause, document: Document) -> bool:
    """Whether the best clause stands below one that the question names and says far more of the question than it.

    So does one that is headed by the rank in question.
    """
    top = next(iter(ranked), None)
    below = [r for r in ranked if r.evidence.clause is not holder and holder.span.contains(r.evidence.clause.span)]
    if any(is_headed_by_rank(desk, r) for r in below):
        return True
    if top is None or not any(top is r for r in below):
        return False
    named = [Layer(normalized(words)) for words in (holder.heading or "", document.title, *document.aliases)]
    return top.features["best"] >= coverage(desk.terms, named) + _FAR_MORE


def holds_articles(desk: Desk, clause: Clause) -> bool:
    """Whether articles stand below it: they are rules, each of its own matter, and no list."""
    children = listed_children(desk, clause)
    return bool(children) and all(c.kind == "article" for c in children)


def asks_outline(desk: Desk) -> bool:
    """Whether the parts of a document are asked for, or what it is about as a whole, and no list in it."""
    return bool(_OUTLINE.search(desk.asked.text)) or _asks_what_it_says(desk)


def _asks_what_it_says(desk: Desk) -> bool:
    """Whether a document is named and nothing but what it says is asked."""
    if not _OVERVIEW.search(desk.asked.text) or len(desk.scope.documents) != 1:
        return False
    document = desk.scope.documents[0]
    titles = [Layer(normalized(title)) for title in (document.title, *document.aliases)]
    return all(t.text in _SAYING or coverage([t], titles) >= _IN_TITLE for t in desk.terms)


def _alike_headings(desk: Desk, ranked: Sequence[Ranked]) -> tuple[Document, list[Clause]] | None:
    """Where 哪几个阶段 is asked and the best clause is headed ……阶段 as others beside it are: all of them."""
    if not ranked or not (found := _WHICH_NOUN.search(desk.asked.text)):
        return None
    clause, document = ranked[0].evidence.clause, ranked[0].evidence.document
    beside = [c for c in desk.clauses(document.id) if c.parent_id == clause.parent_id and c.level == clause.level]
    alike = [c for c in beside if bare((c.heading or "").split("（")[0].split("(")[0]).endswith(found["noun"])]
    return (document, alike) if len(alike) >= 2 and clause in alike else None


def _heading_of_a_kind(desk: Desk) -> tuple[Clause, Document] | None:
    """Where one document is meant and nothing but its aims, tasks or measures is asked for: the first such heading."""
    asked = _KINDS.findall(desk.asked.text)
    if not asked or desk.terms or len(desk.scope.documents) != 1:
        return None
    document = desk.scope.documents[0]
    fitting = [c for c in desk.clauses(document.id) if c.heading and any(kind in c.heading for kind in asked)]
    return (fitting[0], document) if fitting else None


def _has_figures(clause: Clause, desk: Desk) -> bool:
    return len(_DIGIT.findall(clause.body.of(desk.text(clause.doc_id)))) >= 6


def say_children(
    draft: Draft,
    desk: Desk,
    document: Document,
    children: Sequence[Clause],
    *,
    lead: Clause | None,
    whole: bool = False,
) -> None:
    """Say the clauses, each cited, under what leads them in or the document's title: by heading if not `whole`."""
    text = desk.text(document.id)
    said = leading_sentence(sentences_of(lead, text)) if lead else None
    if lead and said:
        lines = [f"{spoken(said.text, lead).rstrip('。')}[{draft.cite(lead, document, text, said.span)}]"]
    else:
        lines = [f"{lead.path[-1]}：" if lead else f"《{document.title}》："]
    limit = max(_LINE_MIN, min(_LINE_MAX, _ALL_MAX // max(len(children), 1)))
    for child in children[:_LIST_MAX]:
        words = _words_of(child.span.of(text), limit) if whole else _told(child, text, limit)
        lines.append(f"- {words}[{draft.cite(child, document, text, child.span if whole else None)}]")
    if len(children) > _LIST_MAX:
        draft.notices.append(f"只列出前{_LIST_MAX}项。")
    draft.say("\n".join(lines))


def _told(clause: Clause, text: str, limit: int) -> str:
    if clause.heading or clause.kind not in ("item", "point"):
        return title_of(clause, text)
    return _words_of(clause.body.of(text), limit)


def _words_of(passage: str, limit: int) -> str:
    return shortened(" ".join(passage.split()).rstrip("。；;"), limit)


def _is_headed(clause: Clause, desk: Desk) -> bool:
    """Whether its heading names the kind of thing (目标, 任务) that is asked for: then all of it is the list."""
    heading = clause.heading or clause.path[-1]
    return any(kind in heading for kind in _KINDS.findall(desk.asked.text))


def _of_other_years(sentence: str, years: Sequence[str]) -> bool:
    stated = _YEAR.findall(sentence)
    return bool(stated) and not set(stated) & set(years)


def say_sentences(draft: Draft, desk: Desk, clause: Clause, document: Document) -> bool:
    """The clause's sentences that fit, figures first where figures are asked for."""
    text = desk.text(document.id)
    (ranked,) = desk.rank([Evidence(clause, document, 0.0)])
    wanted = [s for s in ranked.sentences if not s.sentence.lists_units and not is_heading(s, clause)]
    if _FIGURES.search(desk.asked.text) or desk.asked.kind == "value":
        wanted = [s for s in wanted if _DIGIT.search(s.sentence.text)] or wanted
    elif not _is_headed(clause, desk):
        top = max((s.cover for s in wanted), default=0.0)
        wanted = [s for s in wanted if s.cover >= 0.75 * top]
    years = [str(year) for year in desk.asked.years]
    wanted = [s for s in wanted if not years or not _of_other_years(s.sentence.text, years)] or wanted
    chosen = wanted[:_SENTENCES_MAX]
    if not chosen:
        return False
    quote = max(chosen, key=lambda s: s.cover).sentence.span
    number = draft.cite(clause, document, text, quote)
    draft.say(spoken(joined([s.sentence.text for s in chosen]), clause), number)
    draft.name_units([u for u in desk.units(clause.id) if u.kind == "assigned"], number)
    return True
