import { useMemo } from 'react';
import type { KioskScreen } from '#shared/contracts/kiosk.ts';
import { qrModules } from '#shared/devices/qr-code.ts';
import { priorityReasons } from '#shared/queue/ticket-commands.ts';
import { kiosk } from './screen.ts';
import { takePrefilled, useTaking } from './taking.ts';
import { useTouch } from './use-touch.ts';
import './prefilled.css';

/** What somebody chose on their phone, as it was understood: one touch takes the ticket. */
export function Prefilled({ prefilled }: { readonly prefilled: NonNullable<KioskScreen['prefilled']> }) {
  const { asking } = useTaking();
  const { matters, categories, priority, remark, taken } = prefilled;
  const take = useTouch(() => takePrefilled(prefilled));
  const leave = useTouch(() => kiosk.clear().catch(() => undefined));
  return (
    <section className="kiosk-prefilled" aria-label="手机预选" aria-live="polite">
      <h2>{taken ?? `您在手机上选了${matters.length}个事项`}</h2>
      <ol>
        {matters.map(({ code, name }) => (
          <li key={code}>{name}</li>
        ))}
      </ol>
      <p>
        取号业务：{categories.map(({ name }) => name).join('、')}
        {priority !== null && `　优先：${priorityReasons[priority]}`}
      </p>
      {remark !== '' && <p className="kiosk-notice">{remark}</p>}
      <button type="button" className="kiosk-take" disabled={asking} {...take}>
        {asking ? '正在取号…' : taken === null ? '没有错，取号' : '再取一张'}
      </button>
      <button type="button" className="kiosk-back" {...leave}>
        {taken === null ? '不用这些，在屏幕上选' : '不取了，用原来的号'}
      </button>
    </section>
  );
}

/** How to choose on one's own phone, for whoever stands there or waits behind. */
export function PrefillPlace({ url }: { readonly url: string }) {
  return (
    <section className="kiosk-card kiosk-prefill" aria-label="手机预选">
      <CodePicture text={url} />
      <div>
        <h2>也可以先在手机上选好事项</h2>
        <p>手机扫这个码，选好后把手机上的码对准扫码口。</p>
      </div>
    </section>
  );
}

function CodePicture({ text }: { readonly text: string }) {
  const modules = useMemo(() => qrModules(new TextEncoder().encode(text)), [text]);
  const black = modules.flatMap((row, y) => row.flatMap((each, x) => (each ? [`M${x} ${y}h1v1h-1z`] : [])));
  const size = modules.length;
  return (
    // The standard asks for four modules of white on each side.
    <svg
      className="kiosk-code-picture"
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      role="img"
      aria-label="预选事项页面的二维码"
      shapeRendering="crispEdges"
    >
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" />
      <path d={black.join('')} fill="#000" />
    </svg>
  );
}
