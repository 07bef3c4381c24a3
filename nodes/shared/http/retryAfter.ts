/**
 * Reads a Retry-After header: whole seconds or an HTTP date (RFC 9110, section 10.2.3).
 * @param now epoch milliseconds
 * @returns seconds to wait, at least 0; undefined when the header is missing or unreadable
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const value = header?.trim();
	if (!value) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
	// Date.parse takes far more than HTTP dates ("1", "-5"): ask for a weekday or a year.
	if (!/[A-Za-z]{3}|\d{4}-\d{2}/.test(value)) return undefined;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
