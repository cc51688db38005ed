import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseNumber } from '../../ui/cases/case-number.tsx';
import { clerk, queries } from '../desk.ts';
import { openDocuments } from '../shell/place.ts';
import './archive.css';

/** Volumes of cases that are over: what each still lacks, closing them, and the list by which they go to the archive. */
export function ArchiveVolumes() {
  const { data: rows = [] } = useQuery(queries.archive.list.queryOptions());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [receiver, setReceiver] = useState('');
  const [told, setTold] = useState('');
  const picked = rows.filter(({ caseId }) => chosen.has(caseId));
  const toClose = picked.filter(({ until, gaps }) => until === null && gaps.length === 0);
  const toHand = picked.filter(({ until }) => until !== null);
  const idsOf = (list: typeof rows) => list.map(({ caseId }) => caseId);
  const settled = (text: string) => {
    setChosen(new Set());
    setTold(text);
  };
  const close = useAction(
    () => clerk.archive.close({ caseIds: idsOf(toClose) }),
    ({ count }) => settled(`已立卷归档${count}卷。`),
  );
  const hand = useAction(
    () => clerk.archive.hand({ caseIds: idsOf(toHand), receiver }),
    ({ listNumber }) => settled(`已移交，清单${listNumber}已打印，请双方签名。`),
  );
  if (rows.length === 0) return null;
  const complete = rows.filter(({ gaps }) => gaps.length === 0);
  return (
    <section className="archive" aria-label="立卷归档">
      <h2>立卷归档</h2>
      <p className="case-table-faint">
        办结的办件从系统打印齐全后自动立卷归档，再按清单移交档案部门。{rows.length}卷待归档或移交，其中
        {complete.length}卷齐全。
      </p>
      <ul>
        {rows.map(({ caseId, caseNumber, matterName, applicantName, endedOn, gaps, until }) => (
          <li key={caseId}>
            <Checkbox
              aria-label={`选择${caseNumber}`}
              disabled={gaps.length > 0}
              checked={chosen.has(caseId)}
              onChange={({ target }) => {
                const next = new Set(chosen);
                if (target.checked) next.add(caseId);
                else next.delete(caseId);
                setChosen(next);
              }}
            />
            <div>
              <b>{matterName}</b>　<CaseNumber number={caseNumber} />　{applicantName}　{formatDate(endedOn)}
              办结
              {until !== null && <span className="archive-closed">已归档，保管至{formatDate(until)}</span>}
              {gaps.map((gap) => (
                <p key={gap} className="archive-gap">
                  {gap}
                </p>
              ))}
            </div>
            {gaps.length > 0 && (
              <Button size="small" onClick={() => openDocuments(caseId)}>
                打印文书
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Refusal>{close.sentence || hand.sentence}</Refusal>
      {told !== '' && <p role="status">{told}</p>}
      <div className="archive-acts">
        <Button disabled={complete.length === 0} onClick={() => setChosen(new Set(idsOf(complete)))}>
          选择齐全的
        </Button>
        {/* Those that were whole before volumes closed by themselves. */}
        {toClose.length > 0 && (
          <Button type="primary" loading={close.slow} onClick={() => close.run()}>
            立卷归档（{toClose.length}）
          </Button>
        )}
        <Input
          aria-label="接收单位和接收人"
          placeholder="接收单位和接收人"
          maxLength={120}
          value={receiver}
          onChange={(event) => setReceiver(event.target.value)}
        />
        <Button
          disabled={toHand.length === 0 || receiver.trim() === ''}
          loading={hand.slow}
          onClick={() => hand.run()}
        >
          移交并打印清单{toHand.length > 0 ? `（${toHand.length}）` : ''}
        </Button>
      </div>
    </section>
  );
}
