import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { type PriorityReason, priorityReasons } from '#shared/queue/ticket-commands.ts';
import { useTouch } from './use-touch.ts';
import { because, useWay } from './way.ts';

/** Where the card goes, if one likes, whom the reader has read, and the priority that they may have. */
export function CardPlace({
  screen: { holderName, cardSentence, priorityOffered },
}: {
  readonly screen: KioskScreen;
}) {
  const way = useWay();
  return (
    <section className={holderName === null ? 'kiosk-card' : 'kiosk-card kiosk-card-read'} aria-live="polite">
      <svg width="84" height="60" viewBox="0 0 84 60" aria-hidden="true" focusable="false">
        <rect x="3" y="3" width="78" height="54" rx="7" fill="none" stroke="currentColor" strokeWidth="3.4" />
        <circle cx="59" cy="25" r="8" fill="none" stroke="currentColor" strokeWidth="3.4" />
        <path
          d="M46 46c2-9 24-9 26 0M14 20h22M14 32h22M14 44h14"
          fill="none"
          stroke="currentColor"
          strokeWidth="3.4"
          strokeLinecap="round"
        />
      </svg>
      <div>
        <h2>{holderName === null ? '请将身份证放在读卡区（可不放）' : `已读取：${holderName}`}</h2>
        <p>{cardSentence}</p>
      </div>
      {priorityOffered !== null && way.reason === null && <Offered reason={priorityOffered} />}
    </section>
  );
}

/** Nobody is put into a lane by their card: whoever likes, takes it. */
function Offered({ reason }: { readonly reason: PriorityReason }) {
  const touch = useTouch(() => because(reason));
  return (
    <button type="button" className="kiosk-offered" {...touch}>
      按{priorityReasons[reason]}优先取号
    </button>
  );
}
