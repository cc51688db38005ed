import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseFacts, CaseMaterials } from '../../ui/cases/case-facts.tsx';
import { ApplicantFacts } from '../../ui/identity/applicant-facts.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { clerk, queries } from '../desk.ts';
import { closeCase, usePlace } from '../shell/place.ts';
import { DeliverDialog } from './deliver-dialog.tsx';
import './case-drawer.css';

/** Everything about one case, and what can be done with it now. */
export function CaseDrawer() {
  const caseId = usePlace((place) => place.caseId);
  useKeysResting(caseId !== null);
  return (
    <Drawer open={caseId !== null} title="办件详情" size={680} onClose={closeCase} destroyOnHidden>
      {caseId !== null && <CaseContent key={caseId} caseId={caseId} />}
    </Drawer>
  );
}

function CaseContent({ caseId }: { readonly caseId: string }) {
  const { data, error, isPending } = useQuery(queries.cases.get.queryOptions({ input: { caseId } }));
  if (error !== null) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p>正在打开办件…</p>;
  if (data === null || data === undefined) return <p>本机没有这个办件，请按 Esc 返回后重新查找。</p>;
  return (
    <div className="case-drawer">
      <CaseFacts detail={data} />
      <CaseActions detail={data} />
      <section>
        <h3>申请人</h3>
        <ApplicantFacts
          subject={caseId}
          masked={{
            name: data.applicantName,
            idNumber: data.applicantIdNumber,
            phone: data.phone,
            address: data.address,
          }}
          reveal={() => clerk.cases.reveal({ caseId })}
        />
      </section>
      <section>
        <h3>收到的材料</h3>
        <CaseMaterials detail={data} />
      </section>
    </div>
  );
}

function CaseActions({ detail }: { readonly detail: CaseDetail }) {
  const { id: caseId, status } = detail;
  const [delivering, setDelivering] = useState(false);
  const accept = useAction(() => clerk.cases.accept({ caseId }));
  const issue = useAction(() => clerk.cases.issue({ caseId }));
  const reprint = useAction(() => clerk.cases.reprint({ caseId }));
  return (
    <>
      <div className="case-actions">
        {status === 'received' && (
          <Button type="primary" autoFocus loading={accept.busy} onClick={() => accept.run()}>
            受理
          </Button>
        )}
        {status === 'decided' && (
          <Button type="primary" autoFocus loading={issue.busy} onClick={() => issue.run()}>
            发证
          </Button>
        )}
        {status === 'issued' && (
          <Button type="primary" autoFocus onClick={() => setDelivering(true)}>
            送达
          </Button>
        )}
        <Button loading={reprint.busy} onClick={() => reprint.run()}>
          重打凭证
        </Button>
      </div>
      <Refusal>{accept.sentence || issue.sentence || reprint.sentence}</Refusal>
      <DeliverDialog row={delivering ? detail : null} onClose={() => setDelivering(false)} />
    </>
  );
}
