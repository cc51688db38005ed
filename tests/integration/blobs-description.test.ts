import { beforeAll, expect, it } from 'vitest';
import { blobOperations, hash, pieces } from '../../src-server/description/blobs.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, receipt, type TestInstallation, uuidv7 } from './installation.ts';

/** What the description says of scans and files is what this server does. */
let district: TestDistrict;
let counter: TestInstallation;
beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
});

type Method = (typeof blobOperations)[number]['method'];
const operationOf = (method: Method) => {
  const found = blobOperations.find((each) => each.method === method);
  if (found === undefined) throw new Error(`${method} is not described`);
  return found;
};
/** Sends a request as its example has it, but for what is changed. */
function send(
  method: Method,
  {
    head = {},
    body = operationOf(method).body,
    of = hash,
  }: { head?: object; body?: string; of?: string } = {},
): Promise<Response> {
  const { path, asks } = operationOf(method);
  return fetch(`${district.url}${path.replace('{hash}', of)}`, {
    method,
    headers: {
      authorization: `Bearer ${counter.enrolment.token}`,
      ...(body !== undefined && { 'content-type': 'application/offset+octet-stream' }),
      ...Object.fromEntries(Object.entries(asks).map(([name, [, example]]) => [name, example])),
      ...head,
    },
    ...(body !== undefined && { body }),
  });
}
/** What came is what the description shows. */
function expectAsShown(method: Method, answer: Response): void {
  const { status, head } = operationOf(method).answer;
  expect(answer.status).toBe(status);
  for (const [name, [, example]] of Object.entries(head))
    expect(answer.headers.get(name), name).toBe(example);
}
/** A refusal that is described. */
function expectRefused(method: Method, { status }: Response, as: number): void {
  expect(status).toBe(as);
  expect(operationOf(method).refusals).toHaveProperty(String(as));
}

it('nothing goes up that no case names, or before it was announced', async () => {
  expectRefused('POST', await send('POST'), 404);
  const [page, bytes] = [{ materialId: 'id-card', page: 1, sheets: 1 }, Buffer.byteLength(pieces.join(''))];
  const attachments = [{ ...page, hash, bytes, mediaType: 'image/jpeg' as const, onFileFrom: null }];
  const args = { ...receipt(counter), attachments };
  const taken = await counter.push([counter.give('receiveCase', uuidv7(), args)]);
  expect(taken).toMatchObject({ results: [{ outcome: 'applied' }] });
  for (const method of ['HEAD', 'PATCH', 'GET'] as const) expectRefused(method, await send(method), 404);
  expectRefused('POST', await send('POST', { head: { 'upload-length': '1' } }), 400);
});

it('what was spoilt on the way is thrown away whole', async () => {
  expectAsShown('POST', await send('POST'));
  const spoilt = pieces.join('').replace('影像', '影象');
  expectRefused('PATCH', await send('PATCH', { head: { 'upload-offset': '0' }, body: spoilt }), 460);
  expectRefused('HEAD', await send('HEAD'), 404);
});

it('a scan goes up in two pieces as the examples show, and comes back as it was', async () => {
  expectAsShown('POST', await send('POST'));
  const early = await send('PATCH');
  expectRefused('PATCH', early, 409);
  expect(early.headers.get('upload-offset')).toBe('0');
  await send('PATCH', { head: { 'upload-offset': '0' }, body: pieces[0] });
  expectAsShown('HEAD', await send('HEAD'));
  expectRefused('GET', await send('GET'), 404);
  expectAsShown('PATCH', await send('PATCH'));
  const got = await send('GET');
  expectAsShown('GET', got);
  expect(await got.text()).toBe(operationOf('GET').answer.body);
  expectAsShown('POST', await send('POST'));
});
