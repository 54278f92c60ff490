"""Saved portal pages: the document is found, the site around it is not."""

from pathlib import Path

import pytest

from ingestion.errors import UnreadableSource
from ingestion.loading import LoadLimits, load
from ingestion.model import RawDocument

BODY = (
    "各县（市、区）人民政府，市各委、办、局：",
    "为加快推进数字产业发展，经市政府同意，现提出如下意见，请认真贯彻落实。",
    "一、总体要求",
    "坚持创新驱动、应用牵引，到2027年产业规模达到1200亿元。（市数据局牵头）",
    "云川市人民政府办公室",
    "2025年3月1日",
)
TITLE = "云川市人民政府办公室关于加快数字产业发展的意见"
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
NAVIGATION = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/z">政务公开</a></li></ul></div>'
FOOTER = '<div class="footer"><p>主办：云川市人民政府 网站标识码：0000000001</p><p>联系我们 ICP备00000001号</p></div>'
RELATED = (
    '<div class="xgwd"><h3>相关文档</h3><ul><li><a href="/1">云川市数字产业政策解读之一</a></li>'
    '<li><a href="/2">云川市数字产业政策解读之二</a></li><li><a href="/3">云川市政策解读之三</a></li></ul></div>'
)


def read(page: str, folder: Path, encoding: str = "utf-8") -> RawDocument:
    path = folder / "page.html"
    path.write_bytes(page.encode(encoding))
    return load(path)


def lines(page: str, folder: Path) -> list[str]:
    return read(page, folder).text.split("\n")


@pytest.mark.parametrize(
    "page",
    [
        f'{NAVIGATION}<div class="crumb">当前位置：<a href="/">首页</a> &gt; 正文</div><h1>{TITLE}</h1>'
        f"<div>发布日期：2025-03-05 浏览次数：12 字号：[<a>大</a> <a>小</a>]</div>"
        f'<div class="TRS_Editor">{PARAGRAPHS}</div>'
        f'<div class="share">分享到：<a href="#">微信</a></div><div>【打印本页】 【关闭窗口】</div>{RELATED}{FOOTER}',
        f"<div>{NAVIGATION}</div><div><div><h2>{TITLE}</h2><div>来源：市政府办公室　发布时间：2025-03-05</div><div>"
        + "<br>　　".join(BODY)
        + f'</div></div></div><div>上一篇：<a href="9">关于放假的通知</a></div>{RELATED}'
        "<div>版权所有：云川市人民政府</div>",
        f'<table><tr><td>{NAVIGATION}</td></tr><tr><td><table><tr><td id="zoom"><p>{TITLE}</p>{PARAGRAPHS}</td></tr>'
        f"</table></td><td>{RELATED}</td></tr></table>{FOOTER}",
        f"{NAVIGATION}<div><div>{RELATED}</div><div><p>{TITLE}</p>{PARAGRAPHS}</div></div>{FOOTER}",
        "<table><tr><td><table><tr><td><a href=1>领导之窗</a></td></tr><tr><td><a href=2>政策法规</a></td></tr>"
        "</table></td>"
        f"<td><table><tr><td align=center><font size=5>{TITLE}</font></td></tr>"
        "<tr><td>发布时间：2025-03-05 点击：33</td></tr>"
        f"<tr><td><font>　　{'<br>　　'.join(BODY)}</font></td></tr></table></td></tr></table>",
        f'<header><nav>首页</nav></header><main><section class="article-detail"><h1>{TITLE}</h1>'
        '<div class="meta"><span>来源：市政府办公室</span><span>时间：2025-03-05</span><span>访问量：20</span></div>'
        f'<div id="j-content">{PARAGRAPHS}</div></section>'
        '<aside class="side"><h4>政策解读</h4><p>为便于理解，现将主要内容解读如下，供参考，详见全文。</p>'
        "</aside></main><footer><p>主办单位：云川市人民政府办公室</p></footer>",
    ],
    ids=["editor", "breaks", "layout-tables", "no-names", "old-tables", "article"],
)
def test_only_the_document_is_read_whatever_surrounds_it(page: str, tmp_path: Path) -> None:
    page = f"<html><head><meta charset='utf-8'><title>{TITLE}-云川市人民政府</title></head><body>{page}</body></html>"
    assert lines(page, tmp_path) == [TITLE, *BODY]


