/** A printer as the operating system lists it. */
export interface ListedPrinter {
  readonly name: string;
  readonly displayName: string;
}

/** The printer to print on, by the name that the system's own printing takes; or why there is none, to a person. */
export type PrinterChoice =
  | { readonly kind: 'printer'; readonly deviceName: string | null }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Chooses the printer that the devices name. One that is not there is said to be missing: paper with names on it does not
 * come out of another one, at another counter.
 * @param wanted null: whichever is the default
 */
export function choosePrinter(printers: readonly ListedPrinter[], wanted: string | null): PrinterChoice {
  if (printers.length === 0)
    return { kind: 'none', reason: '这台电脑没有装打印机，请在系统设置中添加，或联系运维。' };
  if (wanted === null) return { kind: 'printer', deviceName: null };
  const found = printers.find(({ name, displayName }) => name === wanted || displayName === wanted);
  return found === undefined
    ? { kind: 'none', reason: `没有找到A4打印机“${wanted}”，请检查它是否联机，并在设备页核对名称。` }
    : { kind: 'printer', deviceName: found.name };
}
