import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { ResultRow } from '#shared/contracts/handing.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseTable } from '../../ui/cases/case-table.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { clerk, queries } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { openCase, openDocuments } from '../shell/place.ts';
import { CopiesField } from './copies-field.tsx';
import { DeliverDialog } from './deliver-dialog.tsx';
import { PostDialog } from './post-dialog.tsx';
import { VolumeOf } from './volume-note.tsx';
import './results.css';

/** Results that came back to this counter: what to print, whom to tell, what to hand over. */
export function ResultsPage() {
  const { data = [], error } = useQuery(queries.handing.list.queryOptions());
  const [delivering, setDelivering] = useState<CaseRow | null>(null);
  const [posting, setPosting] = useState<ResultRow | null>(null);
  const [delivered, setDelivered] = useState<string | null>(null);
  const page = useRef<HTMLElement>(null);
  const some = data.length > 0;
  useEffect(() => {
    if (some) page.current?.querySelector<HTMLElement>('tr[data-row-key]')?.focus();
  }, [some]);
  const issue = useAction((caseId: string, copies: number) => clerk.handing.issue({ caseId, copies }));
  const tell = useAction((caseId: string, channel: 'sms' | 'phone') =>
    clerk.handing.tell({ caseId, what: 'resultReady', channel }),
  );
  // In whichever row the keyboard is; the button knows which of the two steps is next.
  useKeys({
    [keyMap.handOver]: () =>
      document.activeElement
        ?.closest('tr[data-row-key]')
        ?.querySelector<HTMLElement>('.results-steps .ant-btn-primary')
        ?.click(),
  });
  const late = data.filter((row) => row.late === 'yes').length;
  const untold = data.filter((row) => row.here && row.told === null && row.posted === null).length;
  const byId = new Map(data.map((row) => [row.id, row]));
  return (
    <section ref={page} className="desk-page" aria-label="待发证">
      <header className="desk-page-head">
        <div>
          <h1>待发证</h1>
          <p>
            部门签批完成的结果回到原收件窗口，由原窗口发证、送达；应自决定之日起10个工作日内送达。
            {untold > 0 && `还有${untold}件没有通知申请人。`}
            {late > 0 && <b className="results-late">有{late}件已超过送达期限。</b>}
          </p>
        </div>
      </header>
      <Refusal>{issue.sentence || tell.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      {delivered !== null && <VolumeOf caseId={delivered} />}
      <div className="desk-page-body">
        <CaseTable
          rows={data}
          onOpen={openCase}
          action={{
            title: '下一步',
            width: 252,
            render: (_, { id }) => {
              const row = byId.get(id);
              return row === undefined ? null : (
                <NextSteps
                  row={row}
                  busy={tell.busy}
                  slow={issue.slow}
                  onIssue={issue.run}
                  onTell={tell.run}
                  onDeliver={() => setDelivering(row)}
                  onPost={() => setPosting(row)}
                />
              );
            },
          }}
          empty={
            <EmptyHint title="没有等待发证的结果">
              <p>部门签批后会自动出现在这里。按 Alt+2 可查看在办件的进度。</p>
            </EmptyHint>
          }
        />
      </div>
      <DeliverDialog
        row={delivering}
        posted={delivering !== null && byId.get(delivering.id)?.posted != null}
        onClose={() => setDelivering(null)}
        onDelivered={setDelivered}
      />
      <PostDialog row={posting} onClose={() => setPosting(null)} />
    </section>
  );
}

const certificateStates = {
  waiting: '等区级平台确认后才能打印',
  ready: '可以打印',
  printed: '已打印',
  revoked: '已撤销',
} as const;

function NextSteps({
  row,
  busy,
  slow,
  onIssue,
  onTell,
  onDeliver,
  onPost,
}: {
  readonly row: ResultRow;
  readonly busy: boolean;
  readonly slow: boolean;
  readonly onIssue: (caseId: string, copies: number) => void;
  readonly onTell: (caseId: string, channel: 'sms' | 'phone') => void;
  readonly onDeliver: () => void;
  readonly onPost: () => void;
}) {
  // The row opens the case; its buttons do not.
  const only = (act: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    act();
  };
  const { certificate, told, posted } = row;
  const [copies, setCopies] = useState(1);
  const decided = row.status === 'decided';
  const issue = () => onIssue(row.id, copies);
  if (!row.here) return <span className="case-table-faint">由原收件窗口发证、送达</span>;
  return (
    <div className="results-steps">
      <div>
        {/* One button for both steps: what has the focus keeps it. */}
        <Button type="primary" loading={decided && slow} onClick={only(decided ? issue : onDeliver)}>
          {decided ? '发证' : posted === null ? '送达' : '登记签收'}
          <KeyHint>{keyMap.handOver}</KeyHint>
        </Button>
        {decided && row.certified && <CopiesField copies={copies} onChange={setCopies} onEnter={issue} />}
        {row.status === 'issued' && (
          <Button onClick={only(onPost)}>{posted === null ? '邮寄' : '邮件退回'}</Button>
        )}
        <Button onClick={only(() => openDocuments(row.id))}>打印</Button>
      </div>
      {row.late === 'yes' && row.status === 'issued' && posted === null && (
        <p className="results-uncollected">
          已超过送达期限，申请人还没有领取
          {row.remindedAt !== null && `；${formatBeijing(row.remindedAt)}已自动短信提醒`}。
        </p>
      )}
      <p className="case-table-faint">
        {certificate === null
          ? `打印：${row.toPrint}`
          : `${certificate.name}　${certificateStates[certificate.state]}`}
      </p>
      {posted !== null ? (
        <p className="case-table-faint">
          已寄出　{posted.carrier} {posted.trackingNumber}　{formatBeijing(posted.at)}
        </p>
      ) : told === null ? (
        <p>
          <Button size="small" disabled={busy} onClick={only(() => onTell(row.id, 'sms'))}>
            短信通知
          </Button>
          <Button size="small" disabled={busy} onClick={only(() => onTell(row.id, 'phone'))}>
            已电话通知
          </Button>
        </p>
      ) : (
        <p className="case-table-faint">
          {told.channel === 'sms' ? '已发短信通知' : '已电话通知'}　{formatBeijing(told.at)}
          {row.late !== 'no' && (
            <Button size="small" onClick={only(() => onTell(row.id, 'sms'))}>
              再次通知
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
