// Reading an answer aloud, where the device has a Chinese voice of its own: nothing is sent anywhere.

import { button } from "./dom.js";
import { plain } from "./markdown.js";

const speech = globalThis.speechSynthesis;

const voice = () => speech?.getVoices().find(({ lang, localService }) => localService && /^(zh|cmn)/i.test(lang));

/** The button, or null on a device without such a voice. */
export function aloud(answer) {
  if (!voice()) return null;
  const toggle = button("朗读", { icon: "sound", kind: "ghost small", "aria-pressed": "false" });
  toggle.addEventListener("click", () => {
    const speaking = toggle.getAttribute("aria-pressed") === "true";
    speech.cancel();
    if (!speaking) speak(spoken(answer), toggle);
  });
  return toggle;
}

function speak(words, toggle) {
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.voice = voice();
  utterance.lang = utterance.voice.lang;
  const show = (speaking) => toggle.setAttribute("aria-pressed", String(speaking));
  utterance.onend = utterance.onerror = () => show(false);
  show(true);
  speech.speak(utterance);
}

/** The answer as it is spoken: no citation marks, and the notices after it. */
export const spoken = ({ answer, notices }) => [plain(answer).replace(/\[\d+\]/g, "").replaceAll("|", " "), ...notices].join("\n");

// Browsers load their voices late; asking early makes them begin.
speech?.getVoices();
