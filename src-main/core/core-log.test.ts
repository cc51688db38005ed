import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const module = new URL('./core-log.ts', import.meta.url).href;

/** Runs a process that opens the log and then comes to grief; gives all that it has said. */
function said(mishap: string): { text: string; code: number | null } {
  const script = `import { openCoreLog } from ${JSON.stringify(module)}; openCoreLog('core'); ${mishap}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--experimental-strip-types', '-e', script],
    { encoding: 'utf8' },
  );
  return { text: stdout + stderr, code: status };
}

describe('a core that ends by an error nobody caught', () => {
  it.each([
    ['thrown', `setTimeout(() => { throw new TypeError('豫小满 41010419900321998X') }, 1);`],
    ['a promise', `Promise.reject(new Error('豫小满', { cause: new Error('13812345678') }));`],
    ['a text', `setTimeout(() => { throw '豫小满' }, 1);`],
    ['what a parser says', `setTimeout(() => JSON.parse('"豫小满'), 1);`],
  ])('tells where it happened, never what somebody had given: %s', (_, mishap) => {
    const { text, code } = said(mishap);
    expect(code).toBe(1);
    expect(text).not.toMatch(/豫小满|41010419900321998X|13812345678/);
    const [line, ...more] = text.trim().split('\n');
    expect(more).toEqual([]);
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 60,
      program: 'core',
      fault: { type: expect.any(String) },
      msg: 'ended by an error that nobody caught',
    });
  });
});
