// Whether the page fits when its text is twice as large, and when words never end. Run after `examine.js`.
// The words are put in here, so that every title, name, address and note of every page is long, whatever the data.
() => {
  const found = [];
  const root = document.documentElement;
  const named = (element) =>
    `<${element.tagName.toLowerCase()}${element.className ? ` class="${element.className}"` : ""}> «${(element.innerText || element.name || "").trim().slice(0, 30)}»`;
  const measure = (when) => {
    if (root.scrollWidth <= root.clientWidth) return;
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest(".table-wrapper > *"),
    );
    found.push(`scrolls sideways ${when}: ${root.scrollWidth} px in ${root.clientWidth} px, ${wide.slice(-2).map(named)}`);
  };
  root.style.fontSize = "200%";
  measure("with text twice as large");
  // Times, sums and numbers have a form of their own: they are never long.
  const short = ".nowrap, .numbers, .phone, .pay-sum, .poster__time, .ds-sr-only, svg, script, style, nav, time";
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  texts
    .filter((text) => /\p{L}{2}/u.test(text.data) && !text.parentElement.closest(short))
    .forEach((text) => { text.data = text.data.replace(/\p{L}{2,}/u, "å".repeat(140)); });
  measure("with words that never end");
  root.style.fontSize = "";
  measure("with words that never end, in plain size");
  return found;
}
