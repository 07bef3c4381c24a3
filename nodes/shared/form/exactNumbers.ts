/**
 * Numbers that still are what somebody wrote. JavaScript keeps some 16 digits: beyond that an ID becomes that of
 * somebody else, without a word.
 */

/** In valid JSON everything outside texts that begins like a number is one. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** As many digits as other languages need to write a double without loss; JavaScript reads such a fraction as the same one. */
const DIGITS_OF_A_DOUBLE = 17;

/** @returns the number as text; undefined for one that isn't exact: an integer beyond 2^53, an exponent, NaN */
export function exactText(value: number): string | undefined {
	const text = String(value);
	const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
	return isExact && !text.includes('e') ? text : undefined;
}

/** @returns the numbers of a JSON text as they are written there. @param json valid JSON */
export function numbersIn(json: string): string[] {
	return (json.match(TEXT_OR_NUMBER) ?? []).filter((token) => !token.startsWith('"'));
}

/** @returns whether a number, written as JSON, has more digits than JavaScript keeps of it */
export function losesDigits(written: string): boolean {
	const wanted = decimal(written);
	const kept = decimal(String(Number(written)));
	if (!wanted || !kept) return true;
	if (wanted.digits === kept.digits && wanted.exponent === kept.exponent) return false;
	return wanted.exponent >= 0 || wanted.digits.length > DIGITS_OF_A_DOUBLE || kept.digits === '';
}

/** @returns whether a number, written as JSON, looks different once it is a text, as with `1.10`, `1e3` and lost digits */
export function changesAsText(written: string): boolean {
	return String(Number(written)) !== written;
}

/** The digits that count, and the power of ten that they are multiplied by. */
function decimal(written: string): { digits: string; exponent: number } | undefined {
	const parts = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(written);
	if (!parts) return undefined;
	const [, whole, fraction = '', exponent = '0'] = parts;
	const all = (whole + fraction).replace(/^0+/, '');
	const digits = all.replace(/0+$/, '');
	if (digits === '') return { digits, exponent: 0 };
	return { digits, exponent: Number(exponent) - fraction.length + all.length - digits.length };
}
