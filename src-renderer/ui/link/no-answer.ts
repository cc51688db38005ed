/** How long a call may go without an answer before the person is told. */
export const answerWithin = 5_000;

const sentences = {
  late: '电脑没有及时回应，请稍候核对结果，再决定是否重试。',
  cut: '与本机服务的连接中断，请等连接恢复后核对结果，再决定是否重试。',
  unsent: '还没有连上本机服务，这一步没有执行，请等连接恢复后再试。',
} as const;

/**
 * A call that was not answered. Unless it was never sent it may have been carried out: the person checks, the
 * program never repeats it.
 */
export class NoAnswer extends Error {
  readonly reason: keyof typeof sentences;

  constructor(reason: keyof typeof sentences) {
    super(sentences[reason]);
    this.name = 'NoAnswer';
    this.reason = reason;
  }
}

/** What to tell a person about anything that was thrown on the way to the core and back. */
export function sentenceOf(error: unknown): string {
  if (error instanceof NoAnswer) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'BAD_REQUEST') return '填写的内容不符合要求，请核对后再试。';
  if (code === 'FORBIDDEN' || code === 'UNAUTHORIZED') return '没有这项操作的权限，请重新登录后再试。';
  return '电脑处理时出了错，请再试一次；仍不行请联系管理员。';
}
