// Whom one chooses on a session's sheet is put beside the list: the page stays, so that no tap on its way is lost.
// Without this script the link opens the same address.
"use strict";

(() => {
  const rows = document.querySelector("[data-ticks]");
  const noContact = document.querySelector("[data-beside-no-contact]");
  if (!rows || !noContact) return;

  const linkOf = (key) => key && rows.querySelector(`a[data-beside="${key}"]`);

  // A row that was tapped is written anew by the server, which does not know who is chosen.
  function mark(chosen) {
    rows.querySelectorAll("a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = linkOf(chosen);
    if (link) link.setAttribute("aria-current", "true");
  }

  // A tick changes what can be said for the one who is chosen: the pane is asked for anew, and the focus stays.
  let again = false;

  function refetch(chosen) {
    const link = linkOf(chosen);
    if (!link) return;
    again = true;
    htmx.ajax("GET", link.getAttribute("hx-get"), { target: "#valgt", select: "#valgt", swap: "outerHTML" });
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    if (target.id === "valgt") rows.dataset.before = target.dataset.chosen || "";
  });

  document.addEventListener("htmx:load", (event) => {
    const beside = document.getElementById("valgt");
    mark(beside.dataset.chosen);
    if (beside.dataset.chosen && event.target.id === `kryss-${beside.dataset.chosen}`) refetch(beside.dataset.chosen);
    if (event.target !== beside) return;
    noContact.hidden = true;
    const stays = again;
    again = false;
    if (stays) return;
    const goesTo = beside.dataset.chosen ? beside : linkOf(rows.dataset.before);
    // Where the list is in sight, so is the top of what stands beside it: nothing moves.
    if (goesTo) goesTo.focus({ preventScroll: goesTo === beside });
  });

  for (const gone of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(gone, (event) => {
      if (event.detail.elt.matches("[data-beside], [data-beside-close]")) noContact.hidden = false;
    });
  }
})();
