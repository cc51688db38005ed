import { Button, Checkbox } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { materialRemark } from '#shared/matters/material-remark.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { moveFocus } from '../../ui/keys/row-focus.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { ScanDialog } from '../../ui/papers/scan/scan-dialog.tsx';
import { clerk, type Draft } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { MaterialPages } from './material-pages.tsx';
import { useAddingPages } from './use-adding-pages.ts';
import './materials.css';

/** Keys on a row of the list, and the button in it that each one presses. */
const ways: Readonly<Record<string, string>> = {
  s: '[data-way="scan"]',
  o: '[data-way="file"]',
  y: '[data-way="on-file"], [data-way="give-up"]',
  n: '[data-way="ask-though"]',
  ArrowRight: '[data-page="0"]',
};

/** The papers of the matter: ticked as they are handed over, scanned, added as files, or taken over from file. */
export function Materials({ draft }: { readonly draft: Draft }) {
  const materials = draft.matter?.materials ?? [];
  const ticked = draft.tickedMaterialIds;
  const tick = useAction(
    (materialId: string, to: boolean) => clerk.draft.tickMaterial({ materialId, ticked: to }),
    undefined,
    { overlapping: true },
  );
  const tickAll = useAction(() => clerk.draft.tickAllMaterials());
  useKeys({ [keyMap.tickAll]: () => tickAll.run() });

  const adding = useAddingPages();
  const [scanning, setScanning] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('input')?.focus(), []);

  /** A picture in the clipboard belongs to the paper that has the focus. */
  const paste = (files: readonly File[]): void => {
    const row = document.activeElement?.closest<HTMLElement>('[data-material]');
    const materialId = row?.dataset.material ?? materials[0]?.id;
    if (materialId !== undefined) adding.add(materialId, files);
  };
  const latestPaste = useRef(paste);
  useEffect(() => {
    latestPaste.current = paste;
  });
  useEffect(() => {
    const pasted = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latestPaste.current(files);
    };
    // A file that is dropped beside the list must not take the place of the page.
    const ignore = (event: DragEvent): void => event.preventDefault();
    window.addEventListener('paste', pasted);
    window.addEventListener('dragover', ignore);
    window.addEventListener('drop', ignore);
    return () => {
      window.removeEventListener('paste', pasted);
      window.removeEventListener('dragover', ignore);
      window.removeEventListener('drop', ignore);
    };
  }, []);

  const press = (event: KeyboardEvent<HTMLLIElement>): void => {
    const { target, currentTarget, key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || event.nativeEvent.isComposing) return;
    if (!(target instanceof HTMLInputElement) || target.type !== 'checkbox') return;
    const way = ways[key.length === 1 ? key.toLowerCase() : key];
    const button = way === undefined ? null : currentTarget.querySelector<HTMLElement>(way);
    if (button === null) return;
    event.preventDefault();
    if (button.dataset.page === undefined) button.click();
    else button.focus();
  };

  return (
    <div className="materials">
      <div className="materials-head">
        <h3>
          材料{' '}
          <span>
            已收 {ticked.length}／{materials.length}
          </span>
        </h3>
        {materials.length > 0 && (
          <Button size="small" loading={tickAll.slow} onClick={() => tickAll.run()}>
            必要材料收齐
            <KeyHint>{keyMap.tickAll}</KeyHint>
          </Button>
        )}
      </div>
      <Refusal>{tick.sentence || tickAll.sentence}</Refusal>
      {materials.length === 0 ? (
        <p>本事项不需要材料，可以直接收件。</p>
      ) : (
        <ul
          ref={list}
          aria-label="材料清单"
          onKeyDown={(event) => moveFocus(event, 'input[type="checkbox"]')}
        >
          {materials.map((material) => {
            const { id, name, issuer, basis, formName, copies } = material;
            return (
              <li
                key={id}
                data-material={id}
                className={over === id ? 'material-over' : undefined}
                onKeyDown={press}
                onDragOver={(event) => {
                  event.preventDefault();
                  setOver(id);
                }}
                onDragLeave={() => setOver(null)}
                onDrop={(event) => {
                  event.preventDefault();
                  setOver(null);
                  adding.add(id, [...event.dataTransfer.files]);
                }}
              >
                <Checkbox
                  checked={ticked.includes(id)}
                  onChange={(event) => tick.run(id, event.target.checked)}
                  aria-label={name}
                >
                  <span className="material-name">
                    {name}
                    {materialRemark(material) !== '' && <em>{materialRemark(material)}</em>}
                  </span>
                  <span className="material-about" title={basis}>
                    {formName} {copies}份　{issuer}
                  </span>
                </Checkbox>
                <MaterialPages
                  material={material}
                  draft={draft}
                  adding={adding}
                  onScan={() => setScanning(id)}
                />
              </li>
            );
          })}
        </ul>
      )}
      <ScanDialog
        open={scanning !== null}
        title={materials.find(({ id }) => id === scanning)?.name ?? ''}
        onPage={(page) => (scanning === null ? Promise.resolve('') : adding.addPage(scanning, page))}
        onClose={() => {
          const id = scanning;
          setScanning(null);
          // Back to the paper that it was for.
          requestAnimationFrame(() =>
            list.current?.querySelector<HTMLElement>(`[data-material="${id}"] input`)?.focus(),
          );
        }}
      />
    </div>
  );
}
