// The service's routes. Every failure becomes a `Problem` whose `detail` is fit to show.

import { tab } from "./storage.js";

export class Problem extends Error {
  constructor(detail, { status = 0, slug = "unreachable", title = "连接不上服务", requestId = "" } = {}) {
    super(detail);
    Object.assign(this, { detail, status, slug, title, requestId });
  }

  static of(document, status) {
    return new Problem(document.detail || document.title || "服务没有说明原因。", {
      status,
      slug: String(document.type || "").split(":").pop() || "unexpected",
      title: document.title || "请求没有成功",
      requestId: document.request_id || "",
    });
  }
}

/** The key of this tab: one for asking, or one that opens the desk too. */
export const held = {
  get key() {
    return tab.read("key", "");
  },
  get opensDesk() {
    return Boolean(this.key && tab.read("desk", false));
  },
  keep(key, { desk }) {
    tab.write("key", key);
    tab.write("desk", desk);
  },
  drop() {
    tab.write("key", null);
    tab.write("desk", null);
  },
};

function headersFor(extra = {}) {
  return held.key ? { ...extra, Authorization: `Bearer ${held.key}` } : extra;
}

const unreachable = () =>
  new Problem(navigator.onLine ? "请求没有送达，请稍后重试。" : "当前没有网络，恢复后请重试。");

async function send(path, { json, headers, ...options } = {}) {
  const body = json === undefined ? options.body : JSON.stringify(json);
  const type = json === undefined ? {} : { "Content-Type": "application/json" };
  let response;
  try {
    response = await fetch(path, { ...options, body, headers: headersFor({ ...type, ...headers }) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw unreachable();
  }
  if (!response.ok) throw Problem.of(await response.json().catch(() => ({})), response.status);
  return response;
}

async function read(path, options) {
  const response = await send(path, options);
  return response.status === 204 ? null : response.json();
}

const query = (parameters) => {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : "";
};
const id = encodeURIComponent;

/** All rows of a paged list. */
async function all(path, parameters, rows) {
  const found = [];
  for (;;) {
    const page = await read(path + query({ ...parameters, limit: 500, offset: found.length }));
    found.push(...page[rows]);
    if (found.length >= page.total || !page[rows].length) return found;
  }
}

export const api = {
  /** Whether anyone may ask, without a key. */
  isOpen: async () => (await fetch("/v1/models")).ok,
  documents: () => all("/v1/documents", {}, "documents"),
  document: (docId) => read(`/v1/documents/${id(docId)}`),
  text: async (docId) => (await send(`/v1/documents/${id(docId)}/text`, { headers: { Accept: "text/plain" } })).text(),
  clauses: async (docId) => (await read(`/v1/documents/${id(docId)}/clauses`)).clauses,
  someTargets: async () => (await read("/v1/targets?limit=500")).targets,
  targets: (parameters) => all("/v1/targets", parameters, "targets"),
  feedback: (opinion) => read("/v1/feedback", { method: "POST", json: opinion }),
  forgetSession: (sessionId) => read(`/v1/sessions/${id(sessionId)}`, { method: "DELETE" }),
  remove: (docId) => read(`/v1/documents/${id(docId)}`, { method: "DELETE" }),
  job: (jobId) => read(`/v1/jobs/${id(jobId)}`),
  gaps: async () => (await read("/v1/gaps?limit=200")).gaps,
  replay: (answerId) => read(`/v1/answers/${id(answerId)}`),
  opinions: async () => (await read("/v1/feedback?limit=200")).opinions,
  audit: async () => (await read("/v1/audit?limit=200")).entries,
};

/** Ask, and yield {event, data} as they come; ends after `done`. */
export async function* askStream(body, signal) {
  const response = await send("/v1/ask", { method: "POST", json: { ...body, stream: true }, signal });
  for await (const { event, data } of eventsOf(response.body, signal)) {
    if (event === "error") throw Problem.of(data, data.status);
    yield { event, data };
    if (event === "done") return;
  }
  throw new Problem("回答传到一半中断了，请重试。", { title: "回答中断", slug: "interrupted" });
}

async function* eventsOf(stream, signal) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const frames = (pending + value).split(/\r?\n\r?\n/);
      pending = frames.pop();
      for (const frame of frames) {
        const event = eventOf(frame);
        if (event) yield event;
      }
    }
  } catch (error) {
    if (signal?.aborted || error instanceof Problem) throw error;
    throw new Problem("回答传到一半中断了，请重试。", { title: "回答中断", slug: "interrupted" });
  } finally {
    reader.cancel().catch(() => {});
  }
}

function eventOf(frame) {
  let event = "message";
  const data = [];
  for (const line of frame.split(/\r?\n/)) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}

/** Upload files; fetch cannot tell how much has been sent, so this is an XMLHttpRequest. Resolves to the job. */
export function upload(files, { replacing = null, onprogress } = {}) {
  const form = new FormData();
  for (const file of files) form.append(replacing ? "file" : "files", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(replacing ? "PUT" : "POST", replacing ? `/v1/documents/${id(replacing)}` : "/v1/documents");
    for (const [name, value] of Object.entries(headersFor())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => total && onprogress?.(loaded / total));
    request.addEventListener("load", () => {
      if (request.status < 300 && request.response) resolve(request.response);
      else reject(Problem.of(request.response || {}, request.status));
    });
    request.addEventListener("error", () => reject(unreachable()));
    request.send(form);
  });
}
