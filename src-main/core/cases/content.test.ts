import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachmentLimits } from '#shared/cases/attachments.ts';
import { inspect } from '#shared/cases/content/inspect.ts';
import { jpeg, packedPdf, pdf, png, zipEnd } from '../../../tests/support/files.ts';
import { inflate } from './inflate.ts';

const codeOf = (bytes: Uint8Array) => {
  const found = inspect(bytes, inflate);
  return found.kind === 'refused' ? found.code : `${found.mediaType} ${found.sheets}`;
};

describe('what is taken', () => {
  it.each([
    ['a scanned page', jpeg(), 'image/jpeg 1'],
    ['a picture', png(), 'image/png 1'],
    ['a PDF, with its pages counted', pdf({ pages: 12 }), 'application/pdf 12'],
    ['a PDF whose objects are packed', packedPdf({ pages: 5 }), 'application/pdf 5'],
    ['a PDF that was filled up with zeros', Buffer.concat([pdf(), Buffer.alloc(40)]), 'application/pdf 2'],
    [
      'a PDF that was saved again: its pages count once',
      pdf({ pages: 2, objects: '3 0 obj << /Type /Page /Parent 2 0 R /Rotate 90 >> endobj' }),
      'application/pdf 2',
    ],
  ])('%s', (_, bytes, is) => {
    expect(codeOf(bytes)).toBe(is);
  });
});

