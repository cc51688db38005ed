import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { kill } from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audiences } from '#shared/contracts/audience.ts';
import { type BuiltApp, buildApp, eventually, type RunningApp, startApp } from './electron-app.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Every file below a folder. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe.skipIf(leftOut !== null)(
  `a page in Electron${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    let built: BuiltApp;
    let app: RunningApp;
    let page: Page;
    let outside: Server;
    let outsideAddress: string;
    const asked: string[] = [];

    beforeAll(async () => {
      if ('missing' in binary) return;
      outside = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.setHeader('access-control-allow-origin', '*').end('outside');
      });
      await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
      outsideAddress = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
      built = await buildApp('observer');
      // What the desktop would open an address with: writes down that it was asked.
      const opener = join(built.folder, 'xdg-open');
      writeFileSync(opener, `#!/bin/sh\necho "$@" >> ${join(built.folder, 'opened-outside')}\n`, {
        mode: 0o755,
      });
      app = await startApp(binary, built, ['--audience=board'], {
        PATH: `${built.folder}${delimiter}${process.env.PATH}`,
      });
      page = await app.page('board');
    });
    afterAll(async () => {
      await app?.quit();
      outside?.close();
      await built?.remove();
    });

    it('has nothing of Node, and of the shell only its name and two ways to print', async () => {
      const world = await page.evaluate(() => ({
        kinds: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].map(
          (name) => typeof Reflect.get(window, name),
        ),
        shell: Reflect.get(window, 'yichuang'),
        origin: location.origin,
        secure: isSecureContext,
        opener: window.opener,
      }));
      expect(new Set(world.kinds)).toEqual(new Set(['undefined']));
      expect(world).toMatchObject({
        shell: { shell: 'electron' },
        origin: 'yichuang://app',
        secure: true,
        opener: null,
      });
    });

    it('runs no script that stands in the page, and none that is made of text', async () => {
      expect(await page.evaluate(() => Reflect.get(window, 'inlineRan'))).toBeUndefined();
      const injected = await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.injectedRan = true';
        document.body.append(script);
        return Reflect.get(window, 'injectedRan');
      });
      expect(injected).toBeUndefined();
      expect(await page.evaluate(() => Reflect.get(window, 'probe').runsText)).toBe(false);
    });

    it('reaches no other origin, in any way a page has', async () => {
      const ways = await page.evaluate(async (address) => {
        const element = (make: () => HTMLElement & { src: string }) =>
          new Promise<string>((resolve) => {
            const each = make();
            each.onload = () => resolve('loaded');
            each.onerror = () => resolve('refused');
            each.src = `${address}/element`;
            document.body.append(each);
            setTimeout(resolve, 30_000, 'silent');
          });
        const socket = new Promise<string>((resolve) => {
          try {
            const each = new WebSocket(address.replace('http', 'ws'));
            each.onopen = () => resolve('loaded');
            each.onerror = () => resolve('refused');
          } catch {
            resolve('refused');
          }
        });
        return Promise.all([
          fetch(`${address}/fetch`).then(
            () => 'loaded',
            () => 'refused',
          ),
          element(() => new Image()),
          element(() => document.createElement('script')),
          socket,
          fetch('file:///etc/hostname').then(
            () => 'loaded',
            () => 'refused',
          ),
        ]);
      }, outsideAddress);
      expect(ways).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
      expect(asked).toEqual([]);
    });

    it('reads no file outside the renderer’s folder', async () => {
      const secret = join(built.folder, 'secret.html');
      writeFileSync(secret, 'secret');
      const renderer = join(built.folder, 'out', 'renderer');
      symlinkSync(secret, join(renderer, 'linked.html'));
      symlinkSync(built.folder, join(renderer, 'linked'));
      symlinkSync(join(renderer, 'board', 'index.html'), join(renderer, 'inner.html'));
      const ask = (addresses: readonly string[]) =>
        page.evaluate(
          (each) =>
            Promise.all(
              each.map((address) =>
                fetch(address).then(
                  (answer) => answer.status,
                  () => 'refused',
                ),
              ),
            ),
          addresses,
        );
      expect(await ask(['/board/index.html', '/inner.html', '/board/../board/index.html'])).toEqual([
        200, 200, 200,
      ]);
      const outsiders = [
        '/..%2fmain/index.cjs',
        '/%2e%2e/%2e%2e/package.json',
        '/%252e%252e/%252e%252e/secret.html',
        '/..%252f..%252fsecret.html',
        '/..%2f..%2fsecret.html',
        '/..%5cmain%5cindex.cjs',
        '/..\\..\\secret.html',
        '/%c0%ae%c0%ae/secret.html',
        '/board/index.html%00.png',
        '/board%00/index.html',
        `/${secret}`,
        `//${secret}`,
        '/linked.html',
        '/linked/secret.html',
        '/',
        '/board',
        '/board/',
      ];
      for (const [at, status] of (await ask(outsiders)).entries())
        expect([404, 'refused'], outsiders[at]).toContain(status);
      expect(
        await ask([
          'yichuang://other/board/index.html',
          'yichuang://app.example/board/index.html',
          'yichuang://app@other/board/index.html',
          'file:///etc/hostname',
        ]),
      ).not.toContain(200);
    });

    it('is served under the program’s rules, whatever it asks for', async () => {
      const headers = await page.evaluate(() =>
        Promise.all(
          ['/board/index.html', '/no-such-page.html', '/..%2fmain/index.cjs'].map((path) =>
            fetch(path).then((answer) => ({
              rules: answer.headers.get('content-security-policy'),
              guessed: answer.headers.get('x-content-type-options'),
              devices: answer.headers.get('permissions-policy'),
            })),
          ),
        ),
      );
      for (const { rules, guessed, devices } of headers) {
        expect(rules).toContain("default-src 'none'; script-src 'self';");
        expect(rules).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        expect(guessed).toBe('nosniff');
        expect(devices).toContain('camera=(), microphone=()');
      }
    });

    it('goes nowhere else and opens no window', async () => {
      const tries = await page.evaluate((address) => {
        const own = 'yichuang://app/clerk/index.html';
        const made = URL.createObjectURL(new Blob(['<p>made</p>'], { type: 'text/html' }));
        const links = [
          `${address}/link`,
          own,
          'file:///etc/hostname',
          'data:text/html,<p>data</p>',
          made,
          'about:blank',
          'javascript:void(window.scriptAddressRan = true)',
          'mailto:someone@invalid.example',
          'x-unknown:something',
        ];
        const element = (name: string, attributes: Record<string, string>): HTMLElement => {
          const each = document.createElement(name);
          for (const [key, value] of Object.entries(attributes)) each.setAttribute(key, value);
          document.body.append(each);
          return each;
        };
        const attempt = (act: () => unknown): void => {
          try {
            act();
          } catch {
            // Refused there and then: as good as any other no.
          }
        };
        const opened = [...links, ''].map((link) => window.open(link));
        for (const link of links) {
          for (const target of ['_self', '_blank', '_top']) element('a', { href: link, target }).click();
          element('a', { href: link, download: 'file.html' }).click();
          attempt(() => location.assign(link));
          attempt(() => location.replace(link));
          attempt(() => {
            location.href = link;
          });
          for (const method of ['get', 'post']) {
            attempt(() => (element('form', { action: link, method }) as HTMLFormElement).submit());
            attempt(() =>
              (element('form', { action: link, method, target: '_blank' }) as HTMLFormElement).submit(),
            );
          }
          element('iframe', { src: link });
          element('embed', { src: link });
          element('object', { data: link });
          element('webview', { src: link });
          element('portal', { src: link });
          element('meta', { 'http-equiv': 'refresh', content: `0;url=${link}` });
        }
        return { opened: opened.filter((each) => each !== null).length, tried: links.length };
      }, outsideAddress);
      await pause(1_500);
      expect(tries).toEqual({ opened: 0, tried: 9 });
      expect(await page.evaluate(() => location.href)).toBe('yichuang://app/board/index.html');
      expect(await page.evaluate(() => Reflect.get(window, 'scriptAddressRan'))).toBeUndefined();
      expect(page.context().pages()).toHaveLength(1);
      // What was asked for shows nowhere: a frame holds Chromium's own page of refusal, or nothing.
      const framed = page
        .frames()
        .slice(1)
        .map((frame) => frame.url());
      expect(framed.filter((url) => !/^(|about:blank|about:srcdoc|chrome-error:.*)$/.test(url))).toEqual([]);
      expect(asked).toEqual([]);
      expect(existsSync(join(built.folder, 'opened-outside'))).toBe(false);
    });

    it('does not become a file that is dropped on it, and saves none', async () => {
      const session = await page.context().newCDPSession(page);
      const data = { items: [], files: [join(built.folder, 'secret.html')], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
      }
      await pause(500);
      await session.detach();
      expect(await page.evaluate(() => location.href)).toBe('yichuang://app/board/index.html');
      expect(page.context().pages()).toHaveLength(1);

      await page.evaluate(() => {
        const anchor = document.createElement('a');
        anchor.href = URL.createObjectURL(new Blob(['kept']));
        anchor.download = 'kept-by-the-page.txt';
        document.body.append(anchor);
        anchor.click();
      });
      await pause(500);
      const kept = [built.folder, app.userData]
        .flatMap(filesBelow)
        .filter((file) => file.includes('kept-by-the-page'));
      expect(kept).toEqual([]);
      expect(await page.evaluate(() => Reflect.has(window, 'showOpenFilePicker'))).toBe(false);
      expect(await page.evaluate(() => Reflect.has(window, 'showSaveFilePicker'))).toBe(false);
    });

    it('finds no way out beside the web’s: beacons, prefetching, workers, calls between browsers', async () => {
      const heard: string[] = [];
      const udp = createSocket('udp4', () => heard.push('udp'));
      udp.bind(0, '127.0.0.1');
      await once(udp, 'listening');
      const tcp = createTcpServer(() => heard.push('tcp')).listen(0, '127.0.0.1');
      await once(tcp, 'listening');
      const ways = await page.evaluate(
        async ({ address, udpPort, tcpPort }) => {
          for (const rel of ['prefetch', 'preconnect', 'prerender', 'stylesheet', 'manifest', 'icon']) {
            const link = document.createElement('link');
            link.rel = rel;
            link.href = `${address}/${rel}`;
            document.head.append(link);
          }
          const style = document.createElement('style');
          style.textContent = `@import url(${address}/import); body { background: url(${address}/background) }`;
          document.head.append(style);
          navigator.sendBeacon(`${address}/beacon`, 'x');
          const source = new Promise<string>((resolve) => {
            const events = new EventSource(`${address}/events`);
            events.onopen = () => resolve('opened');
            events.onerror = () => resolve('refused');
          });
          const worker = new Promise<string>((resolve) => {
            try {
              const made = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
              made.onmessage = () => resolve('ran');
              made.onerror = () => resolve('refused');
            } catch {
              resolve('refused');
            }
          });
          const service = navigator.serviceWorker
            ? navigator.serviceWorker.register('/board.js').then(
                () => 'registered',
                () => 'refused',
              )
            : 'refused';
          const peer = new RTCPeerConnection({
            iceServers: [
              { urls: `stun:127.0.0.1:${udpPort}` },
              { urls: `turn:127.0.0.1:${udpPort}?transport=udp`, username: 'a', credential: 'b' },
              { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'a', credential: 'b' },
            ],
          });
          peer.createDataChannel('x');
          await peer.setLocalDescription(await peer.createOffer());
          return Promise.all([source, worker, service]);
        },
        {
          address: outsideAddress,
          udpPort: udp.address().port,
          tcpPort: (tcp.address() as AddressInfo).port,
        },
      );
      await pause(2_000);
      udp.close();
      tcp.close();
      expect(ways).toEqual(['refused', 'refused', 'refused']);
      expect(asked).toEqual([]);
      expect(heard).toEqual([]);
    });

    it('is given no permission and no device', async () => {
      const answers = await page.evaluate(async () => {
        const state = async (name: string) =>
          (await navigator.permissions.query({ name: name as PermissionName })).state;
        // A kind of device that this Chromium does not have is as good as refused.
        const refused = (ask: () => unknown) =>
          Promise.race([
            (async () => ask())().then(
              (given) => (Array.isArray(given) && given.length === 0 ? 'refused' : 'given'),
              () => 'refused',
            ),
            new Promise<string>((resolve) => setTimeout(resolve, 30_000, 'open')),
          ]);
        type Devices = Record<
          'hid' | 'serial' | 'usb' | 'bluetooth',
          Record<string, (options: object) => unknown>
        >;
        const devices = navigator as unknown as Devices;
        const media = navigator.mediaDevices;
        return {
          states: await Promise.all(
            [
              'geolocation',
              'notifications',
              'camera',
              'microphone',
              'midi',
              'clipboard-read',
              'idle-detection',
            ].map(state),
          ),
          notification: await Notification.requestPermission(),
          refused: await Promise.all([
            refused(() => media.getUserMedia({ video: true })),
            refused(() => media.getUserMedia({ audio: true })),
            refused(() => media.getDisplayMedia({ video: true })),
            refused(() => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))),
            refused(() => navigator.clipboard.readText()),
            refused(() => navigator.clipboard.read()),
            refused(() => navigator.requestMIDIAccess({ sysex: true })),
            refused(() => navigator.requestMIDIAccess()),
            refused(() => devices.hid.requestDevice?.({ filters: [] })),
            refused(() => devices.hid.getDevices?.({})),
            refused(() => devices.serial.requestPort?.({})),
            refused(() => devices.serial.getPorts?.({})),
            refused(() => devices.usb.requestDevice?.({ filters: [] })),
            refused(() => devices.usb.getDevices?.({})),
            refused(() => devices.bluetooth.requestDevice?.({ acceptAllDevices: true })),
            refused(() => (window as unknown as { queryLocalFonts(): unknown }).queryLocalFonts()),
            refused(() => document.body.requestPointerLock()).then(() =>
              document.pointerLockElement === null ? 'refused' : 'given',
            ),
          ]),
        };
      });
      expect(new Set(answers.states)).toEqual(new Set(['denied']));
      expect(answers.notification).toBe('denied');
      expect(new Set(answers.refused)).toEqual(new Set(['refused']));
    });

    it('is answered no by the shell itself too, for every kind that there is', async () => {
      await eventually(() => app.observed('window')).toHaveLength(1);
      // Three handlers were asked for each kind; what any of them granted is listed.
      expect(app.observed('window')[0]).toMatchObject({ given: [] });
    });

    it('gets no link of another audience', async () => {
      await page.evaluate(() => {
        for (const audience of ['clerk', 'department', 'citizen']) {
          window.postMessage({ kind: 'yichuang-link-wanted', audience }, location.origin);
        }
      });
      const refusals = () =>
        app.lines.filter((line) => line.includes('refused a link of another audience')).length;
      await eventually(refusals).toBe(3);
      expect(await page.evaluate(() => Reflect.get(window, 'probe').told.ports)).toBe(1);
    });

    it('is heard only as itself: no frame in it, no page that is gone, no page that took another’s address', async () => {
      const ignored = () =>
        app.lines.filter((line) => line.includes('ignored a message of another sender')).length;
      const frames = page.frames().length;
      await page.evaluate(() => {
        document.body.append(document.createElement('iframe'));
      });
      await eventually(() => page.frames().length).toBeGreaterThan(frames);
      kill(app.pid, 'SIGUSR2');
      await eventually(() => app.observed('forged')).toEqual([{ kind: 'forged', inner: true }]);
      await eventually(ignored).toBe(2);
      const ports = await page.evaluate(() => Reflect.get(window, 'probe').told.ports);
      await page.evaluate(() => {
        history.pushState(null, '', '/clerk/index.html');
        window.postMessage({ kind: 'yichuang-link-wanted', audience: 'clerk' }, location.origin);
        window.postMessage({ kind: 'yichuang-link-wanted' }, location.origin);
      });
      await eventually(ignored).toBe(4);
      await page.evaluate(() => history.replaceState(null, '', '/board/index.html'));
      expect(await page.evaluate(() => Reflect.get(window, 'probe').told.ports)).toBe(ports);
      // The one message that a page may send is the only one that is listened for.
      expect(app.observed('window')[0]).toMatchObject({ listeners: ['error', 'yichuang-link-wanted'] });
    });

    it('does not write into its window’s title', async () => {
      await page.evaluate(() => {
        document.title = '商立秋 110101199003070011';
      });
      await pause(300);
      kill(app.pid, 'SIGUSR2');
      await eventually(() => app.observed('titles').at(-1)).toMatchObject({ titles: ['一窗 · 大厅屏'] });
    });

    it('may load itself again', async () => {
      await page.evaluate(() => {
        Reflect.set(window, 'before', true);
        location.reload();
      });
      await eventually(() =>
        page.evaluate(() => Reflect.get(window, 'before')).catch(() => true),
      ).toBeUndefined();
      await eventually(() => page.evaluate(() => Reflect.get(window, 'probe').told.ports)).toBe(1);
      expect(app.lines.join('\n')).not.toContain('a page crashed');
    });

    it('leaves nothing on the disk, whatever it keeps', async () => {
      const mark = 'kept-only-in-memory-4711';
      await page.evaluate(async (text) => {
        localStorage.setItem('mark', text);
        sessionStorage.setItem('mark', text);
        // biome-ignore lint/suspicious/noDocumentCookie: this is what a page would do.
        document.cookie = `mark=${text}`;
        await new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('mark');
          opening.onupgradeneeded = () => opening.result.createObjectStore('marks');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const writing = opening.result.transaction('marks', 'readwrite');
            writing.objectStore('marks').put(text, 1);
            writing.oncomplete = () => resolve();
          };
        });
        await (await caches.open('mark')).put('/board/index.html', new Response(text)).catch(() => {});
        const kept = await navigator.storage.getDirectory();
        const writing = await (await kept.getFileHandle('mark', { create: true })).createWritable();
        await writing.write(text);
        await writing.close();
      }, mark);
      await app.quit();
      const holding = filesBelow(app.userData).filter((file) =>
        [mark, Buffer.from(mark, 'utf16le').toString('latin1')].some((text) =>
          readFileSync(file, 'latin1').includes(text),
        ),
      );
      expect(filesBelow(app.userData)).not.toEqual([]);
      expect(holding).toEqual([]);
    });
  },
);

