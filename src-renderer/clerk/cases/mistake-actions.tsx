import { Button } from 'antd';
import { Fragment, type ReactNode, useEffect, useState } from 'react';
import { isConcluded } from '#shared/cases/case-file.ts';
import { correctableAt } from '#shared/cases/corrections.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { TerminateDialog, type Termination } from '../../ui/cases/terminate-dialog.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { clerk, useDesk } from '../desk.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { OutsideDialog } from './outside-dialog.tsx';
import { RequestVoidDialog, ReviewVoidDialog } from './void-dialogs.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

export interface MistakeDialogProps {
  readonly detail: CaseDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

const labels = {
  correct: ['更正', 'Alt+C'],
  withdraw: ['撤回', 'Alt+W'],
  terminate: ['终止', 'Alt+T'],
  merge: ['并案', 'Alt+M'],
  requestVoid: ['申请作废', 'Alt+V'],
  reviewVoid: ['复核作废', 'Alt+V'],
  outside: ['厅外收件', 'Alt+O'],
} as const;
type Name = keyof typeof labels;

/** What can be put right on a case that stands there, by that person. */
function possible(detail: CaseDetail, role: string | undefined): readonly Name[] {
  const takesCases = role === 'clerk' || role === 'agent';
  const undecided = detail.decision === null && !isConcluded(detail.status);
  const asked: Name = detail.voidRequest === null ? 'requestVoid' : 'reviewVoid';
  return [
    ...(takesCases && correctableAt(detail.status).length > 0 ? (['correct'] as const) : []),
    ...(takesCases && undecided ? (['withdraw'] as const) : []),
    // After the acceptance its department ends it.
    ...(takesCases && undecided && detail.status !== 'accepted' ? (['terminate'] as const) : []),
    ...(takesCases && undecided ? (['merge'] as const) : []),
    // What was received elsewhere is voided there.
    ...(undecided && detail.takesPages ? [asked] : []),
    ...(takesCases && undecided && detail.outside === null ? (['outside'] as const) : []),
  ];
}

/** Putting a case right: a button and a key each, for what its state allows. */
export function MistakeActions({ detail }: { readonly detail: CaseDetail }) {
  const role = useDesk(({ desk }) => desk?.person?.role);
  const [open, setOpen] = useState<Name | null>(null);
  const names = possible(detail, role);
  const close = (): void => setOpen(null);
  const terminate = useAction(
    (given: Termination) => clerk.mistakes.terminate({ caseId: detail.id, ...given }),
    close,
  );

  // The page's keys rest while a drawer is open; these are the drawer's own.
  useEffect(() => {
    if (open !== null) return;
    const press = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.shiftKey || event.repeat) return;
      const name = names.find((each) => event.code === `Key${labels[each][1].slice(-1)}`);
      if (name === undefined) return;
      event.preventDefault();
      setOpen(name);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });

  if (names.length === 0) return null;
  const props = (name: Name) => ({ detail, open: open === name, onClose: close });
  const dialogs: Readonly<Record<Name, ReactNode>> = {
    correct: <CorrectDialog {...props('correct')} />,
    withdraw: <WithdrawDialog {...props('withdraw')} />,
    terminate: <TerminateDialog {...props('terminate')} action={terminate} />,
    merge: <MergeDialog {...props('merge')} />,
    requestVoid: <RequestVoidDialog {...props('requestVoid')} />,
    reviewVoid: <ReviewVoidDialog {...props('reviewVoid')} />,
    outside: <OutsideDialog {...props('outside')} />,
  };
  return (
    <>
      <fieldset className="mistake-actions" aria-label="更正和结束办件">
        {names.map((name) => (
          <Button key={name} size="small" onClick={() => setOpen(name)}>
            {labels[name][0]}
            <KeyHint>{labels[name][1]}</KeyHint>
          </Button>
        ))}
      </fieldset>
      {names.map((name) => (
        <Fragment key={name}>{dialogs[name]}</Fragment>
      ))}
    </>
  );
}
