// A document's canonical text. All offsets of the service count code points; JavaScript's count UTF-16 units.

import { h } from "./dom.js";

export class CanonicalText {
  constructor(text) {
    this.text = text;
    // Code points beyond U+FFFF are rare; only a text that has some is taken apart.
    this.points = /[\u{10000}-\u{10ffff}]/u.test(text) ? Array.from(text) : null;
    this.length = this.points ? this.points.length : text.length;
  }

  slice(start, end) {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }

  /** Lines as {start, end}, without their line breaks. */
  *lines() {
    const whole = this.points || this.text;
    let start = 0;
    while (start <= this.length) {
      let end = whole.indexOf("\n", start);
      if (end < 0) end = this.length;
      yield { start, end };
      start = end + 1;
    }
  }
}

const HEADINGS = new Set(["part", "section", "article"]);

/**
 * The text as elements, one a line, clauses' headings set off, `quote` {start, end} in <mark>s.
 * `clause` {start, end} is tinted. Every line carries its clause's id where one begins there.
 */
export function renderText(text, clauses, { quote = null, clause = null } = {}) {
  const beginning = new Map();
  for (const each of clauses) if (!beginning.has(each.start)) beginning.set(each.start, each);
  const rows = new Set(clauses.filter((each) => each.kind === "row").map((each) => each.start));
  const elements = [];
  for (const line of text.lines()) {
    if (line.start === line.end) continue;
    const begins = beginning.get(line.start);
    const within = clause && line.start < clause.end && line.end > clause.start;
    const properties = {
      class: [lineClass(begins, rows.has(line.start)), within ? "cited" : ""].join(" ").trim(),
      dataset: begins ? { clause: begins.clause_id } : null,
    };
    if (!begins) delete properties.dataset;
    elements.push(h("p", properties, pieces(text, line, headingEnd(text, line, begins), quote)));
  }
  return elements;
}

function lineClass(clause, isRow) {
  if (isRow) return "line table-row";
  if (!clause) return "line";
  return `line begins ${HEADINGS.has(clause.kind) ? `heading level-${Math.min(clause.level, 3)}` : ""}`.trim();
}

/** Where the clause's heading ends within its first line. */
function headingEnd(text, line, clause) {
  const heading = clause?.path.at(-1);
  if (!clause?.heading || !heading) return line.start;
  const length = Array.from(heading).length;
  return text.slice(line.start, line.start + length) === heading ? line.start + length : line.start;
}

function pieces(text, { start, end }, strongUntil, quote) {
  const cuts = [start, strongUntil, quote?.start, quote?.end, end]
    .filter((cut) => cut !== undefined && cut >= start && cut <= end)
    .sort((a, b) => a - b);
  const parts = [];
  for (let i = 1; i < cuts.length; i++) {
    if (cuts[i] === cuts[i - 1]) continue;
    let node = text.slice(cuts[i - 1], cuts[i]);
    if (quote && cuts[i - 1] >= quote.start && cuts[i] <= quote.end) node = h("mark", {}, node);
    if (cuts[i] <= strongUntil) node = h("b", {}, node);
    parts.push(node);
  }
  return parts;
}
