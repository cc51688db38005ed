import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startVirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/wait.ts';

const program = join(import.meta.dirname, '..', '..', 'src-main', 'cli', 'device.ts');
const hasSocat = spawnSync('socat', ['-V']).error === undefined;
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

/** Runs the command line to its end. */
const device = (...words: string[]): Promise<{ code: number; out: string; told: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], (error, out, told) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, told }),
    );
  });

/** Starts what goes on until it is ended. */
function stays(...words: string[]): { said(): string } {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { said: () => said };
}

describe('print-test', () => {
  it('exits 0 only for printed, and draws what a virtual printer prints', async () => {
    const folder = tempFolder();
    const printer = stays('virtual-printer', '--port', '0', '--png', folder);
    const address = await until('the printer', () => /tcp:\/\/[\d.:]+/.exec(printer.said())?.[0]);
    const { code, out } = await device('print-test', '--printer', address, '--width', '58', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([0, { outcome: 'printed' }]);
    await until('the picture', () => printer.said().includes('paper-1.png'));
    const picture = readFileSync(join(folder, readdirSync(folder)[0] ?? ''));
    expect(picture.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(printer.said()).toContain('打印测试');
  });

  it('says failed where nothing of it was printed, with the reason', async () => {
    const printer = await startVirtualPrinter();
    printer.setFault('paperOut');
    const { code, out } = await device(
      'print-test',
      '--printer',
      `tcp://127.0.0.1:${printer.port}`,
      '--json',
    );
    expect([code, JSON.parse(out)]).toEqual([
      1,
      { outcome: 'failed', reason: '测试页没有送出。打印纸已用完，请更换纸卷。' },
    ]);
    await printer.close();
  });

  it('says unknown of a printer that accepts the connection and says nothing', async () => {
    const server = createServer((socket) => socket.pause().on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { code, out } = await device(
      'print-test',
      '--printer',
      `tcp://127.0.0.1:${port}`,
      '--timeout',
      '1',
      '--json',
    );
    expect([code, JSON.parse(out).outcome]).toEqual([1, 'unknown']);
    server.close();
  });
});

describe.skipIf(!hasSocat)('read-card (skipped where socat is not installed)', () => {
  it('prints one object a card, for each of the four layouts, with what the layout has', async () => {
    const pty = join(tempFolder(), 'reader');
    stays(
      'virtual-reader',
      '--pty',
      pty,
      ...['yuxiaoman', 'hangbailu', 'baiweilan', 'dujiami'].flatMap((id) => ['--card', id]),
    );
    await until('the reader', () => existsSync(pty));
    const cards = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { code, out } = await device('read-card', '--port', pty, '--timeout', '20', '--json');
      expect(code).toBe(0);
      cards.push(JSON.parse(out));
    }
    expect(cards).toEqual([
      {
        type: 'resident',
        name: '豫小满',
        sex: '女',
        nation: '汉',
        birth: '1990-03-21',
        address: '河南省郑州市管城回族区清和里8号院2号楼15号',
        idNumber: '41010419900321998X',
        issuer: '郑州市公安局管城分局',
        validFrom: '2019-05-06',
        validTo: '2039-05-06',
        photo: 'raw',
      },
      expect.objectContaining({ type: 'J', passNumber: 'H99990001', issueCount: '01' }),
      expect.objectContaining({
        type: 'I',
        englishName: 'WHITESAMPLE, BLAIR',
        idNumber: 'CAN310079112201',
        country: 'CAN',
      }),
      expect.objectContaining({ type: 'Y', name: '杜佳米', country: 'FRA' }),
    ]);
    expect(cards[1]).not.toHaveProperty('nation');
    expect(cards[2]).not.toHaveProperty('address');
  });

  it('says why there is no card: a code, a sentence, and 1', async () => {
    const { code, out } = await device('read-card', '--port', join(tempFolder(), 'none'), '--json');
    expect([code, JSON.parse(out)]).toEqual([
      1,
      { error: { code: 'unplugged', message: '身份证阅读机具未连接，请检查连接线，接好后会自动恢复。' } },
    ]);
  });
});

it('what cannot be read is answered with a sentence and 2', async () => {
  for (const words of [[], ['print-test'], ['read-card', '--timeout', 'x'], ['list', '--nonsense']]) {
    const { code, told } = await device(...words);
    expect([code, /[\u4e00-\u9fff]/.test(told)], words.join(' ')).toEqual([2, true]);
  }
});
