import { epochOf, type Instant } from '#shared/clock/beijing.ts';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import type { DeviceStatus } from '#shared/devices/device-status.ts';

/** Whoever has waited longer than this is pointed out to the staff, in minutes. */
export const longWaitMinutes = 30;

/** What somebody of the staff should see to now: the kiosk's printer, and whoever has waited long. Each a sentence. */
export function hallAlerts(
  { waiting }: Pick<HallQueue, 'waiting'>,
  atKiosk: readonly DeviceStatus[],
  now: Instant,
): string[] {
  const troubled = atKiosk.filter(
    ({ kind, state }) => kind === 'ticketPrinter' && (state === 'fault' || state === 'offline'),
  );
  const waited = ({ issuedAt }: { issuedAt: Instant }) =>
    Math.floor((epochOf(now) - epochOf(issuedAt)) / 60_000);
  const long = waiting.filter((ticket) => waited(ticket) >= longWaitMinutes);
  const longest = Math.max(...long.map(waited));
  return [
    ...troubled.map(({ message }) => `取号机：${message}取号照常，号码显示在屏幕上。`),
    ...(long.length === 0
      ? []
      : [`有${long.length}人等候超过${longWaitMinutes}分钟，最长${longest}分钟，请增开窗口或提前叫号。`]),
  ];
}
