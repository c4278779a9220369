// What a page can do when the playground serves it: its scenes run, its exercises are solved and checked.
//
// The server adds this module to every page; a page from plain mdBook, or from the static edition, does not have it
// and shows no controls. How authors mark scenes and exercises stands on top of scene.js and exercise.js; predictions
// (../predict.js) need no server.

import { Exercise } from "./exercise.js";
import { showPreparing } from "./preparing.js";
import { showProgress } from "./progress.js";
import { Scene } from "./scene.js";
import { watch } from "./watch.js";

for (const root of document.querySelectorAll(".scene")) {
  if (root instanceof HTMLElement) new Scene(root);
}

const stem = /\/([^/]+)\.html$/.exec(location.pathname)?.[1] ?? "";
const exercises = [...document.querySelectorAll(".exercise")]
  .filter((root) => root instanceof HTMLElement)
  .map((root) => new Exercise(root, stem));
for (const { root, name } of exercises) root.id = `exercise-${name}`;
if (location.hash.startsWith("#exercise-")) document.getElementById(location.hash.slice(1))?.scrollIntoView();

const scratch = document.querySelector(".scratch");
if (scratch instanceof HTMLElement) {
  const { Scratch } = await import("./scratch.js");
  new Scratch(scratch);
}

await Promise.all([showProgress(), ...exercises.map((exercise) => exercise.load())]);
void showPreparing();
document.addEventListener("verdict", () => void showProgress());
watch((event) => {
  if (event.event === "watching") {
    for (const exercise of exercises) void exercise.compare(event.versions[exercise.exercise]);
  } else if (event.event === "missed") {
    for (const exercise of exercises) void exercise.load();
  } else {
    exercises.find(({ exercise }) => exercise === event.exercise)?.heard(event);
    if (event.event === "verdict") void showProgress();
  }
});

document.documentElement.classList.add("playground");
