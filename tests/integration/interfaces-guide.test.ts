import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { caseStatuses } from '#shared/cases/case-file.ts';
import { interfacesContract } from '#shared/contracts/interfaces.ts';
import { newsKinds, newsSchema } from '#shared/interfaces/news.ts';
import { usualLimits } from '../../src-server/admission.ts';
import { interfaceExamples, newsExample } from '../../src-server/description/examples.ts';
import { errandOptions } from '../../src-server/identity/errand-options.ts';
import { usualSending } from '../../src-server/interfaces/deliver.ts';
import { signedHead } from '../../src-server/interfaces/signature.ts';

/** What integrators are told in `docs/interfaces.md` is so. */
const guide = readFileSync(resolve(import.meta.dirname, '../../docs/interfaces.md'), 'utf8');
const block = (language: string): string => {
  const found = [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].at(-1)?.[1];
  if (found === undefined) throw new Error(`no example in ${language}`);
  return found;
};
const secret = /whsec_[A-Za-z0-9+/=]+/.exec(guide)?.[0] ?? '';
const [head = '', body = ''] = block('http').trimEnd().split('\n\n');
const headers = Object.fromEntries(
  [...head.matchAll(/^(webhook-\w+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

it('the signed example is what this server sends', () => {
  expect(newsSchema.parse(JSON.parse(body))).toEqual(newsExample);
  const at = Number(headers['webhook-timestamp']);
  expect(signedHead(secret, { id: headers['webhook-id'] ?? '', at, body })).toEqual(headers);
  expect(secret).toBe((interfaceExamples.subscribe.output as { secret: string }).secret);
});

it('its program in Node takes the example, and nothing that was altered or is old', async () => {
  const { isGenuine } = await import(`data:text/javascript,${encodeURIComponent(block('js'))}`);
  const at = Number(headers['webhook-timestamp']);
  expect(isGenuine(secret, headers, body, at + 10)).toBe(true);
  expect(isGenuine(secret, headers, body.replace('decided', 'issued'), at + 10)).toBe(false);
  expect(isGenuine(secret, { ...headers, 'webhook-timestamp': String(at + 1) }, body, at)).toBe(false);
  expect(isGenuine(secret, headers, body, at + 301)).toBe(false);
});

it('its commands of openssl make the same signature', () => {
  const said = execFileSync('sh', ['-c', block('sh')], {
    env: {
      ...process.env,
      ...{ secret, id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], body },
    },
  });
  expect(`v1,${String(said).trim()}`).toBe(headers['webhook-signature']);
});

it('names the operations, states, events, options and figures that there are', () => {
  for (const procedure of Object.values(interfacesContract)) {
    const { method, path } = procedure['~orpc'].route;
    if (method === 'GET' && path !== '/v1/interface/subscriptions')
      expect(guide).toContain(path?.replace('{number}', '{编号}'));
  }
  for (const name of [...caseStatuses, ...newsKinds]) expect(guide).toContain(`\`${name}\``);
  for (const [, option = ''] of guide.matchAll(/--([a-z][a-z-]*)/g))
    expect(['data', ...Object.keys(errandOptions)]).toContain(option);
  expect(guide).toContain(`${usualSending.timeoutMs / 1000}秒内答`);
  const { burst, perSecond } = usualLimits.clients;
  expect(guide).toContain(`每秒${perSecond}次，可一时到${burst}次`);
});
