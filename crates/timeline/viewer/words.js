// Small helpers of all parts: elements without a word of HTML in a string, icons, and lengths of time.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} [attributes] `text` is its text.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") made.textContent = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** @type {Record<string, string>} */
const ICONS = {
  first: "M5 4v12M16 4l-8 6 8 6z",
  previous: "M14 4l-8 6 8 6z",
  play: "M6 3.5l11 6.5-11 6.5z",
  pause: "M5.5 4h3v12h-3zM11.5 4h3v12h-3z",
  next: "M6 4l8 6-8 6z",
  last: "M15 4v12M4 4l8 6-8 6z",
};

/** @param {string} name */
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", class: "tv-icon" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name] ?? "");
  svg.append(path);
  return svg;
}

/**
 * @param {string} label What it does, for everybody who cannot see its icon.
 * @param {() => void} onClick
 * @param {{ icon?: string, text?: string, class?: string, keys?: string }} [options]
 */
export function button(label, onClick, options = {}) {
  const made = make("button", { type: "button", class: `tv-button ${options.class ?? ""}`.trim() });
  if (options.icon !== undefined) {
    made.append(icon(options.icon));
    made.setAttribute("aria-label", label);
  } else {
    made.textContent = options.text ?? label;
    if (options.text !== undefined) made.setAttribute("aria-label", label);
  }
  made.title = options.keys === undefined ? label : `${label} (${options.keys})`;
  made.addEventListener("click", onClick);
  return made;
}

/** @param {HTMLButtonElement} made @param {string} name @param {string} label @param {string} keys */
export function turn(made, name, label, keys) {
  made.replaceChildren(icon(name));
  made.setAttribute("aria-label", label);
  made.title = `${label} (${keys})`;
}

/** A sentence with what stands between backticks as code. @param {string} sentence */
export function told(sentence) {
  const parts = sentence.split("`");
  // With an odd backtick, one belongs to what a program said.
  if (parts.length % 2 === 0) return [document.createTextNode(sentence)];
  return parts.map((part, i) => (i % 2 === 0 ? document.createTextNode(part) : make("code", { text: part })));
}

/** The first letter large, unless it is somebody's name. @param {string} sentence */
export function begun(sentence) {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/**
 * As `timeline::text::duration` writes it: `0 s`, `250 µs`, `300 ms`, `1.5 s`, `2 min 5 s`, `1 h 30 min`.
 *
 * @param {number} micros
 */
export function duration(micros) {
  if (micros < 1_000) return micros === 0 ? "0 s" : `${Math.round(micros)} µs`;
  const quantum = micros < 10_000 ? 10 : micros < 1_000_000 ? 100 : 1_000;
  const rounded = Math.round(micros / quantum) * quantum;
  if (rounded < 1_000_000) return `${rounded / 1_000} ms`;
  const minutes = Math.floor(rounded / 60_000_000);
  const rest = (rounded % 60_000_000) / 1_000_000;
  const hours = Math.floor(minutes / 60);
  const parts = [];
  if (hours > 0) parts.push(`${hours} h`);
  if (minutes % 60 > 0) parts.push(`${minutes % 60} min`);
  if (rest > 0) parts.push(`${Math.round(rest * 1_000) / 1_000} s`);
  return parts.join(" ");
}
