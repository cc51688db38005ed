import { Alert } from 'antd';

/** Why something did not happen, next to where it was asked for; stays until the next try. */
export function Refusal({ children }: { readonly children: string }) {
  return children === '' ? null : <Alert type="error" title={children} showIcon role="alert" />;
}
