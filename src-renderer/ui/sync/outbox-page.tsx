import { Button, Space, Table } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { OutboxRow, SyncView } from '#shared/contracts/views.ts';
import { Refusal } from '../action/refusal.tsx';
import type { Action } from '../action/use-action.ts';
import { KeyHint } from '../keys/key-hint.tsx';
import { useKeys } from '../keys/use-keys.ts';
import { EmptyHint } from '../theme/empty-hint.tsx';
import { type CarriedCalls, CarriedPanel } from './carried-panel.tsx';
import './outbox-page.css';
import { UploadsRow } from './uploads-row.tsx';

const words: Readonly<Record<OutboxRow['state'], readonly [words: string, className: string]>> = {
  waiting: ['等待上传', 'case-status case-status-received'],
  doubtful: ['可能不被接受', 'case-attention'],
  sent: ['已发出，待确认', 'case-status'],
  refused: ['平台未接收', 'case-attention'],
  quarantined: ['已隔离，待核对', 'case-attention'],
};

/** What still has to reach the district: since when, why it waits and what can be done. */
export function OutboxPage({
  sync,
  rows,
  sendNow,
  acknowledge,
  giveAgain,
  carried,
  onOpenCase,
}: {
  readonly sync: SyncView;
  readonly rows: readonly OutboxRow[];
  readonly sendNow: Action<[]>;
  /** Takes a refused step off the list, by the id of its command. */
  readonly acknowledge: Action<[string]>;
  /** Gives a refused step once more. */
  readonly giveAgain: Action<[string]>;
  readonly carried: CarriedCalls;
  /** Shows the case of a step, where the desk can: what was refused is put right there. */
  readonly onOpenCase?: (caseId: string) => void;
}) {
  const unlisted = sync.pending + sync.attention - rows.filter(({ state }) => state !== 'sent').length;
  useKeys({ 'Ctrl+Enter': sendNow.run });
  return (
    <section className="desk-page" aria-label="待上传">
      <header className="desk-page-head">
        <div>
          <h1>待上传</h1>
          <p>
            {sync.sentence.replace(/。$/, '')}
            {sync.oldestPendingAt !== null && `，最早一项保存于${formatBeijing(sync.oldestPendingAt)}`}
            {sync.state === 'stopped' ? '。' : '。内容已保存在本机，连通后自动上传，不会丢失。'}
          </p>
        </div>
        <Button type="primary" autoFocus loading={sendNow.slow} onClick={() => sendNow.run()}>
          立即上传
          <KeyHint>Ctrl+Enter</KeyHint>
        </Button>
      </header>
      <Refusal>{sendNow.sentence || giveAgain.sentence || acknowledge.sentence}</Refusal>
      <UploadsRow uploads={sync.uploads} />
      <div className="desk-page-body">
        <Table<OutboxRow>
          rowKey="commandId"
          dataSource={[...rows]}
          pagination={false}
          locale={{
            emptyText: (
              <EmptyHint title="没有等待上传的内容">
                <p>全部内容都已送到区级平台。按 Alt+1 回到办理。</p>
              </EmptyHint>
            ),
          }}
          columns={[
            // A step of an earlier enrolment has no place in today's order.
            { title: '序号', dataIndex: 'seq', width: 80, render: (seq: number) => (seq > 0 ? seq : '—') },
            {
              title: '内容、原因与办法',
              render: (_, { title, sentence }) => (
                <>
                  <div>{title}</div>
                  <div className="outbox-reason">{sentence}</div>
                </>
              ),
            },
            {
              title: '保存时间',
              dataIndex: 'capturedAt',
              width: 196,
              render: (_, row) => formatBeijing(row.capturedAt),
            },
            {
              title: '状态',
              dataIndex: 'state',
              width: 140,
              render: (_, row) => <span className={words[row.state][1]}>{words[row.state][0]}</span>,
            },
            {
              title: '',
              width: 130,
              render: (_, { caseId, commandId, state, mayGiveAgain }) => (
                <Space orientation="vertical" size="small" className="outbox-acts">
                  {caseId !== null && onOpenCase !== undefined && (
                    <Button onClick={() => onOpenCase(caseId)}>查看办件</Button>
                  )}
                  {mayGiveAgain && (
                    <Button type="primary" loading={giveAgain.busy} onClick={() => giveAgain.run(commandId)}>
                      重新提交
                    </Button>
                  )}
                  {state === 'refused' && (
                    <Button loading={acknowledge.slow} onClick={() => acknowledge.run(commandId)}>
                      知道了
                    </Button>
                  )}
                </Space>
              ),
            },
          ]}
        />
        {unlisted > 0 && (
          <p className="outbox-unlisted">
            还有{unlisted}项没有列出：前面的处理完以后依次出现，都已保存在本机。
          </p>
        )}
        <CarriedPanel calls={carried} />
      </div>
    </section>
  );
}
