// The boxes of a session's sheet: the last tap on a box wins, whatever is still on its way, and the list lies still
// under the finger.
"use strict";

(() => {
  const NAMED = "input[name=took_part]";
  if (!document.querySelector("[data-ticks]")) return;

  // What is sent is what the box shows, though the row was not written anew since: then its tap went by way of the
  // phone (offline.js).
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.matches(NAMED) && !detail.elt.checked) detail.path = detail.elt.dataset.takeBack;
  });

  // A row is written anew by the server. Who tapped again meanwhile sees that tap from the first moment, …
  document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    const { elt: before, path } = detail.requestConfig;
    if (!before.matches(NAMED) || !target.matches(".tick-row")) return;
    const wasTicked = path !== before.dataset.takeBack;
    if (before.checked !== wasTicked) target.querySelector(NAMED).checked = before.checked;
    tellOf(target);
  });

  // … and it is sent once the new row can send.
  document.addEventListener("htmx:load", ({ target }) => {
    const box = target.matches(".tick-row") && target.querySelector(NAMED);
    if (box && box.checked !== box.defaultChecked) box.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.querySelector("[data-on-phone=taps] [data-understood]").addEventListener("click", onPhone.hush);

  // In the row the words would move everybody below it.
  function tellOf(row) {
    const error = row.querySelector(".field__error");
    const notice = row.querySelector(":scope > [role=status]");
    onPhone.say(notice ? notice.textContent : "", error ? error.textContent : "");
    [error, notice].forEach((words) => words && words.remove());
  }
})();
