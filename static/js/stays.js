// A form with a picture stays on the page while the phone has no contact, so that nothing written is lost: it
// is sent when the server answers, to who is signed in. Without this script the browser sends it as any other form.
"use strict";

(() => {
  const WAITS_FOR = 10000; // a phone with one bar waits for minutes, and says nothing
  const words = document.querySelector("[data-no-contact]");
  const form = words && words.closest(".stack").querySelector("form");
  if (!form) return;
  const signedOut = document.querySelector("[data-signed-out]");
  let isAsking = false;
  let isSure = false;
  form.addEventListener(
    "submit",
    async (event) => {
      if (isSure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isAsking) return; // a second tap while the first waits for an answer
      isAsking = true;
      // The browser forgets who pressed once this waits.
      const button = event.submitter;
      words.hidden = signedOut.hidden = true; // so that the same words are read aloud again
      if (button) button.setAttribute("aria-busy", "true");
      const { isOut, page } = await asked();
      if (button) button.removeAttribute("aria-busy");
      isAsking = false;
      signedOut.hidden = !isOut;
      words.hidden = isOut || page !== null;
      if (page === null) return;
      // Who signed in again in another tab has a new token: with the old one the picture would be lost.
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
      if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
      isSure = true;
      form.requestSubmit(button);
      isSure = false;
    },
    true,
  );

  // Whether the server answers, and to who is signed in: `page` is null when it does not.
  async function asked() {
    try {
      const options = { redirect: "manual", cache: "no-store", signal: onPhone.stopsAfter(WAITS_FOR) };
      const answer = await fetch(location.href, options);
      const isOut = answer.type === "opaqueredirect";
      return { isOut, page: answer.ok ? await answer.text() : null };
    } catch {
      return { isOut: false, page: null };
    }
  }
})();
