import { useEffect, useState } from 'react';

const zone = 'Asia/Shanghai';
const timeFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  weekday: 'long',
});

/** `09:05` in Beijing, whatever zone the PC is set to. */
export const timeText = (instant: string | number): string => timeFormat.format(new Date(instant));
/** `2026年9月22日星期二` */
export const dayText = (instant: string | number): string => dayFormat.format(new Date(instant));

/**
 * The core's time, ticking on between its snapshots. It follows the monotonic clock from the last snapshot, so
 * that somebody who changes the PC's clock does not change what the screen shows.
 */
export function useCoreTime(now: string | undefined): number {
  const [time, setTime] = useState(() => Date.parse(now ?? '') || Date.now());
  useEffect(() => {
    if (now === undefined) return;
    const base = Date.parse(now);
    const since = performance.now();
    const tick = (): void => setTime(base + performance.now() - since);
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return time;
}
