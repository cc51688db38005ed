import { createHash } from 'node:crypto';
import type { OpenAPI } from '@orpc/openapi';

/** The scan of the examples, in the two pieces in which it goes up; what it shows is invented. */
export const pieces = ['一页居民身份证影像的前一半', '，和后一半'] as const;
const bytes = (text: string): number => Buffer.byteLength(text);
const whole = bytes(pieces.join(''));
export const hash = createHash('sha256').update(pieces.join('')).digest('hex');
const metadata = `sha256 ${Buffer.from(hash).toString('base64')}`;

/** One request as it goes over the line, and its answer. */
interface Operation {
  method: 'POST' | 'HEAD' | 'PATCH' | 'GET';
  path: '/v1/blobs' | '/v1/blobs/{hash}';
  summary: string;
  /** What is sent in the head, each with what it is and an example. */
  asks: Readonly<Record<string, readonly [what: string, example: string]>>;
  body?: string;
  answer: {
    status: number;
    description: string;
    head: Readonly<Record<string, readonly [what: string, example: string]>>;
    body?: string;
  };
  refusals: Readonly<Record<number, string>>;
}

const version = ['tus 的版本', '1.0.0'] as const;
const none = '没有办件写明这份影像，或者这个办件与本机无关';

/**
 * How scans and files go up and down: the core of tus 1.0.0 (https://tus.io), resumable at any byte. They are no
 * procedures of the contract, since a body comes in piece by piece; an integration test holds each against the server.
 */
export const blobOperations: readonly Operation[] = [
  {
    ...{ method: 'POST', path: '/v1/blobs', summary: '申报一份材料影像，办件已经上传之后' },
    asks: {
      'tus-resumable': version,
      'upload-length': ['全长，字节；要与办件里写的相同', String(whole)],
      'upload-metadata': ['“sha256”、空格、64位小写十六进制哈希的 base64', metadata],
    },
    answer: {
      ...{ status: 201, description: '可以上传，地址在 location；已经有了的也答这个' },
      head: { 'tus-resumable': version, location: ['往哪里传', `/v1/blobs/${hash}`] },
    },
    refusals: { 400: '长度与办件里写的不同', 404: none },
  },
  {
    ...{ method: 'HEAD', path: '/v1/blobs/{hash}', summary: '已经到了多少字节' },
    asks: { 'tus-resumable': version },
    answer: {
      ...{ status: 200, description: '从 upload-offset 接着传；等于 upload-length 就是全到了' },
      head: {
        'tus-resumable': version,
        'upload-offset': ['已到的字节', String(bytes(pieces[0]))],
        'upload-length': ['全长，字节', String(whole)],
        'cache-control': ['不缓存', 'no-store'],
      },
    },
    refusals: { 404: `还没有申报；或者${none}` },
  },
  {
    ...{ method: 'PATCH', path: '/v1/blobs/{hash}', summary: '从断点接着传一段，长短不限' },
    asks: {
      'tus-resumable': version,
      'upload-offset': ['这一段从第几个字节开始，要等于已到的字节', String(bytes(pieces[0]))],
    },
    body: pieces[1],
    answer: {
      ...{ status: 204, description: '收下了；传到一半断线，已到的也留着' },
      head: { 'tus-resumable': version, 'upload-offset': ['现在已到的字节', String(whole)] },
    },
    refusals: {
      404: `还没有申报；或者${none}`,
      409: '开始的位置不对，按答复里的 upload-offset 接着传',
      460: '传完后哈希不对，已全部丢弃，请重新申报、从头上传',
    },
  },
  {
    ...{ method: 'GET', path: '/v1/blobs/{hash}', summary: '取一份材料影像的内容' },
    asks: {},
    answer: {
      ...{ status: 200, description: '全部内容，不分段；收到后请核对哈希' },
      head: {
        'content-type': ['不说明是什么内容，办件里写明', 'application/octet-stream'],
        'content-length': ['全长，字节', String(whole)],
      },
      body: pieces.join(''),
    },
    refusals: { 404: `还没有到齐；或者${none}` },
  },
];

const text = { type: 'string' } as const;
const binary = { type: 'string', format: 'binary' } as const;

/** The operations as the description shows them. `usual` is what every operation of an installation may answer besides. */
export function blobPaths(
  tag: string,
  security: OpenAPI.SecurityRequirementObject[],
  usual: OpenAPI.ResponsesObject,
): OpenAPI.PathsObject {
  const paths: Record<string, OpenAPI.PathItemObject> = {};
  for (const { method, path, summary, asks, body, answer, refusals } of blobOperations) {
    const inPath = { name: 'hash', in: 'path' as const, required: true, example: hash };
    const operation: OpenAPI.OperationObject = {
      ...{ tags: [tag], security, summary, operationId: `${method.toLowerCase()}Blob` },
      parameters: [
        ...(path.includes('{hash}') ? [{ ...inPath, schema: { ...text, pattern: '^[0-9a-f]{64}$' } }] : []),
        ...Object.entries(asks).map(([name, [description, example]]) => ({
          ...{ name, in: 'header' as const, required: true, description, example, schema: text },
        })),
      ],
      ...(body !== undefined && {
        requestBody: {
          required: true,
          content: { 'application/offset+octet-stream': { schema: binary, example: body } },
        },
      }),
      responses: {
        [answer.status]: {
          description: answer.description,
          headers: Object.fromEntries(
            Object.entries(answer.head).map(([name, [description, example]]) => [
              name,
              { description, example, schema: text },
            ]),
          ),
          ...(answer.body !== undefined && {
            content: { 'application/octet-stream': { schema: binary, example: answer.body } },
          }),
        },
        ...usual,
        ...Object.fromEntries(
          Object.entries(refusals).map(([status, description]) => [status, { description }]),
        ),
      },
    };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return paths;
}
