import { Button } from 'antd';
import { useState } from 'react';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { timeText } from '../../ui/clock/wall-clock.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, type Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { NoticeDialog } from './notice-dialog.tsx';
import { RefuseDialog } from './refuse-dialog.tsx';
import { TolerantDialog } from './tolerant-dialog.tsx';
import './take-in.css';

/** What was pressed, and what has to be pressed again is said by the same name. */
type Again = 'receive' | 'receiveAndAccept';

const againWords: Readonly<Record<Again, string>> = {
  receive: `${keyMap.receive} 收件`,
  receiveAndAccept: `${keyMap.receiveAndAccept} 收件并受理`,
};

/** What the citizen has said on their own screen, what is still missing, and 收件. */
export function TakeIn({
  draft,
  toAccept,
}: {
  readonly draft: Draft;
  readonly toAccept: CaseRow | undefined;
}) {
  const receive = useAction(() => clerk.cases.receive());
  const receiveAndAccept = useAction(() => clerk.cases.takeIn({ owed: [] }));
  const [opened, setOpened] = useState<'notice' | 'refusal' | 'tolerant' | null>(null);
  // What was being written when the program ended is gone on with.
  const open = opened ?? draft.unfinished.find((form) => form === 'notice' || form === 'refusal') ?? null;
  const close = () => setOpened(null);
  /** The entries over which the clerk has been told that nobody confirmed them, and on which key. */
  const [toldOver, setToldOver] = useState<{ readonly entries: string; readonly again: Again } | null>(null);
  /** The entries that the citizen confirmed last, for saying that they have changed since. */
  const [confirmedOnce, setConfirmedOnce] = useState<string | null>(null);
  const entries = JSON.stringify([draft.applicant, draft.matter?.code, draft.tickedMaterialIds]);
  if (draft.confirmedAt !== null && confirmedOnce !== entries) setConfirmedOnce(entries);
  const started = draft.matter !== null;
  const missing = draft.askable.filter((paper) => paper.missing);
  const complete = started && missing.length === 0;
  const mayAllFollow = missing.length > 0 && missing.every(({ mayFollowWithin }) => mayFollowWithin !== null);
  const duplicate = draft.known?.duplicate ?? null;
  const told = toldOver?.entries === entries ? toldOver.again : null;
  // No second press receives what is not all there.
  const again = missing.length === 0 ? told : null;
  // Whoever cannot confirm is received all the same, but never by a slip of the finger.
  const unconfirmed = draft.confirmable && draft.confirmedAt === null;
  const pressed = (key: Again, act: () => void) => (): void => {
    if (started && told === null && (unconfirmed || duplicate !== null)) setToldOver({ entries, again: key });
    else act();
  };
  const press = pressed('receive', () => receive.run());
  const pressBoth = pressed('receiveAndAccept', () => receiveAndAccept.run());
  const ready = started && draft.applicant !== null;
  useKeys({
    [keyMap.receive]: press,
    [keyMap.receiveAndAccept]: complete ? pressBoth : undefined,
    [keyMap.giveNotice]: ready ? () => setOpened('notice') : undefined,
    [keyMap.acceptTolerantly]: ready && mayAllFollow ? () => setOpened('tolerant') : undefined,
    [keyMap.refuse]: ready ? () => setOpened('refusal') : undefined,
  });
  if (!started && toAccept !== undefined && receive.sentence === '' && open === null) return null;
  return (
    <footer className="take-in">
      <Refusal>{receive.sentence || receiveAndAccept.sentence}</Refusal>
      <div className="take-in-row">
        <div className="take-in-words">
          {draft.confirmedAt !== null ? (
            <p className="take-in-confirmed">
              群众已在屏幕上确认{draft.signed && '并签名'}（{timeText(draft.confirmedAt)}）
            </p>
          ) : (
            <Unconfirmed
              started={started}
              confirmable={draft.confirmable}
              again={again}
              changed={confirmedOnce !== null}
            />
          )}
          {told !== null && missing.length > 0 && <CannotYet mayFollow={mayAllFollow} />}
          {again !== null && duplicate !== null && (
            <p className="take-in-missing" role="alert">
              这位申请人同一事项已有在办件。确属另一件事的，再按一次 {againWords[again]}。
            </p>
          )}
          {missing.length > 0 && <MissingPapers names={missing.map(({ name }) => name)} />}
        </div>
        <div className="take-in-outcomes">
          {ready && (
            <>
              <Button size="large" onClick={() => setOpened('refusal')}>
                不予受理
                <KeyHint>{keyMap.refuse}</KeyHint>
              </Button>
              <Button
                size="large"
                type={missing.length > 0 && !mayAllFollow ? 'primary' : 'default'}
                onClick={() => setOpened('notice')}
              >
                一次性告知
                <KeyHint>{keyMap.giveNotice}</KeyHint>
              </Button>
              {mayAllFollow && (
                <Button size="large" type="primary" onClick={() => setOpened('tolerant')}>
                  容缺受理
                  <KeyHint>{keyMap.acceptTolerantly}</KeyHint>
                </Button>
              )}
              {complete && (
                <Button size="large" loading={receiveAndAccept.slow} onClick={pressBoth}>
                  收件并受理
                  <KeyHint>{keyMap.receiveAndAccept}</KeyHint>
                </Button>
              )}
            </>
          )}
          {missing.length === 0 && (
            <Button
              type={started ? 'primary' : 'default'}
              size="large"
              loading={receive.slow}
              onClick={press}
            >
              收件
              <KeyHint>{keyMap.receive}</KeyHint>
            </Button>
          )}
        </div>
      </div>
      <NoticeDialog open={open === 'notice'} caseId={null} askable={draft.askable} onClose={close} />
      <RefuseDialog open={open === 'refusal'} caseId={null} onClose={close} />
      <TolerantDialog open={open === 'tolerant'} caseId={null} missing={missing} onClose={close} />
    </footer>
  );
}

/** What is missing, on one line; the list of papers above has it all. */
function MissingPapers({ names }: { readonly names: readonly string[] }) {
  const all = names.join('、');
  return (
    <p className="take-in-missing take-in-list" title={all}>
      还有{names.length}项必要材料没有收齐：{all}
    </p>
  );
}

/** Somebody wanted to receive while papers are missing: what there is to do instead. */
function CannotYet({ mayFollow }: { readonly mayFollow: boolean }) {
  return (
    <p className="take-in-missing" role="alert">
      必要材料没有收齐，还不能收件：请补齐，或按 {keyMap.giveNotice} 一次性告知
      {mayFollow && `，或按 ${keyMap.acceptTolerantly} 容缺受理`}。
    </p>
  );
}

/** Why the citizen's confirmation is not there, and what to do about it. */
function Unconfirmed({
  started,
  confirmable,
  again,
  changed,
}: {
  readonly started: boolean;
  /** There is a screen for them to do it on. */
  readonly confirmable: boolean;
  readonly again: Again | null;
  readonly changed: boolean;
}) {
  if (!started) return <p>先确定申请人和事项，再核对材料收件。</p>;
  if (!confirmable) return <p>请当面与群众核对，收件凭证由群众签名。</p>;
  if (again !== null) {
    return (
      <p className="take-in-missing" role="alert">
        群众还没有在屏幕上确认。确实不便确认的，再按一次 {againWords[again]}。
      </p>
    );
  }
  if (changed) return <p className="take-in-missing">内容已改动，请群众在对面屏幕重新确认。</p>;
  return <p>请群众在对面屏幕核对并按“确认无误”。</p>;
}
