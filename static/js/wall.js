// The screen on the wall asks anew by itself, and keeps what it has while nobody answers: without this script the
// browser asks, and shows its own page when nobody does. That it has not heard for long is said by the style sheet.
"use strict";

(() => {
  const EVERY = Number(document.body.querySelector("[data-wall]").dataset.wall) * 1000;
  const AGAIN = 30000;
  let gone = 0; // how many times in a row nothing stood at the address: once may be a restart
  let day = new Date().toDateString();

  async function ask() {
    const page = await asked();
    if (page) {
      day = new Date().toDateString();
      document.body.className = page.body.className;
      // A new element: what says that it has not heard for long begins to wait anew.
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    } else if (day !== new Date().toDateString()) {
      document.body.classList.add("wall--old"); // yesterday's day is not today's
    }
    setTimeout(ask, page ? EVERY : AGAIN);
  }

  async function asked() {
    const stop = new AbortController(); // a wall's browser is often too old for AbortSignal.timeout
    const late = setTimeout(() => stop.abort(), AGAIN);
    try {
      const answer = await fetch(location.href, { cache: "no-store", signal: stop.signal });
      gone = answer.status === 404 ? gone + 1 : 0;
      if (gone === 2) location.reload(); // the address is stopped: the screen goes dark
      const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      return page && page.querySelector("[data-wall]") ? page : null;
    } catch {
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  setTimeout(ask, EVERY);
})();
