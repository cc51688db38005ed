/** Hands a text, or bytes, to the browser as a file to be saved. */
export function saveAsFile({
  fileName,
  text,
}: {
  readonly fileName: string;
  readonly text: string | Uint8Array<ArrayBuffer>;
}): void {
  const address = URL.createObjectURL(
    new Blob([text], { type: typeof text === 'string' ? 'application/json' : 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
