import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../tests/support/folder.ts';
import { BlobFolder } from './blob-folder.ts';

const sender = 'installation-1';
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A piece that breaks off: what came before is delivered, then the line fails. */
async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the line was cut');
}
async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
async function contentOf(folder: BlobFolder, hash: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of folder.read(hash)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a blob on its way to the district', () => {
  it('goes on from wherever it was cut, however often, and is the same at the end', async () => {
    const folder = new BlobFolder(tempFolder());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3_000), { maxLength: 6 }), async (cuts) => {
        const bytes = randomBytes(3_001);
        const hash = hashOf(bytes);
        await folder.announce(hash, sender);
        for (const at of [...cuts].sort((one, other) => one - other)) {
          const offset = (await folder.arrived(hash, sender)) ?? 0;
          const piece = bytes.subarray(offset, Math.max(offset, at));
          await folder
            .append(hash, sender, cut(piece), { offset, whole: bytes.length })
            .catch(() => undefined);
          expect(await folder.has(hash)).toBe(false);
        }
        const offset = (await folder.arrived(hash, sender)) ?? 0;
        expect(offset).toBe(Math.max(0, ...cuts));
        const end = await folder.append(hash, sender, whole(bytes.subarray(offset)), {
          offset,
          whole: bytes.length,
        });
        expect(end).toEqual({ kind: 'complete', size: bytes.length });
        expect((await contentOf(folder, hash)).equals(bytes)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('is thrown away where it is not what it is called; the right content is taken afterwards', async () => {
    const folder = new BlobFolder(tempFolder());
    const bytes = randomBytes(500);
    const hash = hashOf(bytes);
    await folder.announce(hash, sender);
    const given = { offset: 0, whole: bytes.length };
    expect(await folder.append(hash, sender, whole(randomBytes(500)), given)).toEqual({
      kind: 'otherContent',
    });
    expect([await folder.has(hash), await folder.arrived(hash, sender)]).toEqual([false, null]);
    await folder.announce(hash, sender);
    expect((await folder.append(hash, sender, whole(bytes), given)).kind).toBe('complete');
  });

  it('never grows beyond what its manifest says', async () => {
    const path = tempFolder();
    const folder = new BlobFolder(path);
    const hash = hashOf(randomBytes(3));
    await folder.announce(hash, sender);
    const appended = await folder.append(hash, sender, whole(randomBytes(5_000)), { offset: 0, whole: 100 });
    expect(appended).toEqual({ kind: 'grown', size: 0 });
    expect(readdirSync(path, { recursive: true })).toHaveLength(2);
  });

  it('from two senders at once is one blob, and each goes on with its own', async () => {
    const folder = new BlobFolder(tempFolder());
    const bytes = randomBytes(800);
    const hash = hashOf(bytes);
    for (const each of ['one', 'other']) await folder.announce(hash, each);
    const half = { offset: 0, whole: bytes.length };
    await folder.append(hash, 'one', whole(bytes.subarray(0, 300)), half);
    expect((await folder.append(hash, 'other', whole(bytes), half)).kind).toBe('complete');
    expect(await folder.arrived(hash, 'one')).toBe(300);
    await folder.append(hash, 'one', whole(bytes.subarray(300)), { offset: 300, whole: bytes.length });
    expect((await contentOf(folder, hash)).equals(bytes)).toBe(true);
  });
});
