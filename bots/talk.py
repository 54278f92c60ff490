"""One handler from a message to a reply, the same for every channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.core import Assistant
from assistant.errors import AssistantError, UnknownFilter
from assistant.model import Answer, AskRequest, Delta, Done, Filters
from assistant.records import AnswerLog, Opinion, Opinions
from bots import phrases
from bots.book import Book, Page
from bots.composing import compose, whole_clause
from bots.message import Act, Heard, Incoming, Passage, Reply, Run, said
from ingestion.errors import IngestionError

_COMMAND = re.compile(r"/(\S*)(?:\s+(.*))?", re.DOTALL)
_SOURCE = re.compile(r"(?:查看|看|展开)?原文\s*[\[【(（]?(\d{1,2})[\]】)）]?")
_SUGGESTED = re.compile(r"问\s*(\d{1,2})")
_REGION = re.compile(r"(?:限定)?地区(?:[\s:：]+(\S{1,12}))?")
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("帮助", "使用帮助", "?", "？"), "help"),
    **dict.fromkeys(("重置", "清空", "清空会话", "新会话"), "reset"),
}
_ACTS: Mapping[str, Act] = {
    "来源": "sources",
    "依据": "sources",
    "原文": "sources",
    "出处": "sources",
    "赞": "up",
    "👍": "up",
    "有用": "up",
    "踩": "down",
    "👎": "down",
    "没用": "down",
}
_CLEAR = ("清除", "取消", "全部", "不限", "clear", "all", "reset")
_MOST_SOURCES = 20


@dataclass(frozen=True, slots=True)
class Manner:
    """How a channel talks: with buttons or words, and what its commands look like."""

    buttons: bool
    help: str
    region_command: str


CHINESE_WORDS = Manner(
    buttons=False,
    help="""“原文1” 看第1条依据的全文
“来源” 看全部依据
“地区 某市” 只查该地的文件，“地区 清除” 取消
“重置” 清空会话
“赞”“踩” 评价上一条回答""",
    region_command="地区 清除",
)
SLASHES = Manner(
    buttons=True,
    help="""/sources 上一条回答的全部依据
