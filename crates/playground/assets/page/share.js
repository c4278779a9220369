// A program in an address, behind its `#`: no server ever gets to see it, and opening the address shows the program and
// runs nothing.

const NAME = "program=";
/** Larger programs do not go into an address; a small address that unpacks to more is no program. */
const MOST = 64 * 1024;

/** @param {string} code */
export async function toFragment(code) {
  const bytes = new TextEncoder().encode(code);
  if (bytes.length > MOST) return null;
  const packed = new Uint8Array(await new Response(through(bytes, new CompressionStream("deflate-raw"))).arrayBuffer());
  const letters = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return NAME + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The program in a fragment; nothing: there is none. Throws where something is there that is no program.
 *
 * @param {string} fragment With or without its `#`.
 */
export async function fromFragment(fragment) {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith(NAME)) return null;
  const letters = atob(text.slice(NAME.length).replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const reader = through(packed, new DecompressionStream("deflate-raw")).getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST) {
      await reader.cancel();
      throw new RangeError("it is too long");
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(whole);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
function through(bytes, stream) {
  return new Blob([bytes]).stream().pipeThrough(stream);
}