def test_a_notice_and_its_plan_in_containers_of_their_own_are_both_read(tmp_path: Path) -> None:
    plan = [
        "云川市数字产业三年行动方案",
        *(f"第{i}项任务，要按照职责分工抓好落实，确保按期完成各项目标。" for i in range(40)),
    ]
    page = (
        f'<html><body>{NAVIGATION}<div class="wrap"><div class="TRS_Editor">{PARAGRAPHS}</div>'
        f'<div class="TRS_Editor">{"".join(f"<p>{line}</p>" for line in plan)}</div>{RELATED}</div>{FOOTER}'
        "</body></html>"
    )
    assert lines(page, tmp_path) == [*BODY, *plan]


def test_the_metadata_block_becomes_properties_and_leaves_the_text(tmp_path: Path) -> None:
    page = (
        '<html><head><meta name="ArticleTitle" content="办法"><meta name="PubDate" content="2025-03-05"></head><body>'
        "<table><tr><td><b>索 引 号：</b></td><td>YC-2025-1</td><td>主题分类：</td><td>综合政务\\其他</td></tr>"
        "<tr><td>发文机关：</td><td>云川市人民政府办公室</td><td>成文日期：</td><td>2025年03月01日</td></tr>"
        f"<tr><td>标　　题：</td><td colspan=3>{TITLE}</td></tr><tr><td>主 题 词：</td><td></td></tr></table>"
        "<ul><li><label>发文字号</label><span>云政办发〔2025〕8号</span></li><li>有 效 性：有效</li></ul>"
        "<table><tr><td>时效性</td><td>有效</td><td>有效期至</td><td>2030年2月28日</td></tr></table>"
        f"<p>发布日期：2025-03-05 来源：市政府办公室 浏览次数：9</p><div>{PARAGRAPHS}</div></body></html>"
    )
    document = read(page, tmp_path)
    assert document.title == TITLE
    assert document.properties == {
        "索引号": "YC-2025-1",
        "主题分类": "综合政务\\其他",
        "发文机关": "云川市人民政府办公室",
        "成文日期": "2025年03月01日",
        "标题": TITLE,
        "发文字号": "云政办发〔2025〕8号",
        "有效性": "有效",
        "时效性": "有效",
        "有效期至": "2030年2月28日",
        "发布日期": "2025-03-05",
        "来源": "市政府办公室",
        "ArticleTitle": "办法",
        "PubDate": "2025-03-05",
    }
    assert document.text.split("\n") == [TITLE, *BODY]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<!-- saved from url=(0027)https://www.example.cn/a.htm -->\n<html><head></head>",
        '<html><head><link rel="canonical" href="https://www.example.cn/a.htm"></head>',
        '<html><head><meta property="og:url" content="https://www.example.cn/a.htm"></head>',
    ],
)
def test_the_address_of_a_saved_page_is_kept(page: str, tmp_path: Path) -> None:
    document = read(f"{page}<body><div>{PARAGRAPHS}</div></body></html>", tmp_path)
    assert document.properties["网址"] == "https://www.example.cn/a.htm"


def test_labels_inside_running_text_are_not_metadata(tmp_path: Path) -> None:
    form = "<p>申请表应当载明：</p><p>名称：申请人的法定名称；</p><p>时间：申请的时间。</p>"
    document = read(f"<html><body><div>{PARAGRAPHS}{form}</div></body></html>", tmp_path)
    assert document.text.split("\n")[-2:] == ["名称：申请人的法定名称；", "时间：申请的时间。"]
    assert document.properties == {}


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", ""),
        ("utf-8", '<meta charset="gb2312">'),
        ("utf-8-sig", '<meta charset="gbk">'),
        ("utf-16", ""),
    ],
)
def test_the_bytes_decide_when_the_declared_encoding_is_wrong(encoding: str, meta: str, tmp_path: Path) -> None:
    page = f"<html><head>{meta}</head><body><div>{PARAGRAPHS}</div></body></html>"
    assert read(page, tmp_path, encoding).text.split("\n") == list(BODY)


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    page = (
        "<html><head><style>.gone, #x9 { color:red; display : none } p{margin:0}</style></head><body><div>"
        f'{PARAGRAPHS}<p style="display:none">隐藏一</p><p hidden>隐藏二</p><p class="gone">隐藏三</p>'
        '<p id="x9">隐藏四</p>'
        "<!-- 隐藏五 --><script>隐藏六()</script><noscript>隐藏七</noscript><p>看得见"
        "<span style='visibility:hidden'>隐藏八</span>的字。</p></div></body></html>"
    )
    assert lines(page, tmp_path) == [*BODY, "看得见的字。"]


