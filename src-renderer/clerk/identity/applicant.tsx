import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { ApplicantFacts } from '../../ui/identity/applicant-facts.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, type Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { ApplicantForm } from './applicant-form.tsx';
import { CardPhoto } from './card-photo.tsx';

const sources = { card: '身份证读取', typed: '手工填写' } as const;

/** Who asks: from the card, or typed. */
export function Applicant({
  visitId,
  draft,
  cardSentence,
  editing,
  onEditing,
  agentKey,
}: {
  readonly visitId: string;
  readonly draft: Draft;
  readonly cardSentence: string;
  readonly editing: boolean;
  readonly onEditing: (open: boolean) => void;
  /** The key for naming an agent, where there is none. */
  readonly agentKey: ReactNode;
}) {
  const { applicant } = draft;
  // What was being typed when the program ended is gone on with.
  const typing = editing || applicant === null || draft.unfinished.includes('applicant');
  const asAgent = useAction(() => clerk.draft.applicantIsAgent());
  useKeys({
    [keyMap.applicantIsAgent]: !typing && draft.agent === null ? () => asAgent.run() : undefined,
  });
  return (
    <section className="intake-card" aria-label="申请人">
      <header className="intake-card-head">
        <h2>申请人</h2>
        <span className="intake-source">
          {typing ? '请将身份证放在读卡器上，或手工填写。' : sources[applicant.source]}
        </span>
        <div className="intake-card-tools">
          {!typing && (
            <>
              {draft.agent === null && applicant.kind === 'person' && (
                <Button size="small" loading={asAgent.slow} onClick={() => asAgent.run()}>
                  这是代办人
                  <KeyHint>{keyMap.applicantIsAgent}</KeyHint>
                </Button>
              )}
              <Button size="small" onClick={() => onEditing(true)}>
                修改
                <KeyHint>{keyMap.applicant}</KeyHint>
              </Button>
            </>
          )}
          {agentKey}
        </div>
      </header>
      {cardSentence !== '' && (
        <p className="intake-fault" role="alert">
          {cardSentence}
        </p>
      )}
      {typing ? (
        <ApplicantForm
          known={applicant !== null}
          fromCard={applicant?.source === 'card'}
          onSaved={() => onEditing(false)}
          {...(applicant !== null && { onCancel: () => onEditing(false) })}
        />
      ) : (
        <div className="applicant-shown">
          {draft.photo !== null && <CardPhoto photo={draft.photo} />}
          <ApplicantFacts
            line
            masked={applicant}
            subject={`${visitId}/${applicant.name}/${applicant.idNumber}`}
            reveal={() => clerk.draft.reveal()}
          />
        </div>
      )}
      <Refusal>{asAgent.sentence}</Refusal>
      {!typing &&
        draft.faults.map(({ field, message }) => (
          <p key={field} className="intake-fault" role="alert">
            {message}
          </p>
        ))}
    </section>
  );
}
