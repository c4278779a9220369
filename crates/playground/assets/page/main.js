// What a page can do when the playground serves it: its scenes run, its exercises are checked.
//
// The server adds this module to every page; a page from plain mdBook, or from the static edition, does not have it
// and shows no controls. How authors mark scenes and exercises stands on top of scene.js and exercise.js; predictions
// (../predict.js) need no server.

import { json } from "./api.js";
import { Exercise } from "./exercise.js";
import { Scene } from "./scene.js";

for (const root of document.querySelectorAll(".scene")) {
  if (root instanceof HTMLElement) new Scene(root);
}

const exercises = [...document.querySelectorAll(".exercise")]
  .filter((root) => root instanceof HTMLElement)
  .map((root) => new Exercise(root));
if (exercises.length > 0) {
  try {
    const { chapters } = await json("/api/course");
    for (const listed of chapters.flatMap((/** @type {any} */ chapter) => chapter.exercises)) {
      exercises.find((exercise) => exercise.name === listed.name)?.list(listed);
    }
  } catch {
    // Without the states the exercises are the same.
  }
}

document.documentElement.classList.add("playground");
