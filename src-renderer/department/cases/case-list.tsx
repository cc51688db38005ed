import { useEffect, useRef } from 'react';
import type { CaseRow } from '#shared/contracts/views.ts';
import { CaseState, Light, SunkTag } from '../../ui/cases/light.tsx';
import { moveFocus } from '../../ui/keys/row-focus.ts';

/** Cases in a column; the arrow keys open one after the other. */
export function CaseList({
  rows,
  openId,
  onOpen,
}: {
  readonly rows: readonly CaseRow[];
  readonly openId: string | null;
  readonly onOpen: (caseId: string) => void;
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
      {rows.length === 0 && <li className="department-list-none">已全部签批</li>}
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
              {row.applicantName}　{row.promisedText}
            </span>
            <span className="department-list-marks">
              <Light light={row.light} />
              <CaseState row={row} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
