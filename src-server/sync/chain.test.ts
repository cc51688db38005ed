import { describe, expect, it } from 'vitest';
import { chainStart, hashArgs, hashCommand } from '#shared/sync/command.ts';
import { judge, type Link, linkOf } from './chain.ts';

/** So many commands in a chain, of which only the chain can be read. */
function chain(length: number): Link[] {
  let prevHash = chainStart;
  return Array.from({ length }, (_, index) => {
    const args = { step: index };
    const commandId = `01980000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const raw = { commandId, seq: index + 1, args, argsHash: hashArgs(args), prevHash };
    prevHash = hashCommand(raw as never);
    const link = linkOf(raw);
    if (link === null) throw new Error('no link');
    return link;
  });
}
const [one, two, three] = chain(3) as [Link, Link, Link];
const nothing = { seq: 0, hash: chainStart };
const judged = (links: Link[], last = nothing, held: Link[] = []) =>
  judge(links, last, (seq) => held.find((link) => link.seq === seq)?.hash);

describe('a chain of commands', () => {
  it('continues where the last command ended', () => {
    expect(judged([one, two])).toMatchObject({ kind: 'continues', known: [], fresh: [one, two] });
    expect(judged([two, three], one, [one])).toMatchObject({ kind: 'continues', fresh: [two, three] });
  });

  it('may bring again what is held', () => {
    expect(judged([one, two, three], two, [one, two])).toEqual({
      kind: 'continues',
      known: [one, two],
      fresh: [three],
    });
  });

  it('with a gap is expected from the first missing command on', () => {
    expect(judged([two])).toEqual({ kind: 'expected', seq: 1 });
    expect(judged([one, three])).toEqual({ kind: 'expected', seq: 1 });
    expect(judged([three], one, [one])).toEqual({ kind: 'expected', seq: 2 });
  });

  it('is broken by another command in a place that is taken', () => {
    expect(judged([{ ...one, hash: two.hash }], one, [one])).toEqual({ kind: 'broken', seq: 1 });
  });

  it('is broken by a command that follows another one, or whose arguments are not its own', () => {
    expect(judged([one, { ...two, prevHash: chainStart }])).toEqual({ kind: 'broken', seq: 2 });
    expect(judged([one, { ...two, intact: false }])).toEqual({ kind: 'broken', seq: 2 });
  });

  it('has no place for what shows no number, id, hash or arguments', () => {
    for (const missing of ['seq', 'commandId', 'argsHash', 'prevHash', 'args']) {
      expect(linkOf({ ...one.raw, [missing]: undefined })).toBeNull();
    }
    expect(linkOf({ ...one.raw, extra: '\ud800' })).toBeNull();
  });
});
