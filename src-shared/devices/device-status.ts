/**
 * How a device is, in words for the person in front of it: what is wrong, and what to do next.
 */

import type { DeviceKind } from './device-profile.ts';

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

/** What is only starting, and what never says how it is: nobody has to see to it. */
const quietCodes: readonly string[] = ['starting', 'mute', 'ready', 'typing'];

/** Whether somebody has to see to a device. */
export const needsSomebody = ({ state, code }: Pick<DeviceStatus, 'state' | 'code'>): boolean =>
  ['fault', 'offline', 'unknown'].includes(state) && !quietCodes.includes(code);

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
  portBusy: ['offline', '读卡端口正被另一个程序占用，请关闭其他读卡程序，关闭后会自动恢复。'],
  notFound: ['offline', '各端口上都没有找到身份证阅读机具，请检查连接线和电源，接好后会自动恢复。'],
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
  mute: ['unknown', '这种接法不能得知打印机状态，打印后请看一下是否已出纸。'],
  portBusy: ['offline', '打印机的端口正被另一个程序占用，请关闭那个程序后再试。'],
  closed: ['offline', '打印机已停用。'],
} as const satisfies Record<string, Told>;
export type TicketPrinterCode = keyof typeof ticketPrinter;

export function ticketPrinterStatus(code: TicketPrinterCode): DeviceStatus {
  const [state, message] = ticketPrinter[code];
  return { kind: 'ticketPrinter', state, code, message };
}

/** Devices that the operating system drives, or a page of the program. */
const others = {
  documentPrinter: {
    starting: ['unknown', '正在查询A4打印机，请稍候。'],
    ready: ['ready', 'A4打印机就绪。文书送出后请看一下是否已出纸。'],
    stopped: ['fault', 'A4打印机已暂停或报错，请检查纸盒、卡纸和打印队列。'],
    absent: ['offline', '系统里没有找到这台A4打印机，请在系统设置中添加，或核对名称。'],
    unknown: ['unknown', '系统没有说明A4打印机的状态，打印后请看一下是否已出纸。'],
    closed: ['offline', 'A4打印机已停用。'],
  },
  camera: {
    starting: ['unknown', '正在等待窗口页面报告高拍仪的情况，请打开综合窗口页面。'],
    ready: ['ready', '高拍仪已连接。'],
    absent: ['offline', '没有找到高拍仪，请检查连接线，接好后会自动恢复。'],
    denied: ['fault', '系统不允许使用高拍仪，请在系统的隐私设置中允许使用摄像头。'],
    taken: ['fault', '高拍仪正被另一个程序占用，请关闭那个程序后再试。'],
    closed: ['offline', '高拍仪已停用。'],
  },
  signaturePad: {
    starting: ['unknown', '正在等待窗口页面报告签字板的情况，请打开综合窗口页面。'],
    ready: ['ready', '签字板可以书写。'],
    absent: ['offline', '这块屏幕不能触摸或手写，请接上签字板，或改用纸面签字。'],
    closed: ['offline', '签字板已停用。'],
  },
  citizenScreen: {
    ready: ['ready', '群众确认屏已打开。'],
    absent: ['offline', '群众确认屏没有打开，请检查第二块屏幕的电源和连接线，并打开确认屏页面。'],
    closed: ['offline', '群众确认屏已停用。'],
  },
  ledBoard: {
    starting: ['unknown', '正在连接窗口LED屏，请稍候。'],
    ready: ['unknown', '内容已送到窗口LED屏。这种屏不回报状态，请看一下显示是否正确。'],
    unplugged: ['offline', '窗口LED屏的端口没有找到，请检查连接线，接好后会自动恢复。'],
    portBusy: ['offline', '窗口LED屏的端口正被另一个程序占用，请关闭那个程序后再试。'],
    closed: ['offline', '窗口LED屏已停用。'],
  },
  codeScanner: {
    starting: ['unknown', '正在连接扫码器，请稍候。'],
    ready: ['ready', '扫码器已连接。'],
    typing: ['unknown', '扫码器像键盘一样输入，接没接好要扫一次才知道。'],
    unplugged: ['offline', '扫码器的端口没有找到，请检查连接线，接好后会自动恢复。'],
    portBusy: ['offline', '扫码器的端口正被另一个程序占用，请关闭那个程序后再试。'],
    closed: ['offline', '扫码器已停用。'],
  },
  speaker: {
    starting: ['unknown', '正在等待页面报告语音播报的情况，请打开综合窗口页面。'],
    ready: ['ready', '语音播报可用。'],
    noVoice: ['ready', '语音播报可用：电脑里没有中文语音，用程序自带的合成录音。'],
    absent: ['offline', '没有找到扬声器，叫号请看屏幕。请检查音箱的电源和连接线。'],
    closed: ['offline', '语音播报已停用。'],
  },
} as const satisfies Record<string, Record<string, Told>>;
export type OtherDeviceKind = keyof typeof others;

/** @throws TypeError for a code that the kind does not have */
export function otherDeviceStatus(kind: OtherDeviceKind, code: string): DeviceStatus {
  const table: Readonly<Record<string, Told>> = others[kind];
  const told = Object.hasOwn(table, code) ? table[code] : undefined;
  if (told === undefined) throw new TypeError(`a ${kind} is never ${code}`);
  return { kind, state: told[0], code, message: told[1] };
}

/** What a page may report of a device that it drives. */
export const hasCode = (kind: OtherDeviceKind, code: string): boolean => Object.hasOwn(others[kind], code);
