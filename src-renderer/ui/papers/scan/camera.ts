import { useEffect, useRef, useState } from 'react';
import type { Quad } from './geometry.ts';
import { findSheet } from './scanner.ts';

/** Why there is no picture, in words for the person in front of it. */
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError') return '没有找到高拍仪，请检查连接线；也可以按 Esc 返回，改用文件添加。';
  if (name === 'NotReadableError') return '高拍仪正被另一个程序占用，请关闭那个程序后再试。';
  return '系统不允许使用高拍仪，请在系统的隐私设置中允许使用摄像头。';
}

/** Between two looks for the sheet in the live picture; a look takes a tenth of it. */
const lookMs = 400;
const liveWidth = 640;

/** The document camera while it is shown: its live picture, where the sheet lies in it, and taking it. */
export function useCamera(active: boolean) {
  const video = useRef<HTMLVideoElement>(null);
  const [sentence, setSentence] = useState('正在打开高拍仪…');
  /** In parts of the picture's width and height; undefined until it has been looked for once. */
  const [sheet, setSheet] = useState<Quad | null | undefined>();
  const [size, setSize] = useState({ width: 4, height: 3 });

  useEffect(() => {
    if (!active) return;
    let stream: MediaStream | null = null;
    let gone = false;
    const open = async (): Promise<void> => {
      const wanted = { width: { ideal: 3264 }, height: { ideal: 2448 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      if (gone) return stop();
      const element = video.current;
      const [track] = stream.getVideoTracks();
      if (element === null || track === undefined) return;
      element.srcObject = stream;
      await element.play();
      setSize({ width: element.videoWidth, height: element.videoHeight });
      setSentence('');
      track.addEventListener('ended', () => setSentence('高拍仪断开了，请检查连接线。'));
    };
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    open().catch((error: unknown) => setSentence(reasonOf(error)));

    let looking = false;
    const timer = setInterval(async () => {
      const element = video.current;
      if (looking || element === null || element.videoWidth === 0 || element.paused) return;
      looking = true;
      const bitmap = await createImageBitmap(element, { resizeWidth: liveWidth }).catch(() => null);
      if (bitmap !== null) {
        const { width, height } = bitmap;
        const found = await findSheet(bitmap);
        if (!gone)
          setSheet(found && (found.map(({ x, y }) => ({ x: x / width, y: y / height })) as unknown as Quad));
      }
      looking = false;
    }, lookMs);
    return () => {
      gone = true;
      clearInterval(timer);
      stop();
    };
  }, [active]);

  return {
    video,
    /** Why there is no picture; empty while there is one. */
    sentence,
    sheet,
    size,
    /** The picture as it is now, in full; null where there is none. */
    async take(): Promise<ImageBitmap | null> {
      const element = video.current;
      if (element === null || element.videoWidth === 0) return null;
      return createImageBitmap(element).catch(() => null);
    },
  };
}
