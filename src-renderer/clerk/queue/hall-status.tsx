import type { HallLink } from '#shared/contracts/hall-queue.ts';

const tones = { own: 'good', joining: 'work', connected: 'good', alone: 'warn' } as const;

/** Whether this counter calls with the hall or alone, in words; nothing where it is a hall of its own. */
export function HallStatus({ link }: { readonly link: HallLink }) {
  if (link.sentence === '') return null;
  return (
    <span className="status-chip" role="status" aria-label={`大厅：${link.sentence}`}>
      <span className={`status-dot status-dot-${tones[link.mode]}`} />
      <span className="status-words">{link.sentence}</span>
    </span>
  );
}
