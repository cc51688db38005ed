import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';

const district: TestDistrict = await startDistrict();
let codes = 0;
let counter: TestInstallation;
let [dead, living]: [string, string] = ['', ''];

const start = Date.parse('2026-09-22T01:00:00.000Z');
/** The district's clock: so many seconds after the second start was heard. */
const clockAt = (seconds: number): void => {
  district.clock.now = new Date(start + seconds * 1000);
};
const asks = (runId: string) =>
  counter.client.pull({ cookie: null, referenceVersion: null, runId }).then(
    () => 'answered',
    (error: { status: number; data?: { code?: string } }) => error.data?.code ?? error.status,
  );
const pushes = (runId: string) =>
  counter.push([counter.give('receiveCase', uuidv7(), receipt(counter))], { runId }).then(
    ({ kind }) => kind,
    (error: { status: number; data?: { code?: string } }) => error.data?.code ?? error.status,
  );

beforeEach(async () => {
  clockAt(-60);
  counter = await enrolInstallation(district.url, `CODE-MANY-${codes}`);
  codes += 1;
  [dead, living] = [randomUUID(), randomUUID()];
  expect(await asks(dead)).toBe('answered');
  clockAt(0);
  expect(await asks(living)).toBe('answered');
});

describe('what a killed program had sent', () => {
  it('comes in behind the next start as often as it likes, and locks nobody out', async () => {
    for (const seconds of [1, 1, 20, 50]) {
      clockAt(seconds);
      expect(await asks(dead)).toBe(503);
    }
    expect(await asks(living)).toBe('answered');
    expect(await pushes(living)).toBe('taken');
    expect(district.logged.join('')).not.toContain('"alarm":"cloned"');
  });

  it('of one start after another is told apart: each is late by itself', async () => {
    const third = randomUUID();
    clockAt(10);
    expect(await asks(dead)).toBe(503);
    expect(await asks(third)).toBe('answered');
    clockAt(200);
    expect(await asks(living)).toBe(503);
    expect(await asks(third)).toBe('answered');
  });
});

describe('two machines with one installation', () => {
  it('are noticed as soon as the first goes on asking: neither hands anything in any more', async () => {
    clockAt(5);
    expect(await pushes(dead)).toBe(503);
    clockAt(5 + 119);
    expect(await asks(dead)).toBe(503);
    clockAt(5 + 121);
    expect(await asks(dead)).toBe('cloned');
    expect(await asks(living)).toBe('cloned');
    expect(await pushes(living)).toBe('cloned');
    expect(district.logged.join('')).toContain('"alarm":"cloned"');
  });
});
