import type { SyncView } from '#shared/contracts/views.ts';
import './sync-status.css';

const tones: Readonly<Record<SyncView['state'], 'good' | 'work' | 'warn'>> = {
  starting: 'work',
  online: 'good',
  sending: 'work',
  offline: 'warn',
  stopped: 'warn',
};

/** The state of the sync in words, with what still waits; opens the outbox. */
export function SyncStatus({ sync, onOpen }: { readonly sync: SyncView; readonly onOpen: () => void }) {
  return (
    <button
      type="button"
      className="status-chip sync-chip"
      onClick={onOpen}
      aria-label={label(sync)}
      title="查看待上传"
    >
      <span className={`status-dot status-dot-${tones[sync.state]}`} />
      <span className="status-words">{sync.sentence}</span>
      {sync.pending > 0 && <span className="status-count">待上传 {sync.pending}</span>}
      {sync.attention > 0 && <span className="status-count status-count-alert">需处理 {sync.attention}</span>}
    </button>
  );
}

const label = ({ sentence, pending, attention }: SyncView): string =>
  `同步状态：${sentence}；待上传${pending}件${attention > 0 ? `，需处理${attention}件` : ''}`;
