import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Reads the options of a command. `--help` prints how it is used and ends with 0; an option that there is not says so,
 * prints the same and ends with 2.
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Options,
) {
  if (process.argv.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`看不懂的参数：${error.message}\n${usage}`);
    process.exit(2);
  }
}
