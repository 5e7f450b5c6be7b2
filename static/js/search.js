// «/» goes to the search from every staff page: to its field, or to its page where there is no field.
// It does nothing in a field that one writes in, and it can be turned off on the search page.
"use strict";

(() => {
  const OFF = "reir-search-key-off";
  const WRITES = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select";
  const isOff = () => {
    try {
      return localStorage.getItem(OFF) === "yes";
    } catch {
      return false;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isOff() || event.target.isContentEditable || event.target.closest?.(WRITES)) return;
    if (document.querySelector("dialog[open]")) return;
    const seen = Array.from(document.querySelectorAll("[data-search]")).find((one) => one.getClientRects().length);
    if (!seen) return;
    event.preventDefault();
    if (seen.matches("a")) seen.click();
    else seen.select();
    seen.focus();
  });

  const choice = document.querySelector("[data-search-key]");
  if (!choice) return;
  const tick = choice.querySelector("input");
  tick.checked = !isOff();
  tick.addEventListener("change", () => {
    try {
      if (tick.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch {
      tick.checked = true; // a browser that keeps nothing
    }
  });
  choice.hidden = false;
})();
