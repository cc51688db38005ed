import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ComponentRef, useRef, useState } from 'react';
import type { Seen } from '#shared/cases/seen.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { type Outcome, outcomeNames } from '../../ui/signing/outcome-names.ts';
import { SignDialog } from '../../ui/signing/sign-dialog.tsx';
import { department, queries, useDesk } from '../desk.ts';
import { DraftShown } from './review.tsx';
import { Signed } from './signed.tsx';
import { Terminate } from './terminate.tsx';

const phrases: Readonly<Record<Outcome, readonly string[]>> = {
  approved: ['材料齐全，符合法定条件，同意办理。', '经审查符合条件，准予办理。'],
  rejected: ['不符合法定条件，不予办理。', '申请材料与事实不符，不予办理。'],
};

/** The decision: a draft by whoever reviews, the signature by whoever holds the grant. */
export function SignOff({ detail, onNext }: { readonly detail: CaseDetail; readonly onNext?: () => void }) {
  const { data: signing } = useQuery(queries.signing.of.queryOptions({ input: { caseId: detail.id } }));
  const [justSigned, setJustSigned] = useState(false);
  const open = detail.decision === null && (detail.status === 'accepted' || detail.deemedAccepted);
  if (!open) return <Signed detail={detail} {...(justSigned && onNext !== undefined && { onNext })} />;
  if (signing === undefined || signing === null)
    return <aside className="department-sign" aria-label="签批" />;
  return (
    <Opinion
      detail={detail}
      seen={signing.seen}
      stopped={signing.stopped}
      leftMs={signing.leftMs}
      onSigned={() => setJustSigned(true)}
      {...(onNext !== undefined && { onNext })}
    />
  );
}

