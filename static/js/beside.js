// Whom one chooses on a session's sheet is put beside the list: the page stays, so that no tap on its way is lost.
// Without this script the link opens the same address.
"use strict";

(() => {
  const rows = document.querySelector("[data-ticks]");
  const noContact = document.querySelector("[data-beside-no-contact]");
  if (!rows || !noContact) return;

  const linkOf = (key) => key && rows.querySelector(`a[data-beside="${key}"]`);
  const chosen = () => document.getElementById("valgt").dataset.chosen || "";

  // A row that was tapped is written anew by the server, which does not know who is chosen.
  function mark() {
    rows.querySelectorAll("a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = linkOf(chosen());
    if (link) link.setAttribute("aria-current", "true");
  }

  // A tick changes what can be said for the one who is chosen: the pane is asked for anew, and the focus stays.
  // One answer is waited for at a time (hx-sync of the links), and somebody chosen meanwhile goes first.
  let wanted = chosen();
  let isOpening = false; // somebody pressed a link, and the focus shall follow

  function refetch() {
    const source = linkOf(wanted);
    const how = { source, target: "#valgt", select: "#valgt", swap: "outerHTML" };
    if (source) htmx.ajax("GET", source.getAttribute("hx-get"), how).catch(() => {});
  }

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const { target, requestConfig } = detail;
    if (target.id !== "valgt") return;
    wanted = new URL(requestConfig.path, location.href).searchParams.get("valgt") || "";
    isOpening ||= Boolean(requestConfig.triggeringEvent);
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id === "valgt") rows.dataset.before = chosen();
  });

  document.addEventListener("htmx:load", (event) => {
    mark();
    if (wanted && event.target.id === `kryss-${wanted}`) refetch();
    const beside = document.getElementById("valgt");
    if (event.target !== beside) return;
    noContact.hidden = true;
    if (!isOpening) return;
    isOpening = false;
    if (chosen()) beside.focus({ preventScroll: true }); // its top is in sight where the list is
    else linkOf(rows.dataset.before)?.focus();
  });

  for (const gone of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(gone, (event) => {
      if (!event.detail.elt.matches("[data-beside], [data-beside-close]")) return;
      wanted = chosen();
      isOpening = false;
      noContact.hidden = false;
    });
  }
})();
