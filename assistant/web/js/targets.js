// Indicators across documents: a table, and bars for one indicator across places.

import { api } from "./api.js";
import { renderProblem } from "./answer.js";
import { amountOf, barChart, numberOf } from "./chart.js";
import { field } from "./documents.js";
import { h, replace } from "./dom.js";
import { scrollable } from "./markdown.js";
import { placeOf } from "./words.js";

const SHOWN = 200;
const BARS = 16;

export class Targets {
  constructor(view) {
    this.view = view;
    this.all = [];
    this.words = h("input", { type: "search", list: "indicators", placeholder: "指标名称", maxlength: "100" });
    this.names = h("datalist", { id: "indicators" });
    this.region = h("select", {});
    this.found = h("p", { class: "faint", role: "status" });
    this.shown = h("div", {});
    for (const control of [this.words, this.region]) control.addEventListener("input", () => this.showRows());
    replace(
      view,
      h("div", { class: "page-head" }, h("h1", {}, "目标指标"), this.found),
      h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() }, field("指标", this.words), field("地区", this.region), this.names),
      this.shown,
    );
  }

  async show() {
    try {
      this.all = await api.targets({});
      const regions = [...new Set(this.all.map((each) => each.region).filter(Boolean))];
      replace(this.region, h("option", { value: "" }, "全部地区"), regions.map((name) => h("option", { value: name }, name)));
      replace(this.names, shared(this.all).map((name) => h("option", { value: name })));
      this.region.closest("label").hidden = !regions.length;
      // not under the hands of someone who is about to type
      if (!this.words.value && document.activeElement !== this.words) this.words.value = inCommon(this.all);
      this.showRows();
    } catch (error) {
      replace(this.shown, h("div", { class: "answer broken" }, renderProblem(error, () => this.show())));
    }
  }

  showRows() {
    const words = this.words.value.trim();
    const rows = this.all.filter((each) => (!words || each.indicator.includes(words)) && (!this.region.value || each.region === this.region.value));
    this.found.textContent = `${words || this.region.value ? "找到" : "共"}${rows.length}项`;
    replace(
      this.shown,
      words ? comparison(words, rows) : null,
      rows.length ? targetTable(rows.slice(0, SHOWN), { withDocument: true }) : h("p", { class: "faint" }, "没有符合条件的指标。"),
      rows.length > SHOWN ? h("p", { class: "faint" }, `只列出前${SHOWN}项，请缩小范围。`) : null,
    );
  }
}

/** Indicators that several places set, those of most places first, then the others. */
function shared(targets) {
  const places = new Map();
  for (const { indicator, region } of targets) {
    places.set(indicator, (places.get(indicator) ?? new Set()).add(region));
  }
  return [...places].sort(([, a], [, b]) => b.size - a.size).map(([name]) => name);
}

/** The indicator that most places set, to begin with; none where no two places set the same. */
function inCommon(targets) {
  const [first] = shared(targets);
  return new Set(targets.filter(({ indicator, region }) => indicator === first && region).map(({ region }) => region)).size > 1 ? first : "";
}

/** Bars of the rows that have the unit of measure most of them have. */
function comparison(words, rows) {
  const fitting = grouped(rows).map((group) => once(group.filter((row) => numberOf(row.value) !== null)));
  const most = fitting.sort((a, b) => placesIn(b) - placesIn(a) || b.length - a.length)[0] ?? [];
  if (most.length < 2) return null;
  const drawn = most.slice(0, BARS);
  const left = rows.filter((row) => !drawn.some((each) => alike(each, row))).length;
  return barChart(`“${words}”各地目标（${most[0].unit}）`, drawn, left);
}

const placesIn = (rows) => new Set(rows.map((row) => row.region)).size;

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.unit, [...(groups.get(row.unit) ?? []), row]);
  return [...groups.values()];
}

/** A document may set the same target more than once; the one that names a deadline says most. */
function once(rows) {
  const sorted = [...rows].sort((a, b) => Boolean(b.deadline) - Boolean(a.deadline));
  return rows.filter((row) => row === sorted.find((each) => alike(each, row)));
}

const alike = (a, b) => a.doc_id === b.doc_id && a.indicator === b.indicator && a.value === b.value && a.unit === b.unit;

export function targetTable(targets, { withDocument }) {
  return scrollable(
    "目标指标表",
    h(
      "table",
      { class: "targets", role: "table" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, [withDocument && "地区", "指标", "目标", "期限", "出处"].filter(Boolean).map((name) => h("th", { scope: "col", role: "columnheader" }, name)))),
      h("tbody", { role: "rowgroup" }, targets.map((target) => row(target, withDocument))),
    ),
  );
}

function row(target, withDocument) {
  return h(
    "tr",
    { role: "row" },
    withDocument ? cell("target-place", target.region ?? "—") : null,
    cell("target-name", target.indicator),
    cell("amount", amountOf(target)),
    cell("target-deadline", target.deadline ?? "—"),
    cell("target-source", h("a", { href: placeOf(target.doc_id, target.span.start, target.span.end), title: target.title }, target.label)),
  );
}

// The roles are told, since on a phone the rows are laid out as cards, which would lose them.
const cell = (name, content) => h("td", { class: name, role: "cell" }, content);
