import { formatBeijing } from '#shared/clock/beijing.ts';
import { type Done, refused } from '#shared/contracts/answer.ts';
import type { OutboxRow, SyncView } from '#shared/contracts/views.ts';
import type { Refusal } from '#shared/decider.ts';
import type { Envelope } from '#shared/sync/command.ts';
import { titleOf } from '#shared/sync/command-titles.ts';
import type { Acting } from '../store/act.ts';
import type { Pending } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

/** Of an outbox that holds the work of days a person reads no more than this. */
const shown = 200;

/**
 * The outbox as a work list that people can read: what waits, since when, why, and what to do. What somebody has to look
 * at stands in it however much goes before it.
 */
export function outboxRows(store: Store, sync: SyncView): OutboxRow[] {
  const { confirmation } = store;
  return store.outbox.first(shown).map((pending) => {
    const { seq, envelope, state } = pending;
    const { kind, id } = envelope.subject;
    const isCase = kind === 'caseFile';
    const file = isCase ? store.cases.get(id)?.state : undefined;
    const ticket = kind === 'ticket' ? store.tickets.get(id)?.state : undefined;
    const about = file === undefined ? (ticket?.number ?? '') : `${file.matter.name} ${file.caseNumber}`;
    const doubt = state === 'waiting' ? confirmation.doubtsAbout(kind, id).get(seq) : undefined;
    const again = state === 'refused' ? confirmation.again.stepsOf(envelope.commandId) : null;
    return {
      commandId: envelope.commandId,
      seq,
      title: `${titleOf(envelope.name)} ${about}`.trim(),
      capturedAt: envelope.capturedAt,
      state: doubt === undefined ? state : 'doubtful',
      sentence: givenAgainBy(store, envelope) + sentenceOf(pending, sync, { doubt, again }),
      caseId: isCase ? id : null,
      mayGiveAgain: again !== null,
    };
  });
}

/** Who has given a step again that was refused before; empty where nobody has. */
function givenAgainBy({ knowledge }: Store, { givenAgain }: Envelope): string {
  if (givenAgain === undefined) return '';
  const who = knowledge.staff().find(({ personId }) => String(personId) === givenAgain.by)?.name ?? '—';
  return `${who}于${formatBeijing(givenAgain.at)}重新提交。`;
}

function sentenceOf(
  { state, refusal }: Pending,
  sync: SyncView,
  { doubt, again }: { doubt: Refusal | undefined; again: number | null },
): string {
  switch (state) {
    case 'refused': {
      const reason = `区级平台没有接受：${refusal?.message ?? ''}`;
      if (again === null) return reason;
      const others = again > 1 ? `连同它前面没有接受的${again - 1}步一起` : '';
      return `${reason}现在已经可以办：请按“重新提交”，${others}按原来的办理时间再交一次；不再办的按“知道了”。`;
    }
    case 'quarantined':
      return refusal?.message ?? '区级平台暂未采用，已转安全管理员核查。';
    case 'sent':
      return '区级平台已接受，等回传后自动从列表中消失，不用操作。';
    case 'waiting':
      if (doubt !== undefined)
        return `区级平台上的情况已有变化，这一步可能不被接受：${doubt.message}这一步仍会上传，以区级平台的答复为准。`;
      if (sync.state === 'offline') return '区级平台连不上，恢复后自动上传，不用操作。';
      if (sync.state === 'stopped') return sync.sentence;
      return '按办理的先后上传，轮到后自动上传，不用操作。';
  }
}

/** Takes a refused step off the list, once somebody has read why. */
export function acknowledge(store: Store, commandId: string): Done {
  if (!store.confirmation.acknowledge(commandId))
    return refused('notRefused', '这一步还没有结论，有结论后才能从列表中清除。');
  store.changed();
  return { kind: 'done' };
}

/** Gives a refused step once more, behind those that it rests upon. */
export function giveAgain(store: Store, acting: Acting, commandId: string): Done {
  const given = store.confirmation.again.give(acting, commandId);
  if (given.kind === 'done') store.changed();
  return given;
}
