// A second tap on the same button sends nothing: the verb would treat it as a repeat, this spares the wait.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // aria-busy and not disabled: a disabled button would drop its own name and value from what is sent.
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  form.querySelectorAll("[data-busy-words]").forEach((words) => (words.hidden = false));
});

// Coming back with the Back button: the page is live again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-submit-once]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    form.querySelectorAll("[data-busy-words]").forEach((words) => (words.hidden = true));
  });
});

// Forms answered in place (htmx) can be sent again.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("[data-submit-once]");
  if (!form) return;
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

// The page's token is another's after a card was scanned on this phone. The form goes the way it goes without
// a script: to the page that says so.
document.addEventListener("htmx:responseError", (event) => {
  const { elt, xhr } = event.detail;
  if (xhr.status === 403 && elt.matches("form[hx-post]")) HTMLFormElement.prototype.submit.call(elt);
});

// What was just put in place takes no tap yet: «Angre» stands where «Var med» stood a moment ago, and
// the second tap of an eager finger shall change nothing. A box of the sheet (ticks.js) shows what a tap did and
// stands where it stood: there every tap counts. So does one on new words beside an old box.
const RESTS_FOR = 700;
for (const placed of ["htmx:afterSwap", "htmx:load"]) {
  document.addEventListener(placed, (event) => {
    if (event.target !== document.body) event.target.dataset.placedAt = Date.now();
  });
}
document.addEventListener(
  "click",
  (event) => {
    const pressed = event.target.closest("label")?.control || event.target;
    const placed = pressed.closest("[data-placed-at]:not(.tick-row)");
    if (!placed || Date.now() - placed.dataset.placedAt > RESTS_FOR) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

// A menu closes with Escape and when one taps beside it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// A session's sheet that was taken along (offline.js) and pictures that wait (offline-pictures.js) leave the phone
// at sign-out.
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
  if (window.caches) caches.delete("reir-sheets");
  try {
    indexedDB.deleteDatabase("reir-pictures");
  } catch {
    // Where nothing can be kept, nothing is.
  }
});

// «Skriv ut» stands where there is somebody to press it for: without JavaScript the browser's own menu prints.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// What is ticked, as a sum beside the ticks: what to take out of the box. The button that
// pays says the same sum and posts it back. The server adds up for itself, and compares.
document.querySelectorAll("[data-ticked-sum]").forEach((words) => {
  const group = words.closest("fieldset");
  const ticks = group.querySelectorAll("input[data-ore]");
  const button = group.matches("[data-button-sum]") && group.closest("form").querySelector("[data-sum]");
  const tell = () => {
    const ore = Array.from(ticks).reduce((sum, tick) => sum + (tick.checked ? Number(tick.dataset.ore) : 0), 0);
    const digits = ore % 100 ? 2 : 0;
    const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const sum = `${(ore / 100).toLocaleString("nb-NO", shape)}\u00a0kr`;
    words.querySelector("output").textContent = sum;
    if (!button) return;
    button.textContent = button.textContent.replace(button.dataset.sum, sum);
    button.dataset.sum = sum;
    button.form.elements.shown_ore.value = ore;
  };
  ticks.forEach((tick) => tick.addEventListener("change", tell));
  window.addEventListener("pageshow", tell);
  words.hidden = false;
  tell();
});

// Into how many SMS a text goes, while it is written (notices/sms.py counts for itself when it is sent).
document.querySelectorAll("[data-sms-around]").forEach((field) => {
  const words = document.createElement("p");
  words.className = "field__description";
  words.setAttribute("role", "status");
  field.after(words);
  const tell = () => {
    const text = field.value.trim();
    const letters = Number(field.dataset.smsAround) + text.length + (text.match(/[€[\]{}|^~\\]/g) || []).length;
    const [one, several] = /[^\u0000-\u024f\u2000-\u206f\u20ac]/.test(text) ? [70, 67] : [160, 153];
    words.textContent = field.dataset.smsWords.replace("{n}", letters > one ? Math.ceil(letters / several) : 1);
  };
  field.addEventListener("input", tell);
  window.addEventListener("pageshow", tell);
  tell();
});
