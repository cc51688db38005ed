export type Outcome = 'approved' | 'rejected';
export const outcomeNames = { approved: '同意', rejected: '不同意' } as const satisfies Record<
  Outcome,
  string
>;
