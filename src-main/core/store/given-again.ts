import type { Refusal } from '#shared/decider.ts';
import { type Envelope, otherCaseOf, signedCommands } from '#shared/sync/command.ts';
import type { Acting, Performed } from './act.ts';
import type { Commands } from './commands.ts';
import type { Database } from './database.ts';
import type { Knowledge } from './knowledge.ts';

interface Parts {
  db: Database;
  knowledge: Knowledge;
  commands: Commands;
  /** Shows a subject as base and outbox make it. */
  rebase(kind: Envelope['subject']['kind'], id: string): void;
}

const refusal = (code: string, message: string): { kind: 'refused'; refusal: Refusal } => ({
  kind: 'refused',
  refusal: { code, message },
});

/** Refused steps that are given once more, each after those that it rests upon. */
export function givenAgain({ db, knowledge, commands, rebase }: Parts) {
  const one = db.prepare<[string], { seq: number; state: string }>(
    'SELECT seq, state FROM outbox WHERE command_id = ?',
  );
  const upTo = db.prepare<[number], { seq: number; state: string; envelope: string }>(
    `SELECT seq, state, envelope FROM outbox
     WHERE seq <= ? AND state IN ('refused', 'quarantined') ORDER BY seq DESC`,
  );
  const remove = db.prepare('DELETE FROM outbox WHERE seq = ?');

  /** A refused step behind all earlier ones without which it could not be taken: of its case, and of one that it names. */
  function withWhatItRestsOn(commandId: string) {
    const found = one.get(commandId);
    if (found?.state !== 'refused')
      return refusal('notRefused', '这一步没有被区级平台退回，不用重新提交；请刷新后查看。');
    const steps: { seq: number; envelope: Envelope }[] = [];
    const subjects = new Set<string>();
    for (const { seq, state, envelope: text } of upTo.all(found.seq)) {
      const envelope: Envelope = JSON.parse(text);
      const { subject, name, counterId } = envelope;
      if (envelope.commandId !== commandId && !subjects.has(subject.id)) continue;
      if (state === 'quarantined')
        return refusal('heldBack', '前面有一步正由安全管理员核查，有结论后再重新提交。');
      if (signedCommands.includes(name))
        return refusal('mustSign', '这一步要由本人签名，不能重新提交；请打开办件核对后重新办理。');
      if (counterId !== knowledge.place().counterId)
        return refusal(
          'otherCounter',
          '这一步是在原来的窗口办的，不能从本窗口重新提交；请打开办件重新办理。',
        );
      steps.unshift({ seq, envelope });
      for (const id of [subject.id, otherCaseOf(envelope)]) if (id !== null) subjects.add(id);
    }
    return { kind: 'steps' as const, steps };
  }

  return {
    /** How many steps would go if this one were given again now, itself among them; null where it would not be taken. */
    stepsOf(commandId: string): number | null {
      const found = withWhatItRestsOn(commandId);
      if (found.kind === 'refused') return null;
      const envelopes = found.steps.map(({ envelope }) => envelope);
      return commands.giveAgain(envelopes, null, null).kind === 'done' ? envelopes.length : null;
    },

    /**
     * Gives a refused step again, behind those that it rests upon: all of them or none. The refused ones leave the list;
     * each says from then on who gave it again, and when.
     * @throws NotSaved where the disk did not take it
     */
    give(acting: Acting, commandId: string): Performed {
      const found = withWhatItRestsOn(commandId);
      if (found.kind === 'refused') return found;
      const { steps } = found;
      return commands.giveAgain(
        steps.map(({ envelope }) => envelope),
        acting,
        () => {
          for (const { seq } of steps) remove.run(seq);
          for (const { envelope } of steps) rebase(envelope.subject.kind, envelope.subject.id);
        },
      );
    },
  };
}
