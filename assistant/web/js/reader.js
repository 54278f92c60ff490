// The clause behind a citation, shown in its document with the quote marked. Beside the answer on a wide screen.

import { Problem, api } from "./api.js";
import { CanonicalText, renderText } from "./canonical.js";
import { button, h, icon, replace, webAddress } from "./dom.js";
import { ROLES, ROLE_ORDER, placeOf, statusTone } from "./words.js";

const WIDE = matchMedia("(min-width: 64rem)");

export class Reader {
  constructor(dialog) {
    this.dialog = dialog;
    this.opened = 0;
    this.all = [];
    dialog.addEventListener("close", () => document.body.classList.remove("reading"));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && dialog.open && !document.querySelector("dialog:modal")) dialog.close();
    });
    WIDE.addEventListener("change", () => dialog.open && dialog.close());
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  /** `all` are the citations of the answer, to step through. */
  async openCitation(citation, all = [citation]) {
    const turn = ++this.opened;
    this.all = all;
    this.show(citation, h("p", { class: "searching" }, "正在打开原文"), null);
    try {
      const [body, clauses, document] = await Promise.all([
        api.text(citation.doc_id),
        api.clauses(citation.doc_id),
        api.document(citation.doc_id),
      ]);
      if (turn !== this.opened) return;
      const text = new CanonicalText(body);
      if (text.slice(citation.start, citation.end) !== citation.quote) this.showMoved(citation, document);
      else this.showText(citation, text, clauses, document);
    } catch (error) {
      if (turn !== this.opened) return;
      if (!(error instanceof Problem)) throw error;
      this.showMissing(citation, error);
    }
  }

  show(citation, content, document) {
    const close = button("关闭原文", { icon: "close", quiet: true, onclick: () => this.dialog.close() });
    replace(
      this.dialog,
      h(
        "div",
        { class: "reader-head" },
        h("div", {}, h("h2", { id: "reader-title", tabindex: "-1" }, citation.label), h("p", { class: "faint" }, citation.title), document && this.facts(document)),
        close,
      ),
      h("div", { class: "reader-body", tabindex: "0", role: "region", "aria-label": "原文" }, content),
      h(
        "div",
        { class: "reader-foot" },
        this.steps(citation),
        document ? h("a", { class: "button ghost small", href: placeOf(citation.doc_id, citation.start, citation.end), onclick: () => this.close() }, icon("document"), "全文与目录") : null,
        webAddress(citation.source_url) ? h("a", { class: "button ghost small", href: webAddress(citation.source_url), target: "_blank", rel: "noopener noreferrer" }, "官网原文") : null,
      ),
    );
    if (!this.dialog.open) this.openDialog();
    this.dialog.querySelector("#reader-title").focus({ preventScroll: true });
  }

  /** To the citation before and after this one. */
  steps(citation) {
    if (this.all.length < 2) return null;
    const at = this.all.findIndex(({ index }) => index === citation.index);
    const step = (label, name, to) => button(label, { icon: name, quiet: true, disabled: !this.all[to], onclick: () => this.openCitation(this.all[to], this.all) });
    return h(
      "div",
      { class: "steps", role: "group", "aria-label": "逐条查看依据" },
      step("上一条依据", "previous", at - 1),
      h("span", { class: "faint" }, `${at + 1} / ${this.all.length}`),
      step("下一条依据", "next", at + 1),
    );
  }

  openDialog() {
    if (WIDE.matches) this.dialog.show();
    else this.dialog.showModal();
    document.body.classList.add("reading");
  }

  facts(document) {
    const parts = [document.region, document.doc_number, document.issuer].filter(Boolean);
    return h(
      "p",
      { class: "reader-facts" },
      h("span", { class: `status ${statusTone(document.status)}` }, document.status),
      h("span", { class: "faint" }, parts.join(" · ")),
    );
  }

  showText(citation, text, clauses, document) {
    const clause = clauses.find((each) => each.clause_id === citation.clause_id);
    const quote = { start: citation.start, end: citation.end };
    const units = clause?.responsible_units ?? [];
    const content = [
      units.length ? h("p", { class: "reader-units" }, ROLE_ORDER.flatMap((role) => unitsOf(units, role))) : null,
      h("div", { class: "paper" }, renderText(text, clauses, { quote, clause })),
    ];
    this.show(citation, content, document);
    this.dialog.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  showMoved(citation, document) {
    this.show(citation, [h("p", { class: "notice" }, "这份文件在回答之后更新过，引文已不在原来的位置。以下是回答当时引用的条款。"), this.then(citation)], document);
  }

  showMissing(citation, problem) {
    const gone = problem.status === 404;
    const words = gone ? "这份文件已从知识库移除。以下是回答当时引用的条款。" : `原文没有打开：${problem.detail}`;
    const retry = gone ? null : button("重试", { icon: "retry", kind: "small", onclick: () => this.openCitation(citation, this.all) });
    this.show(citation, [h("p", { class: gone ? "notice" : "notice broken", role: "alert" }, words), retry, this.then(citation)], null);
  }

  /** The clause as it was when it was cited. */
  then({ text, quote }) {
    const at = text.indexOf(quote);
    const shown = at < 0 ? [text] : [text.slice(0, at), h("mark", {}, quote), text.slice(at + quote.length)];
    return h("div", { class: "paper" }, h("p", { class: "line cited" }, shown));
  }
}

function unitsOf(units, role) {
  const names = units.filter((unit) => unit.role === role).map((unit) => unit.name);
  return names.length ? [h("span", { class: `unit-line ${role}` }, h("b", {}, ROLES[role]), " ", names.join("、"))] : [];
}
