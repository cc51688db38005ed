import { join } from 'node:path';
import { beforeAll, describe, inject, it } from 'vitest';
import { tempFolder } from '../support/folder.ts';
import { begin, simulateSync } from './sync.ts';
import { makeTemplate, type Template } from './template.ts';

describe('a bad line, programs that end, wrong clocks and a restored district', () => {
  let template: Template;
  beforeAll(async () => {
    template = await makeTemplate(inject('postgres'), tempFolder(), begin);
  });

  it.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    'lose nothing, do nothing twice and end in agreement: seed %i',
    async (seed) => {
      await simulateSync(seed, template, inject('postgres'), join(tempFolder(), String(seed)));
    },
  );
});
