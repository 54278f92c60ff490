// Runs before the first paint, so that a chosen appearance does not flash.
(() => {
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("wenzheng.appearance")) || {};
  } catch {
    // Storage may be switched off or hold something else; the system's preference stands.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = chosen.theme || (dark ? "dark" : "light");
  document.documentElement.dataset.size = chosen.size === "large" ? "large" : "normal";
})();
