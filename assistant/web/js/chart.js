// Horizontal bars as SVG; the table below holds the same numbers for those who cannot see it.

import { h, svg } from "./dom.js";

const SCALES = { 万: 1e4, 亿: 1e8, 万亿: 1e12 };

/** The number a value states, or null where it is a range or words. */
export function numberOf(value) {
  const parts = value.replaceAll(",", "").match(/^(\d+(?:\.\d+)?)(万亿|万|亿)?$/);
  return parts ? Number(parts[1]) * (SCALES[parts[2]] ?? 1) : null;
}

/** 新增 200家: what is added and what is reached are not the same. */
export const amountOf = ({ qualifier, value, unit }) => `${qualifier ? `${qualifier.replaceAll(" ", "")} ` : ""}${value}${unit}`;

/** `left` counts rows that are in the table but cannot be drawn beside the others. */
export function barChart(title, rows, left) {
  const sorted = [...rows].sort((a, b) => numberOf(b.value) - numberOf(a.value));
  const largest = Math.max(...sorted.map((row) => numberOf(row.value)));
  const words = sorted.map((row) => `${row.region ?? ""}${row.indicator}${amountOf(row)}`).join("；");
  return h(
    "figure",
    { class: "chart", role: "img", "aria-label": `${title}：${words}` },
    h("figcaption", {}, title),
    h("div", { class: "bars", "aria-hidden": "true" }, sorted.map((row) => bar(row, largest))),
    left > 0 ? h("p", { class: "faint" }, `另有${left}项单位不同或为区间，见下表。`) : null,
  );
}

function bar(row, largest) {
  const width = largest ? Math.max((numberOf(row.value) / largest) * 100, 0.8) : 0;
  return h(
    "div",
    { class: "bar" },
    h("span", { class: "bar-place" }, row.region ?? "—"),
    h("span", { class: "bar-name" }, row.indicator),
    svg(
      "svg",
      { class: "bar-line", viewBox: "0 0 100 10", preserveAspectRatio: "none" },
      svg("rect", { class: "bar-track", width: "100", height: "10" }),
      svg("rect", { class: "bar-value", width: String(width), height: "10" }),
    ),
    h("span", { class: "bar-amount" }, amountOf(row), row.deadline ? h("small", {}, row.deadline) : null),
  );
}
