// A report: one page that consists of a timeline, with its program where that is known. Everything it needs is in it.

import { Code, listing } from "./code.js";
import { Viewer, read } from "./viewer.js";
import { make, told } from "./words.js";

const json = document.querySelector('script[type="application/json"]')?.textContent ?? "";
const place = document.querySelector(".run");
const baked = document.querySelector(".baked");
const sources = [...document.querySelectorAll('script[type="text/plain"]')].map((script) => ({
  file: script.getAttribute("data-file") ?? "",
  text: JSON.parse(script.textContent ?? '""'),
}));
const listings = sources.map(listing);
for (const { frame } of listings) place?.append(frame);
const viewer = new Viewer(read(json, document.title), {
  name: document.title,
  code: new Code(listings.map(({ block }) => block), sources),
  addressed: true,
});
const explanation = viewer.data.runs.flatMap((run) => run.recording.view?.explanation ?? []).reverse();
for (const paragraph of explanation) document.querySelector("h1")?.after(make("p", {}, ...told(paragraph)));
place?.append(viewer.root);
place?.classList.toggle("with-program", listings.length > 0);
baked?.classList.add("tv-baked");

function follow() {
  const step = /\/(\d+)$/.exec(location.hash)?.[1];
  viewer.picture.measure();
  if (step !== undefined) viewer.go(Number(step), { quiet: true });
}
addEventListener("hashchange", follow);
follow();
document.documentElement.classList.add("timelines");
