// What mdBook's own scripts leave in the page.

declare global {
  interface Window {
    /** Its name before version 11. */
    hljs?: { highlightBlock(element: HTMLElement): void };
  }
}

export {};
