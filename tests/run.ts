/**
 * `npm test`: everything in one command. What a machine cannot show is left out with the reason, and counted
 * neither way. The last line is `N passed, N failed`, alone.
 */
import type { Reporter, TestModule } from 'vitest/node';
import { startVitest } from 'vitest/node';

/** One after another: the later ones start servers and browsers, and should have the machine to themselves. */
const stages = [['unit'], ['integration'], ['e2e', 'electron']];

let passed = 0;
let failed = 0;
const leftOut: string[] = [];

const counter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    failed += unhandledErrors.length;
    for (const module of modules) count(module);
  },
};

function count(module: TestModule): void {
  // A file that cannot even be loaded has no tests to count, and is one failure.
  if (
    module.state() === 'failed' &&
    [...module.children.allTests()].every((test) => test.result().state !== 'failed')
  )
    failed += 1;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') passed += 1;
    else if (state === 'failed') failed += 1;
    else leftOut.push(test.fullName);
  }
}

for (const project of stages) {
  const vitest = await startVitest('test', process.argv.slice(2), {
    project,
    watch: false,
    passWithNoTests: true,
    reporters: ['default', counter],
  });
  await vitest.close();
}
if (leftOut.length > 0)
  console.log(`\nleft out on this machine:\n${leftOut.map((name) => `  ${name}`).join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
