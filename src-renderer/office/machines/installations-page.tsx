import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { InstallationRow, OfficeDesk } from '#shared/contracts/office.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { office, queries } from '../desk.ts';
import { ReasonDialog } from './reason-dialog.tsx';

const tones: Readonly<Record<InstallationRow['status'], string>> = {
  pending: 'office-tag-warn',
  active: 'office-tag-good',
  revoked: '',
};

/** The installations: where each stands, since when, and whether it may work. */
export function InstallationsPage({ desk }: { readonly desk: OfficeDesk }) {
  const { may } = desk;
  const { data: rows = [], error } = useQuery(queries.installations.list.queryOptions());
  const [revoking, setRevoking] = useState<InstallationRow | null>(null);
  const approve = useAction((ids: string[]) => office.installations.approve({ ids }));
  const revoke = useAction(
    (id: string, reason: string) => office.installations.revoke({ id, reason }),
    () => setRevoking(null),
  );
  const pending = rows.filter(({ status }) => status === 'pending').map(({ id }) => id);
  const mayApproveAll = may.approve && pending.length > 0;
  useKeys({ F8: mayApproveAll ? () => approve.run(pending.slice(0, 200)) : undefined });
  return (
    <section className="desk-page" aria-label="设备">
      <header className="desk-page-head">
        <div>
          <h1>设备</h1>
          <p>
            登记码由区级平台的运维人员按窗口、取号机、大厅后台、部门发放；用大厅登记文件又不在名单上的，要在这里批准。
          </p>
        </div>
        {mayApproveAll && (
          <Button type="primary" loading={approve.slow} onClick={() => approve.run(pending.slice(0, 200))}>
            全部批准（{pending.length}台）
            <KeyHint>F8</KeyHint>
          </Button>
        )}
      </header>
      <Refusal>{approve.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      <div className="desk-page-body">
        <Table<InstallationRow>
          rowKey="id"
          sticky
          dataSource={[...rows]}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{
            emptyText: (
              <EmptyHint title="还没有登记的设备">
                <p>电脑用登记码或大厅登记文件登记后，会自动出现在这里。</p>
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '位置',
              render: (_, row) => (
                <>
                  <strong>{row.placeName}</strong>{' '}
                  {row.own && <span className="office-tag office-tag-hint">本机</span>}
                  <div className="office-faint">{row.organisationName}</div>
                </>
              ),
            },
            { title: '类型', dataIndex: 'kindName', width: 110 },
            {
              title: '电脑名称',
              width: 180,
              render: (_, row) => row.machineName || <span className="office-faint">未提供</span>,
            },
            { title: '编号段', dataIndex: 'series', width: 90 },
            {
              title: '登记时间',
              width: 190,
              render: (_, row) => formatBeijing(row.enrolledAt),
            },
            {
              title: '状态',
              width: 110,
              render: (_, row) => (
                <span className="office-tags">
                  <span className={`office-tag ${tones[row.status]}`}>{row.statusName}</span>
                  {row.cloned && row.status !== 'revoked' && (
                    <span className="office-tag office-tag-bad">疑似复制</span>
                  )}
                  {row.pending && <span className="office-tag office-tag-warn">待上传</span>}
                </span>
              ),
            },
            {
              title: '说明',
              width: 260,
              render: (_, row) => (
                <span className="office-faint">
                  {row.note}
                  {row.attention !== null && (
                    <span className="office-tag office-tag-bad">{row.attention}</span>
                  )}
                </span>
              ),
            },
            ...(may.approve || may.revoke
              ? [
                  {
                    title: '操作',
                    width: 150,
                    render: (_: unknown, row: InstallationRow) => (
                      <span className="office-actions">
                        {row.status === 'pending' && may.approve && (
                          <Button size="small" type="primary" onClick={() => approve.run([row.id])}>
                            批准
                          </Button>
                        )}
                        {row.status !== 'revoked' && may.revoke && !row.own && (
                          <Button size="small" danger onClick={() => setRevoking(row)}>
                            撤销
                          </Button>
                        )}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {revoking !== null && (
        <ReasonDialog
          title={`撤销设备：${revoking.organisationName} ${revoking.placeName}`}
          okText="确认撤销"
          danger
          busy={revoke.busy}
          sentence={revoke.sentence}
          onCancel={() => setRevoking(null)}
          onDecide={(reason) => revoke.run(revoking.id, reason)}
        >
          <p>撤销后：</p>
          <ul className="consequences">
            <li>这台电脑马上不能再登录、取数据，也不能恢复；要再用须重新登记。</li>
            <li>它还没有上传的操作，上传后先进隔离，由安全管理员核查，不会丢失。</li>
            <li>已办的办件和编号不变，结果仍回到{revoking.placeName}，由接替的电脑继续办理。</li>
          </ul>
        </ReasonDialog>
      )}
    </section>
  );
}
