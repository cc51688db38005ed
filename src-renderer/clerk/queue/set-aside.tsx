import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { HallQueue } from '#shared/contracts/hall-queue.ts';
import type { TransferTarget } from '#shared/queue/ticket-commands.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, useDesk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';

const parkReasons = ['去复印材料', '去拍照', '去缴费', '填写表格', '等家属送材料'];

/** Putting aside whoever is here, and passing them on. */
export function SetAside() {
  const [open, setOpen] = useState<'park' | 'transfer' | null>(null);
  useKeys({ [keyMap.park]: () => setOpen('park'), [keyMap.transfer]: () => setOpen('transfer') });
  const close = () => setOpen(null);
  return (
    <div className="ticket-now-more">
      <Button onClick={() => setOpen('park')}>
        挂起
        <KeyHint>{keyMap.park}</KeyHint>
      </Button>
      <Button onClick={() => setOpen('transfer')}>
        转号
        <KeyHint>{keyMap.transfer}</KeyHint>
      </Button>
      <ParkDialog open={open === 'park'} onClose={close} />
      <TransferDialog open={open === 'transfer'} onClose={close} />
    </div>
  );
}

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

function ParkDialog({ open, onClose }: DialogProps) {
  const park = useAction(({ reason }: { reason: string }) => clerk.queue.park({ reason }), onClose);
  return (
    <ActDialog<{ reason: string }>
      {...{ open, onClose }}
      title="挂起这个号"
      action={park}
      okText="挂起"
      initialValues={{ reason: '' }}
    >
      <p className="act-dialog-note">已填内容保留在本窗口；群众回来后，在“挂起”里按“继续办理”。</p>
      <ReasonItem label="原因" phrases={parkReasons} autoFocus />
    </ActDialog>
  );
}

interface Transfer {
  readonly to: string;
  readonly note: string;
}

function TransferDialog({ open, onClose }: DialogProps) {
  const queue = useDesk(({ desk }) => desk?.queue ?? null);
  const transfer = useAction(({ to, note }: Transfer) => {
    const target = targets(queue?.hall, queue?.counterId).find((each) => keyOf(each) === to);
    return target === undefined
      ? Promise.resolve({
          kind: 'refused' as const,
          refusal: { code: 'noTarget', message: '请选择要转到的窗口或业务。' },
        })
      : clerk.queue.transfer({ to: target, note: note ?? '' });
  }, onClose);
  const options = targets(queue?.hall, queue?.counterId);
  const group = (kind: TransferTarget['kind'], label: string) => ({
    label,
    options: options
      .filter((each) => each.kind === kind)
      .map((each) => ({ value: keyOf(each), label: each.name })),
  });
  return (
    <ActDialog<Transfer>
      {...{ open, onClose }}
      title="转号"
      action={transfer}
      okText="转号"
      initialValues={{ note: '' }}
    >
      <p className="act-dialog-note">
        群众不用重新取号，从最初取号时算起优先叫号；首问责任人不变。本窗口的这次接待随之结束。
      </p>
      <Form.Item name="to" label="转到" rules={[{ required: true, message: '请选择要转到的窗口或业务。' }]}>
        <Select
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="窗口或业务"
          options={[group('counter', '窗口'), group('category', '业务（任一窗口叫号）')]}
        />
      </Form.Item>
      <Form.Item name="note" label="留言（下一个窗口会看到）">
        <Input maxLength={120} placeholder="如：材料已核对，只差缴费" />
      </Form.Item>
    </ActDialog>
  );
}

const keyOf = ({ kind, id }: TransferTarget): string => `${kind} ${id}`;

/** The other counters, and the categories. */
function targets(hall: HallQueue | undefined, here: string | null | undefined): TransferTarget[] {
  if (hall === undefined) return [];
  return [
    ...hall.counters
      .filter(({ id }) => id !== here)
      .map(({ id, name }) => ({ kind: 'counter' as const, id, name })),
    ...hall.categories.map(({ id, name }) => ({ kind: 'category' as const, id, name })),
  ];
}
