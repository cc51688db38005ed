import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import readFuses, { fuseFaults } from '../../build/read-fuses.ts';
import { startVirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';
import { type BuiltApp, buildApp, eventually, type Program, startProgram } from './electron-app.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);
const root = join(import.meta.dirname, '..', '..');
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Packed by electron-builder with the project's own configuration, around the Electron that is here. */
describe.skipIf(leftOut !== null || process.platform !== 'linux')(
  `the packed program${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    let built: BuiltApp;
    let packed: { readonly path: string; readonly xvfb: string | null };
    let said = '';
    let wanted: Record<string, boolean>;
    const programs: Program[] = [];

    const start = async (path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      if ('missing' in binary) throw new Error(binary.missing);
      const userData = join(built.folder, `packed-data-${programs.length}`);
      const program = await startProgram(
        { ...binary, path },
        null,
        [`--user-data-dir=${userData}`, ...args],
        env,
      );
      programs.push(program);
      return program;
    };
    const ready = (program: Program) =>
      eventually(() => program.lines.join('\n')).toContain('the core is ready');
    const stop = async () => {
      for (const program of programs.splice(0)) await program.end();
    };

    beforeAll(async () => {
      if ('missing' in binary) return;
      built = await buildApp('observer');
      const folder = dirname(binary.path);
      const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
      // What a newer Electron has on its wire and this one does not cannot be set here.
      const known = Number(version.split('.')[0]) >= 29;
      const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
      const fuses = /^electronFuses:\n((?: {2}\w+: \w+\n)+)/m.exec(text)?.[1] ?? '';
      wanted = Object.fromEntries(
        [...fuses.matchAll(/(\w+): (true|false)/g)]
          .map(([, name = '', value]): [string, boolean] => [name, value === 'true'])
          .filter(([name]) => known || name !== 'grantFileProtocolExtraPrivileges'),
      );
      const configuration = join(built.folder, 'electron-builder.yml');
      writeFileSync(
        configuration,
        text
          .replace(known ? /$^/ : /^ {2}grantFileProtocolExtraPrivileges: .*\n/m, '')
          .replace(
            /^extraResources:/m,
            `  - '!out/**'\n  - from: ${join(built.folder, 'out')}\n    to: out\nextraResources:`,
          ),
      );
      const output = join(built.folder, 'dist');
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          builder,
          '--config',
          configuration,
          '--linux',
          'dir',
          '--x64',
          `-c.electronDist=${folder}`,
          `-c.electronVersion=${version}`,
          `-c.directories.output=${output}`,
          '-c.extraMetadata.main=out/main/observer.cjs',
        ],
        { cwd: root, maxBuffer: 1 << 24 },
      );
      said = stdout;
      packed = { path: join(output, 'linux-unpacked', 'yichuang'), xvfb: binary.xvfb };
      // A second program lies where Electron would look first: it must not be run.
      const planted = join(output, 'linux-unpacked', 'resources', 'app');
      rmSync(planted, { recursive: true, force: true });
      mkdirSync(planted);
      writeFileSync(
        join(planted, 'package.json'),
        JSON.stringify({ name: 'planted', version: '1.0.0', main: 'main.js' }),
      );
      writeFileSync(join(planted, 'main.js'), 'console.log("the planted program ran")');
      writeFileSync(join(built.folder, 'intruder.cjs'), 'console.log("the intruder ran")');
    });
    afterAll(async () => {
      await stop();
      await built?.remove();
    });

    it('has every fuse that electron-builder.yml names, and the packing has read them back', async () => {
      expect(Object.keys(wanted).length).toBeGreaterThanOrEqual(7);
      expect(said).toContain(`fuses read back  program=${packed.path}`);
      expect(await fuseFaults(packed.path, wanted)).toEqual([]);
    });

    it('is not let out when one fuse differs, nor when there is nothing to read', async () => {
      const outDir = join(built.folder, 'tampered');
      const folder = join(outDir, 'linux-unpacked');
      mkdirSync(folder, { recursive: true });
      const installer = join(outDir, 'yichuang.deb');
      const packing = { outDir, artifactPaths: [installer], configuration: { electronFuses: wanted } };
      writeFileSync(installer, 'an installer');
      await expect(readFuses(packing)).rejects.toThrow('no packed program was found');
      expect(readdirSync(outDir)).toEqual(['linux-unpacked']);

      const program = join(folder, 'yichuang');
      copyFileSync(packed.path, program);
      await readFuses(packing);
      await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true });
      writeFileSync(installer, 'an installer');
      await expect(readFuses(packing)).rejects.toThrow('runAsNode is on instead of off');
      expect(readdirSync(outDir)).toEqual(['linux-unpacked']);
      expect(await fuseFaults(program, { aFuseOfTheFuture: true })).toEqual([
        'aFuseOfTheFuture is not on the wire instead of on',
      ]);
      rmSync(outDir, { recursive: true });
    });

    it('runs out of its archive, as packaged, without developer tools; what was planted beside it does not run', async () => {
      const program = await start(packed.path, ['--audience=board']);
      await ready(program);
      await eventually(() => program.observed('window')).toHaveLength(1);
      expect(program.observed('app')).toMatchObject([{ packaged: true }]);
      expect(program.observed('window')).toMatchObject([
        { url: 'yichuang://app/board/index.html', devTools: false, title: '一窗 · 大厅屏' },
      ]);
      expect(program.lines.join('\n')).not.toContain('planted');

      // A signal that opens Node's debugger where the fuse is whole.
      program.child.kill('SIGUSR1');
      await pause(1_000);
      expect(program.lines.join('\n')).not.toContain('Debugger listening');
      await stop();
    });

    it('explains a due date in its terminal, by the calendar that it brings along', async () => {
      const program = await start(packed.path, [
        ...['clock', 'explain', '--uploaded', '2026-09-21T17:40:00+08:00', '--promised', '10', '--json'],
      ]);
      expect(await program.exited, program.lines.join('\n')).toBe(0);
      const line = program.lines.find((each) => each.startsWith('{')) ?? '';
      expect(JSON.parse(line)).toMatchObject({ promisedDue: '2026-10-12', provisional: false });
      await stop();
    });

    it('answers the device command line in its terminal, without a window, by exit codes and JSON', async () => {
      const ask = async (...words: string[]) => {
        const program = await start(packed.path, ['device', ...words]);
        const code = await program.exited;
        const line = program.lines.find((each) => each.startsWith('{'));
        const answer: unknown = line === undefined ? null : JSON.parse(line);
        const text = program.lines.join('\n');
        await stop();
        return { code, answer, text };
      };
      const printer = await startVirtualPrinter();
      const address = `tcp://127.0.0.1:${printer.port}`;
      const folder = mkdtempSync(join(tmpdir(), 'yichuang-device-'));
      const [pty, far] = [join(folder, 'reader'), join(folder, 'far')];
      try {
        expect(await ask('list', '--json')).toMatchObject({ code: 0, answer: { ports: expect.any(Array) } });
        // Rare characters come out of the font that is packed beside the program.
        expect(await ask('print-test', '--printer', address, '--json')).toMatchObject({
          code: 0,
          answer: { outcome: 'printed' },
        });
        const [paper] = printer.papers();
        expect(paper?.lines.some(({ kind }) => kind === 'raster')).toBe(true);
        printer.setFault('silent');
        expect(
          await ask('print-test', '--printer', address, '--timeout', '1', '--width', '58', '--json'),
        ).toMatchObject({ code: 1, answer: { outcome: 'unknown' } });
        expect(await ask('read-card', '--port', far, '--timeout', '1', '--json')).toMatchObject({
          code: 1,
          answer: { error: { code: 'unplugged' } },
        });
        if (spawnSync('socat', ['-V']).error === undefined) {
          const reader = await start(packed.path, ['device', 'virtual-reader', '--pty', pty, '--stay']);
          await eventually(() => reader.lines.join('\n')).toContain('已放上');
          const other = await startProgram({ ...packed }, null, [
            `--user-data-dir=${join(folder, 'second')}`,
            ...['device', 'read-card', '--port', pty, '--timeout', '20', '--json'],
          ]);
          programs.push(other);
          expect(await other.exited).toBe(0);
          expect(JSON.parse(other.lines.find((each) => each.startsWith('{')) ?? '')).toMatchObject({
            type: 'resident',
            name: '豫小满',
            validTo: '2039-05-06',
            photo: 'raw',
          });
          await stop();
        }
        const unclear = await ask('print-test');
        expect([unclear.code, unclear.text.includes('请用 --printer 写明打印机')]).toEqual([2, true]);
      } finally {
        await stop();
        await printer.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('is no Node for anybody, whatever stands in the environment', async () => {
      const intruder = join(built.folder, 'intruder.cjs');
      const plain = 'missing' in binary ? '' : binary.path;
      // The Electron that it was packed around does as it is told.
      expect(
        execFileSync(plain, [intruder], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } }).toString(),
      ).toContain('the intruder ran');

      const program = await start(packed.path, ['--audience=board'], {
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require ${intruder}`,
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      });
      await ready(program);
      expect(program.lines.join('\n')).not.toContain('the intruder ran');
      await stop();
    });

    it('opens no debugger: it does not start where one is asked for', async () => {
      for (const word of [
        '--inspect=45123',
        '--inspect-brk=45123',
        '--remote-debugging-port=45123',
        '--core=/x.cjs',
      ]) {
        const program = await start(packed.path, ['--audience=board', word]);
        expect(await program.exited, word).toBe(2);
        const text = program.lines.join('\n');
        expect(text, word).toContain(`不能使用启动参数 ${word.split('=')[0]}`);
        expect(text, word).not.toMatch(/(Debugger|DevTools) listening/);
        await stop();
      }
    });

    it('has its debugger shut by the fuse alone; without the fuse it opens before the shell can refuse', async () => {
      // The shell refuses the argument once it runs; Node's debugger would be open by then.
      const folder = join(built.folder, 'unguarded');
      cpSync(dirname(packed.path), folder, { recursive: true });
      const path = join(folder, 'yichuang');
      const said = async (): Promise<string> => {
        const program = await start(path, ['--inspect=0', '--audience=board']);
        await eventually(() => program.lines.join('\n')).toContain('不能使用启动参数 --inspect');
        await stop();
        return program.lines.join('\n');
      };
      expect(await said()).not.toContain('Debugger listening');
      await flipFuses(path, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
      expect(await said()).toContain('Debugger listening');
      rmSync(folder, { recursive: true });
    });
  },
);
