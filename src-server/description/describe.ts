import type { AnyContractProcedure } from '@orpc/contract';
import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { JSON_SCHEMA_REGISTRY, ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { bookingsContract } from '#shared/contracts/bookings.ts';
import { anyObject, districtContract } from '#shared/contracts/district.ts';
import { interfacesContract } from '#shared/contracts/interfaces.ts';
import { protocolVersion } from '#shared/contracts/protocol-version.ts';
import { newsSchema } from '#shared/interfaces/news.ts';
import { blobPaths } from './blobs.ts';
import { bookingExamples, type Example, interfaceExamples, newsExample } from './examples.ts';
import { installationExamples } from './installation-examples.ts';

/** A group of operations with one kind of credential. */
interface Group {
  tag: string;
  scheme: 'interface' | 'booking' | 'installation';
  contract: Record<string, AnyContractProcedure>;
  examples: Readonly<Record<string, Example>>;
}
/** Everything that is published, with what each shows as an example. */
export const published: readonly Group[] = [
  { tag: '对接', scheme: 'interface', contract: interfacesContract, examples: interfaceExamples },
  { tag: '预约', scheme: 'booking', contract: bookingsContract, examples: bookingExamples },
  { tag: '终端', scheme: 'installation', contract: districtContract, examples: installationExamples },
];
const schemes = {
  interface: '对接单位的接口凭据，由区级平台的管理人员发放',
  booking: '预约平台的令牌，由区级平台设置',
  installation: '登记时发给一台设备的令牌',
};

JSON_SCHEMA_REGISTRY.add(anyObject, { type: 'object' });

/** The description of the wire, generated from the contracts that both sides import. */
export async function describe(): Promise<OpenAPI.Document> {
  const converter = new ZodToJsonSchemaConverter();
  const generator = new OpenAPIGenerator({ schemaConverters: [converter] });
  const document = await generator.generate(Object.assign({}, ...published.map(({ contract }) => contract)), {
    info: {
      ...{ title: '一窗 区级平台', version: String(protocolVersion) },
      description:
        '“对接”供省级平台和部门业务系统使用，“预约”供政务服务网使用，“终端”是本系统的窗口、部门、管理端程序自己用的。时间都是 UTC，日期都是北京时间的日期。',
    },
    components: {
      securitySchemes: Object.fromEntries(
        Object.entries(schemes).map(([name, description]) => [
          name,
          { type: 'http', scheme: 'bearer', description },
        ]),
      ),
    },
    tags: published.map(({ tag }) => ({ name: tag })),
  });
  for (const { tag, scheme, contract, examples } of published)
    for (const [name, procedure] of Object.entries(contract)) {
      const operation = operationOf(document, procedure);
      const example = examples[name];
      if (operation === undefined || example === undefined) throw new Error(`${name} has no description`);
      operation.tags = [tag];
      operation.security = name === 'enrol' ? [] : [{ [scheme]: [] }];
      show(operation, example);
      operation.responses = { ...operation.responses, ...usualRefusals(scheme) };
    }
  const security = [{ installation: [] }];
  // A refusal of what was asked has no body here.
  const { 400: _, ...usual } = usualRefusals('installation');
  document.paths = { ...document.paths, ...blobPaths('终端', security, usual) };
  const [, schema] = converter.convert(newsSchema, { strategy: 'output' });
  document.webhooks = {
    news: {
      post: {
        ...{ tags: ['对接'], summary: '推送：办件进度、结果和证照的变化，签名在请求头', security: [] },
        operationId: 'news',
        parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((header) => ({
          ...{ name: header, in: 'header' as const, required: true, schema: { type: 'string' } },
        })),
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schema as object, example: newsExample } },
        },
        responses: { '2XX': { description: '收下了；其他答复和不答复都会重发' } },
      },
    },
  };
  return document;
}

function operationOf(
  document: OpenAPI.Document,
  procedure: AnyContractProcedure,
): OpenAPI.OperationObject | undefined {
  const { method, path } = procedure['~orpc'].route;
  const found = path === undefined ? undefined : document.paths?.[path];
  return found?.[(method ?? 'POST').toLowerCase() as 'get'];
}

/** Puts an example where its parts belong: path and query to their parameters, the rest into the body. */
function show(operation: OpenAPI.OperationObject, { input, output }: Example): void {
  const rest = { ...input };
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter) || !(parameter.name in rest)) continue;
    parameter.example = rest[parameter.name];
    delete rest[parameter.name];
  }
  if (operation.requestBody !== undefined && 'content' in operation.requestBody)
    for (const media of Object.values(operation.requestBody.content)) media.example = rest;
  for (const response of Object.values(operation.responses ?? {}))
    if ('content' in response)
      for (const [type, media] of Object.entries(response.content ?? {}))
        media.example =
          type === 'text/event-stream' ? `event: message\ndata: ${JSON.stringify(output)}\n\n` : output;
}

/** What every operation may answer besides. */
const usualRefusals = (scheme: Group['scheme']): OpenAPI.ResponsesObject =>
  scheme === 'booking'
    ? {
        '400': refusal('内容不完整'),
        '404': refusal('令牌不对，或没有这个大厅'),
        '409': refusal('约满或时段已过'),
      }
    : {
        '400': refusal('内容不符合说明'),
        '401': refusal('凭据无效'),
        '403': refusal('已暂停或撤销'),
        ...(scheme === 'interface' && { '404': refusal('没有，或不在可读取的范围内') }),
        '429': {
          ...refusal('太忙或太频繁，等 Retry-After 所说的秒数再来'),
          headers: { 'retry-after': { schema: { type: 'integer' }, description: '秒' } },
        },
      };
const refusal = (description: string) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object' as const,
        properties: { code: { type: 'string' as const }, message: { type: 'string' as const } },
        required: ['code', 'message'],
      },
    },
  },
});
