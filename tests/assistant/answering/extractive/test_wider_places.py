"""A place with papers of its own, and what those of the places around it say of it or rule for it as well."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import Ask, assert_told, papers_taken_in

CITY = """# 丽水市竹林管护办法

丽政发〔2024〕6号

第一条 竹林每3年清杂一次。

第二条 擅自挖掘竹笋的,处二百元以上五百元以下罚款。

第三条 培育数十家竹制品龙头企业、上百家竹林合作社。合作社吸纳竹农20户以上的给予奖补。

第四条 到2025年,全市新建竹林步道300公里。

第五条 在莲都区流转竹林的,每亩每年不超过90元;在其他县(市)流转竹林的,每亩每年不超过60元。

第六条 护林人员按下列标准发放补贴:

| 人员 | 每月补贴 | 最长期限 |
| --- | --- | --- |
| 初级护林员 | 300元 | 12个月 |
| 高级护林员 | 500元 | 24个月 |

第七条 缙云县、遂昌县竹林承包户适用本办法,其他县(市)参照执行。

第八条 竹林遭人盗伐的,向乡镇林业站报案。

各地2025年竹林管护任务如下:

| 地区 | 清杂面积(亩) | 竹笋产量(吨) |
| --- | --- | --- |
| 松阳县 | 4200 | 760 |
| 云和县 | 3100 | 540 |
"""
COUNTY = """松阳县人民政府关于调整城区公交票价的通知
松政发〔2024〕2号
一、城区公交票价由1元调整为2元。
二、六十五周岁以上老年人免费乘车。
松阳县人民政府
2024年3月1日
"""
REPLY = """农林渔业部办公厅关于禁渔期渔船停靠有关问题的复函
农渔函〔2021〕14号
福建省海洋渔业局：
你局《关于禁渔期渔船停靠问题的请示》（闽渔文〔2021〕3号）收悉。现函复如下：
一、关于停靠费
禁渔期内渔船停靠费减半收取，每船每月不超过80元。
二、关于看护
每20艘渔船配备1名看护人员。
农林渔业部办公厅
2021年5月6日
"""
PRAISE = """农林渔业部关于对渔港整治成效明显地区予以表扬的通报
农渔发〔2022〕7号
各省、自治区、直辖市渔业主管部门：
现将有关做法通报如下：
一、主要做法
山东省推行渔港网格巡查，每港设巡查员4名。海南省建立渔船进出港报告制度，逾期未报的暂停加油补助15日。渔民可以在手机上报告。广东省实行渔港垃圾分类，每季度评比一次。
二、表扬的县
山东省荣成市、长岛县；海南省临高县、文昌市；广东省阳西县。
农林渔业部
2022年3月2日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(
        tmp_path_factory.mktemp("wider"), {"竹林.md": CITY, "公交.txt": COUNTY, "复函.txt": REPLY, "通报.txt": PRAISE}
    )


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松阳县城区公交票价是多少?", ["2元"], ["罚款"]),
        ("松阳县2025年清杂面积是多少亩?", ["4200"], ["3100"]),
        ("在松阳县擅自挖竹笋罚多少钱?", ["二百元以上五百元以下"], []),
        ("庆元县流转竹林每亩每年多少元?", ["60元"], ["90元"]),
        ("莲都区流转竹林每亩每年多少元?", ["90元"], ["60元"]),
        ("庆元县高级护林员每月补贴多少元?", ["500元"], ["300元"]),
    ],
)
async def test_what_its_own_papers_do_not_tell_those_around_it_may(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


async def test_where_a_paper_says_it_holds_is_no_answer_but_where_that_is_asked(ask: Ask) -> None:
    told = await ask("缙云县承包户的竹林遭人盗伐,向哪里报案?")
    assert_told(told, ["林业站"], ["适用"])
    assert not any("没有专门写到" in notice for notice in told.notices)
    assert_told(await ask("缙云县竹林承包户适用这个办法吗?"), ["适用本办法"], [])


async def test_the_rules_of_a_wider_place_are_told_as_such_and_its_aims_are_not(ask: Ask) -> None:
    assert any("以上是丽水市的规定" in notice for notice in (await ask("松阳县竹林多久清杂一次?")).notices)
    refused = await ask("松阳县2025年新建竹林步道多少公里?")
    assert refused.status == "refused"
    assert "没有单独写到" not in refused.answer  # it has papers of its own


async def test_what_a_table_tells_of_other_places_is_not_told_of_one_that_it_lacks(ask: Ask) -> None:
    assert (await ask("庆元县2025年清杂面积是多少亩?")).status == "refused"


async def test_a_follow_up_stays_with_the_paper_that_it_goes_on_from(assistant: Assistant) -> None:
    first = await assistant.ask(AskRequest("松阳县城区公交票价是多少?", as_of=date(2024, 6, 1)))
    later = AskRequest("那逃票罚多少钱?", session_id=first.session_id, as_of=date(2024, 6, 1))
    assert (await assistant.ask(later)).status == "refused"


async def test_so_many_as_a_wider_place_comes_to_are_not_those_of_one_in_it(ask: Ask) -> None:
    assert (await ask("松阳县要培育多少家竹制品龙头企业?")).status == "refused"
    assert "20户" in (await ask("松阳县的竹林合作社吸纳多少户竹农能拿奖补?")).answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("我在福建有条渔船,禁渔期停靠费每月最多多少元?", ["80元"], []),
        ("福建省多少艘渔船配1名看护人员?", ["20艘"], []),
        ("海南的渔船不报告进出港会怎么样?", ["15日", "手机"], ["巡查员", "每季度"]),
        ("海南有哪几个县在渔港整治上受到表扬?", ["临高县", "文昌市"], ["荣成", "阳西"]),
    ],
)
async def test_a_reply_answers_for_the_place_it_is_written_to_and_a_circular_for_those_it_names(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


async def test_what_a_reply_rules_for_a_province_holds_in_its_cities_and_nowhere_else(ask: Ask) -> None:
    assert any("以上是上级的规定" in n for n in (await ask("厦门的渔船在禁渔期停靠费怎么收?")).notices)
    assert (await ask("浙江的渔船在禁渔期停靠费怎么收?")).status == "refused"
