import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { done, enterDraft, prepareInstallation, storeIn, takeCase } from '../support/counter.ts';
import { type Counter, startCounter } from '../support/hall.ts';

/** Why this machine cannot lend a file system of a few megabytes; null where it can. */
const reason = ((): string | null => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting wants root on Linux';
  const tried = mkdtempSync(join(tmpdir(), 'yichuang-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tried]);
  if (status === 0) spawnSync('umount', [tried]);
  rmSync(tried, { recursive: true, force: true });
  return status === 0 ? null : 'this machine lets nobody mount';
})();

const mounted: string[] = [];
afterEach(() => {
  for (const folder of mounted.splice(0)) {
    spawnSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** An installation on a disk of its own, which is as small as this. */
function onSmallDisk(megabytes: number): string {
  const disk = mkdtempSync(join(tmpdir(), 'yichuang-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]);
  mounted.push(disk);
  const folder = join(disk, 'desk');
  mkdirSync(folder);
  return prepareInstallation(folder);
}
const diskOf = (folder: string) => join(folder, '..');
const ballast = (folder: string) => join(diskOf(folder), 'ballast');
/** Somebody else fills the disk to its last byte. */
function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(ballast(folder), Buffer.alloc(bavail * bsize));
  expect(statfsSync(folder).bavail).toBe(0);
}
const numbersIn = (folder: string): string[] => {
  const store = storeIn(folder);
  const numbers = store.cases.where('1 = 1 ORDER BY case_number').map(({ state }) => state.caseNumber);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  store.close();
  return numbers;
};
/** Takes cases until the disk takes no more; gives what was acknowledged, and what was said of the next. */
async function takeUntilFull({ clerk }: Counter): Promise<{ numbers: string[]; said: string }> {
  const numbers: string[] = [];
  try {
    for (;;) numbers.push((await takeCase(clerk)).caseNumber);
  } catch (error) {
    return { numbers, said: String((error as Error).message) };
  }
}

const notWritable =
  '本机的数据目录不能写入：磁盘已满、只读或没有权限。已保存的办件都在，请联系运维检查磁盘，处理后重新启动。';

describe.skipIf(reason !== null)(`a real disk${reason === null ? '' : ` (left out: ${reason})`}`, () => {
  it('that fills up in the middle of work loses nothing, says so, and goes on when there is room', async () => {
    const folder = onSmallDisk(12);
    const counter = await startCounter({ folder });
    await counter.signIn();
    const isFull = '电脑磁盘快满了，请尽快联系运维清理；磁盘写满后将不能继续收件，已保存的不受影响。';
    await counter.onDesk.when('the warning', ({ warnings }) => warnings.includes(isFull));
    const first = (await takeCase(counter.clerk)).caseNumber;
    fill(folder);
    const { numbers, said } = await takeUntilFull(counter);
    expect(said).toBe(
      'refused: 电脑的磁盘没有写入成功，刚才的操作没有保存。请检查磁盘空间后重试；仍不行请联系运维。',
    );
    rmSync(ballast(folder));
    await enterDraft(counter.clerk);
    const { case: next } = await done(counter.clerk.cases.receive());
    await counter.close();
    expect(numbersIn(folder)).toEqual([first, ...numbers, next.caseNumber]);
  });

  it('that fills up and then loses its power has everything that was acknowledged', async () => {
    const folder = onSmallDisk(12);
    const counter = await startCounter({ folder });
    await counter.signIn();
    const first = (await takeCase(counter.clerk)).caseNumber;
    fill(folder);
    const { numbers } = await takeUntilFull(counter);
    // What lies on the disk at this moment, as a power cut leaves it, on a disk with room.
    const after = mkdtempSync(join(tmpdir(), 'yichuang-after-'));
    mounted.push(after);
    execFileSync('cp', ['-a', folder, after]);
    rmSync(join(after, 'desk', 'store', 'yichuang.lock'), { force: true });
    rmSync(ballast(folder));
    await counter.close();
    expect(numbersIn(join(after, 'desk'))).toEqual([first, ...numbers]);
  });

  it('that is full or read-only when the program starts is told in a sentence, and every file stays', async () => {
    const folder = onSmallDisk(12);
    const counter = await startCounter({ folder });
    await counter.signIn();
    const number = (await takeCase(counter.clerk)).caseNumber;
    await counter.close();
    const files = readdirSync(join(folder, 'store')).sort();

    fill(folder);
    let full: unknown = null;
    try {
      // With its last byte gone it may still open, since opening writes little; then it is the first act that fails.
      const store = storeIn(folder);
      store.close();
    } catch (error) {
      full = error;
    }
    if (full !== null) expect(full).toMatchObject({ reason: 'notWritable', sentence: notWritable });
    rmSync(ballast(folder));

    execFileSync('mount', ['-o', 'remount,ro', diskOf(folder)]);
    expect(() => storeIn(folder)).toThrow(expect.objectContaining({ sentence: notWritable }));
    execFileSync('mount', ['-o', 'remount,rw', diskOf(folder)]);
    expect(readdirSync(join(folder, 'store')).sort()).toEqual(expect.arrayContaining(files));
    expect(numbersIn(folder)).toEqual([number]);
  });
});
