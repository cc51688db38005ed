/** Where the card goes, if one likes, and whom the reader has read. */
export function CardPlace({
  holderName,
  sentence,
}: {
  readonly holderName: string | null;
  readonly sentence: string;
}) {
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
        <p>{sentence}</p>
      </div>
    </section>
  );
}
