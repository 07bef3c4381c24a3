import { ItemProblem } from '../../../shared/failure';
import type { Field } from '../../../shared/form/values';

/** Apple's tokens have 32 bytes today, but Apple tells not to rely on it (the service's reference, section 6). */
export const USUAL_DIGITS = 64;
const MOST_DIGITS = 200;
const SHOWN = 40;

/**
 * Cleans an APNs device token: `<`, `>` and white space of the old form of iOS are removed, letters become small.
 * @returns hexadecimal digits, an even number of them
 * @throws ItemProblem for anything else. A length other than 64 is let through: the caller tells the user.
 */
export function cleanApnsToken(given: string, field: Field): string {
	const digits = given.replace(/[<>\s]/g, '').toLowerCase();
	const problem = problemOf(digits);
	if (problem === undefined) return digits;
	const shown = given.length > SHOWN ? `${given.slice(0, SHOWN)}…` : given;
	throw new ItemProblem(
		`'${field.label}' holds “${shown}”, which isn't an APNs device token: ${problem}`,
		'An APNs device token is 64 hexadecimal digits (0-9, a-f). If it is written with spaces, put it in < and >.',
		'INVALID_TOKEN_FORMAT',
	);
}

function problemOf(digits: string): string | undefined {
	if (digits === '') return 'it is empty';
	if (!/^[0-9a-f]+$/.test(digits)) return 'it holds more than hexadecimal digits';
	if (digits.length % 2 !== 0) return 'it has an odd number of digits, so one is missing';
	return digits.length > MOST_DIGITS ? `it has more than ${MOST_DIGITS} digits` : undefined;
}
