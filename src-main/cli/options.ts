import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What is wrong with the words of a command line, for whoever typed them; null where something else failed. */
export function optionComplaint(error: unknown): string | null {
  if (!(error instanceof TypeError) || !('code' in error)) return null;
  const name = /'([^' ]+)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `看不懂的参数：没有 ${name}。`;
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `看不懂的参数：这里不用写 ${name}。`;
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    return `看不懂的参数：${name} 缺少内容，或者不该带内容。`;
  return null;
}

/** Prints how a command is used and ends with 0 where that is asked for. */
export function answerHelp(usage: string): void {
  if (!process.argv.includes('--help')) return;
  console.log(usage);
  process.exit(0);
}

/**
 * Reads the options of a command. `--help` prints how it is used and ends with 0; an option that there is not says so,
 * prints the same and ends with 2.
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Options,
) {
  answerHelp(usage);
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const complaint = optionComplaint(error);
    if (complaint === null) throw error;
    console.error(`${complaint}\n${usage}`);
    process.exit(2);
  }
}
