// What axe goes by beside the page's words: what is seen, in which colours and sizes, and what scrolls. Two widths at
// which all of it is the same are asked about once (tests/browser/test_pages.py).
() => {
  const looks = ["display", "visibility", "opacity", "color", "backgroundColor", "backgroundImage", "fontSize", "fontWeight", "position", "overflowX", "overflowY", "clipPath"];
  return [...document.body.querySelectorAll("*")]
    .map((element) => {
      const style = getComputedStyle(element);
      const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
      return [element.tagName, scrolls, ...looks.map((name) => style[name])].join(" ");
    })
    .join("\n");
}
