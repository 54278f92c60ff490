// Conversations on this device, newest first.

import { device } from "./storage.js";

const KEPT = 30;

export const conversations = {
  all: () => device.read("conversations", []),

  find: (id) => conversations.all().find((each) => each.id === id) ?? null,

  /** A conversation that has nothing yet. */
  begin: () => ({ id: crypto.randomUUID?.() ?? String(Date.now()), sessionId: null, turns: [], at: 0 }),

  save(conversation) {
    conversation.at = Date.now();
    let kept = [conversation, ...conversations.all().filter((each) => each.id !== conversation.id)].slice(0, KEPT);
    // A device with little room keeps fewer.
    while (kept.length && !device.write("conversations", kept)) kept = kept.slice(0, -1);
  },

  remove(id) {
    device.write("conversations", conversations.all().filter((each) => each.id !== id));
  },

  clear: () => device.write("conversations", null),
};
