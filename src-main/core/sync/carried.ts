import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { beijingDateOf, compactDate } from '#shared/clock/beijing.ts';
import { type Done, type Refused, refused } from '#shared/contracts/answer.ts';
import { type CarriedUp, carriedDownSchema } from '#shared/contracts/carried.ts';
import {
  type CarriedFile,
  carriedBytes,
  carriedHead,
  carriedInfo,
  carriedUnmaskings,
  readCarried,
} from '#shared/sync/carried.ts';
import { answerOf, TurnedAway } from '../identity/district-answer.ts';
import type { Store } from '../store/store.ts';
import type { DistrictClient } from './district-client.ts';
import type { Exchange } from './exchange.ts';
import type { UnmaskingsUpload } from './unmaskings-upload.ts';

/** A file as a page keeps it. */
type Kept = { name: string; text: string };
/** So many files may be on their way at once; the answer to an older one is found to be too old. */
const remembered = 8;
const carryMs = 60_000;

const notCarried = '选中的不是一窗的代传文件，请重新选择。';

/** Sealed files: of this desk, and of others that are carried here. */
export type CarriedDesk = ReturnType<typeof carriedDesk>;

/** @param handIn the second chain, where this desk has one */
export function carriedDesk(
  store: Store,
  exchange: Exchange,
  handIn: Pick<UnmaskingsUpload, 'forCarrying' | 'takeCarried'> | null,
  district: Pick<DistrictClient, 'carry'>,
) {
  const { settings } = store;
  const name = (direction: string, id: string) =>
    `一窗${direction}-${compactDate(beijingDateOf(store.now()))}-${id.slice(0, 8)}.ycf`;

  return {
    /** Makes the file of this desk. What is in it still waits here: whichever way reaches the district first counts. */
    seal(): { kind: 'done'; file: Kept; steps: number; left: number } | Refused {
      const carryKey = settings.get('carryKey');
      const token = settings.get('enrolment')?.token;
      if (carryKey === null || token === undefined)
        return refused(
          'noCarryKey',
          '本机还没有从区级平台领到代传密钥：请先联网一次，以后断网时就可以导出。',
        );
      const { steps, ...inside } = exchange.forCarrying(carriedBytes);
      const pair = generateKeyPairSync('x25519');
      const head = {
        ...({ format: 'yichuang carried', version: 1, direction: 'up', id: randomUUID() } as const),
        key: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      };
      const unmaskings = handIn?.forCarrying(carriedUnmaskings) ?? [];
      const content: CarriedUp = { ...inside, token, ...(unmaskings.length > 0 && { unmaskings }) };
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyFor(pair.privateKey, carryKey, head), nonce);
      cipher.setAAD(Buffer.from(carriedHead(head)));
      const body = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
      const file: CarriedFile = {
        ...head,
        sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64'),
      };
      // Kept before anybody has the file: without its key nobody could read what comes back.
      const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
      const mine = { id: head.id, privateKey, cookie: inside.ask.cookie };
      settings.set('carried', [mine, ...(settings.get('carried') ?? [])].slice(0, remembered));
      const { pending } = store.outbox.counts();
      return {
        ...{ kind: 'done', steps, left: pending - steps },
        file: { name: name('待上传', head.id), text: JSON.stringify(file) },
      };
    },

    /** Hands in the file of another desk, now. */
    async carry(text: string): Promise<{ kind: 'done'; file: Kept } | Refused> {
      const file = readCarried(text);
      if (file === null) return refused('notCarried', notCarried);
      if (file.direction === 'down')
        return refused('wayBack', '这是区级平台的回执，请拿回原电脑，在那里选“导入回执”。');
      try {
        const options = { signal: AbortSignal.timeout(carryMs) };
        const answer = await answerOf(district.carry({ file }, options));
        if (answer.kind === 'refused') return answer;
        return { kind: 'done', file: { name: name('回执', file.id), text: JSON.stringify(answer.file) } };
      } catch (error) {
        if (error instanceof TurnedAway) return refused('turnedAway', error.standing.message);
        return refused(
          'outOfReach',
          '区级平台现在连不上，文件没有上传；请在能联网的电脑上再试，文件不会失效。',
        );
      }
    },

    /** Takes in what came back for this desk. Taken in twice it changes nothing. */
    open(text: string): Done | Refused {
      const file = readCarried(text);
      if (file === null) return refused('notCarried', notCarried);
      if (file.direction === 'up')
        return refused('wayThere', '这是还没有上传的文件，请在能联网的电脑上选“替别处上传”。');
      const mine = (settings.get('carried') ?? []).find(({ id }) => id === file.id);
      const carryKey = settings.get('carryKey');
      if (mine === undefined || carryKey === null)
        return refused('notOurs', '这个回执不是给本机的，或者已经太旧；请核对电脑，或重新导出一次。');
      const privateKey = createPrivateKey({
        key: Buffer.from(mine.privateKey, 'base64'),
        ...{ format: 'der', type: 'pkcs8' },
      });
      const down = carriedDownSchema.safeParse(opened(privateKey, carryKey, file)).data;
      if (down === undefined)
        return refused('notReadable', '回执打不开，可能没有拷贝完整，请重新拷贝后再试。');
      exchange.takeCarried(down, mine.cookie);
      handIn?.takeCarried(down.unmaskings ?? []);
      return { kind: 'done' };
    },
  };
}

function opened(privateKey: KeyObject, carryKey: string, file: CarriedFile): unknown {
  try {
    const bytes = Buffer.from(file.sealed, 'base64');
    const key = keyFor(privateKey, carryKey, file);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(carriedHead(file)));
    decipher.setAuthTag(bytes.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString());
  } catch {
    return null;
  }
}

function keyFor(
  privateKey: KeyObject,
  carryKey: string,
  { id, direction }: Pick<CarriedFile, 'id' | 'direction'>,
): Buffer {
  const publicKey = createPublicKey({ key: Buffer.from(carryKey, 'base64'), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, id, carriedInfo(direction), 32));
}
