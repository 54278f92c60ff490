from assistant.retrieval.sentences import sentences_of
from ingestion.model import Clause, Responsibility, Span

TEXT = "1.培育企业。新增高企200家;新增瞪羚10家。(牵头单位:市科技局,市财政局)完善服务(含培训)体系。(市教育局负责)"


def unit(name: str) -> Responsibility:
    start = TEXT.index(name)
    span = Span(start, start + len(name))
    return Responsibility("c", name, name, "lead", span, Span(0, len(TEXT)))


def test_sentences_are_verbatim_and_unit_brackets_stand_apart() -> None:
    body = Span(0, len(TEXT))
    clause = Clause("c", "d", "item", "1", "培育企业", ("1.培育企业",), "第1条", 1, 0, body, body)
    found = sentences_of(clause, TEXT, [unit("市科技局"), unit("市财政局"), unit("市教育局")])
    assert [s.text for s in found if s.lists_units] == ["(牵头单位:市科技局,市财政局)", "(市教育局负责)"]
    assert [s.text for s in found if not s.lists_units] == [
        "1.培育企业。", "新增高企200家;", "新增瞪羚10家。", "完善服务(含培训)体系。",
    ]  # fmt: skip
    assert all(s.span.of(TEXT) == s.text for s in found)
