// Uploading: choose or drop files, see how far they are, and what became of each.

import { Problem, api, upload } from "./api.js";
import { announce, h, icon, replace } from "./dom.js";
import { OUTCOMES, placeOf } from "./words.js";

const LOOK_AGAIN_MS = 400;
const TYPES = ".txt,.md,.html,.htm,.docx,.doc,.wps,.pdf,.ofd,.zip,.mht,.mhtml,.rtf";

export class Uploads {
  constructor(onchange) {
    this.onchange = onchange;
    const input = h("input", { type: "file", id: "files", multiple: true, accept: TYPES, class: "unseen" });
    const drop = h("label", { class: "drop", for: "files" }, icon("upload"), h("span", {}, "选择文件，或拖到这里"), h("small", {}, "文本、网页、Word、PDF、OFD 或 ZIP，可一次多份"));
    input.addEventListener("change", () => {
      if (input.files.length) this.start([...input.files]);
      input.value = "";
    });
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) this.start([...event.dataTransfer.files]);
      });
    }
    this.results = h("div", { class: "jobs" });
    this.element = h("div", {}, input, drop, this.results);
  }

  /** Say something in the list of results. */
  tell(words, state) {
    this.results.prepend(h("p", { class: `job ${state}` }, words));
    announce(words);
  }

  async start(files, replacing = null) {
    const names = files.map((file) => file.name).join("、");
    const bar = h("progress", { max: "1", value: "0", "aria-label": `${names}的进度` });
    const stage = h("p", { class: "faint" }, "正在上传");
    const card = h("div", { class: "job running" }, h("p", {}, names), bar, stage);
    this.results.prepend(card);
    try {
      const job = await upload(files, { replacing, onprogress: (part) => (bar.value = part * 0.5) });
      const ended = await followed(job, (now) => {
        bar.value = 0.5 + (0.5 * now.done) / Math.max(now.total, 1);
        stage.textContent = now.stage;
      });
      this.finish(card, names, ended);
    } catch (error) {
      card.className = "job failed";
      replace(card, h("p", { role: "alert" }, `${names}：${error instanceof Problem ? error.detail : "页面遇到意外错误。"}`));
      announce(`${names}没有上传成功。`);
      if (!(error instanceof Problem)) throw error;
    }
  }

  finish(card, names, job) {
    card.className = `job ${job.state}`;
    replace(card, job.outcomes.length ? h("ul", {}, job.outcomes.map(outcome)) : h("p", {}, `${names}：${job.stage}`));
    announce(job.state === "done" ? `${names}处理完成。` : `${names}没有入库。`);
    if (job.state === "done") this.onchange();
  }
}

async function followed(job, tell) {
  let now = job;
  while (now.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    now = await api.job(job.job_id);
    tell(now);
  }
  return now;
}

function outcome({ source, status, doc_id: docId, title, clauses, reason, notes }) {
  const failed = status === "failed";
  return h(
    "li",
    { class: failed ? "failed" : "done" },
    h("p", {}, h("b", {}, OUTCOMES[status] ?? status), " ", docId && !failed ? h("a", { href: placeOf(docId) }, title ?? source) : (title ?? source), clauses ? h("span", { class: "faint" }, ` ${clauses}条`) : null),
    reason ? h("p", {}, reason) : null,
    notes.length ? h("details", {}, h("summary", {}, `${notes.length}条解析提示`), h("ul", { class: "plain" }, notes.map((note) => h("li", {}, note)))) : null,
  );
}
