// The conversation: ask, stream, follow up, look back.

import { Problem, api, askStream } from "./api.js";
import { renderAnswer, renderBody, renderProblem } from "./answer.js";
import { conversations } from "./conversations.js";
import { announce, button, confirmed, h, replace } from "./dom.js";
import { examplesFrom } from "./examples.js";
import { plain } from "./markdown.js";
import { Scope } from "./scope.js";
import { moment } from "./words.js";

const LONGEST = 2000;

export class Chat {
  constructor(view, reader) {
    this.view = view;
    this.reader = reader;
    this.conversation = conversations.begin();
    this.running = null;
    this.examples = [];
    this.scope = new Scope();
    this.build();
    this.showConversation();
  }

  build() {
    this.turns = h("div", { class: "turns", "aria-label": "对话", role: "log", "aria-live": "off" });
    this.input = h("textarea", {
      id: "question",
      rows: "1",
      maxlength: LONGEST,
      enterkeyhint: "send",
      placeholder: "请输入您的问题",
      "aria-label": "您的问题",
      "aria-describedby": "question-hint",
    });
    this.sendButton = button("提问", { icon: "send", quiet: true, kind: "send", type: "submit" });
    this.stopButton = button("停止", { icon: "stop", quiet: true, kind: "send stop", onclick: () => this.stop() });
    this.stopButton.hidden = true;
    const composer = h(
      "form",
      { class: "composer" },
      h("div", { class: "question-box" }, this.input, this.scope.element, this.sendButton, this.stopButton),
      h("p", { id: "question-hint", class: "faint hint" }, "回答仅依据已收录的文件，以原文为准"),
    );
    composer.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.input.value);
    });
    this.input.addEventListener("input", () => this.fit());
    this.input.addEventListener("keydown", (event) => {
      // Enter that ends an input method's composition chooses a word; it does not send.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.ask(this.input.value);
    });
    this.rail = h("aside", { class: "rail", id: "history", "aria-label": "历史对话" });
    const toggle = button("历史", { icon: "history", kind: "ghost small", "aria-expanded": "false", "aria-controls": "history" });
    toggle.addEventListener("click", () => {
      const open = this.view.classList.toggle("with-history");
      toggle.setAttribute("aria-expanded", String(open));
    });
    this.historyToggle = toggle;
    const bar = h("div", { class: "chat-bar" }, toggle, button("新对话", { icon: "plus", kind: "ghost small", onclick: () => this.begin() }));
    replace(this.view, this.rail, h("div", { class: "talk" }, h("h1", { class: "unseen" }, "政策问答"), bar, this.turns, composer));
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 180)}px`;
  }

  setCorpus(documents, targets) {
    this.scope.setDocuments(documents);
    this.examples = examplesFrom(targets, documents);
    this.count = documents.length;
    if (this.view.classList.contains("empty")) this.showConversation();
  }

  askAbout(document) {
    this.begin();
    this.scope.only(document);
    this.input.focus();
  }

  begin() {
    this.stop();
    this.conversation = conversations.begin();
    this.closeHistory();
    this.showConversation();
    this.input.focus();
  }

  resume(id) {
    this.stop();
    this.conversation = conversations.find(id) ?? conversations.begin();
    this.closeHistory();
    this.showConversation();
    this.turns.lastElementChild?.scrollIntoView({ block: "end" });
  }

  closeHistory() {
    this.view.classList.remove("with-history");
    this.historyToggle.setAttribute("aria-expanded", "false");
  }

  showConversation() {
    this.view.classList.toggle("empty", !this.conversation.turns.length);
    replace(this.turns, this.conversation.turns.length ? this.conversation.turns.map((turn) => this.turnElement(turn)) : this.welcome());
    this.showHistory();
  }

  welcome() {
    return h(
      "div",
      { class: "welcome" },
      h("p", { class: "welcome-mark", "aria-hidden": "true" }, "问政"),
      h("h2", {}, "想了解哪项政策？"),
      h("p", {}, this.count === 0 ? "知识库还没有文件，请工作人员先在工作台上传。" : "用平常的话来问。每个回答都注明出自哪份文件、哪一条，由哪些单位负责；文件里没有的，会如实告诉您。"),
      this.examples.length
        ? h("ul", { class: "examples", "aria-label": "可以这样问" }, this.examples.map((text) => h("li", {}, h("button", { type: "button", class: "example", onclick: () => this.ask(text) }, text))))
        : null,
    );
  }

  showHistory() {
    const all = conversations.all();
    replace(
      this.rail,
      h("div", { class: "rail-head" }, h("h2", {}, "历史对话"), button("新对话", { icon: "plus", kind: "ghost small", onclick: () => this.begin() })),
      all.length
        ? h("ul", {}, all.map((each) => this.historyItem(each)))
        : h("p", { class: "faint" }, "问过的问题会留在这台设备上，可随时删除。"),
      all.length ? button("清空历史", { icon: "trash", kind: "ghost small", onclick: () => this.clearHistory() }) : null,
    );
  }

  historyItem(each) {
    const current = each.id === this.conversation.id;
    return h(
      "li",
      {},
      h("button", { type: "button", class: "past", "aria-current": current ? "true" : null, onclick: () => this.resume(each.id) }, h("span", {}, each.turns[0]?.question ?? "（空）"), h("small", {}, moment(each.at))),
      button(`删除“${each.turns[0]?.question ?? ""}”`, { icon: "trash", quiet: true, onclick: () => this.forget([each]) }),
    );
  }

  async clearHistory() {
    if (await confirmed("清空历史？", "这台设备和服务器上的对话都会删除，不能恢复。", "清空")) this.forget(conversations.all());
  }

  /** Forget conversations here and at the service. */
  forget(given) {
    for (const { id, sessionId } of given) {
      conversations.remove(id);
      // A session that has expired is gone already.
      if (sessionId) api.forgetSession(sessionId).catch(() => {});
      if (id !== this.conversation.id) continue;
      this.stop();
      this.conversation = conversations.begin();
    }
    this.showConversation();
    announce("已删除。");
  }

  turnElement(turn) {
    const reply = h("div", { class: `answer ${turn.answer?.status ?? "broken"}` });
    if (turn.answer) replace(reply, renderAnswer(turn.question, turn.answer, this.actions()));
    const asked = h("div", { class: "question" }, h("h2", {}, turn.question), turn.scope ? h("p", { class: "faint" }, `范围：${turn.scope}`) : null);
    return h("article", { class: "turn" }, asked, reply);
  }

  actions() {
    return {
      open: (citation, all) => this.reader.openCitation(citation, all),
      ask: (text) => this.ask(text),
      examples: () => this.examples,
    };
  }

  async ask(given) {
    const question = given.trim();
    if (!question || this.running) return;
    if (!this.conversation.turns.length) replace(this.turns);
    this.view.classList.remove("empty");
    this.input.value = "";
    this.fit();
    const turn = { question, scope: this.scope.describe(), filters: this.scope.filters() };
    const element = this.turnElement(turn);
    this.turns.append(element);
    element.scrollIntoView({ block: "start" });
    await this.run(turn, element.querySelector(".answer"));
  }

  async run(turn, reply) {
    const running = new AbortController();
    const { conversation } = this;
    this.setRunning(running);
    reply.className = "answer pending";
    replace(reply, h("p", { class: "searching" }, h("span", { class: "dots", "aria-hidden": "true" }), "正在查阅文件"));
    announce("正在查阅文件。");
    try {
      turn.answer = await this.streamed(turn, reply, running.signal, conversation);
      reply.className = `answer ${turn.answer.status}`;
      replace(reply, renderAnswer(turn.question, turn.answer, this.actions()));
      announce(plain(turn.answer.answer));
      conversation.sessionId = turn.answer.session_id;
      conversation.turns.push(turn);
      conversations.save(conversation);
      this.showHistory();
    } catch (error) {
      this.showFailure(error, turn, reply);
    } finally {
      if (this.running === running) this.setRunning(null);
    }
  }

  async streamed(turn, reply, signal, conversation) {
    const body = { question: turn.question, filters: turn.filters, session_id: conversation.sessionId ?? undefined };
    const prose = h("div", { class: "prose" });
    let said = "";
    for await (const { event, data } of askStream(body, signal)) {
      if (event === "done") return data;
      if (event !== "delta") continue;
      said += data.text;
      replace(prose, renderBody(said, null));
      if (!prose.isConnected) replace(reply, prose);
    }
    throw new Problem("回答没有结束。");
  }

  showFailure(error, turn, reply) {
    const stopped = error.name === "AbortError";
    const problem = stopped ? { title: "已停止", detail: "您停止了这次回答。", icon: "stop" } : error;
    reply.className = `answer ${stopped ? "stopped" : "broken"}`;
    replace(reply, renderProblem(problem, () => !this.running && this.run(turn, reply)));
    announce(`${problem.title ?? "出错了"}。${problem.detail ?? ""}`);
    if (!(error instanceof Problem) && !stopped) throw error;
  }

  stop() {
    this.running?.abort();
    this.setRunning(null);
  }

  setRunning(running) {
    this.running = running;
    this.sendButton.hidden = Boolean(running);
    this.stopButton.hidden = !running;
    this.turns.setAttribute("aria-busy", String(Boolean(running)));
  }
}
