import { describe, expect, it } from 'vitest';
import { readPageAddress } from './page-address.ts';

describe('the address of a page to attach to', () => {
  it('names the audience, the link and the token', () => {
    const page = readPageAddress('http://127.0.0.1:4312/clerk/#abc_-9');
    expect(page).toMatchObject({ kind: 'page', audience: 'clerk', origin: 'http://127.0.0.1:4312' });
    if (page.kind === 'page') {
      expect([...page.links]).toEqual([
        ['clerk', { url: 'ws://127.0.0.1:4312/link/clerk', token: 'abc_-9' }],
      ]);
    }
  });

  it('may bring the tray’s token too', () => {
    const page = readPageAddress('http://[::1]:4312/kiosk/index.html#abc&tray=def');
    expect(page.kind === 'page' && page.links.get('tray')).toEqual({
      url: 'ws://[::1]:4312/link/tray',
      token: 'def',
    });
  });

  it('leads to this machine, unless it is a board', () => {
    for (const audience of ['clerk', 'department', 'citizen', 'kiosk', 'tray']) {
      for (const host of ['192.0.2.7', 'desk.example', '127.0.0.1.example.com', '0.0.0.0']) {
        const page = readPageAddress(`http://${host}:4312/${audience}/#abc`);
        expect(page, `${audience} ${host}`).toMatchObject({ kind: 'refused' });
      }
      expect(readPageAddress(`http://localhost:4312/${audience}/#abc`).kind).toBe('page');
    }
    expect(readPageAddress('http://192.0.2.7:4312/board/#abc').kind).toBe('page');
    expect(readPageAddress('https://hall.example/board/#abc')).toMatchObject({
      links: new Map([['board', { url: 'wss://hall.example/link/board', token: 'abc' }]]),
    });
  });

  it('is refused with a sentence where it is none, or has no token', () => {
    for (const text of [
      '',
      'clerk',
      'file:///clerk/#abc',
      'http://127.0.0.1:1/',
      'http://127.0.0.1:1/admin/#abc',
      'http://127.0.0.1:1/clerk/',
      'http://127.0.0.1:1/clerk/#tray=abc',
      'http://127.0.0.1:1/clerk/#a%20b',
    ]) {
      const page = readPageAddress(text);
      expect(page.kind, text).toBe('refused');
      expect(page.kind === 'refused' && page.sentence).toMatch(/[一-龥]/);
    }
  });
});
