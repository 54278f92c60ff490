"""Paragraphs broken into lines of one width stand on one line again."""

import pytest

from tests.ingestion.parsing.reading import outline, read, replayed

BROKEN = """云川市城市绿化管理办法

第一条  为了促进城市绿化事业的发展，保护和改善生态环境，建设宜
居城市，根据《城市绿化条例》等法律、法规，结合本市实际，制定本办
法。
第二条  本市城市规划区内绿化的规划、建设、保护和管理，适用本办
法。
第三条  市园林绿化主管部门负责全市城市绿化工作，履行下列职责：
（一）编制城市绿化规划；
（二）法律、法规规定的其他职责。
第四条  任何单位和个人不得擅自砍伐城市树木。确需砍伐的，应当经
园林绿化主管部门批准，并按照砍伐一棵补植三棵的标准补植，补植费用
由申请人承担。
"""


@pytest.mark.parametrize("indent", ["", "　　"])
def test_lines_of_one_width_are_joined(indent: str) -> None:
    text = BROKEN.replace("\n第", f"\n{indent}第").replace("\n（", f"\n{indent}（")
    found = outline(text)
    assert list(found) == ["第一条", "第二条", "第三条", "第三条第(一)项", "第三条第(二)项", "第四条"]
    assert found["第二条"] == "第二条 本市城市规划区内绿化的规划、建设、保护和管理，适用本办法。"
    assert found["第四条"].endswith("补植费用由申请人承担。")


def test_the_joined_text_is_accounted_for() -> None:
    parsed = read(BROKEN)
    assert replayed(parsed) == parsed.document.text
    assert any("断行" in edit.reason for edit in parsed.edits)


def test_lines_that_end_their_sentences_are_left() -> None:
    text = "云川市公约\n" + "\n".join(
        f"要爱护公共设施和花草树木，不乱扔垃圾，不高空抛物{c}。" for c in "甲乙丙丁戊己庚"
    )
    assert read(text).document.text == text
