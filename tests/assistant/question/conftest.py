"""Readers over the sample policies and over invented ones, so that no rule fits one corpus only."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.question import QuestionReader, Synonyms, Vocabulary
from ingestion.model import Document, Region


def document(doc_id: str, title: str, region: Region | None = None, **facts: object) -> Document:
    return Document(doc_id, title, "", f"{doc_id}.txt", "text", region=region, **facts)  # type: ignore[arg-type]


SAMPLE = Vocabulary(
    documents=(
        document(
            "changzhou",
            "关于印发2018年常州苏南国家自主创新示范区建设工作要点的通知",
            Region("江苏省", "常州市"),
            aliases=("常州自创区工作要点",),
            period=(2018, 2018),
            written=date(2018, 5, 29),
        ),
        document(
            "yangzhou",
            "中共扬州市委 扬州市人民政府印发《关于加快推进新兴科创名城建设的工作意见》的通知",
            Region("江苏省", "扬州市"),
            doc_number="扬发〔2018〕30号",
            aliases=("扬州科创名城意见",),
            period=(2018, 2020),
        ),
        document(
            "taizhou",
            "泰州市人民政府办公室关于印发泰州市聚焦产业强市构建科技创新生态体系三年行动方案(2021-2023年)的通知",
            Region("江苏省", "泰州市"),
            period=(2021, 2023),
        ),
        document(
            "guixi",
            "市委办公室 市政府办公室 关于深入实施创新驱动发展战略建设科技大市的实施意见",
            Region("江西省", "鹰潭市", "贵溪市"),
            doc_number="贵办发〔2018〕20号",
            period=(2018, 2020),
        ),
        document(
            "tongxiang", "新时代科技创新力提升行动方案", Region("浙江省", "嘉兴市", "桐乡市"), period=(2022, 2023)
        ),
    ),
    units=(
        "市科学技术局",
        "科学技术局",
        "市财政局",
        "市发展和改革委员会",
        "发展和改革局",
        "市工业和信息化委员会",
        "市工业和信息化局",
        "市人力资源和社会保障局",
        "市委组织部",
        "组织部人才工作领导小组办公室",
        "教育局",
        "市教育局",
        "各镇（街道）",
        "泰州医药高新区管委会",
        "有关部门",
    ),
    indicators=("瞪羚企业", "全社会研发投入占地区生产总值的比重", "万人发明专利拥有量"),
)

INVENTED = Vocabulary(
    documents=(
        document(
            "yunling",
            "云岭市人民政府关于印发云岭市养老服务提升办法的通知",
            Region("南江省", "云岭市"),
            doc_number="云政规〔2024〕7号",
            period=(2024, 2026),
        ),
        document(
            "qinghe",
            "青禾县垃圾分类管理若干规定",
            Region("南江省", "白屿市", "青禾县"),
            doc_number="青府发〔2023〕15号",
        ),
        document("gulou", "鼓楼区人才安居若干措施", Region("江苏省", "南京市", "鼓楼区")),
        document("foshan", "佛山市住房租赁补贴实施细则", Region("广东省", "佛山市"), doc_number="佛府〔2025〕3号"),
        document(
            "ministry", "国务院办公厅关于推进冰雪运动与乌兰察布合作发展的指导意见", doc_number="国办发〔2024〕9号"
        ),
        document("approval", "国务院关于同意佛山市设立陶瓷文化保护试验区的批复", doc_number="国函〔2022〕3号"),
    ),
    units=("市民政局", "县城市管理局", "区人力资源和社会保障局", "国家体育总局", "市住房和城乡建设局"),
    indicators=("养老床位", "生活垃圾回收利用率"),
)


@pytest.fixture(scope="session")
def synonyms() -> Synonyms:
    return Synonyms.load()


@pytest.fixture(scope="session")
def sample(synonyms: Synonyms) -> QuestionReader:
    return QuestionReader(SAMPLE, synonyms=synonyms)


@pytest.fixture(scope="session")
def invented(synonyms: Synonyms) -> QuestionReader:
    return QuestionReader(INVENTED, synonyms=synonyms)
