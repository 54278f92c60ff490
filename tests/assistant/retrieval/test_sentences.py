from assistant.retrieval.sentences import sentences_of
from ingestion.model import Clause, Responsibility, Span

TEXT = "1.培育企业。新增高企200家;新增瞪羚10家。(牵头单位:市科技局,市财政局)完善服务(含培训)体系。(市教育局负责)"


LINES = "（1）秩序组\n牵头单位：市公安局\n成员单位：市信访局、市民政局\n职责：劝离群众。"


def unit(name: str, text: str = TEXT) -> Responsibility:
    start = text.index(name)
    span = Span(start, start + len(name))
    return Responsibility("c", name, name, "lead", span, Span(0, len(text)))


def test_sentences_are_verbatim_and_unit_brackets_stand_apart() -> None:
    body = Span(0, len(TEXT))
    clause = Clause("c", "d", "item", "1", "培育企业", ("1.培育企业",), "第1条", 1, 0, body, body)
    found = sentences_of(clause, TEXT, [unit("市科技局"), unit("市财政局"), unit("市教育局")])
    assert [s.text for s in found if s.lists_units] == ["(牵头单位:市科技局,市财政局)", "(市教育局负责)"]
    assert [s.text for s in found if not s.lists_units] == [
        "1.培育企业。", "新增高企200家;", "新增瞪羚10家。", "完善服务(含培训)体系。",
    ]  # fmt: skip
    assert all(s.span.of(TEXT) == s.text for s in found)


def test_lines_that_label_units_stand_apart() -> None:
    body = Span(0, len(LINES))
    clause = Clause("c", "d", "item", "1", "秩序组", ("（1）秩序组",), "第1条", 1, 0, body, body)
    found = sentences_of(clause, LINES, [unit("市公安局", LINES), unit("市信访局", LINES)])
    assert [s.text for s in found if not s.lists_units] == ["（1）秩序组", "职责：劝离群众。"]


def test_sentences_are_those_of_the_text_and_units_that_are_given() -> None:
    changed = TEXT.replace("200家", "300家")
    body = Span(0, len(TEXT))
    clause = Clause("c", "d", "item", "1", "培育企业", ("1.培育企业",), "第1条", 1, 0, body, body)
    assert [s.text for s in sentences_of(clause, TEXT)][1] == "新增高企200家;"
    assert [s.text for s in sentences_of(clause, changed)][1] == "新增高企300家;"
    assert not any(s.lists_units for s in sentences_of(clause, changed))
    assert any(s.lists_units for s in sentences_of(clause, changed, [unit("市科技局", changed)]))
