// What offline.js (taps) and offline-pictures.js share: a shelf in IndexedDB, a page in the cache of the sheets for
// 24 hours (offline-worker.js), and the box in a page's head that says what lies on this phone.
"use strict";

const onPhone = (() => {
  const SHEETS = "reir-sheets";
  const PARTS = "reir-parts";

  // Returns `store(mode, act)`, which runs `act` on the rows of the database `reir-<name>`.
  function shelf(name) {
    const database = new Promise((done, failed) => {
      const asked = indexedDB.open(`reir-${name}`, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(name, { keyPath: "key" });
      asked.onsuccess = () => {
        // At sign-out pictures leave the phone (forms.js): this page does not hold them back.
        asked.result.onversionchange = () => asked.result.close();
        done(asked.result);
      };
      asked.onerror = () => failed(asked.error);
    });
    return async (mode, act) => {
      const transaction = (await database).transaction(name, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(name));
      return new Promise((done, failed) => {
        transaction.oncomplete = () => done(asked && asked.result);
        transaction.onerror = transaction.onabort = () => failed(transaction.error);
      });
    };
  }

  // The service worker, the page's own parts, and what stands where there is no signal.
  async function keepParts(place) {
    await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.scope });
    await navigator.serviceWorker.ready;
    const parts = await caches.open(PARTS);
    const ours = [...document.querySelectorAll("link[href], script[src], img[src]")].map((one) => one.href || one.src);
    await parts.addAll([...new Set(ours)].filter((one) => one.startsWith(`${location.origin}/static/`)));
    await parts.add(place.dataset.noSignal);
  }

  async function keepPage(address, { keptAt, user, name }) {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(address);
    const headers = new Headers(answer.headers);
    ["Content-Encoding", "Content-Length"].forEach((header) => headers.delete(header));
    headers.set("X-Kept-At", keptAt);
    headers.set("X-User", user);
    headers.set("X-Name", encodeURIComponent(name));
    const text = (await answer.text()).replace('data-fresh="yes"', 'data-fresh="no"');
    await (await caches.open(SHEETS)).put(address, new Response(text, { headers }));
  }

  // Says how many wait, or why some were not taken (`refused`, sentences); `lapsed`: one must sign in again.
  function tell(place, { waiting, refused, lapsed, hasSent, more = "" }) {
    const say = place.querySelector("[data-words]");
    const signIn = place.querySelector("[data-sign-in]");
    const row = place.querySelector("[data-row-words]");
    const stays = row && row.querySelector("[data-stays]").textContent;
    const { one, many, sent, lapsed: alone, refused: why } = place.dataset;
    if (refused.length) say.textContent = `${why} ${refused.join(" ")}`;
    else if (waiting) say.textContent = (lapsed ? alone : waiting === 1 ? one : many).replace("{n}", waiting);
    else say.textContent = hasSent ? sent : "";
    say.textContent += more;
    place.hidden = !say.textContent && !(row && row.textContent.trim());
    place.dataset.waiting = waiting;
    place.querySelector("[data-understood]").hidden = !refused.length && !stays;
    signIn.hidden = !(waiting && lapsed);
    signIn.search = `?next=${encodeURIComponent(location.pathname)}`;
  }

  // Says in the same place what the server answered to one tap: `passing` until the next one, `stays` (what was not
  // taken) until somebody has understood.
  function say(passing, stays) {
    const place = document.querySelector("[data-on-phone=taps]");
    const row = place && place.querySelector("[data-row-words]");
    if (!row) return;
    const kept = row.querySelector("[data-stays]");
    row.querySelector("[data-passing]").textContent = passing;
    if (stays && !kept.textContent.includes(stays)) kept.textContent += ` ${stays}`;
    if (kept.textContent) place.querySelector("[data-understood]").hidden = false;
    place.hidden = !row.textContent.trim() && !place.querySelector("[data-words]").textContent;
  }

  function hush() {
    const place = document.querySelector("[data-on-phone=taps]");
    place.querySelector("[data-stays]").textContent = "";
    place.querySelector("[data-understood]").hidden = true;
    say("", "");
  }

  // What gives up waiting: AbortSignal.timeout is missing in older browsers, which would never have contact.
  function stopsAfter(milliseconds) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), milliseconds);
    return stop.signal;
  }

  const A_DAY = 24 * 60 * 60 * 1000;
  return { SHEETS, A_DAY, TRY_AGAIN: 15000, shelf, keepParts, keepPage, tell, say, hush, stopsAfter };
})();
