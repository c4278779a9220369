// What editor.js offers; see ../editor/entry.js, from which it is made.

export interface Mark {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  level: "error" | "warning";
  message: string;
}

export interface Editor {
  text(): string;
  replace(code: string): void;
  focus(): void;
  mark(marks: Mark[]): void;
  destroy(): void;
}

export function createEditor(
  host: HTMLElement,
  options: {
    code: string;
    label: string;
    onRun: () => void;
    onSave?: () => void;
    onLeave: () => void;
    onChange: () => void;
  },
): Editor;
