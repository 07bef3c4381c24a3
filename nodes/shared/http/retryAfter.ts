const HTTP_DATE = /^[A-Za-z]{3,9},? .*\d\d:\d\d/;
const ISO_DATE = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/;
const ZONE = /(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)$/;

/**
 * Reads a Retry-After header: whole seconds or an HTTP date in one of its three forms (RFC 9110, sections 5.6.7 and
 * 10.2.3); fractions of seconds and ISO dates occur too.
 * @param now epoch milliseconds
 * @returns seconds to wait, at least 0; undefined when the header is missing or unreadable
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const value = header?.trim();
	if (!value) return undefined;
	if (/^\d{1,10}(\.\d+)?$/.test(value)) return Number(value);
	// Date.parse takes far more than dates ("abc 1"), and a date without a zone for local time.
	if (!HTTP_DATE.test(value) && !ISO_DATE.test(value)) return undefined;
	const date = Date.parse(ZONE.test(value) ? value : `${value} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
