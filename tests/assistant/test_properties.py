"""What must not change an answer: an unrelated document, another name for the place, width, script, politeness."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from assistant.settings import Settings
from tests.assistant.question.test_hostile import HOSTILE
from tests.assistant.standing import standing

ASKED = (
    "常州2018年要新增多少家市级以上企业研发机构?",
    "泰州到2023年科技进步贡献率要达到多少?",
    "扬州怎么加强科创人才队伍建设?",
    "桐乡要培育多少农创客?",
    "贵溪怎么完善科技人才服务体系?",
    "扬州要新建多少家市级以上智能车间?",
)
REFUSED = ("新能源汽车购车补贴怎么申请?", "上海要建多少家众创空间?", "常州今天天气怎么样?")
POLITE = ("请问{}", "您好,我想咨询一下,{}", "{}谢谢", "麻烦问一下{}")
OTHER = """临海市河道采砂管理办法
第一条 为了加强河道采砂管理,保障防洪安全,制定本办法。
第二条 市水行政主管部门负责河道采砂的统一管理。
第三条 禁止在禁采期采砂,违者处1万元以上5万元以下罚款。
"""


@pytest.fixture(scope="module")
def assistant(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data_dir = Path(shutil.copytree(shipped_data, tmp_path_factory.mktemp("asked") / "data"))
    with standing(Assistant(Settings(data_dir=data_dir))) as opened:
        yield opened


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question))


def told(answer: Answer) -> tuple[str, str, tuple[str, ...]]:
    return answer.status, answer.answer, tuple(c.clause_id for c in answer.citations)


async def test_an_unrelated_document_changes_no_answer(shipped_data: Path, tmp_path: Path) -> None:
    (tmp_path / "linhai.txt").write_text(OTHER, "utf-8")
    async with Assistant(Settings(data_dir=Path(shutil.copytree(shipped_data, tmp_path / "data")))) as assistant:
        before = [told(await ask(assistant, q)) for q in ASKED]
        report = await assistant.ingest([tmp_path / "linhai.txt"])
        assert report.counts == {"ingested": 1}
        assert [told(await ask(assistant, q))[2][:1] for q in ASKED] == [b[2][:1] for b in before]
        assert "5万元" in (await ask(assistant, "临海市禁采期采砂罚多少钱?")).answer


@pytest.fixture
def renamed_plan(shipped_corpus: Path, tmp_path: Path) -> Path:
    """A plan of the shipped corpus as that of an invented city."""
    (original,) = [p for p in shipped_corpus.glob("*.txt") if p.name.startswith("泰州")]
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "plan.txt").write_text(original.read_text("utf-8").replace("泰州", "丽川"), "utf-8")
    return folder


async def test_a_place_may_have_any_name(renamed_plan: Path, tmp_path: Path) -> None:
    """The same plan of an invented city answers the same questions by the same clauses."""
    questions = ("{}到2023年科技进步贡献率要达到多少?", "{}每年要新增多少家瞪羚企业?", "{}科技金融催化行动由谁牵头?")
    async with Assistant(Settings(data_dir=tmp_path / "data")) as assistant:
        await assistant.ingest([renamed_plan])
        invented = [await ask(assistant, q.format("丽川")) for q in questions]
        assert [a.citations[0].label for a in invented] == [
            "第一部分第1条", "第三部分第1条“培育高新技术企业”", "第三部分第5条",
        ]  # fmt: skip
        assert "66.5%" in invented[0].answer
        assert "市地方金融监管局" in invented[2].answer
        assert (await ask(assistant, "泰州到2023年科技进步贡献率要达到多少?")).status == "refused"


@pytest.mark.parametrize("question", ASKED)
async def test_width_and_script_do_not_matter(assistant: Assistant, question: str) -> None:
    from opencc import OpenCC

    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in question)
    expected = told(await ask(assistant, question))
    assert told(await ask(assistant, wide)) == expected
    assert told(await ask(assistant, OpenCC("s2t").convert(question))) == expected


@pytest.mark.parametrize("question", REFUSED)
async def test_what_is_refused_stays_refused_however_politely(assistant: Assistant, question: str) -> None:
    for form in POLITE:
        assert (await ask(assistant, form.format(question))).status == "refused"


async def test_absurd_and_hostile_input_gets_a_defined_answer_and_no_secret(assistant: Assistant) -> None:
    for text in HOSTILE:
        if not text.strip() or len(text) > assistant.settings.answer.max_question_chars:
            continue
        answer = await ask(assistant, text)
        assert answer.status in ("answered", "refused", "clarify")
        assert "Traceback" not in answer.answer
        assert str(assistant.settings.data_dir) not in answer.answer


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=200))
async def test_any_text_is_answered(assistant: Assistant, text: str) -> None:
    if text.strip():
        answer = await ask(assistant, text)
        assert all(f"[{c.index}]" in answer.answer for c in answer.citations)
