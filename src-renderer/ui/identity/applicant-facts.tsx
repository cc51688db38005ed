import { Button, Descriptions } from 'antd';
import { useEffect, useState } from 'react';
import type { Refused } from '#shared/contracts/answer.ts';
import type { ApplicantUnmasked } from '#shared/contracts/views.ts';
import { Refusal } from '../action/refusal.tsx';
import { useAction } from '../action/use-action.ts';
import './applicant-facts.css';

const shownFor = 30_000;

type Reveal = () => Promise<{ kind: 'done'; applicant: ApplicantUnmasked } | Refused>;

/**
 * An applicant, masked; 显示 asks for the full entries, which is recorded, and they go again by themselves, since
 * nobody remembers to hide them. `subject` tells one applicant from the next.
 */
export function ApplicantFacts({
  masked,
  subject,
  reveal,
  column = 2,
  line = false,
}: {
  readonly masked: ApplicantUnmasked;
  readonly subject: string;
  readonly reveal: Reveal;
  readonly column?: number;
  /** All on one line, where the room is for the work below. */
  readonly line?: boolean;
}) {
  const [full, setFull] = useState<ApplicantUnmasked | null>(null);
  const showing = useAction(reveal, ({ applicant }) => setFull(applicant));

  // biome-ignore lint/correctness/useExhaustiveDependencies: another applicant hides this one
  useEffect(() => setFull(null), [subject]);
  useEffect(() => {
    if (full === null) return;
    const timer = setTimeout(() => setFull(null), shownFor);
    return () => clearTimeout(timer);
  }, [full]);

  const { kind, name, idNumber, phone, address, contactName } = full ?? masked;
  const isPerson = kind === 'person';
  const facts = [
    { key: 'name', label: isPerson ? '姓名' : '企业名称', children: name },
    {
      key: 'idNumber',
      label: isPerson ? '证件号码' : '信用代码',
      children: idNumber,
      styles: { content: { whiteSpace: 'nowrap' } },
    } as const,
    {
      key: 'phone',
      label: contactName ? '联系人' : '联系电话',
      children: `${contactName ?? ''} ${phone || '未填写'}`.trim(),
    },
    { key: 'address', label: isPerson ? '住址' : '地址', children: address || '未填写' },
  ];
  const toggle = () => (full === null ? showing.run() : setFull(null));
  return (
    <div className="applicant-facts">
      {line ? (
        <dl className="applicant-line">
          {facts.map(({ key, label, children }) => (
            <div key={key} title={children}>
              <dt>{label}</dt>
              <dd>{children}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <Descriptions
          size="small"
          column={column}
          items={facts}
          styles={{ label: { whiteSpace: 'nowrap' } }}
        />
      )}
      <Button
        size="small"
        loading={showing.slow}
        onClick={toggle}
        aria-label={full === null ? '显示完整信息' : '隐藏完整信息'}
        title="查看完整信息会被记录"
      >
        {full === null ? '显示' : '隐藏'}
      </Button>
      <Refusal>{showing.sentence}</Refusal>
    </div>
  );
}
