import { Button } from 'antd';
import type { Desk } from '#shared/contracts/clerk.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';

type Print = NonNullable<Desk['lastPrint']>;

const tones: Readonly<Record<Print['state'], string>> = {
  printing: 'work',
  printed: 'good',
  failed: 'bad',
  unknown: 'warn',
  noPrinter: 'off',
};

/** What the printer did last: printed, not, or nobody knows, which is said just as plainly. */
export function LastPrint({
  print,
  caseId,
}: {
  readonly print: Desk['lastPrint'];
  /** The case whose slip may be printed again from here. */
  readonly caseId: string | undefined;
}) {
  const reprint = useAction((id: string) => clerk.cases.reprint({ caseId: id }));
  if (print === null) return null;
  return (
    <section className="last-print" aria-label="打印结果" aria-live="polite">
      <h2>{print.title}</h2>
      <p className="last-print-state">
        <span className={`status-dot status-dot-${tones[print.state]}`} />
        {print.sentence}
      </p>
      {caseId !== undefined && print.state !== 'printed' && print.state !== 'printing' && (
        <Button size="small" loading={reprint.busy} onClick={() => reprint.run(caseId)}>
          重打凭证
        </Button>
      )}
      <Refusal>{reprint.sentence}</Refusal>
    </section>
  );
}
