// The clauses that an answer stands on, those of one document together under its title.

import { button, h } from "./dom.js";

const SHOWN = 5;

export function sources(citations, open) {
  const items = citations.map((citation) => h("li", {}, source(citation, open)));
  const hidden = items.length > SHOWN + 1 ? items.slice(SHOWN) : [];
  for (const item of hidden) item.hidden = true;
  const groups = byDocument(citations).map((group) => documentCard(group, group.map((citation) => items[citations.indexOf(citation)])));
  const section = h("div", { class: "sources", role: "group", "aria-label": "依据" }, h("h3", {}, "依据"), groups);
  hideEmpty(groups);
  if (hidden.length) section.append(moreButton(hidden, groups));
  return section;
}

function moreButton(hidden, groups) {
  const more = button(`再看${hidden.length}条依据`, {
    kind: "ghost small",
    onclick: () => {
      for (const item of hidden) item.hidden = false;
      hideEmpty(groups);
      more.remove();
      hidden[0].querySelector("button").focus();
    },
  });
  return more;
}

const hideEmpty = (groups) => {
  for (const group of groups) group.hidden = ![...group.querySelectorAll("li")].some((item) => !item.hidden);
};

/** Citations of one document after the other, in the order in which documents are first cited. */
function byDocument(citations) {
  const groups = new Map();
  for (const citation of citations) groups.set(citation.doc_id, [...(groups.get(citation.doc_id) ?? []), citation]);
  return [...groups.values()];
}

function documentCard([{ title, doc_number: number, region }], items) {
  return h(
    "div",
    { class: "source-document" },
    h("p", { class: "source-title" }, region ? h("span", { class: "place" }, region) : null, h("span", {}, title, number ? ` ${number}` : "")),
    h("ol", {}, items),
  );
}

function source(citation, open) {
  const { index, label, title, quote } = citation;
  return h(
    "button",
    { type: "button", class: "source", "data-index": index, onclick: () => open(citation), "aria-label": `依据${index}：${label}，《${title}》，查看原文` },
    h("span", { class: "source-index", "aria-hidden": "true" }, String(index)),
    h("span", { class: "source-words" }, h("span", { class: "source-label" }, label), h("span", { class: "source-quote" }, quote)),
  );
}