describe('what is refused by its content, whatever it is called', () => {
  const unpacksTo = (bytes: number) =>
    Buffer.concat([
      Buffer.from('%PDF-1.5\n9 0 obj << /Type /ObjStm /N 1 /First 1 /Filter /FlateDecode >>\nstream\n'),
      deflateSync(Buffer.alloc(bytes, 0x20)),
      Buffer.from('\nendstream endobj\n%%EOF\n'),
    ]);
  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['too much', Buffer.alloc(attachmentLimits.fileBytes + 1, 1), 'tooBig'],
    ['a renamed program for Windows', Buffer.from('MZ\x90\0\x03'), 'executable'],
    ['a renamed program for Linux', Buffer.from('\x7fELF\x02\x01'), 'executable'],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf /'), 'executable'],
    ['a batch file', Buffer.from('@echo off'), 'executable'],
    ['a Windows shortcut', Buffer.from([0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0]), 'executable'],
    ['a zip', Buffer.from('PK\x03\x04aaaa'), 'archive'],
    ['a 7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27]), 'archive'],
    ['an old Word document', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'document'],
    ['an SVG', Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>'), 'markup'],
    ['an SVG in UTF-16', Buffer.from('\ufeff<svg onload="alert(1)"/>', 'utf16le'), 'markup'],
    ['a page', Buffer.from('\n <!DOCTYPE html><script>1</script>'), 'markup'],
    ['a GIF', Buffer.from('GIF89a'), 'otherPicture'],
    ['text', Buffer.from('豫小满'), 'unknownType'],
    ['a JPEG that breaks off', jpeg().subarray(0, 120), 'damaged'],
    ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'damaged'],
    ['a PNG that breaks off', png().subarray(0, 40), 'damaged'],
    ['a PDF that breaks off', pdf().subarray(0, 60), 'damaged'],
    ['a PDF without a page', pdf({ pages: 0 }), 'damaged'],
    ['a program behind a JPEG', Buffer.concat([jpeg(), Buffer.from('MZ\x90')]), 'somethingBehind'],
    ['a program behind a PNG', Buffer.concat([png(), Buffer.from('MZ\x90')]), 'somethingBehind'],
    ['a page behind a PDF', Buffer.concat([pdf(), Buffer.from('<?php 1;')]), 'somethingBehind'],
    ['a JPEG that is a zip as well', Buffer.concat([jpeg(), zipEnd]), 'twoInOne'],
    ['a PDF that is a zip as well', Buffer.concat([pdf(), zipEnd]), 'twoInOne'],
    ['a JPEG that is a PDF as well', jpeg({ segment: '%PDF-1.7 1 0 obj' }), 'twoInOne'],
    ['a JPEG that is a page as well', jpeg({ segment: '<script>alert(1)</script>' }), 'twoInOne'],
    ['a PNG of 900 million pixels', png({ width: 30_000, height: 30_000 }), 'tooManyPixels'],
    ['a JPEG of 60 million pixels', jpeg({ width: 10_000, height: 6_000 }), 'tooManyPixels'],
    ['a PNG without a size', png({ width: 0 }), 'damaged'],
    [
      'a PDF with a script at its opening',
      pdf({ catalogue: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' }),
      'activeContent',
    ],
    [
      'a PDF whose script is spelt in hex',
      pdf({ catalogue: '/OpenAction << /S /J#61vaScript >>' }),
      'activeContent',
    ],
    ['a PDF that starts a program', pdf({ catalogue: '/OpenAction << /S /Launch >>' }), 'activeContent'],
    ['a PDF with a file in it', pdf({ catalogue: '/Names << /EmbeddedFiles 9 0 R >>' }), 'activeContent'],
    ['a PDF that acts when a page is turned', pdf({ catalogue: '/AA << /O 9 0 R >>' }), 'activeContent'],
    ['a PDF with a form of its own', pdf({ catalogue: '/AcroForm << /XFA 9 0 R >>' }), 'activeContent'],
    [
      'a PDF whose script is packed',
      packedPdf({ inside: '/OpenAction << /S /JavaScript /JS (1) >>' }),
      'activeContent',
    ],
    [
      'a PDF whose script pretends to be in a stream',
      pdf({ objects: '8 0 obj (stream\n) endobj 9 0 obj << /S /JavaScript >> endobj (endstream)' }),
      'activeContent',
    ],
    ['a PDF with a password', pdf({ trailer: '/Encrypt 9 0 R' }), 'locked'],
    [
      'a PDF that is packed in an unusual way',
      packedPdf({ filter: '[/ASCIIHexDecode /FlateDecode]' }),
      'uncheckable',
    ],
    ['a PDF that unpacks to 64 MB', unpacksTo(64 * 1024 * 1024), 'uncheckable'],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('says so in a sentence that tells what to do', () => {
    const found = inspect(Buffer.from('MZ'), inflate);
    expect(found.kind === 'refused' && found.message).toBe(
      '这是一个程序文件，不是材料，已拒收。它可能带有病毒，请勿打开，并提醒申请人检查U盘。',
    );
  });
});

it('answers whatever it is given, quickly', () => {
  const begin = fc.constantFrom(
    Buffer.from([0xff, 0xd8, 0xff]),
    png().subarray(0, 33),
    Buffer.from('%PDF-1.7\n'),
    Buffer.alloc(0),
  );
  fc.assert(
    fc.property(begin, fc.uint8Array({ maxLength: 2000 }), (head, rest) => {
      expect(['accepted', 'refused']).toContain(inspect(Buffer.concat([head, rest]), inflate).kind);
    }),
    { numRuns: 400 },
  );
  const hostile = [
    'stream\n',
    '/ObjStm',
    '<<',
    '/Type /Pages ',
    '#41#42',
    'endobj /Count 1',
    '/Type          ',
  ];
  for (const word of hostile) {
    const bytes = Buffer.from(`%PDF-1.7\n${word.repeat(6_000_000 / word.length)}%%EOF`);
    const before = process.threadCpuUsage();
    inspect(bytes, inflate);
    // Its own work, whatever else has the processor meanwhile; in microseconds.
    expect(process.threadCpuUsage(before).user, word).toBeLessThan(2_000_000);
  }
});

it('never takes a page that was cut short: what arrives torn is scanned again', () => {
  const whole = jpeg({ data: 3_000 });
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (at) => {
      expect(inspect(whole.subarray(0, at), inflate).kind).toBe('refused');
    }),
  );
});
