import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal, journalFits } from './journal.ts';

const key = Buffer.alloc(32, 7);
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-journal-'));
  file = join(folder, 'yichuang.journal');
});
afterEach(() => rmSync(folder, { recursive: true }));

const command = (seq: number) => ({ name: 'command', seq, who: '豫小满' });

/** Appends acts and gives the size of the file after each. */
function write(acts: readonly (readonly unknown[])[]): number[] {
  const journal = new Journal(file, key);
  const sizes = acts.map((act) => {
    journal.append(act);
    return statSync(file).size;
  });
  journal.close();
  return sizes;
}

function reopened(): Journal {
  const journal = new Journal(file, key);
  journal.close();
  return journal;
}

/** Acts with one, two and three commands. */
const acts: unknown[][] = [
  [command(1)],
  [command(2), command(3)],
  [command(4)],
  [command(5), command(6), command(7)],
];

describe('the journal', () => {
  it('gives back every act in its order', () => {
    write(acts.slice(0, 2));
    write(acts.slice(2));
    expect(reopened().entries).toEqual(acts.flat());
  });

  it('forgets an act that was taken back, and goes on behind the one before', () => {
    const journal = new Journal(file, key);
    journal.append([command(1)]);
    journal.append([command(2)])();
    journal.append([command(2), command(3)]);
    journal.close();
    expect(reopened().entries).toEqual([command(1), command(2), command(3)]);
  });

  it('shows nothing to somebody without the key', () => {
    write(acts);
    expect(readFileSync(file).includes('豫小满')).toBe(false);
    expect(readFileSync(file).includes('command')).toBe(false);
    expect(new Journal(file, Buffer.alloc(32, 8))).toMatchObject({ entries: [], damaged: true });
    expect(journalFits(file, Buffer.alloc(32, 8))).toBe(false);
    expect(journalFits(file, key)).toBe(true);
  });

  it('cut anywhere, as a crash cuts it: every act before the cut whole, of the one that was cut nothing', () => {
    const sizes = write(acts);
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        writeFileSync(file, whole.subarray(0, length));
        const survivors = sizes.filter((size) => size <= length).length;
        const { entries, tornBytes } = reopened();
        expect(entries).toEqual(acts.slice(0, survivors).flat());
        expect(tornBytes).toBe(length - (sizes[survivors - 1] ?? 0));
        expect(reopened().tornBytes).toBe(0);
      }),
    );
  });

  it('left with zeros where the last act should be, as some file systems do: the same', () => {
    const sizes = write(acts);
    const whole = readFileSync(file);
    const lastStart = sizes.at(-2) ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: lastStart, max: whole.length - 1 }), (from) => {
        writeFileSync(file, Buffer.concat([whole.subarray(0, from), Buffer.alloc(whole.length - from)]));
        expect(reopened().entries).toEqual(acts.slice(0, -1).flat());
      }),
    );
  });

  it('goes on after a torn record as if it had never been there', () => {
    write(acts.slice(0, 3));
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 5));
    write([[command(9)]]);
    expect(reopened().entries).toEqual([...acts.slice(0, 2).flat(), command(9)]);
  });

  it('with any byte changed before the last act is damaged, and stays exactly as it was found', () => {
    const sizes = write(acts);
    const whole = readFileSync(file);
    const lastStart = sizes.at(-2) ?? 0;
    fc.assert(
      fc.property(fc.nat(lastStart - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const spoiled = Buffer.from(whole);
        spoiled.writeUInt8((spoiled[at] ?? 0) ^ change, at);
        writeFileSync(file, spoiled);
        expect(reopened().damaged).toBe(true);
        expect(readFileSync(file).equals(spoiled)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('with a sector of zeros in the middle is damaged', () => {
    const sizes = write(Array.from({ length: 40 }, (_, index) => [command(index + 1)]));
    const whole = readFileSync(file);
    whole.fill(0, 512, 1024);
    writeFileSync(file, whole);
    expect(sizes.length).toBe(40);
    expect(reopened().damaged).toBe(true);
  });

  it('notices records that were swapped or left out', () => {
    const [first = 0, second = 0, third = 0] = write(acts);
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.concat([whole.subarray(0, first), whole.subarray(second)]));
    expect(reopened().damaged).toBe(true);
    const swapped = [whole.subarray(second, third), whole.subarray(first, second), whole.subarray(third)];
    writeFileSync(file, Buffer.concat([whole.subarray(0, first), ...swapped]));
    expect(reopened().damaged).toBe(true);
  });

  it('gives what it can still read on both sides of the damage', () => {
    const [first = 0] = write(acts);
    const whole = readFileSync(file);
    whole.writeUInt8(whole.readUInt8(first + 30) ^ 1, first + 30);
    writeFileSync(file, whole);
    expect(reopened().entries).toEqual([...acts.slice(0, 1), ...acts.slice(2)].flat());
  });
});

describe('a generation of the journal', () => {
  it('begins where the chain stands, and leaves the earlier ones beside it until they are let go', () => {
    write(acts.slice(0, 2));
    const journal = new Journal(file, key);
    expect(journal.began).toEqual({ generation: 1, lastSeq: 0 });
    journal.begin(7);
    journal.append([command(8)]);
    journal.close();
    const second = new Journal(file, key);
    expect(second.began).toEqual({ generation: 2, lastSeq: 7 });
    expect(second.entries).toEqual([command(8)]);
    expect(second.earlier()).toEqual(acts.slice(0, 2).flat());
    second.begin(8);
    expect(second.earlier()).toEqual([...acts.slice(0, 2).flat(), command(8)]);
    second.forget(2);
    expect(second.earlier()).toEqual([command(8)]);
    second.close();
  });

  it('that was cut off between its two steps begins at the next opening', () => {
    write(acts.slice(0, 1));
    const journal = new Journal(file, key);
    journal.begin(1);
    journal.close();
    // As it is after the first of the two renamings.
    renameSync(file, `${file}.next`);
    expect(reopened().began).toEqual({ generation: 2, lastSeq: 1 });
  });
});
