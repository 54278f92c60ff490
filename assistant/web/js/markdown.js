// The Markdown that answers use: paragraphs, lists, tables, bold, [n]. All else stays the text it is.

import { h } from "./dom.js";

const ITEM = /^\s*[-*•]\s+(.*)$/;
const DIVIDER = /^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$/;
const HEADING = /^(?:第[一二三四五六七八九十百]+[编章节部分]+|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])[^。；：]{1,40}$/;
const MARK = /^\[(\d{1,3})\]$/;
const INLINE = /(\*\*[^*\n]+\*\*|\[\d{1,3}\])/;

/** Elements for the text; `cite(n)` makes the chip of [n], or null where there is no such citation. */
export function renderMarkdown(source, cite) {
  const lines = source.split("\n");
  const blocks = [];
  for (let at = 0; at < lines.length; ) {
    const [block, next] = blockAt(lines, at, cite);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function blockAt(lines, at, cite) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  if (isRow(line) && DIVIDER.test(lines[at + 1] ?? "")) {
    const end = endOf(lines, at + 2, isRow);
    return [table(cells(line), lines.slice(at + 2, end).map(cells), cite), end];
  }
  if (ITEM.test(line)) {
    const end = endOf(lines, at, (each) => ITEM.test(each));
    const items = lines.slice(at, end).map((each) => h("li", {}, inline(each.match(ITEM)[1], cite)));
    return [h("ul", {}, items), end];
  }
  const heading = line.match(/^#{1,4}\s+(.*)$/);
  if (heading) return [h("p", { class: "lead" }, inline(heading[1], cite)), at + 1];
  const end = Math.max(at + 1, endOf(lines, at, (each, i) => each.trim() && !ITEM.test(each) && !startsTable(lines, i)));
  const paragraphs = lines.slice(at, end).map((each, i) => h("p", { class: leads(each, lines[at + i + 1]) ? "lead" : null }, inline(each, cite)));
  return [paragraphs.length > 1 ? h("div", { class: "lines" }, paragraphs) : paragraphs[0], end];
}

/** Whether a line heads what follows: the heading of a part, or words before a list. */
const leads = (line, next) => HEADING.test(line.replace(/\[\d+\]/g, "")) || (/：$/.test(line) && ITEM.test(next ?? ""));

const isRow = (line) => /^\s*\|.*\|\s*$/.test(line);
const startsTable = (lines, at) => isRow(lines[at]) && DIVIDER.test(lines[at + 1] ?? "");

function endOf(lines, at, belongs) {
  let end = at;
  while (end < lines.length && belongs(lines[end], end)) end += 1;
  return end;
}

/** The cells between bars; a bar behind a backslash belongs to its cell. */
function cells(line) {
  const found = [""];
  for (const piece of line.trim().replace(/^\||\|$/g, "").split(/(\\?\|)/)) {
    if (piece === "|") found.push("");
    else found[found.length - 1] += piece === "\\|" ? "|" : piece;
  }
  return found.map((cell) => cell.trim());
}

function table(head, rows, cite) {
  return scrollable(
    "对照表",
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inline(cell, cite))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell, cite)))))),
    ),
  );
}

/** A table that is wider than the screen scrolls by itself, by keyboard too. */
export function scrollable(label, content) {
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label }, content);
}

function inline(text, cite) {
  return withoutRepeats(text.split(INLINE)).map((piece) => {
    const number = piece.match(MARK);
    if (number) return cite(Number(number[1])) ?? piece;
    if (piece.startsWith("**") && piece.length > 4 && piece.endsWith("**")) return h("strong", {}, piece.slice(2, -2));
    return piece || null;
  });
}

/** Where sentence after sentence of a line stands on the same clauses, their marks are shown after the last one. */
function withoutRepeats(pieces) {
  const kept = [];
  let later = "";
  for (let end = pieces.length; end > 0; ) {
    let start = end;
    while (start > 0 && (MARK.test(pieces[start - 1]) || !pieces[start - 1])) start -= 1;
    const marks = pieces.slice(start, end).filter(Boolean);
    if (marks.length && marks.join() !== later) kept.unshift(...marks);
    if (marks.length) later = marks.join();
    if (start > 0) kept.unshift(pieces[start - 1]);
    end = start - 1;
  }
  return kept;
}

/** The answer as words alone, for copying and for screen readers. */
export const plain = (source) =>
  source.replace(/\*\*([^*\n]+)\*\*/g, "$1").replace(/^\s*\|?[\s:|-]+\|\s*$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
