import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { pressLikeAPerson } from '../e2e/hall.ts';
import { useAttachedHall } from './attached-hall.ts';
import { electronBinary, reasonLeftOut } from './electron-binary.ts';

const binary = electronBinary();
const leftOut = reasonLeftOut(binary);

interface Noted {
  /** Of each clip in the order in which it was played: its length in seconds, and whether it has sounded to its end. */
  clips: { readonly seconds: number; ended: boolean }[];
  /** The addresses that it fetched. */
  files: string[];
  /** What the page's own policy has kept from it. */
  violations: string[];
}

/** Notes in a page what it plays, and leaves it no voice of the machine's. */
function noteClips(): void {
  const noted: Noted = { clips: [], files: [], violations: [] };
  Object.assign(window, { noted });
  speechSynthesis.getVoices = () => [];
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    noted.violations.push(`${violatedDirective} ${blockedURI}`);
  });
  const { fetch } = window;
  window.fetch = (input, init) => {
    noted.files.push(new URL(input instanceof Request ? input.url : input, document.baseURI).href);
    return fetch(input, init);
  };
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...from): void {
    const clip = { seconds: this.buffer?.duration ?? 0, ended: false };
    noted.clips.push(clip);
    this.addEventListener('ended', () => {
      clip.ended = true;
    });
    start.apply(this, from);
  };
}

describe.skipIf(leftOut !== null)(
  `a board in Electron without a Chinese voice${leftOut === null ? '' : ` (left out: ${leftOut})`}`,
  () => {
    const attached = useAttachedHall(binary, ['board', 'kiosk', 'desk']);
    let board: Page;

    beforeAll(async () => {
      if ('missing' in binary) return;
      board = await attached.app.page('board');
    });

    const noted = () => board.evaluate(() => (window as unknown as { noted: Noted }).noted);

    it('plays the clips of a call to their end, twice, by the shell’s own addresses and under its policy', async () => {
      await board.evaluate(noteClips);
      // What it shows now has been called before: only what comes from here on is said.
      await board.getByText(/等候/).first().waitFor();
      const kiosk = await attached.app.page('kiosk');
      await kiosk.getByRole('button', { name: '民政社保，取号' }).click();
      await kiosk.getByTestId('ticket-number').waitFor();
      const desk = await attached.app.page('clerk');
      await pressLikeAPerson(desk);
      await desk.getByLabel('工号').fill('G1001');
      await desk.getByLabel('密码', { exact: true }).fill('demo-G1001');
      await desk.keyboard.press('Enter');
      await desk.getByRole('complementary', { name: '叫号' }).waitFor();
      await desk.keyboard.press('F2');
      await board.getByText('A001').first().waitFor();
      // 请 A 0 0 1 号 到 3 号窗口, each twice.
      const ended = async () => (await noted()).clips.filter((clip) => clip.ended).length;
      await expect.poll(ended, { timeout: 120_000 }).toBe(2 * 9);
      const { clips, violations } = await noted();
      expect(violations).toEqual([]);
      expect(clips).toHaveLength(2 * 9);
      // Each is a recording and no silence of nothing: spoken words, together some seconds.
      for (const { seconds } of clips) expect(seconds).toBeGreaterThan(0.05);
      expect(board.url()).toMatch(/^yichuang:\/\/app\/board\//);
      const { files } = await noted();
      // 请 A 0 1 号 到 3 号窗口: eight files, however often each is played.
      expect(new Set(files).size).toBe(8);
      for (const file of files) expect(file).toMatch(/^yichuang:\/\/app\/.*\.(ogg|mp3|wav)$/);
    }, 240_000);
  },
);
