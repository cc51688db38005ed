import { Progress } from 'antd';
import { useRef } from 'react';
import type { UploadsView } from '#shared/contracts/views.ts';
import './uploads-row.css';

/** Scans and files that still go to the district, after the cases that they belong to, and how far they are. */
export function UploadsRow({ uploads }: { readonly uploads: UploadsView | null }) {
  // The most that there was to send since all had been sent: what the bar runs against.
  const most = useRef(0);
  most.current = uploads === null ? 0 : Math.max(most.current, uploads.bytes);
  if (uploads === null) return null;
  const left = uploads.bytes - uploads.sentBytes;
  const done = most.current === 0 ? 0 : Math.floor(((most.current - left) / most.current) * 100);
  return (
    <section className="uploads-row" aria-label="材料影像上传">
      <p>
        材料影像还有 <b>{uploads.files}</b> 个文件、{sizeText(left)}待上传，
        {uploads.moving ? '正在上传。' : '办件上传后接着传，断网后从断处续传。'}
      </p>
      <Progress
        percent={done}
        status={uploads.moving ? 'active' : 'normal'}
        format={(percent) => `${percent}%`}
      />
    </section>
  );
}

const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)}MB` : `${Math.ceil(bytes / 1024)}KB`;
