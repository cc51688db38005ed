import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SamResponse, SamResponses, samRequest } from './frame.ts';

const preamble = Buffer.from('AAAAAA9669', 'hex');

function frame(sw3: number, data: Uint8Array = new Uint8Array()): Buffer {
  const checked = Buffer.from([(data.length + 4) >> 8, (data.length + 4) & 0xff, 0, 0, sw3, ...data]);
  return Buffer.concat([preamble, checked, Buffer.from([checked.reduce((sum, byte) => sum ^ byte, 0)])]);
}

function parse(chunks: Iterable<Uint8Array>): SamResponse[] {
  const responses = new SamResponses();
  for (const chunk of chunks) responses.write(chunk);
  const found: SamResponse[] = [];
  for (let each = responses.read(); each !== null; each = responses.read()) found.push(each);
  return found;
}

/** The bytes of the requests and answers as the devices' documents print them. */
describe('frames of the SAM module', () => {
  it.each([
    [0x10, 0xff, '000310FFEC'],
    [0x11, 0xff, '000311FFED'],
    [0x12, 0xff, '000312FFEE'],
    [0x20, 0x01, '0003200122'],
    [0x20, 0x02, '0003200221'],
    [0x30, 0x01, '0003300132'],
    [0x30, 0x10, '0003301023'],
    [0x30, 0x03, '0003300330'],
  ])('request %i %i', (command, parameter, rest) => {
    expect(samRequest(command, parameter).toString('hex').toUpperCase()).toBe(`AAAAAA9669${rest}`);
  });

  it.each([
    ['0004000090' + '94', 0x90, 0],
    ['000800009F' + '00000000' + '97', 0x9f, 4],
    ['000C000090' + '0000000000000000' + '9C', 0x90, 8],
    ['0004000080' + '84', 0x80, 0],
    ['0004000081' + '85', 0x81, 0],
    ['0004000041' + '45', 0x41, 0],
  ])('answer %s', (rest, sw3, dataLength) => {
    const [response] = parse([Buffer.from(`AAAAAA9669${rest}`, 'hex')]);
    expect(response?.sw3).toBe(sw3);
    expect(response?.data.length).toBe(dataLength);
  });

  it('a whole read is 1295 bytes', () => {
    const read = frame(0x90, new Uint8Array(1284));
    expect(read.length).toBe(1295);
    expect(parse([read])[0]?.data.length).toBe(1284);
  });

  it('a preamble inside the photo begins nothing while the frame around it checks', () => {
    const data = Buffer.alloc(1284);
    preamble.copy(data, 600);
    expect(parse([frame(0x90, data)])).toEqual([{ sw3: 0x90, data }]);
  });

  it('a frame that does not check is passed over, and the next one is found inside or after it', () => {
    const data = Buffer.alloc(1284);
    frame(0x80).copy(data, 600);
    const spoilt = frame(0x90, data);
    spoilt.writeUInt8(spoilt.readUInt8(1294) ^ 1, 1294);
    expect(parse([spoilt, frame(0x9f, Buffer.alloc(4))]).map((each) => each.sw3)).toEqual([0x80, 0x9f]);
  });

  it('after a torn frame the next ones are found as soon as enough bytes have come', () => {
    const torn = frame(0x90, Buffer.alloc(20)).subarray(0, 12);
    const after = [frame(0x80), frame(0x81), frame(0x80)];
    expect(parse([torn, ...after]).map((each) => each.sw3)).toEqual([0x80, 0x81, 0x80]);
  });

  it('a torn frame can be given up without waiting for its rest', () => {
    const responses = new SamResponses();
    responses.write(frame(0x90, Buffer.alloc(1284)).subarray(0, 700));
    responses.discard();
    responses.write(frame(0x80));
    expect(responses.read()).toEqual({ sw3: 0x80, data: Buffer.alloc(0) });
  });

  it.each([0, 3, 4097, 0xffff])('a length of %i is noise', (length) => {
    const header = Buffer.concat([preamble, Buffer.from([length >> 8, length & 0xff])]);
    expect(parse([header, frame(0x80)]).map((each) => each.sw3)).toEqual([0x80]);
  });

  const anyFrame = fc
    .record({ sw3: fc.integer({ min: 0, max: 255 }), data: fc.uint8Array({ maxLength: 300 }) })
    .map(({ sw3, data }) => ({ sw3, data: Buffer.from(data) }));
  const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 });

  it('frames come out whole however the line cuts them, with noise in between', () => {
    const noise = fc
      .uint8Array({ maxLength: 40 })
      .map((bytes) => Buffer.from(bytes.map((byte) => byte & 0x7f)));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, anyFrame), { maxLength: 6 }), cuts, (parts, sizes) => {
        const bytes = Buffer.concat(parts.flatMap(([before, { sw3, data }]) => [before, frame(sw3, data)]));
        expect(parse(cut(bytes, sizes))).toEqual(parts.map(([, response]) => response));
      }),
    );
  });

  it('the cutting never matters, not even in a stream of torn frames and preambles', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
      fc.constant(preamble),
      fc.constant(Buffer.from([0xaa])),
      anyFrame.map(({ sw3, data }) => frame(sw3, data)),
      fc.tuple(anyFrame, fc.nat(20)).map(([{ sw3, data }, lost]) => frame(sw3, data).subarray(0, -1 - lost)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), cuts, (stream, sizes) => {
        const bytes = Buffer.concat(stream);
        expect(parse(cut(bytes, sizes))).toEqual(parse([bytes]));
      }),
    );
  });
});

function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
