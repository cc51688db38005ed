import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { CaseFacts, CaseMaterials } from '../../ui/cases/case-facts.tsx';
import { CaseHistory } from '../../ui/cases/case-history.tsx';
import { IntakeFacts } from '../../ui/cases/intake-facts.tsx';
import { Outside } from '../../ui/cases/outside.tsx';
import { Timeline } from '../../ui/cases/timeline.tsx';
import { explainCase, explainKey } from '../../ui/clock/clock-dialog.tsx';
import { CaseDocumentsDialog } from '../../ui/documents/lazy-documents.tsx';
import { ApplicantFacts } from '../../ui/identity/applicant-facts.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { PublicFields } from '../../ui/matters/public-fields.tsx';
import { CasePages } from '../../ui/papers/case-pages.tsx';
import { CustodyPanel } from '../../ui/papers/custody-panel.tsx';
import { department, queries, useDesk } from '../desk.ts';
import { Inquiries } from './inquiries.tsx';
import { Procedures } from './procedures.tsx';
import { Assignment } from './review.tsx';
import { SignOff } from './sign-off.tsx';
import { Signed } from './signed.tsx';

/** One case with everything that a decision rests on, and the decision. */
export function OpenCase({ caseId, onNext }: { readonly caseId: string; readonly onNext?: () => void }) {
  const [showsPapers, setShowsPapers] = useState(false);
  const role = useDesk(({ desk }) => desk?.person?.role);
  const departmentName = useDesk(({ desk }) => desk?.departmentName);
  useKeys({ [explainKey]: () => explainCase(caseId), 'Ctrl+P': () => setShowsPapers(true) });
  const { data, error, isLoadingError, isPending } = useQuery(
    queries.cases.get.queryOptions({ input: { caseId } }),
  );
  if (isLoadingError) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p className="department-wait">正在打开办件…</p>;
  if (data === null || data === undefined) {
    return <p className="department-wait">这个办件已不在本机，请在左边选择另一个。</p>;
  }
  const { case: detail, matter } = data;
  // Another department's case, on which this one was asked or which it supervises.
  const own = detail.departmentName === departmentName;
  return (
    <>
      <article className="department-case" aria-label="办件详情">
        <CaseFacts detail={detail} />
        <Button onClick={() => setShowsPapers(true)}>
          文书与卷宗 <KeyHint>Ctrl+P</KeyHint>
        </Button>
        <Outside
          detail={detail}
          side={own && role === 'chiefRepresentative' ? 'department' : null}
          approve={department.outside.approve}
        />
        <IntakeFacts detail={detail} />
        <CaseHistory detail={detail} />
        {own && <Assignment detail={detail} />}
        <Inquiries detail={detail} own={own} />
        {own && <Procedures detail={detail} />}
        <section>
          <h3>申请人</h3>
          <ApplicantFacts
            subject={caseId}
            masked={detail.applicant}
            reveal={() => department.cases.reveal({ caseId })}
          />
        </section>
        <section>
          <h3>收到的材料</h3>
          <CaseMaterials detail={detail} />
          <Scans caseId={caseId} />
        </section>
        <Papers caseId={caseId} />
        <Timeline detail={detail} />
        <section>
          <h3>事项公开信息</h3>
          {matter === null ? (
            <p>本机没有这个版本的事项，联网后会自动取得。</p>
          ) : (
            <PublicFields matter={matter} />
          )}
        </section>
      </article>
      <CaseDocumentsDialog
        api={department.documents}
        caseId={showsPapers ? caseId : null}
        onClose={() => setShowsPapers(false)}
      />
      {own ? (
        <SignOff detail={detail} {...(onNext !== undefined && { onNext })} />
      ) : (
        <Signed detail={detail} />
      )}
    </>
  );
}

function Scans({ caseId }: { readonly caseId: string }) {
  const { data } = useQuery(queries.pages.ofCase.queryOptions({ input: { caseId } }));
  return data === undefined ? null : (
    <CasePages pages={data} caseId={caseId} client={department.pages} beside />
  );
}

function Papers({ caseId }: { readonly caseId: string }) {
  const { data } = useQuery(queries.custody.of.queryOptions({ input: { caseId } }));
  if (data === null || data === undefined) return null;
  return (
    <section>
      <h3>卷宗在哪里</h3>
      <CustodyPanel view={data} client={department.custody} />
    </section>
  );
}
