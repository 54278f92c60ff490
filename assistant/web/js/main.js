// Starts the page and shows the view that the address names.

import { Problem, api } from "./api.js";
import { installAppearance } from "./appearance.js";
import { Chat } from "./chat.js";
import { DocumentPage } from "./document.js";
import { Documents } from "./documents.js";
import { icon } from "./dom.js";
import { Reader } from "./reader.js";
import { Staff } from "./staff.js";
import { Targets } from "./targets.js";

const view = (name) => document.getElementById(`view-${name}`);
const TITLES = { chat: "提问", documents: "政策文件", document: "文件全文", targets: "目标指标", staff: "工作台" };

const reader = new Reader(document.getElementById("reader"));
const chat = new Chat(view("chat"), reader);
const documents = new Documents(view("documents"));
const targets = new Targets(view("targets"));
const staff = new Staff(view("staff"), readCorpus);
const page = new DocumentPage(view("document"), (chosen) => {
  location.hash = "#/";
  show("chat");
  chat.askAbout(chosen);
});

/** The view and its parameters that an address such as `#/documents/x?at=3-9` names. */
function place(hash) {
  const [path, search] = hash.replace(/^#\/?/, "").split("?");
  const [name, docId] = path.split("/").map(decoded);
  const at = new URLSearchParams(search).get("at")?.match(/^(\d+)-(\d+)$/);
  if (name === "documents" && docId) return { name: "document", docId, at: at ? { start: Number(at[1]), end: Number(at[2]) } : null };
  return { name: Object.hasOwn(TITLES, name) && name !== "document" ? name : "chat" };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function show(name) {
  for (const other of Object.keys(TITLES)) view(other).hidden = other !== name;
  document.body.dataset.view = name;
  document.title = `${TITLES[name]} · 问政`;
  for (const link of document.querySelectorAll(".tabs a")) {
    const here = link.dataset.view === (name === "document" ? "documents" : name);
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

let readTo = 0;

function route() {
  const { name, docId, at } = place(location.hash);
  if (document.body.dataset.view === "chat") readTo = window.scrollY;
  reader.close();
  show(name);
  // A conversation is returned to where it was left; everything else begins at its top.
  window.scrollTo(0, name === "chat" ? readTo : 0);
  if (name === "documents") documents.show();
  if (name === "document") page.show(docId, at);
  if (name === "targets") targets.show();
  if (name === "staff") staff.show();
}

async function readCorpus() {
  try {
    chat.setCorpus(await api.documents(), await api.someTargets());
  } catch (error) {
    // Asking still works without the list for the filter; what is wrong is told when a question is asked.
    if (!(error instanceof Problem)) throw error;
  }
}

function showNetwork() {
  const banner = document.getElementById("offline");
  banner.hidden = navigator.onLine;
  banner.textContent = navigator.onLine ? "" : "当前没有网络。历史回答仍可查看，提问请等网络恢复。";
  if (navigator.onLine) readCorpus();
}

for (const link of document.querySelectorAll(".tabs a")) link.prepend(icon(link.dataset.icon));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
installAppearance();
history.scrollRestoration = "manual";
window.addEventListener("hashchange", () => {
  route();
  document.getElementById("main").focus({ preventScroll: true });
});
window.addEventListener("online", showNetwork);
window.addEventListener("offline", showNetwork);
showNetwork();
route();
