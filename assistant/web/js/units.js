// The units that answer for what was asked, by role.

import { h } from "./dom.js";
import { ROLES, ROLE_ORDER } from "./words.js";

const CHIPS = 3;
const LABEL = /(?:牵头|责任|配合|配合\(责任\)|配合（责任）)单位[：:]/g;

/** The answer's text without the lines that only name units, since the list beside it names them with their roles. */
export function textBesideUnits({ answer, responsible_units: all }) {
  const names = [...new Set(all.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  return answer.split("\n").filter((line) => !onlyNames(line, names)).join("\n").trim();
}

function onlyNames(line, names) {
  if (line.search(LABEL) !== 0) return false;
  let rest = line.replace(/\[\d+\]/g, "").replace(LABEL, "");
  for (const name of names) rest = rest.replaceAll(name, "");
  return !/[^、，,；;。\s]/.test(rest);
}

/** `chip(citation)` makes the button that opens a citation. */
export function units({ responsible_units: all, citations }, chip) {
  const known = new Map(citations.map((citation) => [citation.index, citation]));
  const groups = ROLE_ORDER.map((role) => [role, merged(all.filter((unit) => unit.role === role))]);
  return h(
    "dl",
    { class: "units", "aria-label": "责任单位" },
    groups.filter(([, members]) => members.length).map(([role, members]) => group(role, members, known, chip)),
  );
}

/** One entry a unit, with all the citations that name it. */
function merged(members) {
  const byName = new Map();
  for (const { name, inherited, citation } of members) {
    const unit = byName.get(name) ?? { name, inherited: true, citations: new Set() };
    unit.inherited &&= inherited;
    unit.citations.add(citation);
    byName.set(name, unit);
  }
  return [...byName.values()];
}

function group(role, members, known, chip) {
  const cited = members.map((unit) => [...unit.citations].filter((index) => known.has(index)));
  // Where all stand on the same clauses, these stand once, at the end.
  const together = cited.every((indexes) => indexes.join() === cited[0].join());
  const last = members.length - 1;
  const names = members.map((unit, i) => {
    const marks = together && i < last ? null : chips(cited[i], known, chip);
    return h("span", { class: "unit" }, h("span", {}, unit.name, inherited(unit)), marks);
  });
  return h("div", { class: `unit-group ${role}` }, h("dt", {}, `${ROLES[role]}单位`), h("dd", {}, names));
}

const inherited = (unit) => (unit.inherited ? h("small", { title: "由上级条款统一规定" }, "承上款") : null);

const chips = (indexes, known, chip) =>
  indexes.length <= CHIPS ? indexes.map((index) => chip(known.get(index))) : h("small", {}, `${indexes.length}处`);
