import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { districtContract } from '#shared/contracts/district.ts';

/**
 * The district server as a core speaks to it. Rejects where it is out of reach, and where what answers is not a
 * district: a login page of the network says 200 as well. A refusal is an answer.
 */
export type DistrictClient = ContractRouterClient<typeof districtContract>;

/**
 * @param token asked for at every call: there is none before enrolment
 * @param send the line that requests go over; the machine's own where nothing is said
 */
export function districtClient(
  url: string,
  token: () => string | null,
  send: typeof fetch = fetch,
): DistrictClient {
  return createORPCClient(
    new OpenAPILink(districtContract, {
      url,
      // A signal that only the Request knows is lost with it at the next garbage collection: time-outs would never
      // come, and a closing core would wait for its wake-ups for ever. So fetch is given it as well.
      fetch: (request, init, { signal }) => send(request, signal === undefined ? init : { ...init, signal }),
      plugins: [new ResponseValidationPlugin(districtContract)],
      headers: () => {
        const held = token();
        return held === null ? {} : { authorization: `Bearer ${held}` };
      },
    }),
  );
}
