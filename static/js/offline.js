// The session's sheet on a phone without signal. Two things lie on the phone:
// - the sheet as it is shown, in the cache «reir-sheets», from «Ta med økta» until the session is closed,
//   24 hours have gone or somebody signs out;
// - each tap with a key of its own, in IndexedDB, until the server says that it is done. A tap holds no name.
// The server treats a key that comes twice as one, so sending again is always right; what it will never take is not
// left waiting.
"use strict";

(() => {
  const { SHEETS, A_DAY, TRY_AGAIN } = onPhone;
  const place = document.querySelector("[data-on-phone=taps]");
  const works = window.indexedDB && window.caches && navigator.serviceWorker && window.crypto.randomUUID;
  const TICK = "[data-ticks] input[name=took_part]";

  // What the server did not take must not look taken, also when the box was tapped again meanwhile.
  function untick(box, path) {
    box.checked = path === box.dataset.takeBack;
    const name = box.closest(".tick-row").querySelector(".tick-row__name").textContent.trim();
    onPhone.say("", `${name}: ${box.form.dataset.notSaved}`);
  }

  function whenLost(keep) {
    for (const lost of ["htmx:sendError", "htmx:responseError"]) {
      document.addEventListener(lost, (event) => {
        const box = event.detail.elt;
        if (!box || !box.matches(TICK)) return;
        const { xhr, requestConfig } = event.detail;
        // No signal; or the page's token is another's, after a card was scanned on this phone.
        if (keep && (xhr.status === 0 || xhr.status === 403)) keep(box);
        else untick(box, requestConfig.path);
      });
    }
  }

  if (!place || !works) {
    whenLost(null);
    return;
  }

  const sheet = document.querySelector("[data-sheet]");
  const user = place.dataset.user;
  const understood = place.querySelector("[data-understood]");
  let taken = false;
  let lapsed = false;
  let hasSent = false;
  let isEarly = false;
  let sending = null;
  const touched = new Set(); // whose box was tapped on this page
  const writing = new Set(); // taps of this page on their way to IndexedDB
  let waits = null; // whose taps of this sheet wait on the phone; null until it is known

  // --- Taps ---------------------------------------------------------------------
  const store = onPhone.shelf("taps");

  async function taps() {
    const all = await store("readonly", (rows) => rows.getAll());
    return all.filter((tap) => tap.user === user).sort((a, b) => (a.tapped_at < b.tapped_at ? -1 : 1));
  }

  const keep = (some) => store("readwrite", (rows) => void some.forEach((tap) => rows.put(tap)));
  const drop = (some) => store("readwrite", (rows) => void some.forEach((tap) => rows.delete(tap.key)));

  async function tap(act, more) {
    const comes = act === "took_part" || act === "guest";
    isEarly = comes && Date.now() < Date.parse(sheet.dataset.earlyUntil);
    const one = {
      key: crypto.randomUUID(),
      tapped_at: new Date().toISOString(),
      state: "waiting",
      sheet: sheet.dataset.sheet,
      send: sheet.dataset.send,
      user,
      act,
      ...more,
    };
    writing.add(one);
    try {
      await keep([one]);
      await tell();
    } finally {
      writing.delete(one);
    }
    send();
  }

  // A later tap on somebody goes by way of the phone while an earlier one waits there, or it would come first.
  function isBehind(participant) {
    return !waits || waits.has(participant) || [...writing].some((one) => one.participant === participant);
  }

  // --- Sending --------------------------------------------------------------------
  // One at a time; what is tapped meanwhile goes in the next round.
  function send() {
    sending = (sending || Promise.resolve()).then(sendAll).catch(() => {}).then(tell);
    return sending;
  }

  async function sendAll() {
    const waiting = (await taps()).filter((one) => one.state === "waiting");
    for (const address of new Set(waiting.map((one) => one.send))) {
      await sendTo(address, waiting.filter((one) => one.send === address));
    }
  }

  async function sendTo(address, some) {
    const asked = await ask(address);
    if (!asked) return;
    if (asked.never) return refuse(some);
    const tokens = document.querySelectorAll("[data-ticks] [name=csrfmiddlewaretoken]");
    tokens.forEach((field) => (field.value = asked.token));
    const body = JSON.stringify({
      taps: some.map(({ key, act, tapped_at, participant, called }) => ({ key, act, tapped_at, participant, called })),
    });
    const answer = await ask(address, { method: "POST", body, headers: { "X-CSRFToken": asked.token } });
    if (!answer) return;
    if (answer.never) return refuse(some);
    const answered = some.filter((one) => answer.answers[one.key]);
    answered.forEach((one) => {
      const { done, said } = answer.answers[one.key];
      Object.assign(one, { state: done ? "sent" : "refused", said });
    });
    await keep(answered);
    hasSent = hasSent || answered.some((one) => one.state === "sent");
    const { sheet: page } = some[0];
    if (!answer.open && sheet && sheet.dataset.sheet === page) sheet.dataset.open = "no";
    if (!answer.open) await leave(page);
    else if (await (await caches.open(SHEETS)).match(page)) await refresh(page);
    else await drop(answered.filter((one) => one.state === "sent"));
  }

  // The session is gone, or it is no longer for the one whose taps these are.
  async function refuse(some) {
    some.forEach((one) => Object.assign(one, { state: "refused", said: place.dataset.never }));
    await keep(some);
    await leave(some[0].sheet);
  }

  // Returns what the server says; null when somebody must sign in first, or it may answer later.
  async function ask(address, more = {}) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", ...more.headers };
    const answer = await fetch(address, { ...more, headers, redirect: "manual", cache: "no-store" });
    const said = await answer.json().catch(() => null);
    const never = Boolean(said) && String(said.not_for) === user;
    lapsed = !never && (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect");
    if (never) return { never };
    return answer.ok ? said : null;
  }

  // --- The sheet on the phone ---------------------------------------------------
  const keepPage = (address, keptAt, name) => onPhone.keepPage(address, { keptAt, user, name });

  async function takeAlong() {
    await onPhone.keepParts(place);
    const now = Date.now();
    if (place.dataset.phoneList) await keepPage(place.dataset.phoneList, now, "").catch(() => {});
    await keepPage(sheet.dataset.sheet, now, sheet.dataset.name);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    await showTaken();
  }

  // A sheet that is on the phone shows what has been sent since. The 24 hours count from the first time.
  async function refresh(page) {
    const kept = await (await caches.open(SHEETS)).match(page);
    const before = (await taps()).filter((one) => one.sheet === page && one.state === "sent");
    await keepPage(page, kept.headers.get("X-Kept-At"), decodeURIComponent(kept.headers.get("X-Name")));
    await drop(before);
  }

  async function leave(page) {
    const sheets = await caches.open(SHEETS);
    await sheets.delete(page);
    const left = await sheets.keys();
    if (left.every((one) => new URL(one.url).pathname === place.dataset.phoneList)) await caches.delete(SHEETS);
    await drop((await taps()).filter((one) => one.sheet === page && one.state === "sent"));
    if (sheet && sheet.dataset.sheet === page) await showTaken();
  }

  async function leaveOld() {
    const sheets = await caches.open(SHEETS);
    for (const asked of await sheets.keys()) {
      const { headers } = await sheets.match(asked);
      const isOld = Date.now() - Number(headers.get("X-Kept-At")) >= A_DAY;
      if (isOld || headers.get("X-User") !== user) await leave(new URL(asked.url).pathname);
    }
  }

  // --- What is said -------------------------------------------------------------------
  async function tell() {
    const all = await taps();
    const waiting = all.filter((one) => one.state === "waiting");
    const refused = new Set(all.filter((one) => one.state === "refused").map((one) => one.said));
    const ofThis = waiting.filter((one) => sheet && one.sheet === sheet.dataset.sheet);
    waits = new Set(ofThis.map((one) => one.participant));
    const more = isEarly ? ` ${sheet.dataset.early}` : "";
    onPhone.tell(place, { waiting: waiting.length, refused: [...refused], lapsed, hasSent, more });
  }

  understood.addEventListener("click", async () => {
    await drop((await taps()).filter((one) => one.state === "refused"));
    await tell();
  });

  async function showTaken() {
    const kept = await (await caches.open(SHEETS)).match(sheet.dataset.sheet);
    taken = Boolean(kept);
    const words = sheet.querySelector("[data-taken]");
    sheet.hidden = false;
    sheet.querySelector("[data-take-along]").hidden = taken || sheet.dataset.open !== "yes";
    sheet.querySelector("[data-leave]").hidden = words.hidden = !taken;
    if (!taken) return;
    const until = new Date(Number(kept.headers.get("X-Kept-At")) + A_DAY);
    const shape = { weekday: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Oslo" };
    const time = until.toLocaleString(document.documentElement.lang, shape).replace(":", ".");
    words.textContent = sheet.dataset.until.replace("{time}", time);
  }

  // --- The page -------------------------------------------------------------------------
  const boxOf = (participant) => document.querySelector(`input[name=took_part][value="${participant}"]`);

  function addGuest(called) {
    const list = document.querySelector("[data-guests]");
    const row = document.querySelector("[data-guest-row]").content.cloneNode(true);
    row.querySelector("[data-called]").textContent = called;
    list.append(row);
  }

  // What was tapped and does not stand in the page yet.
  async function showTaps() {
    const mine = (await taps()).filter((one) => one.sheet === sheet.dataset.sheet && one.state !== "refused");
    mine.forEach((one) => {
      if (one.act === "guest") addGuest(one.called);
      else if (one.act === "all_clear") showAllClear();
      else if (boxOf(one.participant) && !touched.has(one.participant))
        boxOf(one.participant).checked = one.act === "took_part";
    });
  }

  function showAllClear() {
    const form = document.querySelector("[data-all-clear]");
    if (form) form.hidden = true;
    if (form) document.querySelector("[data-all-clear-said]").hidden = false;
  }

  function tick(box) {
    const row = box.closest(".tick-row");
    if (row) row.querySelectorAll(".tick-row__said").forEach((word) => (word.textContent = ""));
    return tap(box.checked ? "took_part" : "take_back", { participant: Number(box.value) });
  }

  function listen() {
    // Before htmx: a sheet that is on the phone takes every tap there first, and sends it from there.
    document.addEventListener(
      "change",
      (event) => {
        if (!event.target.matches(TICK)) return;
        const box = event.target;
        touched.add(Number(box.value));
        if (!taken && !isBehind(Number(box.value))) return;
        event.stopImmediatePropagation();
        tick(box).catch(() => untick(box, box.checked ? "" : box.dataset.takeBack));
      },
      true,
    );
    // Not taken along, and the signal is gone all the same: the tap is not lost.
    whenLost(tick);
    document.addEventListener(
      "submit",
      (event) => {
        const form = event.target;
        if (!taken || !form.matches("[data-ticks], [data-guest-form], [data-all-clear]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (form.matches("[data-all-clear]")) {
          showAllClear();
          tap("all_clear");
        } else if (form.matches("[data-guest-form]")) {
          const number = document.querySelectorAll("[data-guests] > li").length + 1;
          const called = form.elements.called.value.trim() || form.dataset.called.replace("{n}", number);
          form.elements.called.value = "";
          addGuest(called);
          tap("guest", { called });
        } else send();
      },
      true,
    );
    sheet.querySelector("[data-take-along]").addEventListener("click", async (event) => {
      const button = event.currentTarget;
      button.setAttribute("aria-busy", "true");
      await takeAlong().catch(() => {});
      button.removeAttribute("aria-busy");
    });
    sheet.querySelector("[data-leave]").addEventListener("click", () => leave(sheet.dataset.sheet));
  }

  function revealWhenBegun() {
    document.querySelectorAll("[data-all-clear][data-from]").forEach((form) => {
      const said = document.querySelector("[data-all-clear-said]");
      if (said.hidden && Date.now() >= Date.parse(form.dataset.from)) form.hidden = false;
    });
  }

  async function openSheet() {
    if (sheet.dataset.fresh === "yes") {
      await drop((await taps()).filter((one) => one.sheet === sheet.dataset.sheet && one.state === "sent"));
      if (sheet.dataset.open !== "yes") await leave(sheet.dataset.sheet);
    }
    await showTaken();
    await showTaps();
    revealWhenBegun();
    setInterval(revealWhenBegun, 60000);
  }

  async function listKept() {
    const list = document.querySelector("[data-kept-list]");
    if (!list) return;
    const sheets = await caches.open(SHEETS);
    for (const asked of await sheets.keys()) {
      const name = decodeURIComponent((await sheets.match(asked)).headers.get("X-Name"));
      const link = document.createElement("a");
      link.className = "row-link";
      link.href = new URL(asked.url).pathname;
      link.textContent = name || document.querySelector("[data-kept]").dataset.phoneList;
      list.append(Object.assign(document.createElement("li"), {}));
      list.lastElementChild.append(link);
    }
    document.querySelector("[data-kept]").hidden = !list.children.length;
  }

  async function begin() {
    if (sheet) listen();
    else whenLost(null);
    await tell().catch(() => (waits = new Set()));
    await leaveOld();
    if (sheet) await openSheet();
    await listKept();
    await tell();
    if (Number(place.dataset.waiting)) await send();
  }

  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => Number(place.dataset.waiting) && !lapsed && send(), TRY_AGAIN);
  begin();
})();
