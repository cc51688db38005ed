import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { LocalFactsRow } from '#shared/contracts/office-matters.ts';
import { type LocalField, localFieldNames } from '#shared/matters/local-facts.ts';
import type { MatterCode } from '#shared/matters/matter.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { office, queries } from '../desk.ts';
import { TextField } from '../fields.tsx';

const fields = Object.entries(localFieldNames) as [LocalField, string][];
const hints: Readonly<Record<LocalField, string>> = {
  hours: '例如 周一至周五9:00—17:00',
  phone: '例如 0371-0000 0000',
  place: '例如 一楼3号窗口',
};
const most: Readonly<Record<LocalField, number>> = { hours: 120, phone: 60, place: 120 };

/** What each centre and station says of its own about a matter; whoever answers for one changes it here. */
export function LocalFactsView({ code }: { readonly code: string }) {
  const { data: rows = [] } = useQuery(queries.matters.localFacts.queryOptions({ input: { code } }));
  const [changing, setChanging] = useState<LocalFactsRow | null>(null);
  return (
    <section>
      <h3>各中心、站的办理信息</h3>
      <p className="office-faint">
        名称、办理条件、流程环节和承诺时限全区一致，各单位不能改；办理时间、咨询电话和地点由各单位自己写。
      </p>
      {rows.length === 0 && <p className="office-faint">还没有单位填写。</p>}
      <ul className="local-facts">
        {rows.map((row) => (
          <li key={row.organisationId}>
            <div>
              <strong>{row.organisationName}</strong>
              {row.fields.length === 0 && <span className="office-faint">没有填写</span>}
              {row.fields.map(({ label, value }) => (
                <span key={label}>
                  {label}：{value}
                </span>
              ))}
              {row.at !== null && (
                <span className="office-faint">
                  {row.by} {formatBeijing(row.at)}
                </span>
              )}
            </div>
            {row.mayChange && (
              <Button
                size="small"
                aria-label={`修改${row.organisationName}的办理信息`}
                onClick={() => setChanging(row)}
              >
                修改
              </Button>
            )}
          </li>
        ))}
      </ul>
      {changing !== null && <ChangeDialog code={code} row={changing} onClose={() => setChanging(null)} />}
    </section>
  );
}

function ChangeDialog({
  code,
  row,
  onClose,
}: {
  readonly code: string;
  readonly row: LocalFactsRow;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const [ofAll, setOfAll] = useState(false);
  const [own, setOwn] = useState(row.own);
  const [general, setGeneral] = useState(row.general);
  const [values, setValues] = ofAll ? [general, setGeneral] : [own, setOwn];
  const save = useAction(
    () =>
      office.matters.setLocalFacts({
        ...values,
        organisationId: row.organisationId,
        matterCode: ofAll ? null : (code as MatterCode),
      }),
    onClose,
  );
  return (
    <Modal
      open
      title={`${row.organisationName}的办理信息`}
      okText="保存"
      cancelText="取消"
      confirmLoading={save.slow}
      onCancel={onClose}
      onOk={() => save.run()}
    >
      <div className="office-form">
        <Radio.Group
          value={ofAll}
          onChange={({ target }) => setOfAll(target.value)}
          options={[
            { value: false, label: '只对这个事项' },
            { value: true, label: '本单位全部事项' },
          ]}
        />
        {fields.map(([field, label], index) => (
          <TextField
            key={`${field} ${ofAll}`}
            label={label}
            autoFocus={index === 0}
            maxLength={most[field]}
            placeholder={ofAll ? hints[field] : row.general[field] || hints[field]}
            value={values[field]}
            onChange={(value) => setValues({ ...values, [field]: value })}
          />
        ))}
        <p className="office-faint">
          不填的，按“本单位全部事项”的写法；都不填的，不告诉群众。保存后窗口、群众屏和办事指南随之更新。
        </p>
        <Refusal>{save.sentence}</Refusal>
      </div>
    </Modal>
  );
}
