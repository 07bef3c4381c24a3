import { ItemProblem } from '../../../shared/failure';
import { exactText } from '../../../shared/form/exactNumbers';

/** Keys that FCM keeps for itself (the sending reference, 3.1, in its wider reading). */
const RESERVED = /^(?:from|message_type|gcm|google\..*|gcm\..*)$/;

/**
 * Turns values into the texts that `data` takes: a number or boolean becomes its text, an object or list its JSON.
 * @param entries keys and values
 * @param label what the form calls the field that holds them
 * @returns the texts by key, empty ones too; null for a key whose value is null, or wasn't found by an expression: it
 * goes without, also where another list has one for it
 * @throws ItemProblem for an empty, repeated or reserved key, and for a value that isn't what it looks like
 */
export function toDataTexts(entries: Array<[string, unknown]>, label: string): Record<string, string | null> {
	const texts = new Map<string, string | null>();
	for (const [key, value] of entries) {
		if (key.trim() === '') throw problem(label, 'has an entry without a key', 'Name it, or remove it.');
		if (texts.has(key)) throw problem(label, `has the key “${key}” twice`, 'Remove one of them.');
		if (RESERVED.test(key)) {
			throw problem(
				label,
				`has the key “${key}”, which is reserved by Google`,
				"Choose another one: from, message_type, gcm, and all that begins with 'google.' or 'gcm.', can't be used.",
			);
		}
		texts.set(key, toDataText(key, value, label));
	}
	// Unlike an assignment, fromEntries can't reach an object's prototype by way of a name.
	return Object.fromEntries(texts);
}

function toDataText(key: string, value: unknown, label: string): string | null {
	if (value === null || value === undefined) return null;
	if (typeof value === 'string') {
		if (!value.includes('[object Object]')) return value;
		throw problem(
			label,
			`holds [object Object] under “${key}”`,
			'Let the expression give the object alone, without text around it.',
		);
	}
	if (typeof value === 'number' && exactText(value) === undefined) {
		throw problem(
			label,
			`holds a number under “${key}” that isn't exact any more (${value})`,
			'Give it as a text, in quotes.',
		);
	}
	if (typeof value !== 'object') return String(value);
	// A date is an object whose JSON is a text: it goes without quotes.
	const json = JSON.stringify(value);
	const read: unknown = JSON.parse(json);
	return typeof read === 'string' ? read : json;
}

function problem(label: string, what: string, advice: string): ItemProblem {
	return new ItemProblem(`'${label}' ${what}`, advice);
}
