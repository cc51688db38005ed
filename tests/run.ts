/**
 * `npm test`: everything in one command. What a machine cannot show is left out with the reason, and counted
 * neither way. The last line is `N passed, N failed`, alone.
 */
import type { Reporter, TestModule } from 'vitest/node';
import { startVitest } from 'vitest/node';

/** One after another: the later ones start servers and browsers, and should have the machine to themselves. */
const stages = [['unit'], ['integration'], ['e2e', 'electron']];

let passed = 0;
const failed: string[] = [];
const leftOut: string[] = [];

const counter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    for (const error of unhandledErrors) failed.push(`outside a test: ${error.message}`);
    for (const module of modules) count(module);
  },
};

function count(module: TestModule): void {
  // A file that cannot even be loaded has no tests to count, and is one failure.
  if (
    module.state() === 'failed' &&
    [...module.children.allTests()].every((test) => test.result().state !== 'failed')
  )
    failed.push(module.relativeModuleId);
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') passed += 1;
    else if (state === 'failed') failed.push(`${module.relativeModuleId} > ${test.fullName}`);
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
list('left out on this machine', leftOut);
// Each stage prints its own failures long before the end; here they stand together.
list('failed', failed);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);

function list(heading: string, names: readonly string[]): void {
  if (names.length > 0) console.log(`\n${heading}:\n${names.map((name) => `  ${name}`).join('\n')}\n`);
}
