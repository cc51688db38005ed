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
const unsteady: string[] = [];
const leftOut: string[] = [];

/** Runs a stage, or some files of it, and prints it. */
async function run(project: string[], files: readonly string[]): Promise<readonly TestModule[]> {
  let ran: readonly TestModule[] = [];
  const keeper: Reporter = {
    onTestRunEnd(modules, unhandledErrors) {
      ran = modules;
      for (const error of unhandledErrors) failed.push(`outside a test: ${error.message}`);
    },
  };
  const options = { project, watch: false, passWithNoTests: true, reporters: ['default', keeper] };
  const vitest = await startVitest('test', [...files], options);
  await vitest.close();
  return ran;
}

const failuresOf = (module: TestModule) => {
  const tests = [...module.children.allTests()].filter((test) => test.result().state === 'failed');
  const names = tests.map((test) => `${module.relativeModuleId} > ${test.fullName}`);
  // A file that cannot even be loaded has no tests to count, and is one failure.
  return names.length === 0 && module.state() === 'failed' ? [module.relativeModuleId] : names;
};

function count(module: TestModule): void {
  failed.push(...failuresOf(module));
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') passed += 1;
    else if (state !== 'failed') leftOut.push(test.fullName);
  }
}

for (const project of stages) {
  const modules = await run(project, process.argv.slice(2));
  const [broken, whole] = [true, false].map((isBroken) =>
    modules.filter((module) => failuresOf(module).length > 0 === isBroken),
  ) as [TestModule[], TestModule[]];
  for (const module of whole) count(module);
  if (broken.length === 0) continue;
  // A file that fails is run again by itself, whole: what a busy machine did to it is told from what it found.
  const again: TestModule[] = [];
  for (const { moduleId } of broken) again.push(...(await run(project, [moduleId])));
  for (const module of again) count(module);
  unsteady.push(...broken.flatMap(failuresOf).filter((name) => !again.flatMap(failuresOf).includes(name)));
}
list('left out on this machine', leftOut);
// Each stage prints its own failures long before the end; here they stand together.
list('failed once, and passed when the file was run again by itself', unsteady);
list('failed', failed);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && passed > 0 ? 0 : 1);

function list(heading: string, names: readonly string[]): void {
  if (names.length > 0) console.log(`\n${heading}:\n${names.map((name) => `  ${name}`).join('\n')}\n`);
}
