import { useEffect, useRef } from 'react';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { InboxRow } from '#shared/contracts/inbox.ts';
import { CaseState, endedUndecided, Light, SunkTag } from '../../ui/cases/light.tsx';
import { moveFocus } from '../../ui/keys/row-focus.ts';

const stageNames = { new: '', assigned: '审核中', drafted: '已有拟办意见', returned: '退回重审' } as const;

/** Cases in a column; the arrow keys open one after the other. */
export function CaseList({
  rows,
  openId,
  onOpen,
  none = '已全部签批',
}: {
  readonly rows: readonly (CaseRow & Partial<Pick<InboxRow, 'stage' | 'assignee' | 'extensionWaits'>>)[];
  readonly openId: string | null;
  readonly onOpen: (caseId: string) => void;
  readonly none?: string;
}) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('button')?.focus(), []);
  return (
    <ul
      ref={list}
      className="department-list"
      aria-label="办件"
      onKeyDown={(event) => moveFocus(event, 'button')}
    >
      {rows.length === 0 && <li className="department-list-none">{none}</li>}
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            aria-current={row.id === openId ? 'true' : undefined}
            onClick={() => onOpen(row.id)}
            onFocus={() => onOpen(row.id)}
          >
            <strong>
              {row.matterName} {row.sunk && <SunkTag />}
            </strong>
            <span>
              {row.applicantName}　{endedUndecided(row) ? '' : row.promisedText}
            </span>
            <span className="department-list-marks">
              {!endedUndecided(row) && <Light row={row} />}
              <CaseState row={row} />
              {row.extensionWaits && <span className="case-attention">延期待批准</span>}
              {row.stage !== undefined && row.stage !== 'new' && (
                <span className={`inbox-stage inbox-stage-${row.stage}`}>
                  {stageNames[row.stage]}
                  {row.assignee ? `　${row.assignee.name}` : ''}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
