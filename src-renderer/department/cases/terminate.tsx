import { Button } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { TerminateDialog, type Termination } from '../../ui/cases/terminate-dialog.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { department } from '../desk.ts';

/** The other way in which an accepted case ends: without a decision, where none can be made any more. */
export function Terminate({ detail }: { readonly detail: CaseDetail }) {
  const [open, setOpen] = useState(false);
  const terminate = useAction(
    (given: Termination) => department.cases.terminate({ caseId: detail.id, ...given }),
    () => setOpen(false),
  );
  useKeys({ F10: () => setOpen(true) });
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        终止办理
        <KeyHint>F10</KeyHint>
      </Button>
      <TerminateDialog {...{ detail, open }} action={terminate} onClose={() => setOpen(false)} />
    </>
  );
}
