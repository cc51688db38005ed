import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callClips } from '#shared/queue/calling.ts';
import { ticketNumber } from '#shared/queue/ticket-commands.ts';

const folder = join(import.meta.dirname, '..', '..', 'assets', 'voice');
const files = readdirSync(folder).filter((name) => name.endsWith('.ogg'));
const clips = new Set(files.map((name) => name.replace(/\.ogg$/, '')));

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const place = fc.integer({ min: 1, max: 999 });
/** The hall's own numbers, a counter's that is alone, and a kiosk's. */
const series = fc.oneof(
  letter,
  fc.tuple(place, letter).map(([counter, prefix]) => `${counter}${prefix}`),
  fc.tuple(letter, place, letter).map(([mark, kiosk, prefix]) => `${mark}${kiosk}${prefix}`),
);

it('say every number that can be called, at every counter', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 999_999 }), place, (prefix, serial, counter) => {
      const missing = callClips(ticketNumber(prefix, serial), counter).filter((name) => !clips.has(name));
      expect(missing).toEqual([]);
    }),
  );
});

it('are small: all of them together below 300 KB', () => {
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(300_000);
});
