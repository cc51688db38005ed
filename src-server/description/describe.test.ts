import type { AnyContractProcedure } from '@orpc/contract';
import type { OpenAPI } from '@orpc/openapi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { newsSchema } from '#shared/interfaces/news.ts';
import { envelopeSchema } from '#shared/sync/command.ts';
import { blobOperations } from './blobs.ts';
import { describe as describeWire, published } from './describe.ts';
import { installationExamples } from './installation-examples.ts';

const operations = published.flatMap(({ contract, examples, scheme }) =>
  Object.entries(contract).map(([name, procedure]) => ({ name, procedure, example: examples[name], scheme })),
);
const schemasOf = (procedure: AnyContractProcedure) => ({
  input: procedure['~orpc'].inputSchema as z.ZodType | undefined,
  output: procedure['~orpc'].outputSchema as z.ZodType | undefined,
});

let document: OpenAPI.Document;
beforeAll(async () => {
  document = await describeWire();
});
const described = (procedure: AnyContractProcedure): OpenAPI.OperationObject => {
  const { method, path } = procedure['~orpc'].route;
  const found = document.paths?.[path ?? '']?.[method?.toLowerCase() as 'get'];
  if (found === undefined) throw new Error(`${path} is not described`);
  return found;
};

it.each(blobOperations)('shows how scans go over the line, each part with an example: $method', (each) => {
  const operation = document.paths?.[each.path]?.[each.method.toLowerCase() as 'get'];
  expect(operation?.summary).toMatch(/\p{Script=Han}/u);
  expect(operation?.security).toEqual([{ installation: [] }]);
  const parameters = (operation?.parameters ?? []) as OpenAPI.ParameterObject[];
  const head = parameters.filter((parameter) => parameter.in === 'header');
  expect(head.map(({ name, example }) => [name, example])).toEqual(
    Object.entries(each.asks).map(([name, [, example]]) => [name, example]),
  );
  expect(parameters.filter((parameter) => parameter.in === 'path')).toHaveLength(
    each.path.includes('{hash}') ? 1 : 0,
  );
  const responses = operation?.responses ?? {};
  for (const status of [each.answer.status, 401, 403, 429, ...Object.keys(each.refusals)])
    expect(responses).toHaveProperty(String(status));
});

describe('every operation that is published', () => {
  it.each(operations)('shows what is asked and answered as it is: $name', ({ name, procedure, example }) => {
    const { input, output } = schemasOf(procedure);
    if (input === undefined) expect(example?.input).toBeNull();
    else expect(input.safeParse(example?.input).error).toBeUndefined();
    // What comes as events is described by the contract’s own wrapper, and has no schema to read one with.
    if (name !== 'wakeUps') expect(output?.safeParse(example?.output).error).toBeUndefined();
    expect(Object.keys(example?.input ?? {}).length).toBeGreaterThan(input === undefined ? -1 : 0);
  });

  it.each(operations)('is described in Chinese, with its examples in their places: $name', (each) => {
    const operation = described(each.procedure);
    expect(operation.summary).toMatch(/\p{Script=Han}/u);
    expect(operation.summary).not.toMatch(/[a-z]{3}/);
    expect(operation.tags).toHaveLength(1);
    expect(operation.security).toEqual(each.name === 'enrol' ? [] : [{ [each.scheme]: [] }]);
    const shown: Record<string, unknown> = {};
    for (const parameter of operation.parameters ?? []) {
      if (!('name' in parameter)) throw new Error('a parameter that only refers to one');
      if (parameter.example !== undefined) shown[parameter.name] = parameter.example;
      if (parameter.required) expect(shown, parameter.name).toHaveProperty(parameter.name);
    }
    const body = operation.requestBody as OpenAPI.RequestBodyObject | undefined;
    for (const media of Object.values(body?.content ?? {})) Object.assign(shown, media.example);
    expect(shown).toEqual(each.example?.input ?? {});
    const answers = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith('2'));
    expect(answers).toHaveLength(1);
    const [, answer] = answers[0] as [string, OpenAPI.ResponseObject];
    for (const media of Object.values(answer.content ?? {})) expect(media.example).toBeDefined();
    expect(Object.keys(answer.content ?? {})).toHaveLength(1);
  });

  it('is in the document, and nothing else is', () => {
    const paths = operations.map(({ procedure }) => {
      const { method, path } = procedure['~orpc'].route;
      return `${method} ${path}`;
    });
    paths.push(...blobOperations.map(({ method, path }) => `${method} ${path}`));
    const found = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(found.sort()).toEqual(paths.sort());
  });
});

it('the command that a push shows can be read as one', () => {
  const { commands } = installationExamples.push.input as { commands: unknown[] };
  for (const command of commands) expect(envelopeSchema.safeParse(command).error).toBeUndefined();
});

it('what is sent to subscribers is described, with an example that is one', () => {
  const news = document.webhooks?.news as OpenAPI.PathItemObject;
  const body = news.post?.requestBody as OpenAPI.RequestBodyObject;
  const media = body.content['application/json'];
  expect(newsSchema.safeParse(media?.example).error).toBeUndefined();
  const { properties = {} } = (media?.schema ?? {}) as { properties?: object };
  expect(Object.keys(properties)).toEqual(Object.keys(newsSchema.shape));
});
