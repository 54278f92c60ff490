// The filter beside the question: regions, a year, or one document.

import { button, h, icon, replace } from "./dom.js";
import { placesOf, yearsOf } from "./words.js";

/** The places of all documents, each place followed by those inside it. */
function placesTogether(documents) {
  const paths = [...new Set(documents.map((each) => placesOf(each).join("\n")))].filter(Boolean).sort((a, b) => a.localeCompare(b, "zh-CN"));
  return [...new Set(paths.flatMap((path) => path.split("\n")))];
}

export class Scope {
  constructor(onchange = () => {}) {
    this.onchange = onchange;
    this.clearValues();
    this.summary = h("summary", { class: "button ghost small" });
    this.panel = h("div", { class: "scope-panel" });
    this.element = h("details", { class: "scope" }, this.summary, this.panel);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.addEventListener("click", (event) => {
      if (this.element.open && !this.element.contains(event.target)) this.close(false);
    });
    this.documents = [];
    this.show();
  }

  clearValues() {
    this.regions = new Set();
    this.year = null;
    this.document = null;
  }

  close(refocus = true) {
    this.element.open = false;
    if (refocus) this.summary.focus();
  }

  setDocuments(documents) {
    this.documents = documents;
    this.show();
  }

  /** Ask about one document only. */
  only(document) {
    this.clearValues();
    this.document = document;
    this.show();
  }

  /** The `filters` of a request, or undefined where nothing is chosen. */
  filters() {
    const chosen = {};
    if (this.regions.size) chosen.region = [...this.regions];
    if (this.year) chosen.year = this.year;
    if (this.document) chosen.doc_id = [this.document.doc_id];
    return Object.keys(chosen).length ? chosen : undefined;
  }

  describe() {
    const parts = [...this.regions];
    if (this.year) parts.push(`${this.year}年`);
    if (this.document) parts.push(`《${this.document.title}》`);
    return parts.join("、");
  }

  show() {
    const described = this.describe();
    replace(this.summary, icon("filter"), h("span", { class: "unseen" }, "范围："), h("span", { class: "words" }, described || "全部文件"));
    this.summary.classList.toggle("chosen", Boolean(described));
    const places = placesTogether(this.documents);
    const years = [...new Set(this.documents.flatMap((each) => [...yearsOf(each)]))].sort((a, b) => b - a);
    replace(
      this.panel,
      places.length
        ? h("fieldset", {}, h("legend", {}, "地区"), h("div", { class: "choices" }, places.map((name) => this.place(name))))
        : null,
      h("label", { class: "field" }, h("span", {}, "年份"), this.years(years)),
      this.document ? h("p", { class: "faint" }, `只查《${this.document.title}》`) : null,
      h(
        "div",
        { class: "row end" },
        button("清除筛选", { kind: "ghost small", onclick: () => this.reset() }),
        button("完成", { kind: "small", onclick: () => this.close() }),
      ),
    );
  }

  place(name) {
    const box = h("input", { type: "checkbox", value: name });
    box.checked = this.regions.has(name);
    box.addEventListener("change", () => {
      if (box.checked) this.regions.add(name);
      else this.regions.delete(name);
      this.changed(`input[value="${CSS.escape(name)}"]`);
    });
    return h("label", { class: "choice" }, box, h("span", {}, name));
  }

  years(years) {
    const select = h(
      "select",
      {},
      h("option", { value: "" }, "全部年份"),
      years.map((year) => h("option", { value: year }, `${year}年`)),
    );
    select.value = this.year ?? "";
    select.addEventListener("change", () => {
      this.year = Number(select.value) || null;
      this.changed("select");
    });
    return select;
  }

  reset() {
    this.clearValues();
    this.changed("select");
  }

  changed(focusOn) {
    this.show();
    this.panel.querySelector(focusOn)?.focus();
    this.onchange();
  }
}
