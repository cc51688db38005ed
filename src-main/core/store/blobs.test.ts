import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { canBeFull, whileDiskIsFull } from '../../../tests/support/disk.ts';
import { tempFolder } from '../../../tests/support/folder.ts';
import { Blobs } from './blobs.ts';
import { NotSaved } from './commands.ts';

const key = Buffer.alloc(32, 7);
let folder: string;
let blobs: Blobs;
beforeEach(() => {
  folder = tempFolder();
  blobs = new Blobs(folder, key);
});

const page = Buffer.from('豫小满的户口簿首页'.repeat(50));
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const onlyFile = () => {
  const [file] = files();
  if (file === undefined) throw new Error('there is no file');
  return file;
};

describe('a blob', () => {
  it('is named by what it holds, and comes back as it was put, also after a restart', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const { hash } = blobs.put(bytes);
        expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
        expect(new Blobs(folder, key).get(hash)?.equals(bytes)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('that is there already costs no room', () => {
    expect(blobs.put(page)).toEqual(blobs.put(page));
    expect(files()).toHaveLength(1);
  });

  it('tells neither its content nor its hash to whoever reads the disk', () => {
    const { hash } = blobs.put(page);
    expect(readFileSync(onlyFile()).includes('豫小满')).toBe(false);
    expect(onlyFile().replaceAll('/', '')).not.toContain(hash.slice(0, 8));
    expect(new Blobs(folder, Buffer.alloc(32, 8)).get(hash)).toBeNull();
  });

  it('is not given back altered: not in one bit, not cut short, not in the place of another', () => {
    const { hash } = blobs.put(page);
    const written = readFileSync(onlyFile());
    fc.assert(
      fc.property(fc.nat(written.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(written);
        altered[at] = (altered[at] ?? 0) ^ flip;
        writeFileSync(onlyFile(), altered);
        expect(blobs.get(hash)).toBeNull();
      }),
      { numRuns: 50 },
    );
    truncateSync(onlyFile(), 11);
    expect(blobs.get(hash)).toBeNull();
    const file = onlyFile();
    const other = blobs.put(Buffer.from('另一页'));
    const otherFile = files().find((each) => each !== file) ?? '';
    writeFileSync(otherFile, written);
    expect(blobs.get(other.hash)).toBeNull();
  });

  it('that was spoilt on the disk is written anew when it is put again', () => {
    const { hash } = blobs.put(page);
    writeFileSync(onlyFile(), 'spoilt');
    blobs.put(page);
    expect(blobs.get(hash)?.equals(page)).toBe(true);
  });

  it('goes with its thumbnail', () => {
    const { hash } = blobs.put(page);
    blobs.putDerived(hash, 'thumbnail', Buffer.from('small'));
    expect(blobs.getDerived(hash, 'thumbnail')?.toString()).toBe('small');
    blobs.drop(hash);
    expect([blobs.has(hash), blobs.get(hash), blobs.getDerived(hash, 'thumbnail')]).toEqual([
      false,
      null,
      null,
    ]);
    expect(files()).toEqual([]);
  });
});

describe('what nobody names', () => {
  it('is swept once it is old enough; what a case names stays, and its thumbnail', () => {
    const kept = blobs.put(page).hash;
    blobs.putDerived(kept, 'thumbnail', Buffer.from('small'));
    const left = blobs.put(Buffer.from('没有人要的一页')).hash;
    expect(blobs.sweep([kept], Date.now() - 60_000)).toBe(0);
    expect(blobs.sweep([kept], Date.now() + 60_000)).toBe(1);
    expect([blobs.has(kept), blobs.has(left)]).toEqual([true, false]);
    expect(blobs.getDerived(kept, 'thumbnail')).not.toBeNull();
  });

  it('is what a crash left half written: gone at the next start', () => {
    blobs.put(page);
    writeFileSync(`${onlyFile()}.part`, 'half');
    const reopened = new Blobs(folder, key);
    expect(files()).toHaveLength(1);
    expect(reopened.put(page).bytes).toBe(page.length);
  });
});

describe('a full disk', () => {
  it.runIf(canBeFull)('refuses the blob, leaves nothing of it, and takes it once there is room', () => {
    expect(() => whileDiskIsFull(100, () => blobs.put(page))).toThrow(NotSaved);
    expect(files()).toEqual([]);
    expect(blobs.get(blobs.put(page).hash)).not.toBeNull();
  });

  it('is never filled by scans: the last of it is for the journal', () => {
    const crowded = new Blobs(folder, key, { roomLeft: 2 ** 60 });
    expect(() => crowded.put(page)).toThrow(NotSaved);
    expect(files()).toEqual([]);
  });
});
