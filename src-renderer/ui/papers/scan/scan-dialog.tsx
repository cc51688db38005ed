import { Button, Modal, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Refusal } from '../../action/refusal.tsx';
import { KeyHint } from '../../keys/key-hint.tsx';
import { useKeysResting } from '../../keys/use-keys.ts';
import { useCamera } from './camera.ts';
import { Corners } from './corners.tsx';
import { type Quad, wholeOf } from './geometry.ts';
import type { Tone } from './raster.ts';
import { findSheet, type MadePage, makePage } from './scanner.ts';
import './scan-dialog.css';

const whole = wholeOf(2, 2);
const tones: readonly (readonly [Tone, string, string])[] = [
  ['colour', '彩色', '1'],
  ['grey', '灰度', '2'],
  ['blackWhite', '黑白', '3'],
];

/** What was taken and is being laid flat. */
interface Shot {
  readonly bitmap: ImageBitmap;
  readonly quad: Quad;
  readonly found: boolean;
  readonly quarters: number;
}

/**
 * Scanning with the document camera: a page is taken and laid flat by two presses of the same key. Space takes the
 * picture, Space (or Enter) adds it; corners that were not found right are moved in between.
 */
export function ScanDialog({
  open,
  title,
  onPage,
  onClose,
}: {
  readonly open: boolean;
  /** Of the paper that the pages belong to. */
  readonly title: string;
  /** Adds a page; says why not. */
  readonly onPage: (page: MadePage) => Promise<string>;
  readonly onClose: () => void;
}) {
  useKeysResting(open);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      width="min(1180px, 96vw)"
      centered
      destroyOnHidden
      keyboard={false}
      title={`扫描　${title}`}
    >
      {open && <Scanning onPage={onPage} onClose={onClose} />}
    </Modal>
  );
}

