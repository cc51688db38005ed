import { Button } from 'antd';
import type { Desk } from '#shared/contracts/clerk.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';

type Print = NonNullable<Desk['lastPrint']>;

const tones: Readonly<Record<Print['state'], string>> = {
  waiting: 'work',
  printing: 'work',
  printed: 'good',
  failed: 'bad',
  unknown: 'warn',
  noPrinter: 'off',
};

/**
 * What the printer did last: printed, not, or nobody knows, which is said just as plainly. What was not printed is
 * tried again as it is; what may be on paper comes out as a copy.
 */
export function LastPrint({
  print,
  onA4,
}: {
  readonly print: Desk['lastPrint'];
  /** There is a case at hand whose papers can be printed on A4. */
  readonly onA4: boolean;
}) {
  const retry = useAction((jobId: string) => clerk.devices.retry({ jobId }));
  const reprint = useAction((jobId: string) => clerk.devices.reprint({ jobId }));
  if (print === null) return null;
  const { id, state, title, sentence } = print;
  return (
    <section className="last-print" aria-label="打印结果" aria-live="polite">
      <h2>{title}</h2>
      <p className="last-print-state">
        <span className={`status-dot status-dot-${tones[state]}`} />
        {sentence}
      </p>
      {onA4 && (state === 'failed' || state === 'noPrinter') && (
        <p>凭条打不出来时，可以按 Ctrl+P 用A4纸打印文书。</p>
      )}
      {(state === 'failed' || state === 'noPrinter') && (
        <Button size="small" loading={retry.slow} onClick={() => retry.run(id)}>
          重试
        </Button>
      )}
      {state === 'unknown' && (
        <Button size="small" loading={reprint.slow} onClick={() => reprint.run(id)}>
          重打
        </Button>
      )}
      <Refusal>{retry.sentence || reprint.sentence}</Refusal>
    </section>
  );
}
