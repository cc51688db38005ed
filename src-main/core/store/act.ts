import type { Refusal } from '#shared/decider.ts';
import type { Actor } from '#shared/identity/authority.ts';
import type { CommandArgs, CommandName } from '#shared/subjects.ts';
import type { Envelope, SubjectKind } from '#shared/sync/command.ts';

/** Somebody acting, with the session that they act in. */
export interface Acting {
  actor: Actor;
  sessionId: string | null;
  authMode: Envelope['authMode'];
  channel: Envelope['channel'];
  /** Signs by the person's own key, as `ed25519:<base64>`; null where nobody has one, as at the kiosk. */
  sign(text: string): string | null;
}

/** A command that somebody wants to give. */
export type Intent = {
  [Name in CommandName]: { name: Name; subject: { kind: SubjectKind; id: string }; args: CommandArgs<Name> };
}[CommandName];

export type Performed = { kind: 'done' } | { kind: 'refused'; refusal: Refusal };

/** The disk did not take an act: nothing of it was done. */
export class NotSaved extends Error {
  readonly sentence = '电脑的磁盘没有写入成功，刚才的操作没有保存。请检查磁盘空间后重试；仍不行请联系运维。';
}
