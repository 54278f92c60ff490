// The staff's view. The key stays in this tab and goes nowhere but to this service.

import { Problem, api, held } from "./api.js";
import { renderProblem } from "./answer.js";
import { field } from "./documents.js";
import { announce, button, confirmed, h, replace } from "./dom.js";
import { gapList } from "./gaps.js";
import { scrollable } from "./markdown.js";
import { tabs } from "./tabs.js";
import { Uploads } from "./uploads.js";
import { CHANNELS, VOTES, moment, placeOf, statusTone } from "./words.js";

const LISTED = 100;

export class Staff {
  constructor(view, onchange) {
    this.view = view;
    this.onchange = onchange;
  }

  show() {
    if (held.opensDesk) this.showDesk();
    else this.showDoor();
  }

  showDoor(problem = null) {
    const input = h("input", { type: "password", id: "key", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "key-hint" });
    const form = h(
      "form",
      { class: "door" },
      h("h1", {}, "工作台"),
      h("p", { id: "key-hint", class: "faint" }, "上传和管理文件、查看未答上的问题需要工作人员密钥。密钥只保存在当前标签页，关闭即清除。"),
      h("label", { class: "field" }, h("span", {}, "密钥"), input),
      problem ? h("p", { class: "error-line", role: "alert" }, problem) : null,
      h("button", { type: "submit", class: "button primary" }, "进入"),
      held.key ? h("p", { class: "row" }, h("span", { class: "faint" }, "已用密钥进入，可以提问。"), button("退出", { kind: "ghost small", onclick: () => this.leave() })) : null,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // A key travels in a header, which takes nothing but plain characters.
      const key = input.value.trim();
      if (/^[\x21-\x7e]+$/.test(key)) this.enter(key);
      else this.showDoor("密钥只含英文字母、数字和符号，请重新粘贴。");
    });
    replace(this.view, form);
  }

  async enter(key) {
    held.keep(key, { desk: true });
    try {
      await api.gaps();
      this.showDesk();
      announce("已进入工作台。");
    } catch (error) {
      // Where asking takes a key, one that opens no desk is still good for that.
      if (error.status === 403 && !(await api.isOpen())) this.enterToAsk(key);
      else {
        held.drop();
        this.showDoor(error instanceof Problem ? error.detail : "页面遇到意外错误。");
      }
    }
    this.onchange();
  }

  enterToAsk(key) {
    held.keep(key, { desk: false });
    announce("已用密钥进入，可以提问。");
    location.hash = "#/";
  }

  leave() {
    held.drop();
    this.showDoor();
  }

  showDesk() {
    this.uploads = new Uploads(() => this.changed());
    this.words = h("input", { type: "search", placeholder: "标题或编号", maxlength: "100", oninput: () => this.showDocuments() });
    this.documents = h("div", { class: "managed-documents" });
    const gaps = h("div", {});
    const feedback = h("div", {});
    const audit = h("div", {});
    const panels = [
      ["files", "文件", [card("上传文件", this.uploads.element), card("已收录的文件", field("查找", this.words), this.documents)]],
      ["gaps", "未答好", card("没有答好的问题", hint("被拒答或收到差评的问题，相近的归在一起，次数多的在前。点开可看当时怎么答、现在会怎么答。"), gaps), () => this.load(gaps, api.gaps, gapList)],
      ["feedback", "评价", card("收到的评价", feedback), () => this.load(feedback, api.opinions, opinionList)],
      ["audit", "记录", card("操作记录", hint("仅管理员可看。"), audit), () => this.load(audit, api.audit, auditTable)],
    ];
    replace(
      this.view,
      h("div", { class: "page-head" }, h("h1", {}, "工作台"), button("退出", { kind: "ghost small", onclick: () => this.leave() })),
      h("div", { class: "desk" }, tabs("工作台", panels)),
    );
    this.loadDocuments();
  }

  async load(place, read, render) {
    replace(place, h("p", { class: "searching" }, "正在读取"));
    try {
      replace(place, render(await read()));
    } catch (error) {
      if (error.status === 401) this.showDoor(error.detail);
      else replace(place, h("div", { class: "answer broken" }, renderProblem(error, () => this.load(place, read, render))));
    }
  }

  changed() {
    this.loadDocuments();
    this.onchange();
  }

  loadDocuments() {
    this.load(this.documents, api.documents, (all) => {
      this.all = all;
      return this.documentList();
    });
  }

  showDocuments() {
    if (this.all) replace(this.documents, this.documentList());
  }

  documentList() {
    const words = this.words.value.trim();
    const fitting = this.all.filter(({ title, doc_id: id, doc_number: number }) => [title, id, number].some((text) => text?.includes(words)));
    if (!fitting.length) return hint(this.all.length ? "没有符合条件的文件。" : "还没有文件，请在上面上传。");
    const more = fitting.length > LISTED ? hint(`只列出前${LISTED}份，共${fitting.length}份，请缩小范围。`) : null;
    return [h("ul", { class: "managed" }, fitting.slice(0, LISTED).map((document) => this.documentItem(document))), more];
  }

  documentItem(document) {
    const file = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-label": `《${document.title}》的新版本` });
    file.addEventListener("change", () => file.files.length && this.uploads.start([...file.files], document.doc_id));
    return h(
      "li",
      {},
      h("div", {}, h("a", { href: placeOf(document.doc_id) }, document.title), h("p", { class: "document-facts" }, h("span", { class: `status ${statusTone(document.status)}` }, document.status), document.region ? h("span", {}, document.region) : null, h("code", {}, document.doc_id))),
      h(
        "div",
        { class: "row" },
        file,
        button("替换", { icon: "upload", kind: "ghost small", "aria-label": `替换《${document.title}》`, onclick: () => file.click() }),
        button("删除", { icon: "trash", kind: "ghost small danger-text", "aria-label": `删除《${document.title}》`, onclick: () => this.remove(document) }),
      ),
    );
  }

  async remove(document) {
    if (!(await confirmed("删除这份文件？", `《${document.title}》将从知识库的每一处移除，之后的回答不再引用它。`, "删除"))) return;
    try {
      const { removed_clauses: count, left } = await api.remove(document.doc_id);
      const remains = Object.values(left).filter((number) => number !== 0).length;
      this.uploads.tell(remains ? `已删除《${document.title}》，但仍有残留，请运行诊断。` : `已删除《${document.title}》，共${count}条，已核对各处没有残留。`, remains ? "failed" : "done");
      this.changed();
    } catch (error) {
      this.uploads.tell(`没有删除《${document.title}》：${error.detail ?? error.message}`, "failed");
    }
  }
}

const card = (title, ...content) => h("section", { class: "card" }, h("h2", {}, title), content);
const hint = (words) => h("p", { class: "faint" }, words);

function opinionList(opinions) {
  if (!opinions.length) return hint("还没有。");
  return h("ul", { class: "opinions" }, opinions.map((each) => h("li", {}, opinionItem(each))));
}

function opinionItem({ question, vote, reason, comment, channel, given_at: given }) {
  const said = [reason, comment].filter(Boolean).join("；");
  return [
    h("p", {}, h("b", {}, question)),
    said ? h("p", {}, said) : null,
    h(
      "p",
      { class: "document-facts" },
      h("span", { class: `status ${vote === "up" ? "good" : "void plainly"}` }, VOTES[vote]),
      channel ? h("span", {}, CHANNELS[channel] ?? channel) : null,
      h("span", {}, moment(given)),
    ),
  ];
}

function auditTable(entries) {
  if (!entries.length) return hint("还没有。");
  return table("操作记录", ["时间", "操作人", "操作", "对象", "结果"], entries.map((entry) => [moment(entry.at), entry.actor, entry.action, entry.subject || "—", entry.outcome]));
}

function table(label, head, rows) {
  return scrollable(label, h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, String(cell))))))));
}
