import { duplexPair } from 'node:stream';
import { expect, it } from 'vitest';
import { createVirtualCardReader } from '../../../demo/devices/virtual-card-reader.ts';
import { LineUnavailable } from '../line.ts';
import { baudRates, type PortSource, readerLine } from './find-reader.ts';

/** Ports of a machine: a reader answers at its own speed only, other devices stay silent, some ports are held. */
function machineWith(ports: Record<string, { reader?: number; held?: boolean }>) {
  const opened: string[] = [];
  const virtual = createVirtualCardReader();
  const source: PortSource = {
    paths: async () => Object.keys(ports),
    open: async (path, baud) => {
      const port = ports[path];
      if (port === undefined) throw new LineUnavailable('unplugged');
      if (port.held) throw new LineUnavailable('portBusy');
      opened.push(`${path} ${baud}`);
      return port.reader === baud ? virtual.open() : duplexPair()[0];
    },
  };
  return { source, opened, ports };
}

it('the reader is found on whichever port, at whichever speed, and there at once the next time', async () => {
  const { source, opened } = machineWith({ COM1: {}, COM2: { reader: 57_600 } });
  const open = readerLine({ path: null, baud: null }, source);
  (await open()).destroy();
  expect(opened).toContain('COM2 57600');
  opened.length = 0;
  (await open()).destroy();
  expect(opened).toEqual(['COM2 57600', 'COM2 57600']);
});

it('a port that another device is wired to is not spoken to', async () => {
  const { source, opened } = machineWith({ COM1: { reader: 115_200 }, COM2: { reader: 115_200 } });
  (await readerLine({ path: null, baud: null }, source, () => ['COM1'])()).destroy();
  expect(opened.every((each) => each.startsWith('COM2'))).toBe(true);
});

it('a port that another program holds is said to be so, once no other has the reader', async () => {
  const { source, ports } = machineWith({ COM1: { held: true } });
  const open = readerLine({ path: null, baud: null }, source);
  await expect(open()).rejects.toMatchObject({ why: 'portBusy' });
  ports.COM2 = { reader: 115_200 };
  (await open()).destroy();
});

it('where no port has a reader, or the named one is not there, that is said', async () => {
  const { source } = machineWith({});
  await expect(readerLine({ path: null, baud: null }, source)()).rejects.toMatchObject({ why: 'notFound' });
  await expect(readerLine({ path: 'COM9', baud: null }, source)()).rejects.toMatchObject({
    why: 'unplugged',
  });
});

it('speeds are tried from the usual one down', async () => {
  const { source, opened } = machineWith({ COM1: { reader: 9600 } });
  (await readerLine({ path: 'COM1', baud: null }, source)()).destroy();
  expect(opened.slice(0, 5)).toEqual(baudRates.map((rate) => `COM1 ${rate}`));
});
