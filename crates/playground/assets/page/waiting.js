// The page that stands in for every other while the book is built: shows what is wrong, or gives way to the book.

import { json } from "./api.js";

const status = document.getElementById("status");

async function look() {
  try {
    const { book } = await json("/api/status");
    if (book.state === "ready") {
      location.reload();
      return;
    }
    if (status !== null) status.textContent = book.state === "failed" ? book.text : "";
    document.body.classList.toggle("failed", book.state === "failed");
  } catch (error) {
    if (status !== null && error instanceof Error) status.textContent = error.message;
  }
  setTimeout(look, 300);
}

void look();
