import { describe, expect, it } from 'vitest';
import { readArguments } from './start-arguments.ts';

const noFiles = (): string => {
  throw new Error('no such file');
};
const read = (words: string[], readText: (path: string) => string = noFiles) =>
  readArguments(words, readText);

describe('the command line', () => {
  it('opens the clerk’s window when it asks for nothing', () => {
    expect(read(['/app', '--no-sandbox'])).toEqual({
      kind: 'start',
      attach: [],
      audiences: ['clerk'],
      coreEntry: null,
      coreArguments: [],
      kiosk: false,
    });
  });

  it('names windows, the core’s entry, and what the core is told', () => {
    expect(
      read([
        '--audience=clerk,citizen',
        '--core',
        '/x/core.cjs',
        '--kiosk',
        '--',
        '--data',
        '--audience=board',
      ]),
    ).toMatchObject({
      audiences: ['clerk', 'citizen'],
      coreEntry: '/x/core.cjs',
      kiosk: true,
      coreArguments: ['--data', '--audience=board'],
    });
  });

  it('attaches windows, without a core of its own unless one is asked for', () => {
    const board = '--attach=http://127.0.0.1:1/board/#a';
    expect(read([board, '--attach=http://127.0.0.1:1/kiosk/#b'])).toMatchObject({
      attach: [{ audience: 'board' }, { audience: 'kiosk' }],
      audiences: [],
    });
    expect(read([board, '--audience=clerk'])).toMatchObject({ audiences: ['clerk'] });
  });

  it('takes page addresses out of a file, where tokens are not for other users’ eyes', () => {
    const text = 'http://127.0.0.1:1/board/#a\nhttp://127.0.0.1:1/clerk/#b\n';
    expect(
      read(['--attach=@/run/links'], (path) => (path === '/run/links' ? text : noFiles())),
    ).toMatchObject({
      attach: [{ audience: 'board' }, { audience: 'clerk' }],
    });
    expect(read(['--attach=@/run/links'])).toMatchObject({ kind: 'refused' });
  });

  it('is refused where it cannot be understood', () => {
    expect(read(['--audience=clrek'])).toMatchObject({ kind: 'refused' });
    expect(read(['--attach'])).toMatchObject({ kind: 'refused' });
    expect(read(['--core', '--kiosk'])).toMatchObject({ kind: 'refused' });
    expect(read(['--attach=http://192.0.2.7:1/clerk/#a'])).toMatchObject({ kind: 'refused' });
  });
});
