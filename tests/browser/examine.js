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
  if (/\{[#%{]|[#%}]\}/.test(document.body.innerText)) found.push("shows what only a template should read");
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

  // A question begins as a sentence does.
  document.querySelectorAll(".field__label").forEach((words) => {
    if (seen(words) && /^\p{Ll}/u.test(words.innerText.trim())) found.push(`begins with a small letter: ${named(words)}`);
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
  return found;
}
