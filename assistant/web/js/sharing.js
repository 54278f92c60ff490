// An answer with its sources as text, for the clipboard or another app.

import { announce } from "./dom.js";
import { plain } from "./markdown.js";
import { placeOf } from "./words.js";

export function textOf(question, answer) {
  const lines = [`问：${question}`, "", plain(answer.answer)];
  if (answer.notices.length) lines.push("", ...answer.notices.map((notice) => `提示：${notice}`));
  if (answer.citations.length) lines.push("", "依据：");
  for (const { index, title, doc_number: number, label, quote, source_url: source, doc_id: docId, start, end } of answer.citations) {
    lines.push(`[${index}] 《${title}》${number ?? ""} ${label}：“${quote}”`);
    lines.push(`    ${source ?? `${location.origin}/${placeOf(docId, start, end)}`}`);
  }
  return lines.join("\n");
}

export async function copyAnswer(question, answer) {
  const done = await copy(textOf(question, answer));
  announce(done ? "已复制回答和依据。" : "复制没有成功，请手动选取文字。");
  toast(done ? "已复制，含依据" : "复制没有成功，请手动选取");
}

export async function shareAnswer(question, answer) {
  if (!navigator.share) return copyAnswer(question, answer);
  try {
    await navigator.share({ title: "问政", text: textOf(question, answer) });
  } catch (error) {
    if (error.name !== "AbortError") await copyAnswer(question, answer);
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed on plain-http addresses; the old way still is.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function toast(words) {
  document.querySelector(".toast")?.remove();
  const element = document.createElement("div");
  element.className = "toast";
  element.textContent = words;
  document.body.append(element);
  setTimeout(() => element.remove(), 2500);
}
