import type { CommandResult } from '#shared/contracts/district.ts';

/** A stored result as it is answered. */
export const resultOf = (row: {
  seq: number;
  command_id: string;
  outcome: CommandResult['outcome'];
  refusal: CommandResult['refusal'];
  stamped_at: Date;
}): CommandResult => ({
  seq: row.seq,
  commandId: row.command_id,
  outcome: row.outcome,
  refusal: row.refusal,
  stampedAt: row.stamped_at.toISOString() as CommandResult['stampedAt'],
});
