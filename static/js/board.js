// Dragging on the board. It only presses the buttons of the plain pages «Flytt», «Bytt» and «Sett på»: while something is
// dragged those pages are fetched, each day, time and colleague they offer is shown with what would not fit there, and a
// drop sends that button's form. So nothing can be dragged that a page would not do, and the rules stand in one place.
"use strict";

(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const says = document.querySelector("[data-board-says]");
  const dialog = document.querySelector("[data-board-asks]");
  const ghost = document.querySelector("[data-board-ghost]");
  const READ = new DOMParser();
  const STEP = 15; // minutes
  const FAR = 6; // pixels that a mouse moves before it drags
  const LONG = 350; // milliseconds that a finger rests on a card before it drags; sooner, it scrolls
  const EDGE = 48; // pixels from the window's edge where it scrolls while something is dragged
  let held = null; // what the pointer is down on
  let dragged = null; // what is being dragged

  const actOf = (card, kinds) => card.querySelector(kinds.map((kind) => `a[data-act="${kind}"]`).join(","));
  // While something is dragged only texts, styles and classes change: an element put in or taken out, or [hidden], makes
  // the browser look through every :has() of the style sheets, which takes 35 ms of a week with 240 cards each time.
  const write = (element, words) => {
    if (!element.firstChild) element.append("");
    if (element.firstChild.data !== words) element.firstChild.data = words;
  };
  const sayOn = (words) => {
    write(says, words);
    says.style.display = words ? "block" : "none";
  };
  sayOn("");

  // What a page offers: {day, time or colleague: {words, button, page}}; one that cannot has no button.
  // It throws what the board says when it has no answer, or when the card shows another session than the page.
  const offers = async (address, version) => {
    const found = new Map();
    if (!address) return found;
    const answer = await fetch(address, { headers: { Accept: "text/html", "HX-Request": "true" }, redirect: "error" }).catch(() => null);
    if (!answer?.ok) throw says.dataset.failed;
    const page = READ.parseFromString(await answer.text(), "text/html");
    const list = page.querySelector("[data-version]");
    if (!list || list.dataset.version !== version) throw says.dataset.changed;
    page.querySelectorAll("[data-choice]").forEach((row) => {
      const button = row.querySelector("button[type=submit]");
      const words = row.querySelector("[data-choice-words]").textContent.replace(/\s+/g, " ").trim();
      const asksWhy = "asksWhy" in row.dataset;
      found.set(row.dataset.choice, { words, button, isClear: "clear" in row.dataset, asksWhy, page, action: address });
    });
    return found;
  };

  const send = (offer) => {
    const form = document.importNode(offer.button.form, true);
    const button = form.querySelector(`button[value="${CSS.escape(offer.button.value)}"]`) || form.querySelector("button");
    form.action = offer.action;
    // A colleague is put on at once, unless a limit of working time asks why. Moving changes the day of others: the
    // page's own words are shown and asked first.
    const isMove = offer.page.querySelector("main form [name=place]");
    if (!isMove && !offer.asksWhy) {
      form.hidden = true;
      document.body.append(form);
      form.requestSubmit(button);
      return;
    }
    form.querySelectorAll("[data-choice]").forEach((row) => row.contains(button) || row.remove());
    form.querySelectorAll("[data-choice-words]").forEach((said) => said.remove());
    form.querySelectorAll("details").forEach((why) => (why.open = true));
    const title = document.createElement("h2");
    title.textContent = offer.page.querySelector("h1").textContent;
    const words = [offer.page.querySelector(".lead")?.textContent, offer.words].filter(Boolean).map((sentence) => {
      const part = document.createElement("p");
      part.textContent = sentence;
      return part;
    });
    const which = offer.page.querySelector("main [name=which]")?.closest(".field, fieldset, ds-field, .ds-field");
    form.prepend(title, ...words, ...(which ? [document.importNode(which, true)] : []));
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "ds-button";
    stop.dataset.variant = "tertiary";
    stop.textContent = dialog.dataset.stop;
    stop.addEventListener("click", () => dialog.close());
    form.append(stop);
    form.className = "stack";
    title.id = "board-asks";
    dialog.replaceChildren(form);
    dialog.showModal();
  };

  // --- A card of the table: to another day of its row, or to another colleague on its day ---
  class CardDrag {
    constructor(card) {
      this.card = card;
      this.aims = new Map();
      const cell = card.closest("td");
      const isLane = !cell.parentElement.dataset.staff && !!cell.closest(".board__lane");
      const { version } = card.dataset;
      const days = offers(isLane ? null : actOf(card, ["move"])?.href, version);
      const staff = offers(actOf(card, ["swap", "fill"])?.href, version);
      Promise.all([days, staff]).then(
        ([byDay, byStaff]) => {
          this.aims = this.#cells(cell, byDay, byStaff);
          if (dragged === this) this.#mark();
        },
        (words) => {
          this.problem = words;
          sayOn(words);
        },
      );
      write(ghost, card.querySelector("p").textContent.replace(/\s+/g, " ").trim());
      ghost.style.width = `${card.offsetWidth}px`;
      ghost.style.display = "block";
      card.classList.add("board-card--dragged");
    }

    #cells(cell, days, staff) {
      const found = new Map();
      cell.parentElement.querySelectorAll("td[data-day]").forEach((other) => {
        const offer = days.get(other.dataset.day);
        if (other !== cell && offer) found.set(other, offer);
      });
      board.querySelectorAll(`tr[data-staff] > td[data-day="${cell.dataset.day}"]`).forEach((other) => {
        const offer = staff.get(other.parentElement.dataset.staff);
        if (other !== cell && offer) found.set(other, offer);
      });
      return found;
    }

    #mark() {
      this.aims.forEach((offer, cell) => {
        const how = !offer.button ? "shut" : offer.isClear ? "clear" : "warned";
        cell.classList.add("board__aim", `board__aim--${how}`);
      });
    }

    over(under, x, y) {
      ghost.style.transform = `translate(${x + 8}px, ${y + 8}px)`;
      if (this.problem) return;
      const cell = under?.closest("td");
      board.querySelectorAll(".board__aim--here").forEach((other) => other !== cell && other.classList.remove("board__aim--here"));
      this.offer = this.aims.get(cell);
      if (this.offer) cell.classList.add("board__aim--here");
      sayOn(this.offer?.words || "");
    }

    drop() {
      if (this.offer?.button) send(this.offer);
    }

    end() {
      board.querySelectorAll(".board__aim").forEach((cell) =>
        cell.classList.remove("board__aim", "board__aim--shut", "board__aim--clear", "board__aim--warned", "board__aim--here"),
      );
      ghost.style.display = "none";
      this.card.classList.remove("board-card--dragged");
      sayOn(this.problem || ""); // what went wrong stands until the next card is lifted
    }
  }

  // --- A bar on the axis of hours: to another time or day; its end, to another length ---
  const minutesOf = (clock) => clock.split(":").reduce((hours, minutes) => 60 * Number(hours) + Number(minutes));
  const clockOf = (minutes) => [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  const rounded = (minutes) => Math.round(minutes / STEP) * STEP;

  class BarDrag {
    constructor(part, x) {
      this.axis = part.closest("[data-hours]");
      this.bar = this.axis.querySelector(".hours__bar");
      this.end_ = this.axis.querySelector(".hours__end");
      this.day = part.closest("[data-day]");
      this.isLength = part === this.end_;
      this.x = x;
      this.from = minutesOf(this.axis.dataset.starts);
      this.to = minutesOf(this.axis.dataset.ends);
      this.first = this.from - Number(this.bar.getAttribute("x"));
      this.last = Math.max(this.to, Math.min(this.first + Number(this.axis.dataset.hours), 24 * 60 - STEP));
      this.answers = new Map();
      this.there = { day: this.day, from: this.from, to: this.to };
      this.axis.classList.add("hours--dragged");
    }

    #key() {
      const { day, from, to } = this.there;
      return `${day.dataset.day}T${clockOf(from)}/${clockOf(to)}`;
    }

    #draw({ from, to }) {
      this.bar.setAttribute("x", from - this.first);
      this.bar.setAttribute("width", to - from);
      this.end_.setAttribute("x", to - this.first);
    }

    // The answer is asked for when the pointer rests a moment, and once for each time.
    #ask() {
      const key = this.#key();
      if (!this.answers.has(key)) {
        const { day, from, to } = this.there;
        const address = new URL(this.axis.dataset.move, location.href);
        Object.entries({ day: day.dataset.day, starts: clockOf(from), ends: clockOf(to) }).forEach((pair) => address.searchParams.set(...pair));
        this.answers.set(
          key,
          offers(address.href, this.axis.dataset.version).then((found) => found.get(key) || { words: says.dataset.failed }, (words) => ({ words })),
        );
      }
      return this.answers.get(key);
    }

    over(under, x) {
      const by = rounded(((x - this.x) / this.axis.getBoundingClientRect().width) * Number(this.axis.dataset.hours));
      const most = this.last - this.to;
      const day = (!this.isLength && under?.closest("[data-board] [data-day]")) || this.there.day;
      const there = this.isLength
        ? { day, from: this.from, to: this.to + Math.min(Math.max(by, this.from + STEP - this.to), most) }
        : { day, from: this.from + Math.min(Math.max(by, this.first - this.from), most), to: this.to + Math.min(Math.max(by, this.first - this.from), most) };
      const old = this.#key();
      this.there = there;
      if (this.#key() === old) return;
      board.querySelectorAll(".week__day--aim").forEach((other) => other.classList.remove("week__day--aim"));
      if (day !== this.day) day.classList.add("week__day--aim");
      this.#draw(there);
      const when = `${day.dataset.words} ${clockOf(there.from)}–${clockOf(there.to)}`.replaceAll(":", ".");
      sayOn(when);
      clearTimeout(this.timer);
      this.timer = setTimeout(async () => {
        const key = this.#key();
        const answer = await this.#ask();
        if (dragged === this && this.#key() === key) sayOn(answer.words);
      }, 80);
    }

    get isMoved() {
      return this.there.day !== this.day || this.there.from !== this.from || this.there.to !== this.to;
    }

    async drop() {
      if (!this.isMoved) return;
      const answer = await this.#ask();
      if (answer.button) send(answer);
      else sayOn(answer.words);
    }

    end() {
      clearTimeout(this.timer);
      this.#draw({ from: this.from, to: this.to });
      this.axis.classList.remove("hours--dragged");
      board.querySelectorAll(".week__day--aim").forEach((other) => other.classList.remove("week__day--aim"));
      sayOn("");
    }
  }

  // --- The pointer: a mouse, a pen or a finger ---
  const beginOf = (target) => {
    const part = target.closest("[data-move] .hours__bar, [data-move] .hours__end");
    if (part) return { make: (x) => new BarDrag(part, x), isHandle: true };
    const card = target.closest(".board-card:has(a[data-act])");
    return card && !target.closest(".board-card__acts") ? { make: () => new CardDrag(card), isHandle: false } : null;
  };

  const lift = () => {
    sayOn("");
    clearTimeout(held.timer);
    dragged = held.make(held.x);
    over(held.x, held.y);
  };
  const over = (x, y) => {
    held.x_ = x;
    held.y_ = y;
    dragged.over(document.elementFromPoint(x, y), x, y);
  };
  const scroll = () => {
    if (!dragged) return;
    const { x_: x, y_: y } = held;
    const by = y < EDGE ? -12 : y > innerHeight - EDGE ? 12 : 0;
    if (by) {
      const inner = board.scrollHeight > board.clientHeight && getComputedStyle(board).overflowY !== "visible" ? board : window;
      inner.scrollBy(0, by);
      over(x, y);
    }
    requestAnimationFrame(scroll);
  };
  const letGo = (isDrop) => {
    clearTimeout(held?.timer);
    const what = dragged;
    dragged = null;
    held = null;
    if (!what) return;
    what.end();
    if (isDrop) what.drop();
  };

  board.querySelectorAll(".board-card a").forEach((link) => (link.draggable = false));
  board.addEventListener("pointerdown", (event) => {
    const begun = event.isPrimary && event.button === 0 && beginOf(event.target);
    if (!begun) return;
    held = { ...begun, x: event.clientX, y: event.clientY, isFinger: event.pointerType === "touch" };
    if (held.isHandle) event.preventDefault();
    else if (held.isFinger) held.timer = setTimeout(() => (lift(), requestAnimationFrame(scroll)), LONG);
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || !event.isPrimary) return;
    if (!dragged) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
      if (held.isFinger && !held.isHandle) return letGo(false); // it scrolls
      lift();
      requestAnimationFrame(scroll);
    }
    over(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", (event) => event.isPrimary && letGo(true));
  document.addEventListener("pointercancel", (event) => event.isPrimary && letGo(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && letGo(false));
  // While something is dragged a finger does not scroll, a link is not followed and no menu opens.
  document.addEventListener("touchmove", (event) => dragged && event.preventDefault(), { passive: false });
  document.addEventListener("selectstart", (event) => held && event.preventDefault());
  board.addEventListener("contextmenu", (event) => dragged && event.preventDefault());
  let wasDragged = false;
  board.addEventListener(
    "click",
    (event) => {
      if (wasDragged && event.detail > 0) event.preventDefault(); // a key presses without a pointer: detail is 0
      wasDragged = false;
    },
    true,
  );
  document.addEventListener("pointerdown", () => (wasDragged = false), true);
  document.addEventListener("pointermove", () => (wasDragged ||= !!dragged));
})();
