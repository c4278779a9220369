// The rules for all JavaScript of the project: what is likely to be a mistake, and one way to write what can be written
// in several. Types are `tsc`'s (tsconfig.json).

import js from "@eslint/js";
import globals from "globals";

/** @type {import("eslint").Linter.Config[]} */
export default [
  { ignores: ["**/node_modules/", "crates/playground/assets/page/editor.js"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "arrow-body-style": "error",
      "consistent-return": "off",
      "default-case-last": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "logical-assignment-operators": "error",
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-promise-executor-return": "off",
      "no-self-compare": "error",
      "no-shadow": "error",
      "no-template-curly-in-string": "error",
      "no-unneeded-ternary": "error",
      "no-unreachable-loop": "error",
      "no-unused-private-class-members": "error",
      "no-useless-concat": "error",
      "no-useless-rename": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-object-spread": "error",
      "prefer-rest-params": "error",
      "prefer-template": "error",
      // Text goes into the page as text, never as HTML.
      "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }, { property: "insertAdjacentHTML" }],
    },
  },
  { files: ["crates/**/*.js"], languageOptions: { globals: globals.browser } },
  {
    // Classic scripts: mdBook includes them as they are.
    files: ["crates/playground/assets/*.js", "crates/timeline/viewer/load.js"],
    languageOptions: { sourceType: "script", globals: { path_to_root: "readonly" } },
    rules: { strict: ["error", "global"] },
  },
  { files: ["crates/playground/assets/editor/*.mjs"], languageOptions: { globals: globals.node }, rules: { "no-console": "off" } },
  {
    // Tests run in Node, and parts of them in the page.
    files: ["tests/browser/*.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { "no-console": "off", "no-empty-pattern": "off", "no-restricted-properties": "off" },
  },
];
