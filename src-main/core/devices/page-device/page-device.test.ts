import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { citizenPages, citizenScreen } from './citizen-screen.ts';
import { pageDevice } from './page-device.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is as its page says, and nobody knows once the page is silent', () => {
  const camera = pageDevice('camera');
  expect(camera.status().state).toBe('unknown');
  camera.report('ready');
  expect(camera.status().state).toBe('ready');
  vi.advanceTimersByTime(59_000);
  camera.report('absent');
  expect(camera.status().state).toBe('offline');
  vi.advanceTimersByTime(61_000);
  expect(camera.status().state).toBe('unknown');
});

it('passes over what its kind is never like', () => {
  const camera = pageDevice('camera');
  for (const code of ['noVoice', 'constructor', 'closed', '']) camera.report(code);
  expect(camera.status().code).toBe('starting');
});

it('the citizen’s screen is there as long as one of its pages watches', () => {
  const pages = citizenPages();
  const screen = citizenScreen(pages);
  expect(screen.status().state).toBe('offline');
  const [first, second] = [new AbortController(), new AbortController()];
  pages.watching(first.signal);
  pages.watching(second.signal);
  first.abort();
  expect(screen.status().state).toBe('ready');
  second.abort();
  expect(screen.status().state).toBe('offline');
});
