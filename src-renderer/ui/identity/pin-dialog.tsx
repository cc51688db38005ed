import { Button, Form, Input, Modal } from 'antd';
import { pinFault } from '#shared/identity/pin.ts';
import { Refusal } from '../action/refusal.tsx';
import { useAction } from '../action/use-action.ts';
import { useKeysResting } from '../keys/use-keys.ts';
import { useDeskIdentity } from './desk-identity.ts';
import './pin-dialog.css';

interface Entries {
  readonly password: string;
  readonly pin: string;
  readonly again: string;
}

/** One's own PIN at this PC: set, changed or erased. */
export function PinDialog({
  open,
  hasPin,
  onClose,
}: {
  readonly open: boolean;
  readonly hasPin: boolean;
  readonly onClose: () => void;
}) {
  useKeysResting(open);
  return (
    <Modal
      open={open}
      width={440}
      title={hasPin ? '更换快捷密码' : '设置快捷密码'}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <PinForm hasPin={hasPin} onClose={onClose} />
    </Modal>
  );
}

const onlyDigits = (text: string): string => text.normalize('NFKC').replaceAll(/\D/g, '').slice(0, 6);

function PinForm({ hasPin, onClose }: { readonly hasPin: boolean; readonly onClose: () => void }) {
  const desk = useDeskIdentity();
  const [form] = Form.useForm<Entries>();
  const set = useAction(({ password, pin }: Entries) => desk.identity.setPin({ password, pin }), onClose);
  const erase = useAction(() => desk.identity.erasePin(), onClose);
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={set.run} onValuesChange={set.clear}>
      <p className="pin-dialog-note">
        快捷密码是6位数字，只在这台电脑上有效，用来解锁屏幕和快速换人。连续输错5次会被清除，登录密码不受影响。
      </p>
      <Form.Item name="password" label="登录密码" rules={[{ required: true, message: '请填写登录密码。' }]}>
        <Input.Password autoFocus autoComplete="off" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="pin"
        label="新快捷密码"
        normalize={onlyDigits}
        validateTrigger="onBlur"
        rules={[
          {
            validator: async (_, pin: string = '') => {
              const fault = pinFault(pin);
              if (fault !== null) throw new Error(fault);
            },
          },
        ]}
      >
        <Input.Password inputMode="numeric" autoComplete="off" visibilityToggle={false} />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输一次"
        normalize={onlyDigits}
        validateTrigger="onBlur"
        dependencies={['pin']}
        rules={[
          ({ getFieldValue }) => ({
            validator: async (_, again: string = '') => {
              if (again !== getFieldValue('pin')) throw new Error('两次输入的不一样，请重新输入。');
            },
          }),
        ]}
      >
        <Input.Password inputMode="numeric" autoComplete="off" visibilityToggle={false} />
      </Form.Item>
      <Refusal>{set.sentence || erase.sentence}</Refusal>
      <div className="pin-dialog-actions">
        {hasPin && (
          <Button danger loading={erase.slow} onClick={() => erase.run()}>
            不再使用
          </Button>
        )}
        <span />
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" loading={set.slow}>
          确定
        </Button>
      </div>
    </Form>
  );
}
