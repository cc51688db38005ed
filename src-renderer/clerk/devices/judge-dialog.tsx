import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { DeviceView } from '#shared/contracts/devices.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CameraPicture } from '../../ui/devices/camera-picture.tsx';
import { SignatureField } from '../../ui/devices/signature-field.tsx';
import { sayAloud } from '../../ui/devices/speaker.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';

type JudgedKind = 'camera' | 'signaturePad' | 'speaker';

/** Whether only a person in front of it can say that it works. */
export const isJudgedHere = (kind: DeviceView['kind']): boolean =>
  kind === 'camera' || kind === 'signaturePad' || kind === 'speaker';

const questions: Readonly<Record<JudgedKind, readonly [question: string, no: string, yes: string]>> = {
  camera: ['画面清楚吗？', '不清楚', '清楚'],
  signaturePad: ['笔画和写的一样吗？', '不一样', '一样'],
  speaker: ['听到声音了吗？', '没听到', '听到了'],
};

/** Tries a device that a page drives, and asks the person what they saw or heard. */
export function JudgeDialog({
  device,
  onClose,
}: {
  readonly device: DeviceView;
  readonly onClose: () => void;
}) {
  const kind = device.kind as JudgedKind;
  const [question, no, yes] = questions[kind];
  useKeysResting(true);
  const judge = useAction((good: boolean) => clerk.devices.judge({ id: device.id, good }), onClose);
  const tried: Readonly<Record<JudgedKind, () => ReactNode>> = {
    camera: () => <CameraPicture />,
    signaturePad: () => <SignatureField />,
    speaker: () => <Speaking />,
  };
  return (
    <Modal
      open
      width={680}
      title={`测试${device.name}`}
      onCancel={onClose}
      destroyOnHidden
      footer={
        <div className="device-dialog-foot">
          <strong>{question}</strong>
          <span>
            <Button loading={judge.busy} onClick={() => judge.run(false)}>
              {no}
            </Button>
            <Button type="primary" loading={judge.busy} onClick={() => judge.run(true)}>
              {yes}
            </Button>
          </span>
        </div>
      }
    >
      {tried[kind]()}
      <Refusal>{judge.sentence}</Refusal>
    </Modal>
  );
}

function Speaking() {
  const [said, setSaid] = useState('');
  return (
    <div className="judge-speaker">
      <Button type="primary" autoFocus onClick={() => void sayAloud('请A001号到3号窗口办理').then(setSaid)}>
        播放
      </Button>
      <p role="status">{said || '按“播放”，会先响一声提示音，再读一句叫号。'}</p>
    </div>
  );
}
