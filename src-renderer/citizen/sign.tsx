import { useState } from 'react';
import { type WrittenSignature, writtenSignature } from '#shared/cases/written-signature.ts';
import { SignatureField } from '../ui/devices/signature-field.tsx';
import './sign.css';

/** Signing for what was just looked through; nobody has to, and the way back stands beside it. */
export function Sign({
  busy,
  onSigned,
  onBack,
}: {
  readonly busy: boolean;
  /** Null: confirmed without a signature. */
  readonly onSigned: (signature: WrittenSignature | null) => void;
  readonly onBack: () => void;
}) {
  const [signature, setSignature] = useState<WrittenSignature | null>(null);
  return (
    <div className="citizen-sign" role="dialog" aria-label="签名">
      <SignatureField
        prompt="请用手指或笔在框内签上您的姓名。"
        onChange={(strokes) => setSignature(writtenSignature(strokes))}
      />
      <div className="citizen-actions">
        <button type="button" className="citizen-hold" disabled={busy} onClick={onBack}>
          返回核对
        </button>
        <button type="button" className="citizen-hold" disabled={busy} onClick={() => onSigned(null)}>
          不签名，直接确认
        </button>
        <button
          type="button"
          className="citizen-confirm"
          disabled={busy || signature === null}
          onClick={() => onSigned(signature)}
        >
          签好了，确认
        </button>
      </div>
    </div>
  );
}
