/** Hands a file that the page made to the browser's downloads. */

/** The browser has begun to read the file by then. */
const REVOKE_AFTER_MS = 60_000;

export function download(name: string, contents: Blob): void {
  const address = URL.createObjectURL(contents);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER_MS);
}
