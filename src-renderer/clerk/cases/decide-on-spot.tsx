import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { type Outcome, outcomeNames } from '../../ui/signing/outcome-names.ts';
import { SignDialog } from '../../ui/signing/sign-dialog.tsx';
import { clerk, queries, useDesk } from '../desk.ts';

/** 当场签批: for whoever holds a standing grant of this matter at this counter, and for nobody else. */
export function DecideOnSpot({ detail }: { readonly detail: CaseDetail }) {
  const open = detail.status === 'accepted' || detail.deemedAccepted;
  const { data: signing = null } = useQuery({
    ...queries.signing.of.queryOptions({ input: { caseId: detail.id } }),
    enabled: open && detail.decision === null,
  });
  const hasPin = useDesk(({ desk }) => desk?.presence.hasPin ?? false);
  const [opinion, setOpinion] = useState('材料齐全，符合法定条件，当场办结。');
  const [asked, setAsked] = useState<Outcome | null>(null);
  if (!open || detail.decision !== null || signing === null || signing.stopped !== null) return null;
  return (
    <section className="decide-on-spot" aria-label="当场签批">
      <h3>当场签批</h3>
      <p>您有这个事项的当场签批授权，可以在窗口直接作出决定。</p>
      <Input.TextArea
        aria-label="签批意见"
        rows={2}
        maxLength={2000}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
      <div className="case-actions">
        {(['approved', 'rejected'] as const).map((outcome) => (
          <Button
            key={outcome}
            {...(outcome === 'approved' ? { type: 'primary' } : { danger: true })}
            disabled={opinion.trim() === ''}
            onClick={() => setAsked(outcome)}
          >
            {outcomeNames[outcome]}
          </Button>
        ))}
      </div>
      <SignDialog
        detail={detail}
        outcome={asked}
        opinion={opinion.trim()}
        seen={signing.seen}
        client={clerk.signing}
        confirmed={signing.leftMs > 0}
        by={hasPin ? 'pin' : 'password'}
        onClose={() => setAsked(null)}
        onSigned={() => setAsked(null)}
      />
    </section>
  );
}
