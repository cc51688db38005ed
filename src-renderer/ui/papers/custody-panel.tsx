import { Button, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { type TakeOutReason, takeOutReasons } from '#shared/cases/custody.ts';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { Done } from '#shared/contracts/answer.ts';
import type { CustodyView } from '#shared/contracts/papers.ts';
import { Refusal } from '../action/refusal.tsx';
import { useAction } from '../action/use-action.ts';
import { useKeysResting } from '../keys/use-keys.ts';
import './custody-panel.css';

type Act = CustodyView['can'][number];

/** What can be done with papers, as a desk's own link does it. */
export interface CustodyClient {
  handOver(input: { caseId: string; volumes: number }): Promise<Done>;
  takeOver(input: { caseId: string; volumes: number }): Promise<Done>;
  cancel(input: { caseId: string; reason: string }): Promise<Done>;
  takeOut(input: {
    caseId: string;
    volumes: number;
    reason: TakeOutReason;
    details: string;
    to: string;
  }): Promise<Done>;
  bringBack(input: { caseId: string; volumes: number }): Promise<Done>;
}

const names: Readonly<Record<Act, string>> = {
  handOver: '移交',
  takeOver: '签收',
  cancel: '撤回交接',
  takeOut: '取出中心',
  bringBack: '归还',
};
const steps: Readonly<Record<CustodyView['entries'][number]['step'], string>> = {
  handOver: '移交',
  return: '退回窗口',
  takeOut: '取出',
  bringBack: '归还',
};

/** Where the papers of a case are, and handing them on (物料转移单). */
export function CustodyPanel({
  view,
  client,
}: {
  readonly view: CustodyView;
  readonly client: CustodyClient;
}) {
  const [doing, setDoing] = useState<Act | null>(null);
  return (
    <div className="custody">
      <div className="custody-now">
        <p>{view.sentence}</p>
        {view.can.map((act) => (
          <Button
            key={act}
            size="small"
            type={act === 'takeOver' ? 'primary' : 'default'}
            onClick={() => setDoing(act)}
          >
            {names[act]}
          </Button>
        ))}
      </div>
      {view.entries.length > 0 && (
        <ol className="custody-entries" aria-label="交接记录">
          {view.entries.map((entry) => (
            <li key={`${entry.at} ${entry.step}`}>
              <b>{steps[entry.step]}</b> {entry.volumes}卷　{entry.from} → {entry.to}
              <span>
                {entry.by}　{formatBeijing(entry.at)}
                {entry.takenAt !== null && `　签收：${entry.takenBy}　${formatBeijing(entry.takenAt)}`}
                {entry.takenAt === null && ['handOver', 'return'].includes(entry.step) && '　等待签收'}
              </span>
              {entry.reason !== null && <span>事由：{entry.reason}</span>}
            </li>
          ))}
        </ol>
      )}
      <CustodyDialog key={doing} act={doing} view={view} client={client} onClose={() => setDoing(null)} />
    </div>
  );
}

function CustodyDialog({
  act,
  view,
  client,
  onClose,
}: {
  readonly act: Act | null;
  readonly view: CustodyView;
  readonly client: CustodyClient;
  readonly onClose: () => void;
}) {
  useKeysResting(act !== null);
  const { caseId } = view;
  const [volumes, setVolumes] = useState<number | null>(view.volumes ?? 1);
  const [reason, setReason] = useState<TakeOutReason | null>(null);
  const [words, setWords] = useState('');
  const [to, setTo] = useState('');
  const run = useAction(() => {
    const count = { caseId, volumes: volumes ?? 0 };
    switch (act) {
      case 'handOver':
        return client.handOver(count);
      case 'takeOver':
        return client.takeOver(count);
      case 'bringBack':
        return client.bringBack(count);
      case 'cancel':
        return client.cancel({ caseId, reason: words });
      default:
        return client.takeOut({ ...count, reason: reason ?? 'law', details: words, to });
    }
  }, onClose);
  const isComplete =
    (act === 'cancel' || volumes !== null) &&
    (act !== 'cancel' || words.trim() !== '') &&
    (act !== 'takeOut' || (reason !== null && words.trim() !== '' && to.trim() !== ''));
  return (
    <Modal
      open={act !== null}
      title={act === null ? '' : `${names[act]}　${view.matterName}`}
      okText={act === null ? '' : names[act]}
      cancelText="返回"
      okButtonProps={{ disabled: !isComplete, loading: run.busy }}
      onOk={() => run.run()}
      onCancel={onClose}
      destroyOnHidden
      width={480}
    >
      <form
        className="custody-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) run.run();
        }}
      >
        <p>{view.sentence}</p>
        {act === 'handOver' && <p>交给：{view.next}。对方清点签收后才算交到。</p>}
        {act === 'takeOver' && <p>请当面清点，卷数一致再签收；签收以您的登录身份记名。</p>}
        {act !== 'cancel' && (
          <label htmlFor="custody-volumes">
            <span>卷数</span>
            <InputNumber
              autoFocus
              min={1}
              max={99}
              precision={0}
              value={volumes}
              onChange={setVolumes}
              id="custody-volumes"
            />
          </label>
        )}
        {act === 'takeOut' && (
          <>
            <label htmlFor="custody-reason">
              <span>法定事由</span>
              <Select<TakeOutReason>
                value={reason}
                onChange={setReason}
                id="custody-reason"
                placeholder="卷宗须在中心内运行，取出要有法定事由"
                options={Object.entries(takeOutReasons).map(([value, label]) => ({
                  value: value as TakeOutReason,
                  label,
                }))}
              />
            </label>
            <label htmlFor="custody-to">
              <span>取卷单位和人</span>
              <Input
                id="custody-to"
                maxLength={120}
                value={to}
                onChange={({ target }) => setTo(target.value)}
              />
            </label>
          </>
        )}
        {(act === 'takeOut' || act === 'cancel') && (
          <label htmlFor="custody-words">
            <span>{act === 'cancel' ? '撤回原因' : '文书和用途'}</span>
            <Input
              id="custody-words"
              autoFocus={act === 'cancel'}
              maxLength={act === 'cancel' ? 200 : 300}
              value={words}
              placeholder={act === 'cancel' ? '如：送错了部门' : '如：区法院调卷函第7号，开庭举证'}
              onChange={({ target }) => setWords(target.value)}
            />
          </label>
        )}
        <Refusal>{run.sentence}</Refusal>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Modal>
  );
}