function Opinion({
  detail,
  seen,
  stopped,
  leftMs,
  onSigned,
  onNext,
}: {
  readonly detail: CaseDetail;
  readonly seen: Seen;
  /** Why the person may not sign; they may draft all the same. */
  readonly stopped: string | null;
  /** For so long they may sign without confirming again. */
  readonly leftMs: number;
  readonly onSigned: () => void;
  readonly onNext?: () => void;
}) {
  const role = useDesk(({ desk }) => desk?.person?.role);
  const hasPin = useDesk(({ desk }) => desk?.presence.hasPin ?? false);
  const me = useDesk(({ desk }) => desk?.person?.personId);
  const { draft, returned, assignee } = detail.review;
  // Somebody else has it: what they write is theirs, and everybody sees whose it is.
  const holder = assignee !== null && assignee.personId !== me ? assignee.name : null;
  const [opinion, setOpinion] = useState(draft !== null && returned === null ? draft.opinion : '');
  const [asked, setAsked] = useState<Outcome | null>(null);
  const [complaint, setComplaint] = useState('');
  const field = useRef<ComponentRef<typeof Input.TextArea>>(null);
  /** Says what the opinion lacks, where it can be written at once. */
  const complain = (about: string): void => {
    setComplaint(about);
    field.current?.focus({ cursor: 'end' });
  };
  // What was there when the case was opened: what comes in later has to be looked at first.
  const [opened, setOpened] = useState(seen);
  const changed = opened.content !== seen.content;
  const [drafted, setDrafted] = useState(false);
  const saveDraft = useAction(
    (outcome: Outcome) => department.review.draft({ caseId: detail.id, outcome, opinion: opinion.trim() }),
    () => setDrafted(true),
  );
  // Whoever begins to write has the case from then on, so that no two write at once.
  const claim = useAction((personId: string) => department.review.assign({ caseId: detail.id, personId }));
  const mayDraft = role === 'chiefRepresentative' || (role === 'reviewer' && holder === null);
  const maySign = stopped === null;

  const ask = (outcome: Outcome): void => {
    if (opinion.trim() === '') complain('请先填写意见，也可按 Tab 选常用意见。');
    else if (phrases[outcome === 'approved' ? 'rejected' : 'approved'].includes(opinion.trim()))
      complain('意见与结论不一致，请修改意见或重新选择结论。');
    else if (maySign) setAsked(outcome);
    else saveDraft.run(outcome);
  };
  const ready = (maySign && !changed) || (!maySign && mayDraft);
  useKeys({
    F8: ready ? () => ask('approved') : undefined,
    F9: ready ? () => ask('rejected') : undefined,
    'Alt+N': onNext,
    'Alt+Y': maySign || mayDraft ? () => field.current?.focus({ cursor: 'end' }) : undefined,
  });
  const write = (text: string): void => {
    if (assignee === null && role === 'reviewer' && me !== undefined && !claim.busy) claim.run(me);
    setOpinion(text);
    setComplaint('');
    setDrafted(false);
  };
  const title = maySign ? '签批意见' : '拟办意见';
  return (
    <aside className="department-sign" aria-label="签批">
      <h3>
        {title} <KeyHint>Alt+Y</KeyHint>
      </h3>
      {!maySign && (
        <p className="department-faint">
          {role === 'reviewer' ? '写好拟办意见后，由首席代表签批。' : stopped}
        </p>
      )}
      {holder !== null && detail.decision === null && (
        <p className="clock-note" role="status">
          {draft === null || returned !== null
            ? `由${holder}审核，正在填写拟办意见。`
            : `由${holder}审核，已提交拟办意见。`}
          {!maySign && '要换人的请首席代表重新分派。'}
        </p>
      )}
      <DraftShown detail={detail} maySendBack={maySign && role === 'chiefRepresentative'} />
      {changed && maySign && (
        <div className="clock-note" role="alert">
          打开之后，这个办件的材料或内容有变动，请核对后再签批。
          <Button size="small" onClick={() => setOpened(seen)}>
            已重新核对
          </Button>
        </div>
      )}
      <Input.TextArea
        ref={field}
        value={opinion}
        disabled={!maySign && !mayDraft}
        rows={6}
        maxLength={2000}
        showCount
        aria-label={title}
        placeholder="写明意见和依据"
        onChange={(event) => write(event.target.value)}
      />
      {(['approved', 'rejected'] as const).map((outcome) => (
        <div key={outcome} className="department-phrases">
          <span>{outcomeNames[outcome]}常用</span>
          {phrases[outcome].map((phrase) => (
            <button key={phrase} type="button" disabled={!maySign && !mayDraft} onClick={() => write(phrase)}>
              {phrase}
            </button>
          ))}
        </div>
      ))}
      {drafted && <p className="department-faint">拟办意见已保存，等待首席代表签批。</p>}
      <div className="department-outcomes">
        <Refusal>{complaint || saveDraft.sentence || claim.sentence}</Refusal>
        {(['approved', 'rejected'] as const).map((outcome) => (
          <Button
            key={outcome}
            size="large"
            {...(outcome === 'approved' ? { type: 'primary' } : { danger: true })}
            disabled={!ready}
            loading={saveDraft.slow}
            onClick={() => ask(outcome)}
          >
            {maySign ? outcomeNames[outcome] : `拟${outcomeNames[outcome]}`}
            <KeyHint>{outcome === 'approved' ? 'F8' : 'F9'}</KeyHint>
          </Button>
        ))}
      </div>
      {onNext !== undefined && (
        <Button onClick={onNext}>
          看下一件
          <KeyHint>Alt+N</KeyHint>
        </Button>
      )}
      {role === 'chiefRepresentative' && <Terminate detail={detail} />}
      <SignDialog
        detail={detail}
        outcome={asked}
        opinion={opinion.trim()}
        seen={opened}
        client={department.signing}
        confirmed={leftMs > 0}
        by={hasPin ? 'pin' : 'password'}
        onClose={() => setAsked(null)}
        onSigned={() => {
          setAsked(null);
          onSigned();
        }}
      />
    </aside>
  );
}
