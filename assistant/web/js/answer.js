// One answer: its text with citation chips, units, notices, sources, and what can be done with it.

import { api } from "./api.js";
import { announce, button, h, icon, replace } from "./dom.js";
import { renderMarkdown } from "./markdown.js";
import { REASONS, ROLE_ORDER, ROLES } from "./words.js";
import { copyAnswer, shareAnswer } from "./sharing.js";

const SOURCES_SHOWN = 4;
const ORDINALS = "一二三四五六七八九十";

/** The text of an answer; `citations` is null while it streams, when chips cannot be opened yet. */
export function renderBody(text, citations, open) {
  const known = new Map((citations ?? []).map((citation) => [citation.index, citation]));
  return renderMarkdown(text, (number) => {
    if (!citations) return h("span", { class: "cite waiting" }, String(number));
    return known.has(number) ? chip(known.get(number), open) : null;
  });
}

function chip(citation, open) {
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

/** The whole of an answer as elements. `actions`: {open(citation), ask(text)}. */
export function renderAnswer(question, answer, actions) {
  return [
    understood(question, answer),
    answer.status === "refused" ? verdict("没有找到依据", "none") : null,
    answer.status === "clarify" ? verdict("请再说明一下", "ask") : null,
    h("div", { class: "prose" }, renderBody(answer.answer, answer.citations, actions.open)),
    answer.notices.length ? notices(answer.notices) : null,
    answer.responsible_units.length ? units(answer, actions.open) : null,
    answer.citations.length ? sources(answer.citations, actions.open) : null,
    answer.suggestions.length ? suggestions(answer, actions.ask) : null,
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
  return h("ul", { class: "notices", "aria-label": "提示" }, messages.map((message) => h("li", {}, message)));
}

function units({ responsible_units: all, citations }, open) {
  const known = new Map(citations.map((citation) => [citation.index, citation]));
  const groups = ROLE_ORDER.map((role) => [role, merged(all.filter((unit) => unit.role === role))]);
  return h(
    "dl",
    { class: "units", "aria-label": "责任单位" },
    groups
      .filter(([, members]) => members.length)
      .map(([role, members]) =>
        h(
          "div",
          { class: `unit-group ${role}` },
          h("dt", {}, ROLES[role]),
          h("dd", {}, members.map((unit) => unitTag(unit, known, open))),
        ),
      ),
  );
}

/** One entry a unit, with all the citations that name it. */
function merged(members) {
  const byName = new Map();
  for (const { name, inherited, citation } of members) {
    const unit = byName.get(name) ?? { name, inherited: true, citations: new Set() };
    unit.inherited &&= inherited;
    unit.citations.add(citation);
    byName.set(name, unit);
  }
  return [...byName.values()];
}

function unitTag(unit, known, open) {
  // With one source there is nothing to tell apart.
  const cited = known.size > 1 ? [...unit.citations].filter((index) => known.has(index)) : [];
  return h(
    "span",
    { class: "unit" },
    unit.name,
    unit.inherited ? h("small", { title: "由上级条款统一规定" }, "承上款") : null,
    cited.length <= 3 ? cited.map((index) => chip(known.get(index), open)) : h("small", {}, `${cited.length}处`),
  );
}

function sources(citations, open) {
  const items = citations.map((citation) => h("li", {}, source(citation, open)));
  const hidden = items.length > SOURCES_SHOWN + 1 ? items.slice(SOURCES_SHOWN) : [];
  for (const item of hidden) item.hidden = true;
  const list = h("ol", {}, items);
  const more = hidden.length
    ? button(`再看${hidden.length}条依据`, {
        kind: "ghost small",
        onclick: () => {
          for (const item of hidden) item.hidden = false;
          more.remove();
          hidden[0].querySelector("button").focus();
        },
      })
    : null;
  return h("section", { class: "sources", "aria-label": "依据" }, h("h3", {}, "依据"), list, more);
}

function source(citation, open) {
  return h(
    "button",
    { type: "button", class: "source", onclick: () => open(citation), "aria-label": `依据${citation.index}：${citation.label}，《${citation.title}》，查看原文` },
    h("span", { class: "source-index", "aria-hidden": "true" }, String(citation.index)),
    h(
      "span",
      { class: "source-words" },
      h("span", { class: "source-label" }, citation.label, citation.region ? h("span", { class: "place" }, citation.region) : null),
      h("span", { class: "source-title" }, citation.title, citation.doc_number ? ` ${citation.doc_number}` : ""),
      h("span", { class: "source-quote" }, citation.quote),
    ),
  );
}

function suggestions({ status, suggestions: all }, ask) {
  return h(
    "div",
    { class: "suggestions" },
    h("h3", {}, status === "refused" ? "相近的内容" : status === "clarify" ? "您指的是" : "接着问"),
    h("ul", {}, (status === "clarify" ? all.map(ordinal) : all.flatMap(choicesIn)).map(([label, question]) => h("li", {}, suggestion(label, question, ask)))),
  );
}

const suggestion = (label, question, ask) =>
  h("button", { type: "button", class: "suggestion", onclick: () => ask(question) }, label);

/** [label, question] of a choice that was offered; its place in the list names it beyond doubt. */
const ordinal = (text, at) => [text, at < ORDINALS.length ? `第${ORDINALS[at]}个` : text];

/** [label, question] of a suggestion; one that lists names (……：甲、乙) is a follow-up for each of them. */
function choicesIn(text) {
  const listed = text.match(/^[^《》：]{2,12}：([^。，？]+(?:、[^。，？]+)*)$/);
  return listed ? listed[1].split("、").map((name) => [name, `${name}呢？`]) : [[text, text]];
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
