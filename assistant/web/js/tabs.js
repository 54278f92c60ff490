// Panels of which one is shown.

import { h } from "./dom.js";

/** Tabs by the book: one stop in the tab order, arrows move between them. `panels`: [name, label, content, onopen]. */
export function tabs(label, panels) {
  const heads = panels.map(([name, words]) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` }, words));
  const bodies = panels.map(([name, , content]) => h("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0" }, content));
  const choose = (chosen) => {
    heads.forEach((head, i) => {
      head.setAttribute("aria-selected", String(i === chosen));
      head.tabIndex = i === chosen ? 0 : -1;
      bodies[i].hidden = i !== chosen;
    });
    panels[chosen][3]?.();
  };
  heads.forEach((head, i) => {
    head.addEventListener("click", () => choose(i));
    head.addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step) return;
      const next = (i + step + heads.length) % heads.length;
      choose(next);
      heads[next].focus();
    });
  });
  choose(0);
  return [h("div", { role: "tablist", class: "tablist", "aria-label": label }, heads), bodies];
}
