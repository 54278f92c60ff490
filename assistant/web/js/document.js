// One document: its facts, outline, text, targets and units.

import { api } from "./api.js";
import { renderProblem } from "./answer.js";
import { CanonicalText, renderText } from "./canonical.js";
import { button, h, replace, webAddress } from "./dom.js";
import { tabs } from "./tabs.js";
import { targetTable } from "./targets.js";
import { RELATIONS, ROLES, ROLE_ORDER, day, periodOf, placeName, placeOf, statusTone } from "./words.js";

const OUTLINED = new Set(["part", "section", "article", "item", "run_in"]);

export class DocumentPage {
  constructor(view, askAbout) {
    this.view = view;
    this.askAbout = askAbout;
    this.shown = 0;
  }

  /** Show a document; `at` {start, end} is marked and scrolled to. */
  async show(docId, at) {
    const turn = ++this.shown;
    replace(this.view, h("p", { class: "searching" }, "正在打开文件"));
    try {
      const [document, body, clauses, targets] = await Promise.all([
        api.document(docId),
        api.text(docId),
        api.clauses(docId),
        api.targets({ doc_id: docId }),
      ]);
      if (turn === this.shown) this.build(document, new CanonicalText(body), clauses, targets, at);
    } catch (error) {
      if (turn !== this.shown) return;
      const gone = error.status === 404;
      replace(
        this.view,
        h("p", {}, h("a", { href: "#/documents" }, "返回文件列表")),
        gone ? h("p", { class: "notice" }, "没有这份文件，可能已被移除。") : h("div", { class: "answer broken" }, renderProblem(error, () => this.show(docId, at))),
      );
    }
  }

  build(document, text, clauses, targets, at) {
    const quote = at && at.end <= text.length ? at : null;
    const panels = [
      ["text", "正文", h("div", { class: "paper" }, renderText(text, clauses, { quote }))],
      ["targets", `目标 ${targets.length}`, targets.length ? targetTable(targets, { withDocument: false }) : empty("没有读到目标指标。")],
      ["units", "责任单位", unitList(clauses)],
      ["facts", "文件信息", facts(document)],
    ];
    replace(
      this.view,
      h("p", { class: "crumb" }, h("a", { href: "#/documents" }, "政策文件"), " ／ ", placeName(document)),
      header(document, () => this.askAbout(document)),
      h("div", { class: "document" }, outline(clauses, (clause) => this.goTo(clause)), h("div", { class: "document-main" }, tabs("文件内容", panels))),
    );
    globalThis.document.title = `${document.title} · 问政`;
    const mark = this.view.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "center" });
  }

  goTo(clause) {
    this.view.querySelector("#tab-text").click();
    const line = this.view.querySelector(`[data-clause="${CSS.escape(clause.clause_id)}"]`);
    if (!line) return;
    line.tabIndex = -1;
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "start" });
  }
}

function header(document, ask) {
  const source = webAddress(document.source_url);
  return h(
    "header",
    { class: "red-head" },
    document.issuer ? h("p", { class: "issuer" }, document.issuer) : null,
    document.doc_number ? h("p", { class: "number" }, document.doc_number) : null,
    h("h1", {}, document.title),
    h(
      "p",
      { class: "document-facts" },
      h("span", { class: `status ${statusTone(document.status)}` }, document.status),
      document.period ? h("span", {}, `目标期${periodOf(document)}`) : null,
      h("span", {}, day(document.published ?? document.written)),
    ),
    h(
      "div",
      { class: "row" },
      button("就本文件提问", { icon: "chat", kind: "primary small", onclick: ask }),
      source ? h("a", { class: "button ghost small", href: source, target: "_blank", rel: "noopener noreferrer" }, "官网原文") : null,
    ),
  );
}

function outline(clauses, goTo) {
  const items = clauses.filter((clause) => OUTLINED.has(clause.kind) && clause.level <= 3 && (clause.heading || clause.number));
  const links = items.map((clause) =>
    h("li", { class: `level-${Math.min(clause.level, 3)}` }, h("button", { type: "button", onclick: () => goTo(clause) }, clause.path.at(-1) || clause.label)),
  );
  const wide = matchMedia("(min-width: 64rem)").matches;
  return h("details", { class: "outline", open: wide }, h("summary", {}, "目录"), h("nav", { "aria-label": "目录" }, h("ol", {}, links)));
}

const empty = (words) => h("p", { class: "faint" }, words);

function unitList(clauses) {
  const byName = new Map();
  for (const clause of clauses) {
    for (const unit of clause.responsible_units) {
      const tasks = byName.get(unit.name) ?? byName.set(unit.name, []).get(unit.name);
      tasks.push({ clause, unit });
    }
  }
  if (!byName.size) return empty("没有读到责任单位。");
  const sorted = [...byName].sort(([, a], [, b]) => b.length - a.length);
  return h(
    "div",
    { class: "unit-list" },
    sorted.map(([name, tasks]) => h("details", {}, h("summary", {}, h("b", {}, name), h("span", { class: "faint" }, `${tasks.length}项`)), taskList(tasks))),
  );
}

function taskList(tasks) {
  const sorted = ROLE_ORDER.flatMap((role) => tasks.filter(({ unit }) => unit.role === role));
  return h(
    "ul",
    {},
    sorted.map(({ clause, unit }) =>
      h("li", {}, h("span", { class: `role ${unit.role}` }, ROLES[unit.role]), h("a", { href: placeOf(clause.doc_id, unit.span.start, unit.span.end) }, clause.path.at(-1) || clause.label), h("small", { class: "faint" }, clause.label), unit.inherited ? h("small", { class: "faint" }, "承上款") : null),
    ),
  );
}

function facts(document) {
  const rows = [
    ["发文字号", document.doc_number],
    ["印发单位", document.issuer],
    ["适用地区", document.region],
    ["成文日期", day(document.written)],
    ["发布日期", day(document.published)],
    ["施行日期", day(document.effective)],
    ["失效日期", day(document.expires)],
    ["目标期", periodOf(document)],
    ["主送", document.addressees],
    ["索引号", document.index_number],
    ["主题", document.topic],
    ["条款", `${document.clause_count}条，${document.characters}字`],
  ].filter(([, value]) => value);
  return [
    h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    document.relations.length
      ? h("section", {}, h("h2", {}, "相关文件"), h("ul", { class: "plain" }, document.relations.map((each) => h("li", {}, h("span", { class: "role" }, RELATIONS[each.kind] ?? each.kind), h("a", { href: placeOf(document.doc_id, each.span.start, each.span.end) }, each.title ? `《${each.title}》` : "", each.doc_number ?? "")))))
      : null,
    document.findings.length
      ? h("section", {}, h("h2", {}, "解析提示"), h("ul", { class: "plain" }, document.findings.map((each) => h("li", { class: each.severity }, each.message))))
      : null,
  ];
}
