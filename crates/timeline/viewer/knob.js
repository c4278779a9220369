// One program under several settings: a control that switches among its recorded runs. What a page includes is made by
// `view::knob`, and shows all of them, one below the other, where no script runs:
//
//     <div class="knob" data-title="calls under way">
//       <section data-setting="buffered_2_at_once" data-label="2 at once" data-took="6 s">
//         a paragraph with the label, the output, the picture
//       </section>
//       …
//     </div>

import { make } from "./words.js";

/** @typedef {import("./viewer.js").Viewer} Viewer */
/** @typedef {{ section: HTMLElement, name: string, choice: HTMLInputElement, viewer: Viewer | null }} Setting */

export class Knob {
  /** @type {Setting[]} */
  settings = [];
  /** @type {Setting | null} */
  #shown = null;

  /**
   * @param {HTMLElement} root
   * @param {(section: HTMLElement) => Viewer | null} mount Puts a viewer into a setting's place.
   */
  constructor(root, mount) {
    this.root = root;
    this.mount = mount;
    const title = root.dataset.title ?? "";
    const control = make("fieldset", { class: "tv-knob" }, make("legend", { text: title }));
    for (const section of root.querySelectorAll(":scope > section")) {
      if (!(section instanceof HTMLElement)) continue;
      const { setting: name = "", label = "", took = "" } = section.dataset;
      const choice = make("input", { type: "radio", name: `knob-${root.querySelector("section")?.dataset.setting ?? ""}` });
      const setting = { section, name, choice, viewer: null };
      choice.addEventListener("change", () => this.show(name));
      control.append(make("label", {}, choice, make("b", { text: label }), make("span", { text: `${took} in all` })));
      this.settings.push(setting);
    }
    root.prepend(control);
    root.classList.add("tv-knobbed");
    // The one that the scene names, such as that of which the prose speaks first.
    const scene = root.closest(".scene");
    const named = scene instanceof HTMLElement ? scene.dataset.scene : undefined;
    const start = this.settings.find(({ name }) => name === named) ?? this.settings[0];
    if (start !== undefined) this.show(start.name);
  }

  /** Shows the run under a setting, at the instant where the other one stood. @param {string} name */
  show(name) {
    const setting = this.settings.find((one) => one.name === name);
    if (setting === undefined || setting === this.#shown) return setting?.viewer ?? null;
    const before = this.#shown?.viewer ?? null;
    this.#shown = setting;
    for (const one of this.settings) {
      one.section.hidden = one !== setting;
      one.choice.checked = one === setting;
    }
    before?.pause();
    before?.host.code?.shelve(true);
    setting.viewer ??= this.mount(setting.section);
    const { viewer } = setting;
    viewer?.host.code?.shelve(false);
    viewer?.picture.measure();
    if (viewer !== null && before !== null) {
      if (viewer.picture.kind !== before.picture.kind) viewer.setAxis(before.picture.kind);
      if (before.step >= 0) viewer.go(viewer.model.stepAt(before.model.at(before.step)));
    }
    // What the page runs is what it shows.
    const scene = this.root.closest(".scene");
    if (scene instanceof HTMLElement) scene.dataset.scene = name;
    return viewer;
  }
}
