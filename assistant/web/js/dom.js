// Elements are built from text nodes only, so nothing that a document or an answer holds can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("p", { class: "x", onclick }, "text", child, [more]) → element. Null and false are left out. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The address if it is one of the web, else null: a document may name any address as its source. */
export function webAddress(address) {
  try {
    const { protocol, href } = new URL(address);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

const PATHS = {
  chat: "M4 5h16v11H9l-5 4z",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  chart: "M4 20h16M7 20v-7M12 20V6M17 20v-10",
  desk: "M4 7h16v12H4zM9 7V4h6v3M4 12h16",
  size: "M3 19 8.5 6 14 19M5 14.5h7M15 19l3-7 3 7M16 17h4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  share: "M12 15V4M8 8l4-4 4 4M5 13v7h14v-7",
  up: "M7 11v9H4v-9zM7 11l4-8c2 0 3 1 2.5 3L13 9h6c1 0 1.8 1 1.5 2l-2 8c-.2.7-.8 1-1.5 1H7",
  down: "M7 13V4H4v9zM7 13l4 8c2 0 3-1 2.5-3L13 15h6c1 0 1.8-1 1.5-2l-2-8c-.2-.7-.8-1-1.5-1H7",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  plus: "M12 5v14M5 12h14",
  filter: "M4 6h16M7 12h10M10 18h4",
  history: "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4l3 2",
  retry: "M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 4v4.5h-4.5",
  notice: "M12 8v5M12 16.5v.1M12 3.5 21.5 20h-19z",
  sound: "M4 10v4h4l5 4V6l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  upload: "M12 16V4M7 9l5-5 5 5M5 20h14",
};

export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }),
  );
}

/** A button with an icon and words; `quiet` keeps the words for screen readers. */
export function button(label, { icon: name, quiet = false, kind = "", ...properties } = {}) {
  return h(
    "button",
    { type: "button", class: `button ${kind} ${quiet ? "quiet" : ""}`.trim(), title: quiet ? label : null, ...properties },
    name && icon(name),
    h("span", { class: quiet ? "unseen" : "words" }, label),
  );
}

export function replace(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return parent;
}

let speaking = 0;

/** Say something through the live region; a message that repeats is said again. */
export function announce(message) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  clearTimeout(speaking);
  speaking = setTimeout(() => (region.textContent = message), 60);
}

/** Ask before something that cannot be undone. */
export function confirmed(title, detail, action) {
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    replace(
      dialog,
      h("h2", { id: "confirm-title" }, title),
      h("p", {}, detail),
      h(
        "div",
        { class: "row end" },
        button("取消", { onclick: () => dialog.close("") }),
        button(action, { kind: "danger", onclick: () => dialog.close("yes") }),
      ),
    );
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
