// What mdBook's own scripts leave in the page.

interface Window {
  hljs?: { highlightElement(element: HTMLElement): void };
}
