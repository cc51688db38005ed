import { Button } from 'antd';
import { ApplicantFacts } from '../../ui/identity/applicant-facts.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { clerk, type Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { ApplicantForm } from './applicant-form.tsx';

const sources = { card: '身份证读取', typed: '手工填写' } as const;

/** Who asks: from the card, or typed. */
export function Applicant({
  visitId,
  draft,
  cardSentence,
  editing,
  onEditing,
}: {
  readonly visitId: string;
  readonly draft: Draft;
  readonly cardSentence: string;
  readonly editing: boolean;
  readonly onEditing: (open: boolean) => void;
}) {
  const { applicant } = draft;
  const typing = editing || applicant === null;
  return (
    <section className="intake-card" aria-label="申请人">
      <header className="intake-card-head">
        <h2>申请人</h2>
        <span className="intake-source">
          {typing ? '请将身份证放在读卡器上，或手工填写。' : sources[applicant.source]}
        </span>
        {!typing && (
          <Button size="small" onClick={() => onEditing(true)}>
            修改
            <KeyHint>{keyMap.applicant}</KeyHint>
          </Button>
        )}
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
        <ApplicantFacts
          masked={applicant}
          subject={`${visitId}/${applicant.name}/${applicant.idNumber}`}
          reveal={() => clerk.draft.reveal()}
        />
      )}
      {!typing &&
        draft.faults.map(({ field, message }) => (
          <p key={field} className="intake-fault" role="alert">
            {message}
          </p>
        ))}
    </section>
  );
}
