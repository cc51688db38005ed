import type { CaseFile } from '#shared/cases/case-file.ts';
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

/** A case and a visit name their own; a ticket belongs to the place that issued it. */
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
    case 'ticket':
      return {
        receiving_counter: installation.counter_id,
        receiving_organisation: installation.organisation_id,
        deciding_department: null,
      };
  }
}
