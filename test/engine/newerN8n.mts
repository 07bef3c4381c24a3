import { it } from 'vitest';

/** `npm run test:compat` runs the tests with older versions of n8n, which it names here. */
const isOlder = process.env.COMPAT_FOLDER !== undefined;

/** A case about something that n8n itself does only since later versions; `npm run test:compat` leaves it out. */
export const itOnNewerN8n = it.runIf(!isOlder);

/** Rows of an `it.each` of which the same holds. */
export function onNewerN8n<Row>(...rows: Row[]): Row[] {
	return isOlder ? [] : rows;
}
