// The list of documents with its filters.

import { api } from "./api.js";
import { renderProblem } from "./answer.js";
import { h, replace } from "./dom.js";
import { day, periodOf, placeOf, placesOf, statusTone, yearsOf } from "./words.js";

export class Documents {
  constructor(view) {
    this.view = view;
    this.all = [];
    this.words = h("input", { type: "search", placeholder: "标题、文号或印发单位", maxlength: "100" });
    this.region = h("select", {});
    this.year = h("select", {});
    this.status = h("select", {});
    this.found = h("p", { class: "faint", role: "status" });
    this.list = h("ul", { class: "document-list" });
    for (const control of [this.words, this.region, this.year, this.status]) {
      control.addEventListener("input", () => this.showList());
    }
    replace(
      view,
      h("div", { class: "page-head" }, h("h1", {}, "政策文件"), this.found),
      h(
        "form",
        { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
        field("查找", this.words),
        field("地区", this.region),
        field("年份", this.year),
        field("效力", this.status),
      ),
      this.list,
    );
  }

  async show() {
    try {
      this.all = await api.documents();
      this.showChoices();
      this.showList();
    } catch (error) {
      replace(this.list, h("li", { class: "answer broken" }, renderProblem(error, () => this.show())));
    }
  }

  showChoices() {
    const distinct = (values) => [...new Set(values)];
    const places = distinct(this.all.flatMap(placesOf));
    this.region.closest("label").hidden = !places.length;
    options(this.region, "全部地区", places);
    options(this.year, "全部年份", distinct(this.all.flatMap((each) => [...yearsOf(each)])).sort((a, b) => b - a));
    options(this.status, "全部", distinct(this.all.map((each) => each.status)));
  }

  showList() {
    const words = this.words.value.trim();
    const fits = (each) =>
      (!words || [each.title, each.doc_number, each.issuer, ...each.aliases].some((text) => text?.includes(words))) &&
      (!this.region.value || placesOf(each).includes(this.region.value)) &&
      (!this.year.value || yearsOf(each).has(Number(this.year.value))) &&
      (!this.status.value || each.status === this.status.value);
    const fitting = this.all.filter(fits);
    this.found.textContent = `${fitting.length === this.all.length ? "共" : "找到"}${fitting.length}份`;
    replace(this.list, fitting.length ? fitting.map(row) : h("li", { class: "faint" }, this.all.length ? "没有符合条件的文件。" : "还没有文件。"));
  }
}

export function field(label, control) {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

function options(select, first, values) {
  const { value } = select;
  replace(select, h("option", { value: "" }, first), values.map((each) => h("option", { value: each }, String(each))));
  select.value = values.map(String).includes(value) ? value : "";
}

function row(document) {
  const facts = [document.doc_number, document.issuer, day(document.published ?? document.written)].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "a",
      { class: "document-row", href: placeOf(document.doc_id) },
      h("span", { class: "document-title" }, document.title),
      h(
        "span",
        { class: "document-facts" },
        h("span", { class: `status ${statusTone(document.status)}` }, document.status),
        document.region ? h("span", { class: "place" }, document.region) : null,
        document.period ? h("span", {}, `目标期${periodOf(document)}`) : null,
        facts.map((fact) => h("span", {}, fact)),
      ),
    ),
  );
}
