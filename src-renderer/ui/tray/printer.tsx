import { Select } from 'antd';
import type { z } from 'zod';
import type { printerFaultSchema, Tray, TrayPlace } from '#shared/contracts/tray.ts';
import { useAction } from '../action/use-action.ts';
import { PaperStrip } from './paper-strip.tsx';
import { trayClient } from './tray-link.ts';

type Fault = z.infer<typeof printerFaultSchema>;

const faults: ReadonlyArray<{ readonly value: Fault; readonly label: string }> = [
  { value: 'none', label: '正常' },
  { value: 'paperLow', label: '纸快用完' },
  { value: 'paperOut', label: '缺纸' },
  { value: 'coverOpen', label: '开盖' },
  { value: 'cutter', label: '切刀卡住' },
  { value: 'silent', label: '无应答' },
  { value: 'cutMidJob', label: '打印中断线' },
  { value: 'paperOutMidJob', label: '打印中缺纸' },
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
      <Select<Fault>
        size="small"
        aria-label="打印机故障"
        style={{ width: '100%' }}
        value={fault}
        onChange={(to) => set.run(to)}
        options={[...faults]}
      />
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
