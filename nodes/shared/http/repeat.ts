/** What went wrong with one try, as far as it decides about another. */
export interface Setback {
	/** The HTTP status, when the service answered. */
	status?: number;
	/** The problem can pass by itself: an overloaded service, a lost connection. */
	passing: boolean;
	/** The service certainly didn't act on the request. */
	notActedOn: boolean;
}

/** Decides whether a request may be sent again after a setback. */
export type RepeatRule = (setback: Setback) => boolean;

/** For requests that may arrive twice without harm: after every passing problem (408, 429, 5xx, network). */
export const repeatWhenPassing: RepeatRule = ({ passing }) => passing;

/** For requests that must not be acted on twice: only when it is certain that nothing happened. */
export const repeatWhenNotActedOn: RepeatRule = ({ passing, notActedOn }) => passing && notActedOn;

/** For requests that are repeated on 5xx and network failures, but not when the service said no for now (408, 429). */
export const repeatOnBreakdown: RepeatRule = ({ passing, status }) =>
	passing && (status === undefined || status >= 500);

/** Statuses that can pass by themselves. */
export function isPassingStatus(status: number): boolean {
	return status === 408 || status === 429 || status >= 500;
}
