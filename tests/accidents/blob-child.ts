/** Puts blobs one after another and says each name once it is acknowledged, until it is killed. */
import { randomBytes } from 'node:crypto';
import { Blobs } from '../../src-main/core/store/blobs.ts';

const [folder, key] = process.argv.slice(2);
if (folder === undefined || key === undefined) throw new Error('needs a folder and a key');
const blobs = new Blobs(folder, Buffer.from(key, 'hex'));
for (;;) {
  const { hash } = blobs.put(randomBytes(200_000));
  process.stdout.write(`${hash}\n`);
}
