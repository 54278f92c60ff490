"""An assistant over a few invented documents of different genres."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from assistant.settings import Settings
from tests.assistant.standing import standing

Ask = Callable[..., Awaitable[Answer]]

DOCUMENTS = {
    "会议.txt": """云川市人民政府关于调整河道普查领导小组组成人员的通知
云政函〔2024〕12号
各县人民政府：
因工作变动，市政府决定调整河道普查领导小组组成人员。
一、领导小组组成人员
组长：陆 明　　市人民政府副市长
副组长：田 野　　市水利局局长
　　　　石 磊　　市财政局局长
成员：白 帆　　市教育局副局长
　　　　方 舟　　市公安局副局长
二、办公室
领导小组办公室设在市水利局，承担日常工作。办公室主任由田野兼任。
三、成员变动
成员因工作变动需要调整的，由所在单位提出，报组长批准。
云川市人民政府
2024年5月6日
""",
    "预案.txt": """云川市供热突发事件应急预案
（云政办发〔2023〕8号，2023年9月1日印发）
一、职责分工
市城管局：负责管网抢修和应急供热，抢修队伍不少于6支。
市民政局：负责向养老院送取暖物资，逐户看望独居老人。
二、信息报告
供热企业应当在20分钟内报告市城管局。停热超过12小时的，减免当月热费的40%。
三、调度次序
热源不足时，依次压减下列用热：
（一）商场、写字楼；
（二）学校、机关；
（三）居民住宅。
四、目标
把供热系统建成安全供热示范网、清洁供热示范网、智慧供热示范网。
五、抢修组
抢修组下设2个小组，分工如下。
（一）管网小组。负责抢修管网。
（二）锅炉小组。负责抢修锅炉。
六、附则
本预案自2023年10月1日起施行，有效期3年。
""",
    "答复.txt": """云川市人民政府关于柳塘区所提问题和建议办理情况的函
云政函〔2024〕30号
柳塘区人民政府：
你区《关于请求支持河道整治的请示》收悉。现函复如下：
一、关于新建跨河大桥问题。你区请求，支持新建跨河大桥；尽快审批可行性研究报告。
市交通局研究提出了办理意见。
（一）跨河大桥已列入交通规划，待资金落实后适时启动建设。
（二）可行性研究报告已委托评估，评估完成后按程序审批。
二、关于渡口补贴问题。你区请求对渡口给予补贴40万元。
市财政局研究提出：渡口补贴按现行办法执行。新增渡口补贴的条件还不成熟。
云川市人民政府
2024年7月9日
""",
    "办法.txt": """海云县老年餐厅补贴管理办法
海政发〔2024〕3号
一、补贴标准
老年餐厅每份午餐补贴6元，送餐上门每次补贴3元。
二、申请
餐厅向所在街道提出申请，街道在5个工作日内初审。
三、监督
县民政局牵头，县市场监管局、县财政局配合，每季度检查一次。（责任单位：县民政局、县财政局）
四、场地
旧站房改餐厅由县城管局牵头，县市场监管局配合，2024年6月底前改完，场地归县交投公司。
五、争议
争议处理办公室设在县民政局，由县民政局监察大队承担具体工作。
六、附则
本办法自2024年2月1日起施行，有效期2年。
海云县人民政府
2024年1月15日
""",
}


def assert_told(answer: Answer, said: Sequence[str], unsaid: Sequence[str]) -> None:
    """It is answered, with all words in `said` and none in `unsaid`."""
    assert answer.status == "answered"
    assert [words for words in said if words not in answer.answer] == []
    assert [words for words in unsaid if words in answer.answer] == []


@pytest.fixture(scope="package")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), tuple(DOCUMENTS.values()))


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    """Over the documents of the package, or of a module that has a `data_dir` of its own."""
    with standing(Assistant(settings_of(data_dir))) as opened:
        yield opened


@pytest.fixture
def ask(assistant: Assistant) -> Ask:
    """Asks one question as of a day in 2024."""
    return lambda question: assistant.ask(AskRequest(question, as_of=date(2024, 6, 1)))


def settings_of(data_dir: Path) -> Settings:
    """Without the shipped corpus."""
    settings = Settings(data_dir=data_dir)
    return settings.model_copy(update={"knowledge": settings.knowledge.model_copy(update={"shipped_corpus": False})})


def taken_in(folder: Path, texts: Sequence[str]) -> Path:
    """The data directory of an assistant that has taken in these texts."""
    return papers_taken_in(folder, {f"{number}.txt": text for number, text in enumerate(texts)})


def papers_taken_in(folder: Path, papers: Mapping[str, str]) -> Path:
    """The data directory of an assistant that has taken in these texts, each a file of its name."""
    for name, text in papers.items():
        (folder / name).write_text(text, "utf-8")

    async def ingest() -> None:
        async with Assistant(settings_of(folder / "data")) as assistant:
            report = await assistant.ingest([folder / name for name in papers])
            assert not report.of("failed")

    asyncio.run(ingest())
    return folder / "data"


async def talk(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of the questions, asked one after another in one session."""
    session: str | None = None
    for question in questions:
        answer = await assistant.ask(AskRequest(question, session_id=session))
        session = answer.session_id
    return answer
