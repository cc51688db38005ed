import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useEffect, useState } from 'react';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseFacts } from '../../ui/cases/case-facts.tsx';
import { CaseHistory } from '../../ui/cases/case-history.tsx';
import { IntakeFacts } from '../../ui/cases/intake-facts.tsx';
import { Outside } from '../../ui/cases/outside.tsx';
import { Timeline } from '../../ui/cases/timeline.tsx';
import { explainCase, isExplainKey } from '../../ui/clock/clock-dialog.tsx';
import { ApplicantFacts } from '../../ui/identity/applicant-facts.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { CustodyPanel } from '../../ui/papers/custody-panel.tsx';
import { clerk, queries, useDesk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { closeCase, openDocuments, usePlace } from '../shell/place.ts';
import { CasePapers } from './case-papers.tsx';
import { CopiesField } from './copies-field.tsx';
import { DecideOnSpot } from './decide-on-spot.tsx';
import { DeliverDialog } from './deliver-dialog.tsx';
import { IntakeActions } from './intake-actions.tsx';
import { MistakeActions } from './mistake-actions.tsx';
import { Ratings } from './ratings.tsx';
import { VolumeNote } from './volume-note.tsx';
import './case-drawer.css';

/** Everything about one case, and what can be done with it now. */
export function CaseDrawer() {
  const caseId = usePlace((place) => place.caseId);
  useKeysResting(caseId !== null);
  useEffect(() => {
    if (caseId === null) return;
    // The button that had the keyboard may have gone with its act; the way back stays the same.
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.activeElement === document.body) closeCase();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [caseId]);
  return (
    <Drawer open={caseId !== null} title="办件详情" size={680} onClose={closeCase} destroyOnHidden>
      {caseId !== null && <CaseContent key={caseId} caseId={caseId} />}
    </Drawer>
  );
}

function CaseContent({ caseId }: { readonly caseId: string }) {
  const role = useDesk(({ desk }) => desk?.person?.role);
  const { data, error, isLoadingError, isPending } = useQuery(
    queries.cases.get.queryOptions({ input: { caseId } }),
  );
  if (isLoadingError) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p>正在打开办件…</p>;
  if (data === null || data === undefined) return <p>本机没有这个办件，请按 Esc 返回后重新查找。</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: one key for the whole drawer, whatever in it has the focus
    <div
      className="case-drawer"
      onKeyDown={(event) => {
        if (isExplainKey(event)) explainCase(caseId);
      }}
    >
      <CaseFacts detail={data} />
      <Outside
        detail={data}
        side={role === 'hallManager' ? 'centre' : null}
        approve={clerk.outside.approve}
      />
      <VolumeNote detail={data} />
      <IntakeFacts detail={data} />
      <CaseActions detail={data} />
      <DecideOnSpot detail={data} />
      <Ratings detail={data} />
      <CaseHistory detail={data} />
      <MistakeActions detail={data} />
      <section>
        <h3>申请人</h3>
        <ApplicantFacts
          subject={caseId}
          masked={data.applicant}
          reveal={() => clerk.cases.reveal({ caseId })}
        />
      </section>
      <CasePapers detail={data} />
      <Papers caseId={caseId} />
      <Timeline detail={data} />
    </div>
  );
}

function Papers({ caseId }: { readonly caseId: string }) {
  const { data } = useQuery(queries.custody.of.queryOptions({ input: { caseId } }));
  if (data === null || data === undefined) return null;
  return (
    <section>
      <h3>卷宗在哪里</h3>
      <CustodyPanel view={data} client={clerk.custody} />
    </section>
  );
}

function CaseActions({ detail }: { readonly detail: CaseDetail }) {
  const { id: caseId, status } = detail;
  const role = useDesk(({ desk }) => desk?.person?.role);
  const takesCases = role === 'clerk' || role === 'agent';
  const [copies, setCopies] = useState(1);
  const [delivering, setDelivering] = useState(false);
  const issue = useAction(() => clerk.handing.issue({ caseId, copies }));
  const reprint = useAction(() => clerk.cases.reprint({ caseId }));
  const progress = useAction(() => clerk.cases.printProgress({ caseId }));
  return (
    <>
      <div className="case-actions">
        <IntakeActions detail={detail} />
        {status === 'decided' && (
          <>
            <Button type="primary" autoFocus loading={issue.slow} onClick={() => issue.run()}>
              发证
            </Button>
            {detail.certified && (
              <CopiesField copies={copies} onChange={setCopies} onEnter={() => issue.run()} />
            )}
          </>
        )}
        {status === 'issued' && (
          <Button type="primary" autoFocus onClick={() => setDelivering(true)}>
            送达
          </Button>
        )}
        <Button onClick={() => openDocuments(caseId)}>
          文书与卷宗 <KeyHint>{keyMap.documents}</KeyHint>
        </Button>
        {takesCases && (
          <>
            <Button loading={reprint.slow} onClick={() => reprint.run()}>
              重打凭证
            </Button>
            <Button loading={progress.slow} onClick={() => progress.run()}>
              打印进度单
            </Button>
          </>
        )}
      </div>
      <Refusal>{issue.sentence || reprint.sentence || progress.sentence}</Refusal>
      <DeliverDialog row={delivering ? detail : null} onClose={() => setDelivering(false)} />
    </>
  );
}
