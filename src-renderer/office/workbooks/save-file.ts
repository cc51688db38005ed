/** Lets the person keep a file that the core made; `bytes` is base64. */
export function saveFile(name: string, bytes: string): void {
  const data = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(
    new Blob([data], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }),
  );
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A file that somebody chose, as base64. */
export async function readFile(file: File): Promise<string> {
  const data = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // A call takes only so many arguments.
  for (let start = 0; start < data.length; start += 32_768)
    text += String.fromCharCode(...data.subarray(start, start + 32_768));
  return btoa(text);
}