describe.skipIf(leftOut !== null)(
  `the windows in Electron${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    let built: BuiltApp;
    afterAll(() => built?.remove());

    it('are all in a sandbox, in memory, without Node, and named after their place', async () => {
      if ('missing' in binary) return;
      built = await buildApp('observer');
      const wanted = audiences.filter((audience) => audience !== 'tray');
      const app = await startApp(binary, built, [`--audience=${wanted.join(',')}`]);
      try {
        await eventually(() => app.observed('window').length).toBe(wanted.length);
        for (const seen of app.observed('window')) {
          expect(seen).toMatchObject({
            url: expect.stringMatching(/^yichuang:\/\/app\/\w+\/index\.html$/),
            title: expect.stringMatching(/^一窗 · [^\d]{2,6}$/),
            inMemory: true,
            spellChecker: false,
            given: [],
            preferences: {
              sandbox: true,
              contextIsolation: true,
              nodeIntegration: false,
              nodeIntegrationInSubFrames: false,
              webSecurity: true,
              webviewTag: false,
            },
          });
          expect(seen.preferences).not.toMatchObject({ allowRunningInsecureContent: true });
          expect(seen.preferences).not.toMatchObject({ experimentalFeatures: true });
        }
        for (const audience of wanted) {
          const kinds = await (await app.page(audience)).evaluate(() =>
            ['require', 'process', 'module', 'Buffer', 'global', 'electron'].map(
              (name) => typeof Reflect.get(window, name),
            ),
          );
          expect(new Set(kinds), audience).toEqual(new Set(['undefined']));
        }
      } finally {
        await app.quit();
      }
    });
  },
);