function Scanning({
  onPage,
  onClose,
}: {
  readonly onPage: (page: MadePage) => Promise<string>;
  readonly onClose: () => void;
}) {
  const [shot, setShot] = useState<Shot | null>(null);
  const [tone, setTone] = useState<Tone>('colour');
  const [added, setAdded] = useState<readonly { readonly key: number; readonly thumbnail: string }[]>([]);
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState('');
  const camera = useCamera(true);
  const stage = useRef<HTMLElement>(null);
  useEffect(() => stage.current?.focus(), []);

  const take = async (): Promise<void> => {
    const bitmap = await camera.take();
    if (bitmap === null) return;
    const copy = await createImageBitmap(bitmap, { resizeWidth: Math.min(bitmap.width, 1280) });
    const small = { width: copy.width, height: copy.height };
    const found = await findSheet(copy);
    const quad = found?.map(({ x, y }) => ({ x: x / (small.width - 1), y: y / (small.height - 1) }));
    setShot({ bitmap, quad: (quad as unknown as Quad) ?? whole, found: found !== null, quarters: 0 });
    setSentence('');
  };
  const add = async (): Promise<void> => {
    if (shot === null) return;
    const { width, height } = shot.bitmap;
    const made = await makePage(await createImageBitmap(shot.bitmap), {
      quad: shot.quad.map(({ x, y }) => ({ x: x * (width - 1), y: y * (height - 1) })) as unknown as Quad,
      tone,
      quarters: shot.quarters,
    });
    if (made === null) {
      setSentence('这四个角围不成一页，请重新拖动四角，或按 Esc 重拍。');
      return;
    }
    const refusal = await onPage(made);
    setSentence(refusal);
    if (refusal !== '') return;
    setAdded((before) => [...before, { key: before.length, thumbnail: made.thumbnail }]);
    again();
  };
  const again = (): void => {
    shot?.bitmap.close();
    setShot(null);
    stage.current?.focus();
  };
  const once = (act: () => Promise<void>) => async () => {
    if (busy) return;
    setBusy(true);
    await act().finally(() => setBusy(false));
  };
  const proceed = once(shot === null ? take : add);
  const turn = (): void => setShot((before) => before && { ...before, quarters: before.quarters + 1 });

  const press = (key: string): (() => void) | undefined =>
    ({
      ' ': proceed,
      Enter: proceed,
      Escape: shot === null ? onClose : again,
      r: turn,
      R: turn,
      '1': () => setTone('colour'),
      '2': () => setTone('grey'),
      '3': () => setTone('blackWhite'),
      '0': () => setShot((before) => before && { ...before, quad: whole }),
    })[key];

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of everything in it
    <div
      className="scan"
      onKeyDown={(event) => {
        const act = press(event.key);
        const onButton =
          event.target instanceof HTMLButtonElement && (event.key === ' ' || event.key === 'Enter');
        if (act === undefined || onButton || event.nativeEvent.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        if (!event.repeat) act();
      }}
    >
      <section
        className="scan-stage"
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it holds the keys of the camera
        tabIndex={0}
        aria-label={shot === null ? '高拍仪画面，按空格拍照' : '已拍下，按空格加入'}
        style={{ aspectRatio: `${camera.size.width} / ${camera.size.height}` }}
      >
        <video ref={camera.video} muted playsInline hidden={shot !== null} aria-label="高拍仪画面" />
        {shot === null ? (
          camera.sheet && <Corners quad={camera.sheet} size={camera.size} />
        ) : (
          <>
            <Still bitmap={shot.bitmap} />
            <Corners
              quad={shot.quad}
              size={camera.size}
              onChange={(quad) => setShot((before) => before && { ...before, quad })}
            />
          </>
        )}
        {camera.sentence !== '' && <p className="scan-words">{camera.sentence}</p>}
      </section>
      <aside className="scan-side">
        <Segmented<Tone>
          block
          value={tone}
          onChange={setTone}
          options={tones.map(([value, label, key]) => ({
            value,
            label: (
              <>
                {label} <small>{key}</small>
              </>
            ),
          }))}
        />
        <p role="status">{hintOf(shot, camera.sheet)}</p>
        <Refusal>{sentence}</Refusal>
        <Button type="primary" size="large" block loading={busy} onClick={() => void proceed()}>
          {shot === null ? '拍照' : '加入这一页'}
          <KeyHint>空格</KeyHint>
        </Button>
        {shot !== null && (
          <div className="scan-more">
            <Button onClick={turn}>
              旋转{shot.quarters % 4 === 0 ? '' : `${(shot.quarters % 4) * 90}°`}
              <KeyHint>R</KeyHint>
            </Button>
            <Button onClick={() => setShot({ ...shot, quad: whole })}>
              整幅<KeyHint>0</KeyHint>
            </Button>
            <Button onClick={again}>
              重拍<KeyHint>Esc</KeyHint>
            </Button>
          </div>
        )}
        <h3>本次已加 {added.length} 页</h3>
        <ol className="scan-added">
          {added.map(({ key, thumbnail }) => (
            <li key={key}>
              <img src={thumbnail} alt={`第${key + 1}页`} />
            </li>
          ))}
        </ol>
        <Button onClick={onClose}>完成{shot === null && <KeyHint>Esc</KeyHint>}</Button>
      </aside>
    </div>
  );
}

function hintOf(shot: Shot | null, sheet: Quad | null | undefined): string {
  if (shot === null && sheet === undefined) return '正在找纸张边缘，可以直接按空格拍照。';
  if (shot === null)
    return sheet
      ? '已找到纸张边缘，按空格拍照。'
      : '没有找到纸张边缘：请把纸放平，四边都露出来；也可以直接拍。';
  return shot.found
    ? '四角对了就按空格加入；不对的按 Tab 选角，用方向键或鼠标移动。'
    : '没有找到边缘，请拖动四角；按 Tab 选角，用方向键移动。';
}

/** The picture that was taken. */
function Still({ bitmap }: { readonly bitmap: ImageBitmap }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    element.width = bitmap.width;
    element.height = bitmap.height;
    element.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return <canvas ref={canvas} />;
}
