import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../tests/support/folder.ts';

/** Whether this machine writes a core into the folder where a program crashes. */
const writesCores =
  process.platform === 'linux' && /^core\b/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8'));

/** Crashes a program that holds a secret, where dumps are allowed; gives the dump. */
function dumpOf(program: string): Buffer {
  const folder = tempFolder();
  const file = join(folder, 'program.ts');
  // In two pieces, so that the secret stands in its memory and not in its text.
  writeFileSync(
    file,
    `${program}\nconst kept = Buffer.from(['4101041990', '0321998X'].join(''));\nprocess.abort(kept);`,
  );
  spawnSync('sh', ['-c', `ulimit -c unlimited; exec "$0" "$1"`, process.execPath, file], { cwd: folder });
  const core = readdirSync(folder).find((name) => name.startsWith('core'));
  return core === undefined ? Buffer.alloc(0) : readFileSync(join(folder, core));
}

it.runIf(writesCores)(
  'a program that crashes leaves nobody’s data in a dump (where the machine writes dumps at all)',
  () => {
    const module = join(import.meta.dirname, 'core-log.ts');
    const secret = '41010419900321998X';
    expect(dumpOf('').includes(secret)).toBe(true);
    expect(dumpOf(`import { openCoreLog } from '${module}';\nopenCoreLog('test');`).includes(secret)).toBe(
      false,
    );
  },
);

it.runIf(process.platform === 'linux')('what a program starts is silent about its memory as well', () => {
  const module = join(import.meta.dirname, 'memory-dumps.ts');
  const script = `import { keepMemoryOutOfDumps } from '${module}';
    import { execFileSync } from 'node:child_process';
    keepMemoryOutOfDumps();
    process.stdout.write(execFileSync('cat', ['/proc/self/coredump_filter']));`;
  const filter = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(Number.parseInt(filter, 16)).toBe(0);
});
