import type { IdentityCard } from '#shared/identity/card.ts';
import { sexNames } from '#shared/identity/sex.ts';
import { type CardReading, startCardReader } from '../../core/devices/card-reader/card-reader.ts';
import { readerLine } from '../../core/devices/card-reader/find-reader.ts';
import { photoDecoder } from '../../core/devices/card-reader/photo-decoder.ts';
import { wholeNumber } from './question.ts';

interface Asked {
  readonly port?: string | undefined;
  readonly baud?: string | undefined;
  readonly timeout?: string | undefined;
  readonly 'photo-decoder'?: string | undefined;
  readonly json: boolean;
}

/** Waits for a card and prints what it says. */
export async function readCard({ port, baud, timeout, json, ...more }: Asked): Promise<number> {
  const seconds = wholeNumber('timeout', timeout, [1, 3600], 30);
  const choice = {
    path: port ?? null,
    baud: baud === undefined ? null : wholeNumber('baud', baud, [300, 921_600], 0),
  };
  const reader = startCardReader({ open: readerLine(choice) });
  if (!json) console.error('请将证件平放在感应区。');
  const reading = await new Promise<CardReading>((resolve) => {
    const noReader = (): void => {
      const status = reader.status();
      if (status.state === 'offline' && status.code !== 'starting') resolve({ kind: 'fault', status });
    };
    reader.onCard(resolve);
    reader.onStatus(noReader);
    setTimeout(() => {
      const status = reader.status();
      const waited = {
        ...status,
        code: 'noCard',
        message: `${seconds}秒内没有读到证件。证件一直放在上面的，请取走证件后重新平放。`,
      };
      resolve({
        kind: 'fault',
        status: status.state === 'unknown' || status.state === 'fault' ? status : waited,
      });
    }, seconds * 1000);
  });
  await reader.close();
  if (reading.kind === 'fault') {
    const { code, message } = reading.status;
    if (json) console.log(JSON.stringify({ error: { code, message } }));
    else console.error(message);
    return 1;
  }
  const command = more['photo-decoder'];
  const decode = photoDecoder(command === undefined ? null : { command, args: [] });
  const photo = await decode(reading.photo);
  const card = cardJson(reading.card, photo.kind === 'decoded' ? 'decoded' : 'raw');
  if (command !== undefined && photo.kind === 'undecoded') console.error(photo.sentence);
  if (json) console.log(JSON.stringify(card));
  else
    for (const [name, value] of Object.entries(card))
      console.log(`${labels[name as keyof CardJson]}：${value}`);
  return 0;
}

/** A card as programs read it; dates as `YYYY-MM-DD`. What a card type does not have is absent. */
export interface CardJson {
  type: IdentityCard['kind'];
  name?: string;
  englishName?: string;
  sex: string;
  nation?: string;
  birth: string;
  address?: string;
  idNumber: string;
  issuer?: string;
  validFrom: string;
  validTo: string;
  passNumber?: string;
  issueCount?: string;
  country?: string;
  /** `raw`: only a licensed decoder of the vendor (`--photo-decoder`) makes a picture of it. */
  photo: 'raw' | 'decoded';
}

export function cardJson(card: IdentityCard, photo: CardJson['photo'] = 'raw'): CardJson {
  const common = {
    sex: sexNames[card.sex],
    birth: card.birth,
    idNumber: card.kind === 'I' ? card.number : card.idNumber,
    validFrom: card.validity.from,
    validTo: card.validity.until,
    photo,
  } as const;
  const type = card.kind;
  if (card.kind === 'resident') {
    const { name, nation, address, issuer } = card;
    return { type, name, ...common, nation: nation.name, address, issuer };
  }
  if (card.kind === 'J') {
    const { name, address, issuer, passNumber, issueCount } = card;
    return { type, name, ...common, address, issuer, passNumber, issueCount };
  }
  const { chineseName, englishName, country } = card;
  return { type, ...(chineseName !== '' && { name: chineseName }), englishName, ...common, country };
}

const labels: Readonly<Record<keyof CardJson, string>> = {
  type: '证件类型',
  name: '姓名',
  englishName: '英文姓名',
  sex: '性别',
  nation: '民族',
  birth: '出生',
  address: '住址',
  idNumber: '证件号码',
  issuer: '签发机关',
  validFrom: '有效期自',
  validTo: '有效期至',
  passNumber: '通行证号码',
  issueCount: '签发次数',
  country: '国籍',
  photo: '照片',
};
