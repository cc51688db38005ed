import { refuse } from '../decider.ts';

/** Whether what a reader gave is evidence of nothing, since it only imitates one. */
export const isVirtual = (read: { virtual?: true | undefined } | null): boolean => read?.virtual === true;

/** Outside a demo nobody takes a case in on it. */
export const virtualEvidence = refuse(
  'virtualEvidence',
  '证件信息来自演示读卡器，正式办理不能使用。请用真实的身份证阅读机具重新读取，或手工录入核对。',
);
