// What a person would stumble over on this page, as sentences. Run beside axe (tests/browser/test_pages.py).
() => {
  const found = [];
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.clipPath === "none" && box.right > 0 && box.bottom > 0;
  };
  const named = (element) =>
    `<${element.tagName.toLowerCase()}${element.className ? ` class="${element.className}"` : ""}> «${(element.innerText || element.name || "").trim().slice(0, 40)}»`;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const widest = [...document.body.querySelectorAll("*")].filter((element) => seen(element) && element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest(".table-wrapper"));
    found.push(`scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} px, ${widest.slice(-1).map(named)}`);
  }
  if (!root.lang) found.push("has no language");
  const headings = [...document.querySelectorAll("h1")].filter(seen);
  if (headings.length !== 1) found.push(`has ${headings.length} headings of the first level`);
  const help = [...document.querySelectorAll('aside a[href^="tel:"], main a[href^="tel:"]')].filter(seen);
  if (!help.length) found.push("names nobody to call");

  // A link is exempt when it stands inside a sentence (WCAG 2.5.8, "inline").
  const inSentence = (link) => {
    if (getComputedStyle(link).display !== "inline") return false;
    const block = link.closest("p, li, dd, dt, td, th, figcaption, h1, h2, h3, span, div");
    return block && block.innerText.trim().length > link.innerText.trim().length + 1;
  };
  const size = (element) => {
    // A card whose title is the link is all of it to hit.
    const spread = getComputedStyle(element, "::after");
    if (spread.position === "absolute" && spread.content !== "none") element = element.offsetParent || element;
    const boxes = [element, ...(element.labels || [])].map((part) => part.getBoundingClientRect());
    const labelled = element.matches('[type="checkbox"], [type="radio"]') ? boxes : boxes.slice(0, 1);
    const left = Math.min(...labelled.map((box) => box.left));
    const right = Math.max(...labelled.map((box) => box.right));
    const top = Math.min(...labelled.map((box) => box.top));
    const bottom = Math.max(...labelled.map((box) => box.bottom));
    return [right - left, bottom - top];
  };
  document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type="hidden"])').forEach((control) => {
    if (!seen(control) || control.disabled || (control.matches("a") && inSentence(control))) return;
    const [width, height] = size(control);
    if (width < 43.5 || height < 43.5) found.push(`too small to hit: ${named(control)} ${Math.round(width)} × ${Math.round(height)}`);
  });

  // Staff read a row from its name to its act: the eye shall not lose it on the way.
  const rows = document.body.dataset.portal === "staff" && root.clientWidth >= 900 ? ".rows > li, .list > tbody > tr" : "none";
  document.querySelectorAll(rows).forEach((row) => {
    const name = [...row.querySelectorAll("a, strong, span, label")].find((part) => seen(part) && part.innerText.trim());
    const act = [...row.querySelectorAll("a[href], button")].filter(seen).pop();
    if (!name || !act || name.contains(act)) return;
    const words = document.createRange();
    words.selectNodeContents(name);
    const apart = Math.round(act.getBoundingClientRect().left - words.getBoundingClientRect().right);
    if (apart > 500) found.push(`has its name and its act ${apart} px apart: ${named(name)}, ${named(act)}`);
  });

  if (document.body.dataset.portal !== "staff") return found;
  // What asks, and offers nothing to answer with; and what is called something, with nothing below it.
  document.querySelectorAll("main fieldset").forEach((asked) => {
    if (seen(asked) && !asked.querySelector('input:not([type="hidden"]), select, textarea, button, a')) found.push(`asks and offers nothing: ${named(asked)}`);
  });
  const parts = [...document.querySelectorAll("main *")].filter((part) => part.matches("h1, h2, h3, img, svg, canvas, input, select, textarea") || [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  parts.forEach((part, place) => {
    if (!part.matches("h1, h2, h3") || !seen(part)) return;
    const below = parts.slice(place + 1).find((other) => !part.contains(other) && seen(other));
    const heading = below?.closest("h1, h2, h3");
    if (!below || (heading && heading.tagName <= part.tagName)) found.push(`has nothing below it: ${named(part)}`);
  });

  // Words that are written over each other: nobody reads either.
  const lines = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const around = text.parentElement;
    if (!text.data.trim() || !around.checkVisibility() || !seen(around) || around.closest("script, style, option, textarea, .ds-sr-only, [popover]")) continue;
    const words = document.createRange();
    words.selectNodeContents(text);
    for (const box of words.getClientRects()) if (box.width > 2 && box.height > 2) lines.push({ text, box });
  }
  lines.forEach(({ text, box }, place) => {
    const over = lines.slice(place + 1, place + 80).find((other) => other.text !== text
      && Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 3
      && Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > Math.min(box.height, other.box.height) / 2);
    if (over) found.push(`is written over: «${text.data.trim().slice(0, 40)}» and «${over.text.data.trim().slice(0, 40)}»`);
  });
  return found;
}
