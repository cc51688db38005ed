import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../../tests/support/folder.ts';
import { cardPhotos } from './card-photos.ts';
import { type PhotoDecoderProfile, photoDecoder, photoDecoderSchema } from './photo-decoder.ts';

const raw = Buffer.concat([Buffer.from('574C66007E00', 'hex'), Buffer.alloc(1018, 7)]);

/** A vendor's program as this script: it gets the raw bytes as `raw`. */
function vendor(script: string): PhotoDecoderProfile {
  const file = join(tempFolder(), 'decoder.mjs');
  writeFileSync(
    file,
    `import { readFileSync, writeSync } from 'node:fs';\nconst raw = readFileSync(0);\n${script}\n`,
  );
  chmodSync(file, 0o700);
  return photoDecoderSchema.parse({ command: process.execPath, args: [file] });
}
/** As long as a busy machine may take to start a program. */
const patientMs = 40_000;
const sentenceOf = async (profile: PhotoDecoderProfile | null, patienceMs = patientMs) => {
  const photo = await photoDecoder(profile, patienceMs)(raw);
  return photo.kind === 'undecoded' ? photo.sentence : photo.type;
};

describe('the photo of a card', () => {
  it('stays the chip’s own bytes without a vendor’s decoder, and the screen says what is wanted', async () => {
    expect(await sentenceOf(null)).toBe('照片需厂商解码组件');
  });

  it('is handed whole to the vendor’s program, whose picture is shown', async () => {
    // What the program writes behind the head of a bitmap is what it was given.
    const photo = await photoDecoder(
      vendor(`process.stdout.write(Buffer.concat([Buffer.from('BM'), raw]));`),
      patientMs,
    )(raw);
    expect(photo).toMatchObject({ kind: 'decoded', type: 'image/bmp' });
    expect(photo.kind === 'decoded' && photo.picture.subarray(2).equals(raw)).toBe(true);
  });

  it.each([
    ['fails', `process.exit(3);`, '照片解码组件没有解出照片，请重新刷一次证件'],
    [
      'fails after a picture',
      `process.stdout.write('BM'); process.exitCode = 1;`,
      '照片解码组件没有解出照片，请重新刷一次证件',
    ],
    [
      'says something that is no picture',
      `console.log('no licence');`,
      '照片解码组件没有解出照片，请重新刷一次证件',
    ],
    [
      'never stops writing',
      `for (;;) writeSync(1, Buffer.alloc(65536));`,
      '照片解码组件给出的不是照片，请联系运维',
    ],
  ])('costs a picture and nothing else where that program %s', async (_, script, sentence) => {
    expect(await sentenceOf(vendor(script))).toBe(sentence);
  });

  it('costs no more where that program hangs, than the time that it is given', async () => {
    expect(await sentenceOf(vendor(`setInterval(() => {}, 1000);`), 100)).toBe(
      '照片解码组件没有应答，请联系运维',
    );
  });

  it('costs no more where that program is not there', async () => {
    expect(await sentenceOf({ command: '/nowhere/decoder', args: [] })).toBe(
      '照片解码组件启动不了，请联系运维',
    );
  });
});

describe('the photo at the counter', () => {
  it('is of whom the card names and of nobody else, and is gone with the visit', async () => {
    const photos = cardPhotos(photoDecoder(null), () => {});
    photos.take('41010419900321998X', raw);
    expect(photos.of('41010419900321998X')).toBeNull();
    await sleep(0);
    expect(photos.of('41010419900321998X')).toEqual({ picture: null, sentence: '照片需厂商解码组件' });
    expect(photos.of('410104199003219981')).toBeNull();
    photos.forget();
    expect(photos.of('41010419900321998X')).toBeNull();
  });

  it('of a card that was read after it does not come back with the first one’s late picture', async () => {
    const waiting: ((photo: Awaited<ReturnType<ReturnType<typeof photoDecoder>>>) => void)[] = [];
    let told = 0;
    const photos = cardPhotos(
      () => new Promise((resolve) => waiting.push(resolve)),
      () => {
        told += 1;
      },
    );
    photos.take('first', raw);
    photos.take('second', raw);
    waiting[0]?.({ kind: 'decoded', type: 'image/bmp', picture: Buffer.from('BM') });
    await sleep(0);
    expect([told, photos.of('first'), photos.of('second')]).toEqual([0, null, null]);
    waiting[1]?.({ kind: 'decoded', type: 'image/bmp', picture: Buffer.from('BM') });
    await sleep(0);
    expect([told, photos.of('second')?.picture]).toEqual([1, 'data:image/bmp;base64,Qk0=']);
  });
});
