import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askWindows } from '../os-command.ts';
import type { Exchanged, Transport } from './transport.ts';

/** Hands bytes to a named printer of the operating system, unchanged. Rejects where it does not take them. */
export type SpoolRaw = (printer: string, bytes: Uint8Array) => Promise<void>;

/**
 * A printer behind the Windows spooler. It takes jobs and says nothing of the paper: a job that it took is never more
 * than sent, and one that it refused was not printed.
 */
export function spoolerTransport(printer: string, spool: SpoolRaw = spoolOnWindows): Transport {
  return {
    mute: 'always',
    async exchange<Answer>(bytes: Uint8Array): Promise<Exchanged<Answer>> {
      try {
        await spool(printer, bytes);
        return { kind: 'silent' };
      } catch {
        return { kind: 'unreachable', held: false };
      }
    },
    close: async () => {},
  };
}

/** The printer's name and the file go in by the environment: neither is ever a part of the script. */
const script = `
Add-Type -TypeDefinition @'
using System; using System.Runtime.InteropServices;
public static class Raw {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)] public struct Doc { public string Name; public string Output; public string Type; }
  [DllImport("winspool.drv", SetLastError = true, CharSet = CharSet.Unicode)] static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
  [DllImport("winspool.drv", SetLastError = true, CharSet = CharSet.Unicode)] static extern int StartDocPrinter(IntPtr printer, int level, ref Doc doc);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool StartPagePrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool WritePrinter(IntPtr printer, byte[] bytes, int count, out int written);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool EndPagePrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool EndDocPrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] static extern bool ClosePrinter(IntPtr printer);
  public static bool Send(string name, byte[] bytes) {
    IntPtr printer; int written;
    if (!OpenPrinter(name, out printer, IntPtr.Zero)) return false;
    try {
      var doc = new Doc { Name = "Yichuang", Output = null, Type = "RAW" };
      if (StartDocPrinter(printer, 1, ref doc) == 0 || !StartPagePrinter(printer)) return false;
      bool whole = WritePrinter(printer, bytes, bytes.Length, out written) && written == bytes.Length;
      return EndPagePrinter(printer) & EndDocPrinter(printer) & whole;
    } finally { ClosePrinter(printer); }
  }
}
'@
if (-not [Raw]::Send($env:YICHUANG_PRINTER, [IO.File]::ReadAllBytes($env:YICHUANG_BYTES))) { exit 1 }
`;

/** By way of PowerShell, which every Windows has: no native module is needed for one call. */
async function spoolOnWindows(printer: string, bytes: Uint8Array): Promise<void> {
  if (process.platform !== 'win32') throw new Error('there is no Windows spooler here');
  const folder = await mkdtemp(join(tmpdir(), 'yichuang-raw-'));
  try {
    const file = join(folder, 'job');
    await writeFile(file, bytes, { mode: 0o600 });
    const taken = await askWindows(script, { YICHUANG_PRINTER: printer, YICHUANG_BYTES: file });
    if (taken === null) throw new Error('the spooler did not take it');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
