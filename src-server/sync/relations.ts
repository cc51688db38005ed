import { type RawBuilder, sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { InstallationRecord } from '#shared/identity/installation.ts';
import type { LocalFacts } from '#shared/matters/local-facts.ts';
import type { MatterChange } from '#shared/matters/matter-change.ts';
import type { StaffChange } from '#shared/organisation/staff-change.ts';
import type { Booking } from '#shared/queue/booking.ts';
import type { SubjectState } from '#shared/subjects.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import type { Visit } from '#shared/visits/visit.ts';
import type { Installation } from '../identity/installation.ts';

/** To whom a subject belongs; who may see it follows from this and from nothing else (see `pull.ts`). */
export interface Relations {
  receiving_counter: string | null;
  receiving_organisation: string;
  deciding_department: string | null;
}

/**
 * Offices that see a case beside the one that received it and the one that decides it: departments that were asked about
 * it, the one that supervises what was decided, and the centres above a station that took it in outside the hall.
 */
export function alsoSees(kind: SubjectKind, state: SubjectState): readonly string[] {
  if (kind !== 'caseFile') return [];
  const { inquiries, decision, outside } = state as CaseFile;
  const { sentTo } = decision ?? {};
  return [
    ...inquiries.map(({ departmentId }) => departmentId),
    ...(sentTo === undefined ? [] : [sentTo.departmentId]),
    ...(outside?.centres ?? []),
  ];
}

/** The same as conditions over `case_file`: for departments, and for centres. */
export const isAsked = (organisationId: string): RawBuilder<boolean> =>
  sql<boolean>`state -> 'inquiries' @> jsonb_build_array(jsonb_build_object('departmentId', ${organisationId}::text))`;
export const supervisor: RawBuilder<string | null> = sql`state #>> '{decision,sentTo,departmentId}'`;
export const isApprovedBy = (organisationId: string): RawBuilder<boolean> =>
  sql<boolean>`state #> '{outside,centres}' @> to_jsonb(${organisationId}::text)`;

/** A case, a visit, a change of staff and one of the list of matters name their own; a ticket and a hall's day belong to the place that
 * keeps the queue. */
export function relationsOf(kind: SubjectKind, state: SubjectState, installation: Installation): Relations {
  switch (kind) {
    case 'caseFile': {
      const { receivingCounterId, receivingOrganisationId, decidingDepartmentId } = state as CaseFile;
      return {
        receiving_counter: receivingCounterId,
        receiving_organisation: receivingOrganisationId,
        deciding_department: decidingDepartmentId,
      };
    }
    case 'visit': {
      const { counterId, organisationId } = state as Visit;
      return {
        receiving_counter: counterId,
        receiving_organisation: organisationId,
        deciding_department: null,
      };
    }
    case 'staffChange': {
      const { organisationId, unitId } = (state as StaffChange).posting;
      return {
        receiving_counter: null,
        receiving_organisation: organisationId,
        deciding_department: unitId,
      };
    }
    case 'matterChange': {
      const [first] = (state as MatterChange).matters;
      return {
        receiving_counter: null,
        receiving_organisation: first?.department.organisationId ?? installation.organisation_id,
        deciding_department: null,
      };
    }
    case 'installation': {
      const { counterId, organisationId } = state as InstallationRecord;
      return {
        receiving_counter: counterId,
        receiving_organisation: organisationId,
        deciding_department: null,
      };
    }
    // The district's own: whoever published it, it holds for everybody by the reference that it went into.
    case 'calendarYear':
      return {
        receiving_counter: null,
        receiving_organisation: installation.organisation_id,
        deciding_department: null,
      };
    case 'localFacts':
      return {
        receiving_counter: null,
        receiving_organisation: (state as LocalFacts).organisationId,
        deciding_department: null,
      };
    case 'ticket':
    case 'hallDay':
      return {
        // A kiosk and the back office stand at no counter: what is kept there is their own.
        receiving_counter: installation.counter_id ?? installation.id,
        receiving_organisation: installation.organisation_id,
        deciding_department: null,
      };
    case 'booking':
      return {
        receiving_counter: null,
        receiving_organisation: (state as Booking).organisationId,
        deciding_department: null,
      };
    // Held back on behalf of the installation that sent it.
    case 'quarantine':
      return {
        receiving_counter: installation.counter_id,
        receiving_organisation: installation.organisation_id,
        deciding_department: null,
      };
  }
}
