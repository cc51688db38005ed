import { Button, Form, Input } from 'antd';

/** The reason of an act, with what is often said to choose from. */
export function ReasonItem({
  label = '理由',
  phrases = [],
  autoFocus = false,
  placeholder,
}: {
  readonly label?: string;
  readonly phrases?: readonly string[];
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
}) {
  const form = Form.useFormInstance();
  return (
    <>
      <Form.Item
        name="reason"
        label={label}
        rules={[{ required: true, whitespace: true, message: `请写明${label}。` }]}
      >
        <Input.TextArea
          rows={2}
          maxLength={200}
          autoFocus={autoFocus}
          {...(placeholder !== undefined && { placeholder })}
          // Enter says it; a new line is rarely meant here.
          onPressEnter={(event) => {
            if (event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            form.submit();
          }}
        />
      </Form.Item>
      {phrases.length > 0 && (
        <div className="act-dialog-phrases">
          {phrases.map((phrase) => (
            <Button key={phrase} size="small" onClick={() => form.setFieldsValue({ reason: phrase })}>
              {phrase}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
