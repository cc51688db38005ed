import { useQuery } from '@tanstack/react-query';
import { Refusal } from '../../ui/action/refusal.tsx';
import { CaseFacts, CaseMaterials } from '../../ui/cases/case-facts.tsx';
import { ApplicantFacts } from '../../ui/identity/applicant-facts.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { PublicFields } from '../../ui/matters/public-fields.tsx';
import { department, queries } from '../desk.ts';
import { SignOff } from './sign-off.tsx';

/** One case with everything that a decision rests on, and the decision. */
export function OpenCase({ caseId, onNext }: { readonly caseId: string; readonly onNext?: () => void }) {
  const { data, error, isPending } = useQuery(queries.cases.get.queryOptions({ input: { caseId } }));
  if (error !== null) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p className="department-wait">正在打开办件…</p>;
  if (data === null || data === undefined) {
    return <p className="department-wait">这个办件已不在本机，请在左边选择另一个。</p>;
  }
  const { case: detail, matter } = data;
  return (
    <>
      <article className="department-case" aria-label="办件详情">
        <CaseFacts detail={detail} />
        <section>
          <h3>申请人</h3>
          <ApplicantFacts
            subject={caseId}
            masked={{
              name: detail.applicantName,
              idNumber: detail.applicantIdNumber,
              phone: detail.phone,
              address: detail.address,
            }}
            reveal={() => department.cases.reveal({ caseId })}
          />
        </section>
        <section>
          <h3>收到的材料</h3>
          <CaseMaterials detail={detail} />
        </section>
        <section>
          <h3>事项公开信息</h3>
          {matter === null ? (
            <p>本机没有这个版本的事项，联网后会自动取得。</p>
          ) : (
            <PublicFields matter={matter} />
          )}
        </section>
      </article>
      <SignOff detail={detail} {...(onNext !== undefined && { onNext })} />
    </>
  );
}
