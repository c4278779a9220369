// A little Markdown as elements: paragraphs, lists, code. For the reasons of a solution and rustc's explanations.

import { element } from "./elements.js";

/**
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function prose(text) {
  const made = [];
  /** @type {string[]} */
  let paragraph = [];
  const end = () => {
    if (paragraph.length === 0) return;
    const isList = paragraph.every((line) => /^([-*] | {2})/.test(line));
    made.push(isList ? list(paragraph) : element("p", {}, ...words(paragraph.join(" "))));
    paragraph = [];
  };
  /** @type {string[] | null} */
  let code = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) {
      if (code !== null) made.push(listing(code.join("\n")));
      end();
      code = code === null ? [] : null;
    } else if (code !== null) {
      code.push(line);
    } else if (line.trim() === "") {
      end();
    } else {
      paragraph.push(line);
    }
  }
  end();
  if (code !== null && code.length > 0) made.push(listing(code.join("\n")));
  return made;
}

/**
 * Code with its colours.
 *
 * @param {string} text
 * @param {string} [label]
 */
export function listing(text, label) {
  const code = element("code", { class: "language-rust", text, attributes: { tabindex: "0" } });
  window.hljs?.highlightBlock(code);
  const pre = element("pre", {}, code);
  if (label !== undefined) {
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", label);
  }
  return pre;
}

/** @param {string[]} lines */
function list(lines) {
  /** @type {string[]} */
  const items = [];
  for (const line of lines) {
    const item = /^[-*] (.*)/.exec(line)?.[1];
    if (item !== undefined || items.length === 0) items.push(item ?? line.trim());
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return element("ul", {}, ...items.map((item) => element("li", {}, ...words(item))));
}

/**
 * Text in which code stands between backticks.
 *
 * @param {string} text
 * @returns {Node[]}
 */
export function words(text) {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? element("code", { text: part }) : document.createTextNode(part)));
}
