import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { DeviceView } from '#shared/contracts/devices.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CameraPicture } from '../../ui/devices/camera-picture.tsx';
import { SignatureField } from '../../ui/devices/signature-field.tsx';
import { sayCall } from '../../ui/devices/speaker.ts';
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
            <Button loading={judge.slow} onClick={() => judge.run(false)}>
              {no}
            </Button>
            <Button type="primary" loading={judge.slow} onClick={() => judge.run(true)}>
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

const trial = { number: 'A001', counterName: '3号窗口', counterNumber: 3 };
const heardAs = {
  voice: '已响提示音，并用电脑里的中文语音读了：请A001号到3号窗口。',
  clips: '已响提示音，并播放了录音：请A001号到3号窗口。电脑里没有中文语音，用的是程序自带的合成录音。',
  blocked: '浏览器没有放出声音，请再按一次。',
} as const;

function Speaking() {
  const [said, setSaid] = useState('');
  const play = () =>
    void sayCall(trial, 1).then(
      (heard) => setSaid(heardAs[heard]),
      () => setSaid('声音没有放出来，请检查音箱后再按一次。'),
    );
  return (
    <div className="judge-speaker">
      <Button type="primary" autoFocus onClick={play}>
        播放
      </Button>
      <p role="status">{said || '按“播放”，会先响一声提示音，再读一句叫号。'}</p>
    </div>
  );
}
