import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { demoCards } from '../../demo/devices/cards.ts';
import { createVirtualCardReader } from '../../demo/devices/virtual-card-reader.ts';
import { type CardReading, startCardReader } from './card-reader/card-reader.ts';
import { openSerialLine } from './serial-line.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;

it('a port that is not there is refused, not thrown out of the blue', async () => {
  await expect(openSerialLine('/dev/yichuang-no-such-port', 115_200)).rejects.toThrow();
});

it.skipIf(!hasSocat)(
  'a card is read over a real serial line (skipped where socat is not installed)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yichuang-pty-'));
    const [here, there] = [join(folder, 'here'), join(folder, 'there')];
    const socat = spawn('socat', [`pty,raw,echo=0,link=${here}`, `pty,raw,echo=0,link=${there}`]);
    try {
      await expect.poll(() => existsSync(here) && existsSync(there)).toBe(true);
      const virtual = createVirtualCardReader();
      const far = await openSerialLine(there, 115_200);
      virtual.serve(far);
      const reader = startCardReader({ open: () => openSerialLine(here, 115_200), pollMs: 20 });
      const readings: CardReading[] = [];
      reader.onCard((reading) => readings.push(reading));

      const [first, second] = demoCards;
      if (!first || !second) throw new Error('two demo cards');
      virtual.lay(first.card);
      await expect.poll(() => readings).toMatchObject([{ kind: 'card', card: first.card }]);
      await reader.close();

      // The port was given back: it can be opened a second time.
      const again = startCardReader({ open: () => openSerialLine(here, 115_200), pollMs: 20 });
      again.onCard((reading) => readings.push(reading));
      virtual.lay(second.card);
      await expect.poll(() => readings[1]).toMatchObject({ card: second.card });
      await again.close();
      far.destroy();
    } finally {
      socat.kill();
      rmSync(folder, { recursive: true });
    }
  },
);