def test_pictures_inside_a_page_do_not_count_against_its_size(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"QUJD" * 500_000}">'
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><div>{PARAGRAPHS}{picture}</div></body></html>", encoding="utf-8")
    assert load(path, limits=LoadLimits(max_markup_bytes=100_000)).text.split("\n") == list(BODY)
    path.write_text(f"<html><body><div>{PARAGRAPHS * 500}</div></body></html>", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="上限"):
        load(path, limits=LoadLimits(max_markup_bytes=100_000))


def test_lists_get_the_numbers_that_a_browser_shows(tmp_path: Path) -> None:
    page = (
        f"<html><body><div>{PARAGRAPHS}<ol><li>甲</li><li>乙<ol type='a'><li>丙</li></ol></li>"
        "<li value='7'>丁</li></ol>"
        "<ol style='list-style-type:cjk-ideographic' start='2'><li>戊</li></ol><ol><li>3.自带编号</li></ol>"
        "<ol style='list-style:none'><li>己</li></ol><ul><li>庚</li></ul></div></body></html>"
    )
    assert lines(page, tmp_path)[len(BODY) :] == ["1.甲", "2.乙", "a. 丙", "7.丁", "二、戊", "3.自带编号", "己", "庚"]


def test_merged_cells_are_filled_and_a_two_line_header_names_each_column(tmp_path: Path) -> None:
    page = (
        f"<html><body><div>{PARAGRAPHS}<table><tr><td colspan=4>重点任务分工表</td></tr>"
        "<tr><td rowspan=2>任务</td><td colspan=2>责任单位</td><td rowspan=2>时限</td></tr>"
        "<tr><td>牵头</td><td>配合</td></tr>"
        "<tr><td rowspan=2>建设</td><td>市住建局</td><td>市财政局</td><td>2025年</td></tr>"
        "<tr><td>市资规局</td><td>市发改委</td><td>2026年</td></tr><tr><td colspan=4>二、分配</td></tr>"
        "<tr><td>公示</td><td><p>市住建局</p><p>市民政局</p></td><td></td><td>长期</td></tr></table></div></body></html>"
    )
    document = read(page, tmp_path)
    (table,) = document.tables
    assert table.header == ("任务", "责任单位 牵头", "责任单位 配合", "时限")
    assert [row.cells for row in table.rows] == [
        ("建设", "市住建局", "市财政局", "2025年"),
        ("建设", "市资规局", "市发改委", "2026年"),
        ("二、分配", "", "", ""),
        ("公示", "市住建局 市民政局", "", "长期"),
    ]
    assert table.rows[2].span.of(document.text) == "二、分配"
    assert document.text.split("\n")[len(BODY)] == "重点任务分工表"


def test_the_caption_of_a_table_stands_above_it(tmp_path: Path) -> None:
    page = (
        f"<html><body><div>{PARAGRAPHS}<table><caption>表1 补贴标准（元/人）</caption>"
        "<tr><th>类别</th><th>标准</th></tr>"
        "<tr><td>A类</td><td>1900</td></tr></table></div></body></html>"
    )
    assert lines(page, tmp_path)[len(BODY) :] == ["表1 补贴标准（元/人）", "类别 | 标准", "A类 | 1900"]


def test_a_page_saved_as_one_mhtml_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    page = f"<html><body><div>{PARAGRAPHS}</div></body></html>"
    path.write_bytes(
        b"From: <Saved by Blink>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related; boundary=B\r\n\r\n"
        b"--B\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page.encode("gbk")
        + b"\r\n--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n"
    )
    assert load(path).text.split("\n") == list(BODY)


def test_real_pages_keep_all_their_text_and_nothing_of_the_site(dev_corpus: Path) -> None:
    from lxml import html as lxml_html

    pages = sorted(dev_corpus.glob("*.html"))
    assert len(pages) >= 30
    for page in pages:
        document = load(page)
        source = page.read_text(encoding="utf-8")
        (container,) = lxml_html.document_fromstring(source).xpath('//*[@id="UCAP-CONTENT"]')
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        words = "".join(container.text_content().split())
        if not cells:
            assert "".join(document.text.split()) == words, page.name
        assert all("".join(cell.split()) in words for cell in cells), page.name
        assert document.title is not None
        assert {"索引号", "发文机关", "成文日期", "发文字号", "发布日期"} <= set(document.properties), page.name
        unnamed = tmp_page(page, source.replace('id="UCAP-CONTENT"', "").replace('class="b12c"', ""))
        assert unnamed.text == document.text, page.name


def tmp_page(page: Path, source: str) -> RawDocument:
    """The page without the names that give the container away."""
    from ingestion.loading import LoadLimits, read
    from ingestion.loading.limits import SourceFile

    return read(SourceFile.begin(page.name, source.encode(), LoadLimits()))
