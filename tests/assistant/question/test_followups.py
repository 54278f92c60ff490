"""Conversations: each question is completed from the ones before it, or left alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.model import Turn, Understanding
from assistant.question import QuestionReader


@dataclass
class Talk:
    """Plays a conversation; each answer cites the document of the question's region and one clause."""

    reader: QuestionReader
    turns: list[Turn]

    def ask(self, question: str, *, choices: tuple[str, ...] = ()) -> Understanding:
        understanding = self.reader.read(question, self.turns)
        homes = {
            "常州市": "changzhou",
            "扬州市": "yangzhou",
            "泰州市": "taizhou",
            "贵溪市": "guixi",
            "桐乡市": "tongxiang",
        }
        cited = understanding.doc_ids or tuple(homes[r.name] for r in understanding.regions if r.name in homes)
        clause = f"clause-{len(self.turns) + 1}"
        self.turns.append(Turn(understanding, doc_ids=cited or ("tongxiang",), clause_ids=(clause,), choices=choices))
        return understanding


@pytest.fixture
def talk(sample: QuestionReader) -> Talk:
    return Talk(sample, [])


VALUE = "常州2018年要新增多少家市级以上企业研发机构?"
GAZELLE = "泰州每年要新增多少家瞪羚企业?"

CHAINS: list[tuple[list[str], str, str]] = [
    # questions, the completed last one, its kind
    ([VALUE, "由谁牵头?"], "常州市2018年新增市级以上企业研发机构由谁牵头?", "units"),
    ([VALUE, "那泰州呢?"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "泰州呢"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "换成泰州"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "那高新技术企业呢"], "常州2018年要新增多少家高新技术企业?", "value"),
    ([VALUE, "那2020年的呢"], "常州2020年要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "那長州呢?", "那泰洲呢"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([GAZELLE, "它由谁牵头"], "泰州市新增瞪羚企业由谁牵头", "units"),
    ([GAZELLE, "这个的责任单位"], "泰州市新增瞪羚企业的责任单位", "units"),
    ([GAZELLE, "对应的牵头单位是谁"], "泰州市新增瞪羚企业的牵头单位是谁", "units"),
    ([GAZELLE, "什么时候完成?"], "泰州市新增瞪羚企业什么时候完成?", "value"),
    ([GAZELLE, "那众创空间呢", "扬州呢"], "扬州市每年要新增多少家众创空间?", "value"),
    ([GAZELLE, "谁负责", "那配合单位呢"], "泰州市新增瞪羚企业的配合单位呢", "units"),
    ([GAZELLE, "谢谢", "那科技型中小企业呢"], "泰州每年要新增多少家科技型中小企业?", "value"),
    (["扬州研发投入占比目标是2.9%吗", "那是多少"], "扬州市研发投入占比目标是多少", "value"),
    (["扬州研发投入占比目标是2.9%吗", "泰州由谁负责"], "泰州市研发投入占比目标由谁负责", "units"),
    (["贵溪意见第二条是什么", "第三条呢"], "贵溪意见第三条是什么", "article"),
    (["贵溪意见第二条是什么", "由谁负责"], "贵溪市第二条由谁负责", "units"),
    (["贵溪意见第九条是什么", "下一条呢"], "贵溪市第十条的内容", "article"),
    (["常州三、8的内容", "那上一条是什么"], "常州市三、7的内容", "article"),
    (["常州18年新增高企多少家", "19年呢"], "常州19年新增高企多少家", "value"),
    (["扬州怎么推进大学生城建设", "有没有具体数字"], "扬州市推进大学生城建设有没有具体数字", "measure"),
    (["泰州市的三、(二)讲了什么", "那第一部分呢"], "泰州市的第一部分讲了什么", "article"),
    (["常州市科技局牵头哪些任务", "那财政局呢"], "常州市财政局牵头哪些任务", "unit_tasks"),
    (["常州市科技局牵头哪些任务", "泰州的呢"], "泰州市科技局牵头哪些任务", "unit_tasks"),
    (["常州和泰州的研发投入占比哪个高", "那扬州呢"], "扬州市的研发投入占比是多少", "value"),
    (["常州和泰州的研发投入占比哪个高", "桐乡和贵溪呢"], "桐乡市和贵溪市的研发投入占比哪个高", "comparison"),
    (["常州2018年要新增多少家高企?", "那和泰州比呢?"], "常州和泰州市要新增多少家高企?", "comparison"),
    (["上海的新能源补贴怎么申请", "那常州呢"], "常州市的新能源补贴怎么申请", "measure"),
    (["泰州到2023年高新技术企业要达到多少家?", "那扬州呢"], "扬州市高新技术企业要达到多少家?", "value"),
    (["泰州方案有哪些主要目标", "有哪些保障措施?"], "泰州市有哪些保障措施?", "list"),
    (["贵溪要建哪些研发机构?", "有什么补贴"], "贵溪市有什么补贴", "measure"),
    (["贵溪要建哪些研发机构?", "这个文件什么时候发布的"], "", "document"),
    (["扬发〔2018〕30号有哪些目标", "还有效吗"], "", "document"),
    (["扬发〔2018〕30号第三条", "该文件是谁发的"], "", "document"),
]


@pytest.mark.parametrize(("questions", "completed", "kind"), CHAINS)
def test_a_follow_up_is_completed(talk: Talk, questions: list[str], completed: str, kind: str) -> None:
    for question in questions:
        last = talk.ask(question)
    assert last.follow_up
    assert last.original == questions[-1]
    assert last.kind == kind
    if completed:
        assert last.text == completed


@pytest.mark.parametrize(
    "question",
    [
        "扬州研发投入占比目标是多少",
        "泰州有哪些主要目标",
        "瞪羚企业怎么认定",
        "换个问题,泰州有哪些主要目标",
        "贵办发〔2018〕20号什么时候发布的",
        "那泰州的科技型中小企业每年要新增多少家?",
        "你好",
        "谢谢",
        "今天天气怎么样",
        "常州的三、8由谁牵头",
        "人才公寓向哪个部门申请",
    ],
)
def test_a_question_that_stands_alone_is_not_polluted(talk: Talk, sample: QuestionReader, question: str) -> None:
    alone = sample.read(question)
    talk.ask(VALUE)
    after = talk.ask(question)
    assert not after.follow_up
    assert (after.text, after.kind, after.regions, after.doc_ids, after.terms, after.years) == (
        alone.text,
        alone.kind,
        alone.regions,
        alone.doc_ids,
        alone.terms,
        alone.years,
    )
    assert after.context_clause_ids == ()


def test_a_follow_up_on_the_same_matter_carries_its_clause_and_document(talk: Talk) -> None:
    talk.ask(VALUE)
    asked = talk.ask("由谁牵头?")
    assert (asked.context_clause_ids, asked.doc_ids, asked.years) == (("clause-1",), ("changzhou",), (2018,))


def test_a_follow_up_on_another_place_carries_neither(talk: Talk) -> None:
    talk.ask(VALUE)
    asked = talk.ask("那泰州呢?")
    assert (asked.context_clause_ids, asked.doc_ids, asked.context_doc_ids) == ((), (), ())


def test_a_year_that_the_other_places_plan_covers_is_kept(talk: Talk) -> None:
    talk.ask("扬州2018年要新增多少家高企?")
    assert talk.ask("那常州呢").years == (2018,)
    talk.ask("扬州2018年要新增多少家高企?")
    assert talk.ask("那泰州呢").years == ()


def test_more_repeats_the_question_and_says_what_was_told(talk: Talk) -> None:
    talk.ask(GAZELLE)
    asked = talk.ask("还有呢?")
    assert (asked.continuation, asked.context_clause_ids, asked.text) == (True, ("clause-1",), GAZELLE)


def test_a_document_without_a_named_place_is_carried(talk: Talk) -> None:
    talk.ask("乌镇院士之家要新增到访院士多少名?")
    asked = talk.ask("谁负责?")
    assert (asked.doc_ids, asked.text) == (("tongxiang",), "乌镇院士之家要新增到访院士谁负责?")


@pytest.mark.parametrize("reply", ["第二个", "2", "选2", "二", "泰州", "泰州的", "泰州市"])
def test_a_choice_is_taken_by_number_or_name(talk: Talk, reply: str) -> None:
    talk.ask("研发投入占比目标是多少?", choices=("常州市", "泰州市"))
    asked = talk.ask(reply)
    assert [r.name for r in asked.regions] == ["泰州市"]
    assert (asked.kind, asked.text) == ("value", "泰州市研发投入占比目标是多少?")


def test_a_follow_up_without_anything_before_stands_alone(talk: Talk) -> None:
    talk.ask("你好")
    assert not talk.ask("那泰州呢").follow_up


def test_a_completed_question_can_be_followed_again_and_again(talk: Talk) -> None:
    questions = [VALUE, "由谁牵头?", "那泰州呢?", "那高新技术企业呢", "要新增多少家?", "扬州呢"]
    texts = [talk.ask(q).text for q in questions]
    assert texts[-1] == "扬州市新增高新技术企业要新增多少家?"
    assert [r.name for r in talk.turns[-1].understanding.regions] == ["扬州市"]
