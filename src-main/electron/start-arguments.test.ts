import { describe, expect, it } from 'vitest';
import { commandAsked, readArguments } from './start-arguments.ts';

const noFiles = (): string => {
  throw new Error('no such file');
};
const read = (words: string[], readText: (path: string) => string = noFiles) =>
  readArguments(words, readText, false);

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

  it('of a packaged program opens nothing: no debugger, no other core, no switch that it does not know', () => {
    const packaged = (...words: string[]) => readArguments(words, noFiles, true).kind;
    for (const word of [
      '--remote-debugging-port=9222',
      '--remote-debugging-pipe',
      '--inspect',
      '--inspect-brk=0',
      '--js-flags=--allow-natives-syntax',
      '--load-extension=/x',
      '--disable-web-security',
      '--ignore-certificate-errors',
      '--renderer-cmd-prefix=/x',
      '--proxy-server=192.0.2.7:1',
      '-remote-debugging-port=9222',
      '/remote-debugging-port=9222',
      '--core=/x/core.cjs',
      '--a-switch-of-next-year',
    ]) {
      expect(packaged('--audience=board', word), word).toBe('refused');
    }
    expect(
      packaged('--audience=board', '--kiosk', '--no-sandbox', '--user-data-dir=/x', '--', '--data', '/x'),
    ).toBe('start');
    expect(packaged()).toBe('start');
  });

  it('is refused where it cannot be understood', () => {
    expect(read(['--audience=clrek'])).toMatchObject({ kind: 'refused' });
    expect(read(['--attach'])).toMatchObject({ kind: 'refused' });
    expect(read(['--core', '--kiosk'])).toMatchObject({ kind: 'refused' });
    expect(read(['--attach=http://192.0.2.7:1/clerk/#a'])).toMatchObject({ kind: 'refused' });
  });
});

it.each([
  [['device', 'list', '--json'], { command: 'device', words: ['list', '--json'] }],
  [
    ['--no-sandbox', '--disable-gpu', 'device', 'read-card', '--port', 'COM3'],
    { command: 'device', words: ['read-card', '--port', 'COM3'] },
  ],
  [['clock', 'explain', '--promised', '10'], { command: 'clock', words: ['explain', '--promised', '10'] }],
  [['--audience=clerk', '--', '--provisioning', 'device'], null],
  [['--audience=clerk'], null],
  [[], null],
])('%j asks for the command line: %j', (words, meant) => {
  expect(commandAsked(words)).toEqual(meant);
});
