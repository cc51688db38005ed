import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltApp, buildApp, eventually, type RunningApp, startApp } from './electron-app.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);

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
      built = await buildApp();
      app = await startApp(binary, built, ['--audience=board']);
      page = await app.page('board');
    });
    afterAll(async () => {
      await app?.quit();
      outside?.close();
      await built?.remove();
    });

    it('has nothing of Node, and of the shell only its name', async () => {
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
            setTimeout(resolve, 2_000, 'silent');
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
      const statuses = await page.evaluate(() =>
        Promise.all(
          [
            '/board/index.html',
            '/..%2fmain/index.cjs',
            '/%2e%2e/%2e%2e/package.json',
            '/..%5cmain%5cindex.cjs',
            '/',
          ].map((path) => fetch(path).then((answer) => answer.status)),
        ),
      );
      expect(statuses).toEqual([200, 404, 404, 404, 404]);
    });

    it('goes nowhere else and opens no window', async () => {
      const opened = await page.evaluate((address) => {
        const links = [`${address}/navigate`, 'yichuang://app/clerk/index.html', 'file:///etc/hostname'];
        const result = [...links, ''].map((link) => window.open(link) === null);
        for (const link of links) {
          const anchor = document.createElement('a');
          anchor.href = link;
          document.body.append(anchor);
          anchor.click();
        }
        location.assign(`${address}/assign`);
        const frame = document.createElement('iframe');
        frame.src = `${address}/frame`;
        document.body.append(frame);
        return result;
      }, outsideAddress);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(opened).toEqual([true, true, true, true]);
      expect(await page.evaluate(() => location.href)).toBe('yichuang://app/board/index.html');
      expect(page.context().pages()).toHaveLength(1);
      expect(asked).toEqual([]);
    });

    it('is given no permission', async () => {
      const answers = await page.evaluate(async () => {
        const state = async (name: string) =>
          (await navigator.permissions.query({ name: name as PermissionName })).state;
        const refused = (promise: Promise<unknown>) =>
          promise.then(
            () => 'given',
            () => 'refused',
          );
        return {
          states: await Promise.all(
            ['geolocation', 'notifications', 'camera', 'microphone', 'midi'].map(state),
          ),
          notification: await Notification.requestPermission(),
          camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
          place: await refused(new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))),
          clipboard: await refused(navigator.clipboard.readText()),
        };
      });
      expect(new Set(answers.states)).toEqual(new Set(['denied']));
      expect(answers).toMatchObject({
        notification: 'denied',
        camera: 'refused',
        place: 'refused',
        clipboard: 'refused',
      });
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
  },
);
