import { Button, Form, Input } from 'antd';
import type { Action } from '../../ui/action/use-action.ts';
import './results.css';

/** The name of whoever stands there, typed from their document; or the applicant's, which is shown on record. */
export function PersonNameItem({
  name,
  id,
  label,
  extra,
  complaint,
  fill,
}: {
  /** Of the form's field. */
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly extra: string;
  /** What is said where it is empty. */
  readonly complaint: string;
  /** Fetches the applicant's name into the field. */
  readonly fill: Action<[]>;
}) {
  return (
    <Form.Item label={label} htmlFor={id} extra={extra}>
      <div className="deliver-name">
        <Form.Item name={name} noStyle rules={[{ required: true, whitespace: true, message: complaint }]}>
          <Input id={id} autoFocus autoComplete="off" maxLength={120} />
        </Form.Item>
        <Button loading={fill.slow} onClick={() => fill.run()} title="查看完整姓名会被记录">
          填入申请人姓名
        </Button>
      </div>
    </Form.Item>
  );
}
