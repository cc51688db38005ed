import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installationFaults, knownHoles } from '../audit.ts';

const root = join(import.meta.dirname, '..', '..');
const npmrc = readFileSync(join(root, '.npmrc'), 'utf8');
const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

describe('the dependencies', () => {
  it('are pinned byte for byte, and run nothing at installation', () => {
    expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
    expect(installationFaults(lockfile, npmrc)).toEqual([]);
  });

  it('are refused when one is not', () => {
    const one = (entry: object) =>
      installationFaults({ packages: { '': {}, 'node_modules/x': entry } }, npmrc);
    const integrity = 'sha512-AAAA';
    expect(one({ integrity })).toEqual([]);
    expect(one({})).toHaveLength(1);
    expect(one({ integrity: 'sha1-AAAA' })).toHaveLength(1);
    expect(one({ integrity, resolved: 'https://elsewhere.invalid/x.tgz' })).toHaveLength(1);
    expect(one({ link: true })).toHaveLength(1);
    expect(installationFaults({ packages: {} }, npmrc.replace('ignore-scripts=true', ''))).toHaveLength(1);
  });

  it('fail the check for a hole of high degree, and not for a registry that does not answer', () => {
    const answer = (severity: string) =>
      JSON.stringify({ vulnerabilities: { x: { severity, range: '<2' } } });
    expect(knownHoles(answer('high'))).toEqual(['x <2: high']);
    expect(knownHoles(answer('critical'))).toHaveLength(1);
    expect(knownHoles(answer('moderate'))).toEqual([]);
    expect(knownHoles(JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }))).toBeNull();
    expect(knownHoles('')).toBeNull();
  });
});
