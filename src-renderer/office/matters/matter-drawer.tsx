import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import type { OfficeMatter } from '#shared/contracts/office-matters.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { MaterialTable } from '../../ui/matters/material-table.tsx';
import { PublicFields } from '../../ui/matters/public-fields.tsx';
import { queries } from '../desk.ts';
import { ChangeHistory } from './change-history.tsx';
import { LocalFactsView } from './local-facts.tsx';
import { ReviseDialog } from './revise-dialog.tsx';
import { StandingTag } from './standing-tag.tsx';

/** One matter: what the public is told, its materials, its versions, and who changed it when. */
export function MatterDrawer({
  desk,
  code,
  onClose,
}: {
  readonly desk: OfficeDesk;
  readonly code: string | null;
  readonly onClose: () => void;
}) {
  useKeysResting(code !== null);
  return (
    <Drawer open={code !== null} title="事项详情" size={820} onClose={onClose} destroyOnHidden>
      {code !== null && <Opened key={code} desk={desk} code={code} />}
    </Drawer>
  );
}

function Opened({ desk, code }: { readonly desk: OfficeDesk; readonly code: string }) {
  const [version, setVersion] = useState<number | null>(null);
  const { data, error, isLoadingError, isPending } = useQuery({
    ...queries.matters.get.queryOptions({ input: { code, version } }),
    placeholderData: (before) => before,
  });
  if (isLoadingError) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p>正在打开…</p>;
  if (data === null || data === undefined) return <p>没有找到这个事项，请按 Esc 返回后重新查找。</p>;
  return <Matter desk={desk} matter={data} onVersion={setVersion} />;
}

function Matter({
  desk,
  matter,
  onVersion,
}: {
  readonly desk: OfficeDesk;
  readonly matter: OfficeMatter;
  readonly onVersion: (version: number) => void;
}) {
  const [revising, setRevising] = useState(false);
  const { row, materials, situations, discretion, versions, changes } = matter;
  return (
    <div className="matter-drawer">
      <header>
        <h2>{row.name}</h2>
        <p className="office-tags">
          第{row.version}版 <StandingTag standing={row.standing}>{row.standingName}</StandingTag>
          {row.tags.map((tag) => (
            <span key={tag} className="office-tag">
              {tag}
            </span>
          ))}
        </p>
        <p className="office-faint">
          {matter.takenText === '' ? '还没有可以收件的中心、站' : `可在${matter.takenText}办理`}
          {matter.aliases.length > 0 && `；也叫${matter.aliases.join('、')}`}
        </p>
      </header>
      {row.pendingChangeId !== null ? (
        <p className="office-hint">有一项调整待审核，审核前不能再提出新的调整。</p>
      ) : (
        desk.may.proposeMatters &&
        matter.mayPropose && (
          <div className="office-actions">
            <Button type="primary" autoFocus onClick={() => setRevising(true)}>
              提出新版本
            </Button>
          </div>
        )
      )}
      <section>
        <h3>公开信息</h3>
        <PublicFields matter={matter} />
        <p className="office-faint">
          法定时限：{matter.statutoryText}；最长延期{matter.longestExtension}个工作日
          {matter.publicNoticeDays > 0 && `；公示${matter.publicNoticeDays}日`}
        </p>
      </section>
      <section>
        <h3>材料{situations.length > 0 && `（按${situations.map(({ name }) => name).join('、')}区分）`}</h3>
        <MaterialTable materials={materials} />
      </section>
      <LocalFactsView code={row.code} />
      {discretion.length > 0 && (
        <section>
          <h3>裁量阶次</h3>
          <ul className="matter-discretion">
            {discretion.map(({ circumstances, standard, basis }) => (
              <li key={circumstances}>
                {circumstances}：{standard}
                <span className="office-faint">　{basis}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>版本</h3>
        <ol className="matter-versions">
          {versions.map((each) => (
            <li key={each.version} aria-current={each.version === row.version ? 'true' : undefined}>
              <Button type="link" onClick={() => onVersion(each.version)}>
                第{each.version}版
              </Button>
              <StandingTag standing={each.standing}>{each.standingName}</StandingTag>{' '}
              {formatDate(each.effectiveFrom)}起
              {each.effectiveTo !== null && `，${formatDate(each.effectiveTo)}后停办`}
              {each.differences.map((difference) => (
                <div key={difference} className="office-faint">
                  {difference}
                </div>
              ))}
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h3>经过</h3>
        {changes.length === 0 ? (
          <p className="office-faint">随设置文件建立，此前的经过不在本系统。</p>
        ) : (
          changes.map((change) => <ChangeHistory key={change.id} change={change} />)
        )}
      </section>
      {revising && <ReviseDialog matter={matter} onClose={() => setRevising(false)} />}
    </div>
  );
}
