"""The words around a target: units of measure, goal verbs, comparisons, deadlines. Tables only."""

from __future__ import annotations

import re


def _either(words: str) -> str:
    """Alternatives of a pattern from a table of words; longer words stand before the shorter ones they begin with."""
    return "|".join(words.split())


UNITS = _either(
    r"""
    万亿元 亿美元 万美元 亿元 万元 亿(?!元) 美元 元 个百分点 百分点 % ％ ‰ 人次 人年 平方公里 平方千米 平方米
    万亩 公里 千米 公顷 亩 亿千瓦时 千瓦时 万千瓦 千瓦 兆瓦 吨标准煤 万吨 吨 立方米 台套 台\(套\) 台（套）
    标准箱 张床位 批次 款 家 个 名 人 项 件 场 次 台 套 所 位 强 种 篇 户 辆 座 处 倍 条 支 只 对 门 部 间 艘 架
    枚 株 头 村 块 期 类
    """
)
_NUMBER = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
_TIMES = r"(?:万(?!亿|元|亩|吨|千瓦|美元)|[千百](?=[名人家]))"
_CHINESE = r"[两二三四五六七八九十]{1,3}(?=个(?!月|方面|层|维|专项|一|百分点))"
MEASURE = re.compile(
    rf"(?<![A-Za-z0-9.\-+第])(?P<rank>前)?(?P<value>{_NUMBER}(?:\s*[-—–~～至]\s*{_NUMBER})?\s*{_TIMES}?|{_CHINESE})"
    rf"[多余]?(?P<unit>{UNITS})(?P<after>左右|以上|以下|以内|之内)?"
)

# a verb that also begins names of things is not one there: 孵化器, 研发经费, 上市企业, 服务型制造
GOAL_VERBS = _either(
    r"""
    规划建设 布局建设 招引建设 柔性聘请 重点建设 新引进 新认定 新培育 新设立 新入选 新增加(?!值) 新申报 组织实施
    培育发展 引进培育 吸引集聚 新增 新建 建成 建设(?!用地|规模|面积|投资) 规划 布局 培育 培养 引进 引育 招引
    招聘 打造 创成 创建 争创 认定 拥有 实现 形成 组建 实施(?!率) 研制
    研发(?!经费|机构|投入|人员|平台|费用|活动|中心|项目|强度) 转化(?!率) 落地 聘请 举办 承办 开展 发布 签订 达成
    解决 突破 集聚 入选 立项 申报 合作(?!项目|协议|机构|平台|基地|对接|交流) 推出 设立 成立 调剂 拜访 完成(?!率)
    孵化(?!器|机构|基地|载体|面积|企业) 吸引 带动 推广 改造 选派 达到 建立 遴选 选树 上市(?!企业|公司) 扶持 推动
    推进 累计 获得 获批 制定 创办 增加(?!值) 搭建 构建 挂牌 派驻 组织(?!部|机构|数)
    服务(?!型|业|平台|机构|中心|站|量) 培训(?!基地|机构|中心) 新办 启动 收储 供应 盘活 承接
    """
)
WISHES = "力争|争取|确保|努力|力求|保证|争"
COMPARISONS = _either(
    """
    达到 达 突破 超过 超 不少于 不低于 不小于 不高于 不超过 低于 高于 多于 少于 大于 控制在 稳定在 保持在 维持在
    提高到 提高至 提高 提升到 提升至 提升 年均增长 年均增速 年均递增 递增 增长到 增长至 增长 增至 增加到 增加至
    增加 下降到 下降至 下降 降低到 降低至 降低 降至 降到 压缩到 压缩至 压缩 压减 缩短到 缩短至 缩短 减少到
    减少至 减少 扩大到 扩大至 实现 完成 至少要有 至少拥有 至少有 至少 均达到 均达 平均 合计 共 总计 各有 各 约为
    约 近 为 有 的
    """
)
# a comparison that by itself says "this is aimed at"
AIMED = re.compile(
    _either(
        """
    达 突破 超 不少于 不低于 高于 低于 控制在 稳定在 保持在 提高 提升 增长 递增 增至 增加到 下降 降低 降至 压缩
    缩短 减少 扩大 实现 完成 至少
        """
    )
)

_PLAN = r"(?:“(?:十[一二三四五六七八九]五)”|“[一二三四五六七八九]五”|(?:十[一二三四五六七八九]五))"
_BY = (
    r"(?:到|至|截至)(?:(?:20\d\d|今|明)\s*年(?:年?底前?|末|前)?|"
    rf"{_PLAN}(?:规划)?(?:期?末|时期末|期间)?|本世纪[\u4e00-\u9fff]{{1,4}}|20\d\d\s*年\s*\d{{1,2}}\s*月底?前?)"
)
_WITHIN = (
    r"20\d\d\s*[-—–~～至]\s*20\d\d\s*年(?:间|期间)?|20\d\d\s*年(?:度)?(?:年?底前|年?底|内|前|末)?|"
    rf"{_PLAN}(?:期间|时期|末|期末)|年内|年底前|年底|今年(?:年底|内)?|全年|每年度?|"
    r"[两二三四五六七八九]年(?:内|来)?(?![级制期])|未来[三五]年|今后[三五]年"
)
DEADLINE = re.compile(f"{_BY}|{_WITHIN}")
CARRIED = re.compile(r"^(?:到|至)")
WISHED = re.compile(rf"^[\s—]*(?:{WISHES})")

# Sums that are paid, lent or fined, rules of procedure, and what has been: not targets.
NOT_A_GOAL = re.compile(
    _either(
        r"""
    给予 奖励 补助 补贴 资助 奖补 最高 每[家项人个件名户亩台吨] 罚款 处以 贴息 注册资本 额度 不得 应当 可以
    按照?\d 的标准 元/ 工作日 小时 截至目前 已[建有达完实引培获成] 同比 造成 死亡 伤亡 受灾 发生 损失 据统计
    据初步 浏览 点击 近年来 去年 上年
        """
    )
)
# What is counted must be a thing, not a rule: 16项新政, 8项工程
_NOT_THINGS = _either(
    r"""
    人民币 水平 新政 工程 措施 政策 制度 原则 标准(?!化|厂|地) 规定 机制 任务 方面 问题 领域 环节 要求 条件 步骤
    阶段 意见 文件 工作 重点(?:任务|工作|领域|环节) 文 督查激励 地方 相关 有关 部门 单位 行动 专项$ 以上
    """
)
NOT_COUNTED = re.compile(rf"^(?:以上|以下)?的?(?:{_NOT_THINGS})")
