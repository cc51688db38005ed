import { createPublicKey, verify } from 'node:crypto';
import type { CaseDecision } from '#shared/cases/case-outcome.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { hashArgs, type Proof, signedTextOf } from '#shared/sync/command.ts';

/** A decision with the signature that it was given under. */
export interface Proven {
  caseNumber: string;
  decision: Pick<CaseDecision, 'outcome' | 'opinion' | 'seen'>;
  proof: Proof;
}
export interface ProofFile {
  name: string;
  base64: string;
}

/**
 * A signed decision as files that anybody can verify without this program: what was decided, the act that names it by
 * its SHA-256, the text that was signed, the signature (Ed25519), and the key of the person. `验证方法.txt` among them says how,
 * with openssl and sha256sum alone.
 * @param keys the public keys that the person has had, SPKI as base64
 * @returns null where the signature fits none of them, or the decision is not what was signed
 */
export function proofFiles(
  { caseNumber, decision, proof }: Proven,
  keys: readonly string[],
): ProofFile[] | null {
  const { outcome, opinion, seen } = decision;
  const args = { outcome, opinion, ...(seen && { seen }) };
  const act: unknown = JSON.parse(proof.act);
  const named = (act as { argsHash?: unknown }).argsHash;
  if (named !== hashArgs(args)) return null;
  const text = Buffer.from(signedTextOf(proof.act));
  const signature = Buffer.from(proof.signature.slice('ed25519:'.length), 'base64');
  const key = keys
    .map((each) => createPublicKey({ key: Buffer.from(each, 'base64'), format: 'der', type: 'spki' }))
    .find((each) => verify(null, text, each, signature));
  if (key === undefined) return null;
  const file = (name: string, content: string | Buffer): ProofFile => ({
    name,
    base64: Buffer.from(content).toString('base64'),
  });
  return [
    file('decision.json', canonicalJson(args)),
    file('act.json', proof.act),
    file('signed.txt', text),
    file('signature.bin', signature),
    file('public-key.pem', key.export({ type: 'spki', format: 'pem' }) as string),
    file('验证方法.txt', howTo(caseNumber)),
  ];
}

const howTo = (caseNumber: string): string => `办件 ${caseNumber} 签批的电子签名，任何人都可以用通用工具验证：

1. 签批内容没有改动：decision.json 的 SHA-256 应等于 act.json 中 argsHash 一项。
   sha256sum decision.json
2. 签名针对的就是这次签批：act.json 的 SHA-256 应等于 signed.txt 第二行。
   sha256sum act.json
3. 签名出自签批人的密钥（Ed25519）：
   openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in signed.txt -sigfile signature.bin

decision.json 中 seen 一项是签批人签批时所见：办件版次、内容摘要、事项版本。
`;
