/**
 * The version of the wire between a core and the district, with its history. A server takes every version from
 * `oldestSupported` on and raises old commands to the newest form; a client only ever speaks `protocolVersion`.
 *
 * 1  enrolment, sign-in, push with hash chain and batch signature, pull by cookie, wake-ups
 * 2  enrolment proves its key and may take over a place; push and pull name the run of the program, by which a clone is
 *    noticed; an installation that is not in good standing is told so with a code; results of held-back commands in pull
 * 3  a pull says which version it speaks and gets kinds of subjects that older programs cannot read (changes of the list
 *    of matters, a hall's days, bookings); every page of a pull counts by itself; 429 says when to come again; sealed
 *    files. A program that does not say its version is given what version 2 knew.
 */
export const protocolVersion = 3;
export const oldestSupported = 1;

/**
 * The version of the commands' arguments (`src-shared/subjects.ts`); raised when one of them changes.
 *
 * 1  tickets, visits, cases from receipt to delivery
 * 2  a receipt names the situations of the matter and who files for the applicant; none where it does not say
 * 3  a visit ends with more outcomes than taken and advised; corrections, endings, voiding and undoing of cases;
 *    a receipt may be incomplete, an acceptance may leave papers to follow, an applicant may name a contact person;
 *    one-time notices, supplements, refusals to accept
 *    a receipt carries the manifest of its scans, and says of a paper that it was taken over from file; none where it
 *    does not say
 *    a print says how large the blobs are that it names, so that they can follow it; without that they stay where they are
 * 4  a ticket's commands name the counter that they are for; its own where they do not. A ticket has a lane, goes on to
 *    further categories, is parked, passed on, taken back, put to the front, and finished with its visit; a visit is
 *    parked and resumed, and may begin with somebody else's first receiver;
 *    sign-offs say what was open before whoever signed; review, corrections asked for by the department, questions to
 *    other departments; postings carry the grants that are signed under;
 *    a hall's day and bookings;
 *    an office publishes the working calendar of a year; a centre says of its own when and where it takes a
 *    matter;
 *    the citizen's confirmation that a receipt carries may bear their signature;
 *    a receipt outside the hall, with the approvals of the department and of the centre
 * 5  an extension is approved by its approver, with their own signature; one in which they are only named by somebody
 *    else is held back for people to look at
 * 6  a command that was refused and given once more says who did that, and when;
 *    a ticket names the matters that its holder chose on their phone beforehand; none where it does not say
 */
export const schemaVersion = 6;
