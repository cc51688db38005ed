import { scryptSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fits, passwordQueue, verifierOf } from './password.ts';

describe('a password', () => {
  it('fits its own verifier, however the keyboard composes it, and no other does', async () => {
    const verifier = await verifierOf('Café密码');
    expect(verifier).toMatch(/^scrypt\$65536,12,1\$/);
    expect(verifier).not.toContain('密码');
    expect(await fits('Cafe\u0301密码', verifier)).toBe(true);
    expect(await fits('Cafe密码', verifier)).toBe(false);
    expect(await fits('Café密码', null)).toBe(false);
  });

  it('has another verifier each time', async () => {
    expect(await verifierOf('same')).not.toBe(await verifierOf('same'));
  });

  it('is checked at the cost that its verifier names', async () => {
    const key = scryptSync('old', 'salt', 32, { N: 16, r: 1, p: 1 }).toString('base64');
    expect(await fits('old', `scrypt$16,1,1$${btoa('salt')}$${key}`)).toBe(true);
  });
});

describe('checking passwords', () => {
  /** Work that goes on until it is let go, and tells how much of it goes on at once. */
  function bench() {
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      return 'checked';
    };
    const letGo = async () => {
      while (ends.length > 0) {
        ends.shift()?.();
        await sleep(0);
      }
    };
    return { work, letGo, most: () => most };
  }

  it('never takes more than its turns at once, and does all that have a place', async () => {
    const queue = passwordQueue(2);
    const { work, letGo, most } = bench();
    const all = Array.from({ length: 12 }, (_, desk) => queue.run(`desk ${desk}`, work));
    await letGo();
    expect(await Promise.all(all)).toEqual(all.map(() => 'checked'));
    expect(most()).toBe(2);
  });

  it('lets a flood from one machine fill its own two places, and nobody else’s', async () => {
    const queue = passwordQueue(1);
    const { work, letGo } = bench();
    const flood = Array.from({ length: 50 }, () => queue.run('flood', work));
    const honest = queue.run('honest', work);
    await letGo();
    expect((await Promise.all(flood)).filter((each) => each === 'checked')).toHaveLength(2);
    expect(await honest).toBe('checked');
  });

  it('tells the last of a crowd at once, and takes everybody again afterwards', async () => {
    const queue = passwordQueue(1);
    const { work, letGo } = bench();
    const crowd = Array.from({ length: 15 }, (_, desk) => queue.run(`desk ${desk}`, work));
    expect(await crowd[14]).toBeUndefined();
    await letGo();
    expect((await Promise.all(crowd)).filter((each) => each === 'checked')).toHaveLength(11);
    const again = queue.run('desk 14', work);
    await letGo();
    expect(await again).toBe('checked');
  });

  it('goes on after work that failed', async () => {
    const queue = passwordQueue(1);
    await expect(queue.run('desk', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run('desk', async () => 1)).toBe(1);
  });
});
