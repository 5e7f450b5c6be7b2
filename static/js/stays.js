// A form with a picture stays on the page while the phone has no contact, so that nothing written is lost: it
// is sent when the server answers, to who is signed in. Without this script the browser sends it as any other form.
"use strict";

(() => {
  const words = document.querySelector("[data-no-contact]");
  const form = words && words.closest(".stack").querySelector("form");
  if (!form) return;
  const signedOut = document.querySelector("[data-signed-out]");
  let isSure = false;
  form.addEventListener(
    "submit",
    async (event) => {
      if (isSure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" }).catch(() => null);
      const isOut = Boolean(answer) && answer.type === "opaqueredirect";
      const text = answer && answer.ok ? await answer.text().catch(() => null) : null;
      words.hidden = isOut || text !== null;
      signedOut.hidden = !isOut;
      if (text === null) return;
      // Who signed in again in another tab has a new token: with the old one the picture would be lost.
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]");
      if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
      isSure = true;
      form.requestSubmit(event.submitter);
      isSure = false;
    },
    true,
  );
})();
