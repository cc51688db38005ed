import { Button } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import { NoticeDialog } from '../visits/notice-dialog.tsx';
import { RefuseDialog } from '../visits/refuse-dialog.tsx';
import { TolerantDialog } from '../visits/tolerant-dialog.tsx';
import { SupplementDialog } from './supplement-dialog.tsx';

type Opened = 'notice' | 'refusal' | 'tolerant' | 'supplement' | null;

/** What can become of a case before its acceptance, and what may still come in behind it. */
export function IntakeActions({ detail }: { readonly detail: CaseDetail }) {
  const { id: caseId, askable, owing, status } = detail;
  const [opened, setOpened] = useState<Opened>(null);
  const accept = useAction(() => clerk.cases.accept({ caseId, owed: [] }));
  const missing = askable.filter((paper) => paper.missing);
  const mayAllFollow = missing.every(({ mayFollowWithin }) => mayFollowWithin !== null);
  const close = () => setOpened(null);
  const brings = status === 'supplementing' || (owing !== null && status !== 'received');
  return (
    <>
      {status === 'received' && missing.length === 0 && (
        <Button type="primary" autoFocus loading={accept.slow} onClick={() => accept.run()}>
          受理
        </Button>
      )}
      {status === 'received' && missing.length > 0 && mayAllFollow && (
        <Button type="primary" autoFocus onClick={() => setOpened('tolerant')}>
          容缺受理
        </Button>
      )}
      {brings && (
        <Button type="primary" autoFocus onClick={() => setOpened('supplement')}>
          {status === 'supplementing' ? '补正收件' : '容缺材料补交'}
        </Button>
      )}
      {(status === 'received' || status === 'supplementing') && (
        <>
          <Button onClick={() => setOpened('notice')}>一次性告知</Button>
          <Button onClick={() => setOpened('refusal')}>不予受理</Button>
        </>
      )}
      {accept.sentence !== '' && <Refusal>{accept.sentence}</Refusal>}
      <NoticeDialog open={opened === 'notice'} {...{ caseId, askable }} onClose={close} />
      <RefuseDialog open={opened === 'refusal'} caseId={caseId} onClose={close} />
      <TolerantDialog open={opened === 'tolerant'} {...{ caseId, missing }} onClose={close} />
      <SupplementDialog open={opened === 'supplement'} detail={detail} onClose={close} />
    </>
  );
}
