import { Button, Checkbox, Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import {
  type DeviceKind,
  type DeviceProfile,
  deviceKindNames,
  deviceKinds,
  devicePlaceNames,
  devicePlaces,
  deviceProfileSchema,
} from '#shared/devices/device-profile.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';

/** The device that is being changed, or a new one. */
export type DeviceDraft = DeviceProfile | 'new';

const addresses: Readonly<Record<DeviceKind, readonly [start: string, hint: string]>> = {
  cardReader: [
    'auto',
    'auto 自动查找端口和速率；或写明端口，如 serial:COM3、serial:/dev/ttyUSB0?baud=9600。',
  ],
  ticketPrinter: [
    'tcp://',
    '网络 tcp://192.168.1.50:9100；USB file:/dev/usb/lp0；串口 serial:COM4?baud=9600；Windows打印队列 spooler:打印机名。',
  ],
  documentPrinter: ['system', 'system 用系统默认打印机；或写明名称，如 system:HP M404。'],
  camera: ['page', '由窗口页面使用，不用填写。'],
  signaturePad: ['page', '由窗口页面使用，不用填写。'],
  citizenScreen: ['page', '由窗口页面使用，不用填写。'],
  ledBoard: ['serial:', '串口，如 serial:COM5?baud=9600。'],
  codeScanner: [
    'page',
    'page 扫码器像键盘一样输入（HID），由取号机页面接收；串口的写明端口，如 serial:COM6?baud=9600。扫码器要设为读完发送回车。',
  ],
  speaker: ['page', '由窗口页面使用，不用填写。'],
};
const newProfile = (): DeviceProfile => ({
  id: `device-${Date.now().toString(36)}`,
  name: '',
  place: 'counter',
  kind: 'ticketPrinter',
  address: addresses.ticketPrinter[0],
  width: '80mm',
  spare: false,
  fingerprint: false,
  led: null,
});
const newLed = { template: '\\x02{text}\\x03', encoding: 'gbk', checksum: 'xor', pauseMs: 200 } as const;

/** Names a device, or changes one; it takes effect at once. */
export function DeviceDialog({
  draft,
  onClose,
}: {
  readonly draft: DeviceDraft;
  readonly onClose: () => void;
}) {
  const isNew = draft === 'new';
  const [profile, setProfile] = useState<DeviceProfile>(() => (draft === 'new' ? newProfile() : draft));
  const [fault, setFault] = useState('');
  const [removing, setRemoving] = useState(false);
  useKeysResting(true);
  const save = useAction((to: DeviceProfile) => clerk.devices.save({ profile: to }), onClose);
  const remove = useAction(() => clerk.devices.remove({ id: profile.id }), onClose);
  const change = (part: Partial<DeviceProfile>): void => {
    setFault('');
    setProfile((before) => ({ ...before, ...part }));
  };
  const confirm = (): void => {
    const checked = deviceProfileSchema.safeParse(profile);
    if (checked.success) save.run(checked.data);
    else if (profile.name.trim() === '') setFault('请填写名称。');
    else setFault('地址不能识别，或与设备种类不符。请按下面的例子填写。');
  };
  const { kind } = profile;
  return (
    <Modal
      open
      title={isNew ? '添加设备' : `修改${profile.name}`}
      width={620}
      okText="保存"
      cancelText="取消"
      confirmLoading={save.slow}
      onOk={confirm}
      onCancel={onClose}
      destroyOnHidden
      footer={(_, { OkBtn, CancelBtn }) => (
        <div className="device-dialog-foot">
          {!isNew && (
            <Button
              danger
              loading={remove.slow}
              onClick={() => (removing ? remove.run() : setRemoving(true))}
            >
              {removing ? '确认停用这台设备' : '停用'}
            </Button>
          )}
          <span>
            <CancelBtn />
            <OkBtn />
          </span>
        </div>
      )}
    >
      <Form layout="horizontal" labelCol={{ span: 4 }} requiredMark={false} onSubmitCapture={confirm}>
        <Form.Item label="名称" htmlFor="device-name">
          <Input
            id="device-name"
            autoFocus
            maxLength={30}
            value={profile.name}
            placeholder="如：3号窗口小票机"
            onChange={(event) => change({ name: event.target.value })}
            onPressEnter={confirm}
          />
        </Form.Item>
        <Form.Item label="种类" htmlFor="device-kind">
          <Select
            id="device-kind"
            value={kind}
            disabled={!isNew}
            options={deviceKinds.map((value) => ({ value, label: deviceKindNames[value] }))}
            onChange={(value) =>
              change({ kind: value, address: addresses[value][0], led: value === 'ledBoard' ? newLed : null })
            }
          />
        </Form.Item>
        <Form.Item label="位置">
          <Segmented
            value={profile.place}
            options={devicePlaces.map((value) => ({ value, label: devicePlaceNames[value] }))}
            onChange={(place) => change({ place })}
          />
        </Form.Item>
        <Form.Item label="地址" htmlFor="device-address" extra={addresses[kind][1]}>
          <Input
            id="device-address"
            value={profile.address}
            disabled={addresses[kind][0] === 'page'}
            maxLength={200}
            onChange={(event) => change({ address: event.target.value })}
            onPressEnter={confirm}
          />
        </Form.Item>
        {kind === 'ticketPrinter' && (
          <>
            <Form.Item label="纸宽">
              <Segmented<DeviceProfile['width']>
                value={profile.width}
                options={[
                  { value: '80mm', label: '80毫米' },
                  { value: '58mm', label: '58毫米' },
                ]}
                onChange={(width) => change({ width })}
              />
            </Form.Item>
            <Form.Item label="备用">
              <Checkbox checked={profile.spare} onChange={(event) => change({ spare: event.target.checked })}>
                只在同一位置的另一台不能打印时使用
              </Checkbox>
            </Form.Item>
          </>
        )}
        {kind === 'cardReader' && (
          <Form.Item label="指纹">
            <Checkbox
              checked={profile.fingerprint}
              onChange={(event) => change({ fingerprint: event.target.checked })}
            >
              同时读取指纹（只交给比对组件，不保存）
            </Checkbox>
          </Form.Item>
        )}
        {kind === 'ledBoard' && profile.led !== null && (
          <LedFields led={profile.led} onChange={(led) => change({ led })} />
        )}
      </Form>
      <Refusal>{fault || save.sentence || remove.sentence}</Refusal>
    </Modal>
  );
}

type Led = NonNullable<DeviceProfile['led']>;

function LedFields({ led, onChange }: { readonly led: Led; readonly onChange: (led: Led) => void }) {
  return (
    <>
      <Form.Item
        label="格式"
        htmlFor="led-template"
        extra="{text} 是显示内容，\xNN 是一个字节，见屏的说明书。"
      >
        <Input
          id="led-template"
          value={led.template}
          maxLength={200}
          onChange={(event) => onChange({ ...led, template: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="编码">
        <Segmented<Led['encoding']>
          value={led.encoding}
          options={[
            { value: 'gbk', label: 'GBK' },
            { value: 'gb18030', label: 'GB18030' },
            { value: 'utf8', label: 'UTF-8' },
            { value: 'ascii', label: 'ASCII' },
          ]}
          onChange={(encoding) => onChange({ ...led, encoding })}
        />
      </Form.Item>
      <Form.Item label="校验">
        <Segmented<Led['checksum']>
          value={led.checksum}
          options={[
            { value: 'none', label: '没有' },
            { value: 'xor', label: '异或' },
            { value: 'sum', label: '累加和' },
          ]}
          onChange={(checksum) => onChange({ ...led, checksum })}
        />
      </Form.Item>
    </>
  );
}
