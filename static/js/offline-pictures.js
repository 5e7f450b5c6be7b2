// A picture of a work, taken without signal. It waits in IndexedDB with a key of its own until the server says
// that it is done, 24 hours have gone or somebody signs out (forms.js); drawn anew there, so that place and time
// are gone before it is kept: what the browser cannot draw is not kept. The server treats a key that comes twice
// as one. The page itself lies in the cache of the sheets for 24 hours (offline-worker.js).
"use strict";

(() => {
  const LONGEST_SIDE = 2400;
  const { A_DAY, TRY_AGAIN } = onPhone;
  const PATIENCE = 5000;
  const place = document.querySelector("[data-on-phone=pictures]");
  const works = window.indexedDB && window.caches && window.crypto.randomUUID;
  if (!place || !works) return;

  const page = document.querySelector("[data-work-picture]");
  const form = page && page.querySelector("form");
  const { user } = place.dataset;
  const understood = place.querySelector("[data-understood]");
  let hasSent = false;
  let lapsed = false;
  let busy = false;
  let sending = null;

  const store = onPhone.shelf("pictures");

  const mine = async () => (await store("readonly", (rows) => rows.getAll())).filter((one) => one.user === user);
  const keep = (one) => store("readwrite", (rows) => rows.put(one));
  const drop = (one) => store("readwrite", (rows) => rows.delete(one.key));

  // Another's pictures and those of yesterday leave the phone.
  async function dropOld() {
    const all = await store("readonly", (rows) => rows.getAll());
    for (const one of all) if (one.user !== user || !(Date.now() - one.kept_at < A_DAY)) await drop(one);
  }

  // Only the dots, and no more of them than a screen needs; null for what the browser cannot draw.
  async function dotsOf(file) {
    try {
      const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(drawn.width * scale);
      canvas.height = Math.round(drawn.height * scale);
      canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    } catch (error) {
      return null;
    }
  }

  // --- Sending ---------------------------------------------------------------------
  function send() {
    sending = (sending || Promise.resolve()).then(sendAll).catch(() => {}).then(tell);
    return sending;
  }

  async function sendAll() {
    for (const one of (await mine()).filter((each) => !each.said)) {
      const asked = await ask(one);
      if (!asked) return;
      if (asked.said) {
        await keep({ ...one, said: asked.said });
        continue;
      }
      const body = new FormData();
      body.set("sent_as", one.key);
      body.set("file", one.blob, "bilde.jpg");
      one.on_picture.forEach((person) => body.append("on_picture", person));
      if (one.is_nobody_on_it) body.set("is_nobody_on_it", "on");
      const answer = await ask(one, { method: "POST", body, headers: { "X-CSRFToken": asked.token } });
      if (!answer) return;
      if (answer.done) await drop(one);
      else await keep({ ...one, said: answer.said });
      hasSent = hasSent || answer.done;
    }
  }

  const addressOf = (one) => `${one.send}?user=${encodeURIComponent(one.user)}`;

  // Returns what the server says; null when all must wait: the sign-in has lapsed or is another's, or the server is
  // not well. What it will not have is said of that picture alone, and the next one goes.
  async function ask(one, more = {}) {
    const headers = { Accept: "application/json", ...more.headers };
    const answer = await fetch(addressOf(one), { ...more, headers, redirect: "manual", cache: "no-store" });
    lapsed = answer.status === 401 || answer.type === "opaqueredirect";
    if (answer.ok) return answer.json();
    if (lapsed || answer.status === 409 || answer.status === 429 || answer.status >= 500) return null;
    return { done: false, said: place.dataset.odd };
  }

  // --- What is said ------------------------------------------------------------------
  async function tell() {
    const all = await mine();
    const refused = all.filter((one) => one.said).map((one) => one.said);
    onPhone.tell(place, { waiting: all.length - refused.length, refused, lapsed, hasSent });
  }

  understood.addEventListener("click", async () => {
    for (const one of await mine()) if (one.said) await drop(one);
    await tell();
  });

  // --- The page ----------------------------------------------------------------------
  // Contact is an answer to me: a sign-in page is none, and a line that hangs is none.
  async function hasContact() {
    try {
      const signal = onPhone.stopsAfter(PATIENCE);
      const address = addressOf({ send: page.dataset.send, user });
      return (await fetch(address, { method: "HEAD", cache: "no-store", redirect: "manual", signal })).ok;
    } catch (error) {
      return false;
    }
  }

  async function keepHere(file, data, key) {
    const said = page.querySelector("[data-picture-said]");
    const blob = await dotsOf(file);
    if (!blob) {
      said.textContent = page.dataset.cannot;
      return;
    }
    await keep({
      key,
      kept_at: Date.now(),
      send: page.dataset.send,
      user,
      blob,
      on_picture: data.getAll("on_picture"),
      is_nobody_on_it: data.has("is_nobody_on_it"),
      said: "",
    });
    form.reset();
    said.textContent = page.dataset.waits;
    await tell();
  }

  async function takePage() {
    await onPhone.keepParts(place);
    await onPhone.keepPage(page.dataset.workPicture, { keptAt: Date.now(), user, name: page.dataset.name });
    page.querySelector("[data-picture-said]").textContent = page.dataset.kept;
  }

  function listen() {
    let isSure = false;
    form.addEventListener(
      "submit",
      async (event) => {
        const file = form.elements.camera.files[0] || form.elements.file.files[0];
        if (isSure || !file) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (busy) return;
        busy = true;
        const data = new FormData(form);
        const key = crypto.randomUUID();
        try {
          if (!(await hasContact())) {
            await keepHere(file, data, key);
            return;
          }
          isSure = true;
          form.requestSubmit(event.submitter);
          isSure = false;
        } finally {
          busy = false;
        }
      },
      true,
    );
    const button = page.querySelector("[data-take-page]");
    button.hidden = !navigator.serviceWorker;
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      await takePage().catch(() => {});
      button.removeAttribute("aria-busy");
    });
  }

  if (page) listen();
  dropOld()
    .then(tell)
    .then(() => Number(place.dataset.waiting) && send());
  window.addEventListener("online", send);
  setInterval(() => Number(place.dataset.waiting) && !lapsed && send(), TRY_AGAIN);
})();
