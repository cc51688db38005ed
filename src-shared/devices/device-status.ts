/**
 * How a device is, in words for the person in front of it: what is wrong, and what to do next.
 */

export type DeviceKind = 'cardReader' | 'ticketPrinter';

/**
 * ready: can be used. busy: working. attention: works, but a person has to do something (take the card, bring
 * paper). fault: does not work until somebody mends it. offline: not connected. unknown: does not answer, which
 * is never the same as ready.
 */
export type DeviceState = 'ready' | 'busy' | 'attention' | 'fault' | 'offline' | 'unknown';

export interface DeviceStatus {
  readonly kind: DeviceKind;
  readonly state: DeviceState;
  /** For programs; camel case, unique within a kind. */
  readonly code: string;
  /** One plain, polite Chinese sentence. */
  readonly message: string;
}

type Told = readonly [DeviceState, string];

const cardReader = {
  starting: ['offline', '正在连接身份证阅读机具，请稍候。'],
  ready: ['ready', '请将证件平放在感应区。'],
  reading: ['busy', '正在读取证件，请不要移动。'],
  cardLeft: ['attention', '证件已读取，请取走证件。'],
  lifted: ['ready', '证件已取走，需要时请放置下一张证件。'],
  garbled: ['attention', '读取证件时数据传输出错，请取走证件后重新平放。'],
  silent: ['unknown', '身份证阅读机具没有应答，请检查电源和连接线。'],
  unplugged: ['offline', '身份证阅读机具未连接，请检查连接线，接好后会自动恢复。'],
  closed: ['offline', '身份证阅读机具已停用。'],
} as const satisfies Record<string, Told>;
export type CardReaderCode = keyof typeof cardReader;

export function cardReaderStatus(code: CardReaderCode): DeviceStatus {
  const [state, message] = cardReader[code];
  return { kind: 'cardReader', state, code, message };
}

/** Failures that a SAM module reports in SW3 (居民身份证阅读机具). */
const samFailures: Readonly<Record<number, Told>> = {
  16: ['attention', '读卡数据校验出错，请取走证件后重新平放。'],
  17: ['attention', '读卡数据长度出错，请取走证件后重新平放。'],
  33: ['fault', '身份证阅读机具不支持这项操作，请联系管理员核对机具型号。'],
  35: ['fault', '身份证阅读机具没有这项操作的权限，请联系管理员。'],
  36: ['fault', '身份证阅读机具出现未知错误，请重新接通电源后再试。'],
  49: ['attention', '证件未通过机具认证，请取走证件后重新平放，仍不能读取请核验证件。'],
  50: ['attention', '证件认证未通过，请取走证件后重新平放，仍不能读取请核验证件。'],
  51: ['attention', '证件信息验证失败，请取走证件后重新平放，仍不能读取请核验证件。'],
  55: ['attention', '指纹验证出错，请重新平放证件后再试。'],
  63: ['attention', '证件数据长度出错，请取走证件后重新平放。'],
  64: ['attention', '无法识别这种卡，请放置居民身份证等有效证件。'],
  65: ['attention', '证件没有读出来，请取走证件后重新平放，读取时请不要移动。'],
  71: ['fault', '身份证阅读机具取随机数失败，请重新接通电源后再试。'],
  96: ['fault', '身份证阅读机具自检失败，请重新接通电源，仍不正常请联系维修。'],
  102: ['fault', '身份证阅读机具未经授权，请联系管理员办理授权。'],
  128: ['attention', '没有找到证件，请将证件平放在感应区。'],
  129: ['attention', '证件没有放好，请取走证件后重新平放。'],
  145: ['attention', '证件中没有这项信息。'],
};

/** What to tell about a failure; codes off the list are named, so that somebody can look them up. */
export function samFailureStatus(sw3: number): DeviceStatus {
  const hex = sw3.toString(16).toUpperCase().padStart(2, '0');
  const [state, message] = samFailures[sw3] ?? ['fault', `身份证阅读机具返回未知代码${hex}，请联系管理员。`];
  return { kind: 'cardReader', state, code: `sam${hex}`, message };
}

const ticketPrinter = {
  starting: ['unknown', '正在连接打印机，请稍候。'],
  ready: ['ready', '打印机就绪。'],
  printing: ['busy', '正在打印，请稍候。'],
  paperLow: ['attention', '打印纸快用完了，请准备更换。'],
  paperOut: ['fault', '打印纸已用完，请更换纸卷。'],
  coverOpen: ['fault', '打印机上盖没有合上，请合好上盖。'],
  feedButton: ['fault', '打印机正在手动走纸，请松开走纸键。'],
  cutter: ['fault', '打印机切刀卡住，请关闭电源，清除卡纸后重新开机。'],
  unrecoverable: ['fault', '打印机发生严重故障，请关闭电源后联系维修。'],
  overheated: ['fault', '打印机过热，请稍候，冷却后会自动恢复。'],
  recoverable: ['fault', '打印机出错，请检查是否卡纸，再重新开关电源。'],
  error: ['fault', '打印机报告错误，请检查纸卷和上盖后重新开关电源。'],
  printerOffline: ['fault', '打印机处于脱机状态，请检查打印机面板。'],
  unreachable: ['offline', '连接不上打印机，请检查电源和网线。'],
  silent: ['unknown', '打印机没有应答，请检查打印机状态。'],
  unconfirmed: ['unknown', '打印结果没有得到确认，请先查看是否已出纸，再决定是否重打。'],
  interrupted: ['unknown', '打印中途连接断开，请先查看是否已出纸，再决定是否重打。'],
  closed: ['offline', '打印机已停用。'],
} as const satisfies Record<string, Told>;
export type TicketPrinterCode = keyof typeof ticketPrinter;

export function ticketPrinterStatus(code: TicketPrinterCode): DeviceStatus {
  const [state, message] = ticketPrinter[code];
  return { kind: 'ticketPrinter', state, code, message };
}
