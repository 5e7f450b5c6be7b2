// Draws a signature and keeps it as an SVG path in a 600 × 200 box ("M12 40L13 44…"): small, sharp on paper,
// and easy to check on the server (only M, L, digits and spaces).
"use strict";

const WIDTH = 600;
const HEIGHT = 200;

function startSignature(fieldset) {
  const drawing = fieldset.querySelector("[data-signature-drawing]");
  const canvas = drawing.querySelector("canvas");
  const hidden = fieldset.querySelector("input[type=hidden]");
  const initials = fieldset.querySelector("[data-signature-initials]");
  const pen = canvas.getContext("2d");
  let strokes = [];
  let stroke = null;

  drawing.hidden = false;
  const isSaid = (input) => (input.type === "radio" ? input.checked : input.value);
  const written = Array.from(initials.querySelectorAll("input")).some(isSaid);
  initials.open = written;

  function point(event) {
    const box = canvas.getBoundingClientRect();
    const clamp = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      clamp(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      clamp(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  }

  function redraw() {
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "#1d2320";
    strokes.forEach((points) => {
      pen.beginPath();
      points.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    });
  }

  function keep() {
    // A single dot is a slip of the hand, not a signature.
    const drawn = strokes.filter((points) => points.length > 1);
    hidden.value = drawn
      .map((points) => points.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join(""))
      .join("");
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const next = point(event);
    const last = stroke[stroke.length - 1];
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 2) return;
    stroke.push(next);
    redraw();
  });
  const end = () => {
    stroke = null;
    keep();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  fieldset.querySelector("[data-signature-clear]").addEventListener("click", () => {
    strokes = [];
    hidden.value = "";
    redraw();
  });
}

document.querySelectorAll("[data-signature]").forEach(startSignature);
