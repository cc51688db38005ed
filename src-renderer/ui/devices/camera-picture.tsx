import { useEffect, useRef, useState } from 'react';
import './camera-picture.css';

/** Why there is no picture, in words for the person in front of it. */
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError') return '没有找到高拍仪，请检查连接线。';
  if (name === 'NotReadableError') return '高拍仪正被另一个程序占用，请关闭那个程序后再试。';
  return '系统不允许使用高拍仪，请在系统的隐私设置中允许使用摄像头。';
}

/** The live picture of a document camera; the camera is let go when it is no longer shown. */
export function CameraPicture() {
  const video = useRef<HTMLVideoElement>(null);
  const [words, setWords] = useState('正在打开高拍仪…');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    const open = async (): Promise<void> => {
      // As large as it can: papers are to be read from it.
      const wanted = { width: { ideal: 3264 }, height: { ideal: 2448 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      const [track] = stream.getVideoTracks();
      // Closed while the camera was still opening: it must not stay on behind a page that shows nothing of it.
      if (gone) for (const each of stream.getTracks()) each.stop();
      if (gone || track === undefined || video.current === null) return;
      video.current.srcObject = stream;
      const { width = 0, height = 0 } = track.getSettings();
      setWords(`${track.label}　${width}×${height}`);
      track.addEventListener('ended', () => setWords('高拍仪断开了，请检查连接线。'));
    };
    open().catch((error: unknown) => setWords(reasonOf(error)));
    return () => {
      gone = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  return (
    <figure className="camera-picture">
      <video ref={video} autoPlay muted playsInline aria-label="高拍仪画面" />
      <figcaption role="status">{words}</figcaption>
    </figure>
  );
}
