/**
 * Reads the fuses back out of every program that was packed, and fails the packing where one is not as
 * electron-builder.yml wants it: a fuse that was not blown leaves a way in that nobody would notice.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

/** The part of electron-builder's result that is looked at. */
interface Packing {
  readonly outDir: string;
  /** Installers; none where only the folder was packed. */
  readonly artifactPaths: readonly string[];
  readonly configuration: { readonly electronFuses?: object | null };
}

/** On the wire a fuse is one character. */
const meanings: Readonly<Record<number, string>> = { 48: 'off', 49: 'on', 114: 'removed from this Electron' };

/** What differs between a program's fuses and the ones wanted, a sentence each. */
export async function fuseFaults(program: string, wanted: object): Promise<readonly string[]> {
  const { version, ...wire } = await getCurrentFuseWire(program);
  if (version !== FuseVersion.V1) return [`the fuse wire has version ${version}`];
  const found = new Map(Object.entries(wire));
  return Object.entries(wanted)
    .filter(([, value]) => typeof value === 'boolean')
    .flatMap(([name, on]) => {
      // electron-builder names them as @electron/fuses does, but for the first letter.
      const option = Reflect.get(FuseV1Options, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
      const state = meanings[Number(found.get(String(option)))] ?? 'not on the wire';
      const should = on ? 'on' : 'off';
      return state === should ? [] : [`${name} is ${state} instead of ${should}`];
    });
}

/** electron-builder calls it when everything is packed. Installers of a program that failed are taken away. */
export default async function readFuses({
  outDir,
  artifactPaths,
  configuration,
}: Packing): Promise<string[]> {
  const faults: string[] = [];
  const programs = readdirSync(outDir)
    .filter((folder) => folder.endsWith('unpacked'))
    .flatMap((folder) =>
      readdirSync(join(outDir, folder))
        .filter((file) => file === 'yichuang' || file === 'yichuang.exe')
        .map((file) => join(outDir, folder, file)),
    );
  if (programs.length === 0) faults.push(`no packed program was found in ${outDir}`);
  const wanted = configuration.electronFuses ?? {};
  if (Object.keys(wanted).length === 0) faults.push('the configuration names no fuses');
  for (const program of programs) {
    for (const fault of await fuseFaults(program, wanted)) faults.push(`${program}: ${fault}`);
  }
  if (faults.length > 0) {
    for (const artifact of artifactPaths) rmSync(artifact, { force: true });
    throw new Error(`the packed program is not as it has to be:\n  ${faults.join('\n  ')}`);
  }
  for (const program of programs) console.log(`  • fuses read back  program=${program}`);
  return [];
}
