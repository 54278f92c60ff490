// One answer: its text with citation chips, units, notices, sources, and what can be done with it.

import { api } from "./api.js";
import { announce, button, h, icon, replace } from "./dom.js";
import { renderMarkdown } from "./markdown.js";
import { shareAnswer, copyAnswer } from "./sharing.js";
import { sources } from "./sources.js";
import { aloud } from "./speech.js";
import { textBesideUnits, units } from "./units.js";
import { REASONS } from "./words.js";

const ORDINALS = "一二三四五六七八九十";

/** The text of an answer; `open` is null while it streams, when chips cannot be opened yet. */
export function renderBody(text, citations, open) {
  const known = new Map((citations ?? []).map((citation) => [citation.index, citation]));
  return renderMarkdown(text, (number) => {
    if (!citations) return h("span", { class: "cite waiting" }, String(number));
    return known.has(number) ? chip(known.get(number), open) : null;
  });
}

export function chip(citation, open) {
  return h(
    "button",
    {
      type: "button",
      class: "cite",
      "aria-label": `引用${citation.index}：${citation.label}，${citation.title}`,
      title: `${citation.label} · ${citation.title}`,
      onclick: () => open(citation),
    },
    String(citation.index),
  );
}

/** The whole of an answer as elements. `actions`: {open(citation, all), ask(text), examples()}. */
export function renderAnswer(question, answer, actions) {
  const { citations } = answer;
  const open = (citation) => actions.open(citation, citations);
  const text = textBesideUnits(answer);
  return [
    understood(question, answer),
    answer.status === "refused" ? verdict("没有找到依据", "none") : null,
    answer.status === "clarify" ? verdict("请再说明一下", "ask") : null,
    text ? h("div", { class: "prose" }, renderBody(text, citations, open)) : null,
    answer.responsible_units.length ? units(answer, (citation) => chip(citation, open)) : null,
    answer.notices.length ? notices(answer.notices) : null,
    citations.length ? sources(citations, open) : null,
    suggestions(answer, actions),
    toolbar(question, answer),
  ].filter(Boolean);
}

function understood(question, { understood_as: completed }) {
  const bare = (text) => text.normalize("NFKC").replace(/[\s\p{P}]/gu, "");
  if (!completed || bare(completed) === bare(question)) return null;
  return h("p", { class: "understood" }, h("span", {}, "按此理解："), completed);
}

const verdict = (words, tone) => h("p", { class: `verdict ${tone}` }, words);

function notices(messages) {
  return h("div", { class: "notices", role: "note" }, icon("notice"), h("ul", { "aria-label": "提示" }, messages.map((message) => h("li", {}, message))));
}

/** What can be asked next; a refusal that has nothing near it still shows what can be asked at all. */
function suggestions({ status, suggestions: given }, { ask, examples }) {
  if (status === "clarify") return offered("您指的是", given.map(ordinal), ask);
  const listed = given.map(listIn).filter(Boolean);
  const near = given.filter((text) => !listIn(text)).map((text) => [text, text]);
  const groups = [
    near.length ? offered(status === "refused" ? "相近的内容" : "接着问", near, ask) : null,
    listed.map(({ title, names }) => offered(title, names.map((name) => [name, `${name}呢？`]), ask)),
    status === "refused" && !given.length && examples().length ? offered("可以这样问", examples().map((text) => [text, text]), ask) : null,
  ];
  return groups.flat().some(Boolean) ? h("div", { class: "suggestions" }, groups) : null;
}

function offered(title, choices, ask) {
  const items = choices.map(([label, question]) => h("li", {}, h("button", { type: "button", class: "suggestion", onclick: () => ask(question) }, label)));
  return [h("h3", {}, title), h("ul", {}, items)];
}

/** [label, question] of a choice that was offered; its place in the list names it beyond doubt. */
const ordinal = (text, at) => [text, at < ORDINALS.length ? `第${ORDINALS[at]}个` : text];

/** A suggestion that lists names (……：甲、乙) is a follow-up for each of them; null for one that does not. */
function listIn(text) {
  const listed = text.match(/^([^《》：]{2,12})：([^。，？]+(?:、[^。，？]+)*)$/);
  return listed ? { title: listed[1], names: listed[2].split("、") } : null;
}

function toolbar(question, answer) {
  const form = h("div", { class: "opinion" });
  const up = button("有帮助", { icon: "up", quiet: true, "aria-pressed": "false" });
  const down = button("没帮助", { icon: "down", quiet: true, "aria-pressed": "false", "aria-expanded": "false" });
  const chosen = (vote) => {
    up.setAttribute("aria-pressed", String(vote === "up"));
    down.setAttribute("aria-pressed", String(vote === "down"));
  };
  const give = async (opinion, thanks) => {
    try {
      await api.feedback({ answer_id: answer.answer_id, ...opinion });
      chosen(opinion.vote);
      replace(form, h("p", { class: "faint" }, thanks));
      announce(thanks);
    } catch (error) {
      replace(form, h("p", { class: "error-line", role: "alert" }, `评价没有送达：${error.detail ?? error.message}`));
    }
    down.setAttribute("aria-expanded", "false");
  };
  up.addEventListener("click", () => give({ vote: "up" }, "谢谢您的评价。"));
  down.addEventListener("click", () => {
    down.setAttribute("aria-expanded", "true");
    replace(form, complaint((opinion) => give(opinion, "谢谢，工作人员会看到您的意见。")));
    form.querySelector("input").focus();
  });
  return [
    h(
      "div",
      { class: "toolbar", role: "group", "aria-label": "对这条回答" },
      up,
      down,
      aloud(answer),
      button("复制", { icon: "copy", kind: "ghost small", onclick: () => copyAnswer(question, answer) }),
      button("分享", { icon: "share", kind: "ghost small", onclick: () => shareAnswer(question, answer) }),
      answer.citations.length ? h("span", { class: "mode faint" }, answer.mode === "llm" ? "由大模型撰写，已逐条核对原文" : "摘自政策原文") : null,
    ),
    form,
  ];
}

function complaint(give) {
  const comment = h("textarea", { rows: "2", maxlength: "1000", "aria-label": "补充说明" });
  const name = `reason-${crypto.randomUUID?.() ?? Math.random()}`;
  const form = h(
    "form",
    { class: "complaint" },
    h(
      "fieldset",
      {},
      h("legend", {}, "哪里不好？"),
      h("div", { class: "choices" }, REASONS.map((reason) => h("label", { class: "choice" }, h("input", { type: "radio", name, value: reason }), h("span", {}, reason)))),
    ),
    h("label", { class: "field" }, h("span", {}, "补充说明（可不填，请勿填写个人信息）"), comment),
    h("div", { class: "row end" }, h("button", { type: "submit", class: "button primary small" }, "提交")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.querySelector("input:checked")?.value ?? null;
    give({ vote: "down", reason, comment: comment.value.trim() || null });
  });
  return form;
}

/** What stands in the answer's place where the service failed: not the same as finding nothing. */
export function renderProblem(problem, retry) {
  return [
    h("p", { class: "verdict broken" }, icon("retry"), problem.title ?? "出错了"),
    h("p", {}, problem.detail ?? "页面遇到意外错误。"),
    problem.requestId ? h("p", { class: "faint" }, `报修时请提供编号 ${problem.requestId}`) : null,
    h(
      "div",
      { class: "row" },
      button("重试", { icon: "retry", kind: "primary small", onclick: retry }),
      problem.status === 401 ? h("a", { class: "button ghost small", href: "#/staff" }, "输入密钥") : null,
    ),
  ].filter(Boolean);
}
