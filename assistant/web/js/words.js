// Words for the values that the service sends.

export const ROLES = { lead: "牵头", responsible: "责任", support: "配合" };
export const ROLE_ORDER = ["lead", "responsible", "support"];

const STATUS_TONES = { 现行有效: "good", 尚未施行: "wait", 目标期已过: "ended", 已废止: "void", 已失效: "void" };
export const statusTone = (status) => STATUS_TONES[status] ?? "wait";

export const RELATIONS = {
  attaches: "印发",
  amends: "修改",
  repeals: "废止",
  based_on: "依据",
  forwards: "转发",
  mentions: "提到",
};

export const OUTCOMES = {
  ingested: "已入库",
  replaced: "已更新",
  unchanged: "没有变化",
  removed: "已移除",
  failed: "没有入库",
};

export const REASONS = ["数字不对", "引用的条款不对", "责任单位不对", "答非所问", "不完整", "看不懂"];

export const VOTES = { up: "有帮助", down: "没帮助" };

export const CHANNELS = {
  web: "网页",
  api: "接口",
  openai: "聊天客户端",
  mcp: "智能体",
  cli: "命令行",
  telegram: "Telegram",
  "wecom-app": "企业微信应用",
  "wecom-aibot": "企业微信机器人",
};

/** Where alike questions were asked, most often first. */
export const channelsOf = (counts) => Object.entries(counts).map(([name, count]) => `${CHANNELS[name] ?? name} ${count}`).join("、");

export function day(iso) {
  const [year, month, date] = (iso || "").slice(0, 10).split("-").map(Number);
  return year ? `${year}年${month}月${date}日` : "";
}

export function moment(iso) {
  return new Date(iso).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

export function periodOf({ period }) {
  if (!period) return "";
  return period[0] === period[1] ? `${period[0]}年` : `${period[0]}—${period[1]}年`;
}

/** Years that a document covers or was made in, for a filter. */
export function yearsOf({ period, written, published, effective }) {
  const years = new Set([written, published, effective].filter(Boolean).map((iso) => Number(iso.slice(0, 4))));
  if (period) for (let year = period[0]; year <= period[1]; year++) years.add(year);
  return years;
}

/** The names of the places a document applies to, widest first. */
export const placesOf = ({ regions }) =>
  regions ? [regions.province, regions.city, regions.county, regions.town].filter(Boolean) : [];

export const placeName = ({ region, level }) => region ?? (level === "national" ? "国家" : "未标明地区");

/** Where on the page a stretch of a document is shown; a link that can be shared. */
export const placeOf = (docId, start, end) =>
  `#/documents/${encodeURIComponent(docId)}${start === undefined ? "" : `?at=${start}-${end}`}`;
