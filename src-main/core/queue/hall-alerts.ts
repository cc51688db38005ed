import { epochOf, type Instant } from '#shared/clock/beijing.ts';
import type { HallQueue, Kiosk } from '#shared/contracts/hall-queue.ts';

/** Whoever has waited longer than this is pointed out to the staff, in minutes. */
export const longWaitMinutes = 30;

/** What somebody of the staff should see to now: the kiosks, and whoever has waited long. Each a sentence. */
export function hallAlerts(
  { waiting, kiosks }: Pick<HallQueue, 'waiting' | 'kiosks'>,
  now: Instant,
): string[] {
  const waited = ({ issuedAt }: { issuedAt: Instant }) =>
    Math.floor((epochOf(now) - epochOf(issuedAt)) / 60_000);
  const long = waiting.filter((ticket) => waited(ticket) >= longWaitMinutes);
  const longest = Math.max(...long.map(waited));
  return [
    ...kiosks.flatMap(kioskAlerts),
    ...(long.length === 0
      ? []
      : [`有${long.length}人等候超过${longWaitMinutes}分钟，最长${longest}分钟，请增开窗口或提前叫号。`]),
  ];
}

function kioskAlerts({ name, connected, devices }: Kiosk): string[] {
  if (!connected) return [`${name}连不上大厅，关机了或正在单独发号，请检查它的电源和网线。`];
  return devices
    .filter(({ kind }) => kind === 'ticketPrinter')
    .flatMap(({ state, message }) =>
      state === 'fault' || state === 'offline'
        ? [`${name}：${message}取号照常，号码显示在屏幕上。`]
        : state === 'attention'
          ? [`${name}：${message}`]
          : [],
    );
}