/region 某市 只查该地的文件，/region 清除 取消
/reset 清空会话
/help 用法""",
    region_command="/region 清除",
)


class Talk:
    """Understands commands, asks the assistant everything else, remembers the conversation."""

    def __init__(
        self,
        assistant: Assistant,
        *,
        run: Run,
        book: Book,
        answers: AnswerLog,
        opinions: Opinions,
        manners: Callable[[str], Manner],
    ) -> None:
        self._assistant = assistant
        self._run = run
        self.book = book
        self._answers = answers
        self._opinions = opinions
        self._manners = manners

    async def reply(self, message: Incoming, heard: Heard | None = None) -> Reply:
        """The reply to a message; `heard` is given the answer's text as it grows."""
        message = read_words(message) if message.act == "say" else message
        page = await self._run(self.book.open, message.memory)
        match message.act:
            case "unreadable":
                return said(phrases.UNREADABLE)
            case "source" | "sources":
                return await self._show(message, page)
            case "up" | "down":
                return await self._vote(message, page)
            case "suggestion":
                return await self._ask_suggested(message, page, heard)
            case "say":
                return await self._say(message, page, heard)

    async def _say(self, message: Incoming, page: Page, heard: Heard | None) -> Reply:
        command = _command_of(message.text)
        if command:
            return await self._obey(message, page, *command)
        if not message.text.strip():
            return said(phrases.WELCOME)
        return await self._ask(message, page, message.text, heard)

    async def _obey(self, message: Incoming, page: Page, name: str, rest: str) -> Reply:
        manner = self._manners(message.channel)
        match name:
            case "start":
                return said(phrases.WELCOME + "\n\n" + phrases.HELP.format(commands=manner.help))
            case "help":
                return said(phrases.HELP.format(commands=manner.help))
            case "sources":
                return await self._show(replace(message, act="sources"), page)
            case "region":
                return await self._restrict(message, page, rest)
            case "reset":
                await self._assistant.forget(page.session_id, message.memory)
                await self._run(self.book.reset, message.memory)
                return said(phrases.FORGOTTEN)
        return said(phrases.UNKNOWN_COMMAND)

    async def _ask(self, message: Incoming, page: Page, question: str, heard: Heard | None) -> Reply:
        filters = Filters(region=(page.region,)) if page.region else Filters()
        request = AskRequest(question, page.session_id, filters, user=message.memory, channel=message.channel)
        try:
            answer = await self._answer(request, heard)
        except UnknownFilter as exc:  # the region's documents have been removed since
            await self._run(self.book.restrict, message.memory, None)
            return said(f"{exc}\n{phrases.REGION_CLEARED}")
        except (AssistantError, IngestionError) as exc:
            return said(str(exc))
        await self._run(self._answers.settle)  # the reply outlives a crash, and so must what its buttons lead to
        await self._run(self.book.answered, message.memory, answer.answer_id)
        return compose(answer, hints=not self._manners(message.channel).buttons)

    async def _answer(self, request: AskRequest, heard: Heard | None) -> Answer:
        if heard is None:
            return await self._assistant.ask(request)
        text = ""
        async for event in self._assistant.ask_stream(request):
            if isinstance(event, Delta):
                text += event.text
                await heard(text)
            elif isinstance(event, Done):
                return event.answer
        raise AssistantError("回答没有完成，请重试。")

    async def _ask_suggested(self, message: Incoming, page: Page, heard: Heard | None) -> Reply:
        answer = await self._earlier(message, page)
        if answer is None or not 1 <= message.number <= len(answer.suggestions):
            return said(phrases.EXPIRED)
        return await self._ask(message, page, answer.suggestions[message.number - 1], heard)

    async def _show(self, message: Incoming, page: Page) -> Reply:
        answer = await self._earlier(message, page)
        if answer is None:
            return said(phrases.NO_ANSWER_YET)
        wanted = [c for c in answer.citations if message.act == "sources" or c.index == message.number]
        if not wanted:
            missing = phrases.NO_SUCH_SOURCE.format(number=message.number)
            return said(phrases.NO_SOURCES if not answer.citations else missing)
        passages: list[Passage] = []
        for citation in wanted[:_MOST_SOURCES]:
            passages += [Passage("\n\n")] if passages else []
            passages += whole_clause(citation)
        return Reply(tuple(passages), body=0)

    async def _vote(self, message: Incoming, page: Page) -> Reply:
        answer_id = message.answer_id or page.answer_id
        if not answer_id:
            return said(phrases.NO_ANSWER_YET)
        kept = await self._run(self.judge, Opinion(answer_id, message.memory, "up" if message.act == "up" else "down"))
        return said(phrases.THANKS if kept else phrases.VOTE_GONE)

    def judge(self, opinion: Opinion) -> bool:
        """Keep an opinion; False if there is no such answer. Blocking."""
        return self._opinions.give(opinion)

    async def _restrict(self, message: Incoming, page: Page, wanted: str) -> Reply:
        regions = await self._run(self._regions)
        names = "、".join(regions) or phrases.NO_REGIONS
        if not wanted:
            return said(phrases.REGION_NOW.format(region=page.region or "不限", regions=names))
        if wanted in _CLEAR:
            await self._run(self.book.restrict, message.memory, None)
            return said(phrases.REGION_CLEARED)
        found = next((r for r in regions if r == wanted or r[:-1] == wanted), None)
        if found is None:
            return said(phrases.REGION_UNKNOWN.format(region=wanted[:30], regions=names))
        await self._run(self.book.restrict, message.memory, found)
        command = self._manners(message.channel).region_command
        return said(phrases.REGION_SET.format(region=found, command=command))

    async def _earlier(self, message: Incoming, page: Page) -> Answer | None:
        """The answer that a button belongs to, or the last one of this conversation."""
        answer_id = message.answer_id or page.answer_id
        if not answer_id:
            return None
        recorded = await self._run(self._answers.find, answer_id)
        return recorded.answer if recorded else None

    def _regions(self) -> list[str]:
        regions = [d.region.name for d in self._assistant.knowledge.documents() if d.region]
        return sorted({name for name in regions if name})


def read_words(message: Incoming) -> Incoming:
    """The same message with its act read from its words: 原文2, 问1, 赞."""
    text = message.text.strip()
    for pattern, act in _NUMBERED:
        if found := pattern.fullmatch(text):
            return replace(message, act=act, number=int(found[1]))
    return replace(message, act=_ACTS[text]) if text in _ACTS else message


_NUMBERED: tuple[tuple[re.Pattern[str], Act], ...] = ((_SOURCE, "source"), (_SUGGESTED, "suggestion"))


def is_question(message: Incoming) -> bool:
    """Whether the assistant will be asked, which may take a while."""
    message = read_words(message) if message.act == "say" else message
    if message.act == "say":
        return bool(message.text.strip()) and _command_of(message.text) is None
    return message.act == "suggestion"


def _command_of(text: str) -> tuple[str, str] | None:
    """Name and argument of a command, as a slash command or in Chinese words."""
    text = text.strip()
    if found := _COMMAND.fullmatch(text):
        return found[1].lower(), (found[2] or "").strip()
    if text in _WORDS:
        return _WORDS[text], ""
    found = _REGION.fullmatch(text)
    return ("region", found[1] or "") if found else None
