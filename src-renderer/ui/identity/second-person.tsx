import { Form, Input, Radio } from 'antd';

/** What a second person types beside whoever sits at the desk, for one act alone. */
export interface SecondPerson {
  readonly staffNumber: string;
  readonly by: 'pin' | 'password';
  readonly secret: string;
}

/** The fields of it. @param who what the second person is in this act, such as 复核人 */
export function SecondPersonItems({ who }: { readonly who: string }) {
  const by = Form.useWatch('by') ?? 'pin';
  return (
    <>
      <div className="act-dialog-pair">
        <Form.Item
          name="staffNumber"
          label={`${who}工号`}
          normalize={(text: string) => text.normalize('NFKC').trim().toUpperCase()}
          rules={[{ required: true, message: `请填写${who}的工号。` }]}
        >
          <Input autoFocus autoComplete="off" maxLength={32} />
        </Form.Item>
        <Form.Item name="by" label="用" initialValue="pin">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'pin', label: '快捷密码' },
              { value: 'password', label: '登录密码' },
            ]}
          />
        </Form.Item>
      </div>
      <Form.Item
        name="secret"
        label={by === 'pin' ? `${who}快捷密码` : `${who}登录密码`}
        rules={[{ required: true, message: `请${who}输入自己的密码。` }]}
      >
        <Input.Password autoComplete="off" maxLength={200} {...(by === 'pin' && { inputMode: 'numeric' })} />
      </Form.Item>
    </>
  );
}
