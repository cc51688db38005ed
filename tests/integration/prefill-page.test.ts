import { fork } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../support/folder.ts';
import { districtFile, sealingKey, startDistrict, type TestDistrict } from './district.ts';

/** As a phone asks: what comes is not unpacked on the way. */
async function ask(url: string, path: string, accepted?: string) {
  const asked = get(
    `${url}${path}`,
    accepted === undefined ? {} : { headers: { 'accept-encoding': accepted } },
  );
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await answer.toArray());
  return { encoding: answer.headers['content-encoding'] ?? null, vary: answer.headers.vary, body };
}

describe('the list of matters that a phone is sent', () => {
  const [matter] = districtFile.reference.matters;
  let district: TestDistrict;
  beforeAll(async () => {
    if (matter === undefined) throw new Error('no matter');
    const matters = Array.from({ length: 300 }, (_, index) => {
      const number = String(index).padStart(3, '0');
      const numbered = (text: string) => text.slice(0, -3) + number;
      return {
        ...matter,
        code: numbered(matter.code),
        basicCode: numbered(matter.basicCode),
        name: `第${number}项补贴的审核确认`,
      };
    });
    district = await startDistrict({ ...districtFile, reference: { ...districtFile.reference, matters } });
  });

  it('comes packed as the phone can unpack it, and says the same in every way', async () => {
    const plain = await ask(district.url, '/q/matters.json');
    expect(plain).toMatchObject({ encoding: null, vary: 'accept-encoding' });
    expect(JSON.parse(plain.body.toString()).matters).toHaveLength(300);
    const br = await ask(district.url, '/q/matters.json', 'gzip, deflate, br;q=0.9');
    expect(br.encoding).toBe('br');
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    const gzip = await ask(district.url, '/q/matters.json', 'gzip, br;q=0');
    expect(gzip.encoding).toBe('gzip');
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    for (const { body } of [br, gzip]) expect(body.length).toBeLessThan(plain.body.length / 5);
    expect((await ask(district.url, '/q/matters.json', 'deflate')).encoding).toBeNull();
  });

  it('is found by a program that runs in a browser, of which the log has nothing to say', async () => {
    const child = fork(
      resolve(import.meta.dirname, '../../src-server/main.ts'),
      ['--port', '0', '--data', tempFolder()],
      {
        env: { ...process.env, DATABASE_URL: district.databaseUrl, SEALING_KEYS: sealingKey },
        ...{ execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let logged = '';
    child.stderr?.on('data', (text) => {
      logged += String(text);
    });
    if (child.stdout === null) throw new Error('it prints nowhere');
    const [line] = await once(child.stdout, 'data');
    const url = String(line).replace('district: ', '').trim();
    for (const name of ['prefill.js', 'prefill-code.js', 'qr-code.js']) {
      const { body } = await ask(url, `/q/${name}`);
      expect(body.toString()).not.toMatch(/#shared|\.ts'|: string/);
    }
    const gone = once(child, 'close');
    child.kill('SIGTERM');
    await gone;
    expect(logged).toContain('/q/prefill.js');
    // A line of the log is JSON, and a warning is not.
    for (const each of logged.trim().split('\n')) expect(each).toMatch(/^\{.*\}$/);
  });
});
