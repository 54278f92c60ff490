// What was asked in vain: alike questions together, each with what was said then and what would be said now.

import { api } from "./api.js";
import { renderBody, renderProblem } from "./answer.js";
import { h, replace } from "./dom.js";
import { channelsOf, moment } from "./words.js";

const STATES = { same: "条款未变", changed: "条款已改", gone: "条款已移除" };
const STATUSES = { answered: "已回答", refused: "拒答", clarify: "追问" };

export function gapList(gaps) {
  if (!gaps.length) return h("p", { class: "faint" }, "还没有。被拒答或收到差评的问题会列在这里。");
  return h("ul", { class: "gaps" }, gaps.map((gap) => h("li", {}, gapItem(gap))));
}

function gapItem(gap) {
  const body = h("div", { class: "gap-body" });
  const details = h("details", {}, h("summary", {}, h("span", { class: "gap-question" }, gap.question), facts(gap)), body);
  details.addEventListener("toggle", () => details.open && showReplay(body, gap));
  return details;
}

function facts({ refused, disliked, channels, last_asked_at: last }) {
  return h(
    "span",
    { class: "document-facts" },
    refused ? h("span", { class: "status wait" }, `拒答 ${refused}`) : null,
    disliked ? h("span", { class: "status void plainly" }, `差评 ${disliked}`) : null,
    Object.keys(channels).length ? h("span", {}, channelsOf(channels)) : null,
    h("span", {}, `最近 ${moment(last)}`),
  );
}

async function showReplay(place, gap) {
  const reasons = gap.reasons.length ? h("p", {}, h("b", {}, "意见："), gap.reasons.join("；")) : null;
  replace(place, reasons, h("p", { class: "searching" }, "正在复核"));
  try {
    replace(place, reasons, replay(await api.replay(gap.answer_ids[0])));
  } catch (error) {
    const words = error.status === 404 ? h("p", { class: "faint" }, "这次问答已被删除。") : h("div", { class: "answer broken" }, renderProblem(error, () => showReplay(place, gap)));
    replace(place, reasons, words);
  }
}

function replay({ asked_at: asked, answer, clauses, said_today: same, today }) {
  return h(
    "div",
    { class: "replay" },
    said(`当时 ${moment(asked)}`, answer, clauses),
    same ? h("p", { class: "faint" }, "现在再问，回答相同。") : said("现在再问", today, []),
  );
}

function said(title, answer, clauses) {
  return h(
    "section",
    {},
    h("h3", {}, title, h("span", { class: `status ${answer.status === "answered" ? "good" : "wait"}` }, STATUSES[answer.status])),
    h("div", { class: "prose" }, renderBody(answer.answer, null, null)),
    clauses.length ? h("p", { class: "document-facts" }, clauses.map(({ label, state }) => h("span", {}, `${label} ${STATES[state]}`))) : null,
  );
}
