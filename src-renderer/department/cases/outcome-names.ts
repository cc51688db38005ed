export const outcomeNames = { approved: '同意', rejected: '不同意' } as const;
