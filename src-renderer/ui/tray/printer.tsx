import { Segmented } from 'antd';
import type { z } from 'zod';
import type { printerFaultSchema, Tray, TrayPlace } from '#shared/contracts/tray.ts';
import { useAction } from '../action/use-action.ts';
import { PaperStrip } from './paper-strip.tsx';
import { trayClient } from './tray-link.ts';

type Fault = z.infer<typeof printerFaultSchema>;

const faults: ReadonlyArray<{ readonly value: Fault; readonly label: string }> = [
  { value: 'none', label: '正常' },
  { value: 'paperOut', label: '缺纸' },
  { value: 'coverOpen', label: '开盖' },
  { value: 'silent', label: '无应答' },
];

/** The ticket printer: what ails it, and the papers that came out, the newest first. */
export function Printer({
  place,
  fault,
  papers,
}: {
  readonly place: TrayPlace;
  readonly fault: Fault;
  readonly papers: Tray['places'][number]['papers'];
}) {
  const set = useAction((to: Fault) => trayClient().setPrinterFault({ place, fault: to }));
  return (
    <section className="machine machine-printer" aria-label="打印机">
      <h3>打印机</h3>
      <Segmented block size="small" value={fault} onChange={set.run} options={[...faults]} />
      {set.sentence !== '' && <p className="machine-fault">{set.sentence}</p>}
      <div className="printer-slot" aria-hidden="true">
        <i className={fault === 'none' ? 'lamp lamp-good' : 'lamp lamp-bad'} />
      </div>
      <div className="printer-papers">
        {papers.length === 0 ? (
          <p>打印的凭条会从这里出来</p>
        ) : (
          papers.map((paper) => <PaperStrip key={paper.id} paper={paper} />)
        )}
      </div>
    </section>
  );
}
