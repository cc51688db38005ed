import { execFile } from 'node:child_process';

/** What a program of the operating system says; null where there is none, it fails, or takes longer than that. */
export function ask(program: string, args: readonly string[], timeoutMs = 5000): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      { timeout: timeoutMs, windowsHide: true, env: { ...process.env, LC_ALL: 'C' } },
      (error, out) => resolve(error === null ? out : null),
    );
  });
}

/** What PowerShell says to a script of ours. Names go in by the environment, never into the script. */
export function askWindows(
  script: string,
  values: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  const encoded = Buffer.from(
    `[Console]::OutputEncoding=[Text.Encoding]::UTF8\n${script}`,
    'utf16le',
  ).toString('base64');
  return new Promise((resolve) => {
    execFile(
      'powershell.exe',
      ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded],
      { timeout: 20_000, windowsHide: true, env: { ...process.env, ...values } },
      (error, out) => resolve(error === null ? out : null),
    );
  });
}
