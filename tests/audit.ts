/**
 * The dependencies, as `npm run check` looks at them: that what is installed is what was reviewed, byte for byte, that
 * nothing of it runs at installation, and that none of what ships has a known hole. A registry that cannot be asked
 * is said, and no failure: the counter's own builds are made where there is no internet.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      inBundle: z.boolean().optional(),
    }),
  ),
});
const auditSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
});

/** What is wrong with the lockfile and npm's settings, a sentence each. */
export function installationFaults(lockfile: unknown, npmrc: string): readonly string[] {
  const faults = Object.entries(lockSchema.parse(lockfile).packages).flatMap(([path, found]) => {
    // The project itself, and what comes inside another package's archive.
    if (path === '' || found.inBundle === true) return [];
    if (found.link === true) return [`${path} is a link to somewhere else`];
    if (!/^sha512-/.test(found.integrity ?? '')) return [`${path} has no SHA-512 in the lockfile`];
    return found.resolved === undefined ? [] : [`${path} names where it comes from: ${found.resolved}`];
  });
  const settings = npmrc.split('\n').map((line) => line.trim());
  return settings.includes('ignore-scripts=true')
    ? faults
    : [...faults, '.npmrc does not say ignore-scripts=true: packages could run programs at installation'];
}

/** Holes of degree high and critical in what `npm audit --json` answered; null where it could not ask. */
export function knownHoles(answer: string): readonly string[] | null {
  let read: unknown;
  try {
    read = JSON.parse(answer);
  } catch {
    return null;
  }
  const audit = auditSchema.safeParse(read);
  if (!audit.success) return null;
  return Object.entries(audit.data.vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name, { severity, range }]) => `${name} ${range}: ${severity}`);
}

function main(): void {
  const root = join(import.meta.dirname, '..');
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const faults = installationFaults(JSON.parse(read('package-lock.json')), read('.npmrc'));

  const { stdout } = spawnSync(
    'npm',
    ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=0', '--fetch-timeout=20000'],
    { cwd: root, encoding: 'utf8', timeout: 60_000, shell: process.platform === 'win32' },
  );
  const holes = knownHoles(stdout ?? '');
  if (holes === null) console.log('known holes: this machine’s registry could not be asked');
  else console.log(`known holes, high or critical, in what ships: ${holes.length}`);
  for (const fault of [...faults, ...(holes ?? [])]) console.error(`  ${fault}`);
  process.exitCode = faults.length + (holes ?? []).length === 0 ? 0 : 1;
}

if (import.meta.main) main();
