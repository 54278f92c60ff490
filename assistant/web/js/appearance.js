// Theme and size of type, kept on this device; until one is chosen the theme follows the system.

import { icon } from "./dom.js";
import { device } from "./storage.js";

const root = document.documentElement;

export function installAppearance() {
  const theme = document.getElementById("theme");
  const size = document.getElementById("size");
  const show = () => {
    theme.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
    size.setAttribute("aria-pressed", String(root.dataset.size === "large"));
  };
  const choose = (name, value) => {
    root.dataset[name] = value;
    device.write("appearance", { ...device.read("appearance", {}), [name]: value });
    show();
  };
  theme.prepend(icon("moon"));
  size.prepend(icon("size"));
  theme.addEventListener("click", () => choose("theme", root.dataset.theme === "dark" ? "light" : "dark"));
  size.addEventListener("click", () => choose("size", root.dataset.size === "large" ? "normal" : "large"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
    if (device.read("appearance", {}).theme) return;
    root.dataset.theme = matches ? "dark" : "light";
    show();
  });
  show();
}
