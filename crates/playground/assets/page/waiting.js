// The page that stands in for every other while the book is built: shows what is wrong, or gives way to the book.

import { json } from "./api.js";

const heading = document.getElementById("heading");
const why = document.getElementById("why");
const status = document.getElementById("status");

/** @param {string} sentence */
function fail(sentence) {
  document.body.classList.add("failed");
  if (heading !== null) heading.textContent = "The book cannot be built";
  if (why !== null) why.textContent = "The page comes back by itself when this is mended:";
  // Said once, not at every look.
  if (status !== null && status.textContent !== sentence) status.textContent = sentence;
}

async function look() {
  try {
    const { book } = await json("/api/status");
    if (book.state === "ready") {
      location.reload();
      return;
    }
    if (book.state === "failed") fail(book.text);
  } catch (error) {
    if (status !== null && error instanceof Error) status.textContent = error.message;
  }
  setTimeout(look, 300);
}

void look();
