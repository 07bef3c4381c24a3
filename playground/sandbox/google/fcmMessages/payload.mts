import { isObject } from '../../http/message.mts';
import type { Fields, Kind } from './schema.mts';

/** Something in the body that isn't as the API has it; `field` is missing for the body itself. */
export interface Violation {
	field?: string;
	description: string;
}

/** What was read: names in snake_case, and all that was wrong. */
export interface Payload {
	content: Record<string, unknown>;
	violations: Violation[];
}

/**
 * Reads a JSON object by its fields, as Google's front end does: names in snake_case or camelCase, `null` like
 * absent, unknown names and wrong types refused, all of them told at once. With `mixedCase`, names of an
 * enumeration that may be in lower case may be in any case.
 */
export function readPayload(json: Record<string, unknown>, fields: Fields, mixedCase: boolean): Payload {
	const reader = new Reader(mixedCase);
	const content = reader.object(json, fields, '');
	return { content, violations: reader.violations };
}

class Reader {
	readonly violations: Violation[] = [];
	readonly #mixedCase: boolean;

	constructor(mixedCase: boolean) {
		this.#mixedCase = mixedCase;
	}

	object(json: Record<string, unknown>, fields: Fields, path: string): Record<string, unknown> {
		const names = namesOf(fields);
		const content: Record<string, unknown> = {};
		for (const [given, value] of Object.entries(json)) {
			const name = names.get(given);
			if (name === undefined) this.#unknown(given, path);
			else if (value !== null)
				content[name] = this.#value(value, fields[name], path === '' ? name : `${path}.${name}`);
		}
		return content;
	}

	#unknown(name: string, path: string): void {
		const place = path === '' ? '' : ` at '${path}'`;
		this.violations.push({
			...(path === '' ? {} : { field: path }),
			description: `Invalid JSON payload received. Unknown name "${name}"${place}: Cannot find field.`,
		});
	}

	#value(value: unknown, kind: Kind, path: string): unknown {
		if (typeof kind === 'object') return this.#nested(value, kind, path);
		if (kind === 'texts') return this.#texts(value, path);
		if (!IS_SOUND[kind](value)) this.#invalid(value, TYPE_NAMES[kind], path);
		return value;
	}

	#nested(value: unknown, kind: Exclude<Kind, string>, path: string): unknown {
		if ('fields' in kind) {
			if (isObject(value)) return this.object(value, kind.fields, path);
			this.#invalid(value, 'TYPE_MESSAGE', path);
			return undefined;
		}
		if ('list' in kind) {
			if (Array.isArray(value))
				return value.map((entry, index) => this.#value(entry, kind.list, `${path}[${index}]`));
			this.#invalid(value, 'TYPE_MESSAGE', path);
			return undefined;
		}
		const isTaken =
			typeof value === 'string' &&
			(kind.oneOf.includes(value) ||
				(kind.lowerCaseToo === true &&
					kind.oneOf.includes(value.toUpperCase()) &&
					(this.#mixedCase || value === value.toLowerCase())));
		if (!isTaken) this.#invalid(value, 'TYPE_ENUM', path);
		return isTaken ? value.toUpperCase() : undefined;
	}

	#texts(value: unknown, path: string): unknown {
		if (!isObject(value)) {
			this.#invalid(value, 'TYPE_MESSAGE', path);
			return undefined;
		}
		for (const [index, text] of Object.values(value).entries()) {
			if (typeof text !== 'string') this.#invalid(text, 'TYPE_STRING', `${path}[${index}].value`);
		}
		return value;
	}

	#invalid(value: unknown, type: string, path: string): void {
		this.violations.push({
			field: path,
			description: `Invalid value at '${path}' (${type}), ${JSON.stringify(value)}`,
		});
	}
}

type Plain = 'string' | 'boolean' | 'integer' | 'number' | 'duration' | 'timestamp' | 'object';

const INTEGER = /^-?\d+$/;

/** Numbers may come as texts, which is how JSON of Google's APIs has it. */
const IS_SOUND: Record<Plain, (value: unknown) => boolean> = {
	string: (value) => typeof value === 'string',
	boolean: (value) => typeof value === 'boolean',
	integer: (value) => Number.isInteger(value) || (typeof value === 'string' && INTEGER.test(value)),
	number: (value) =>
		typeof value === 'number' ||
		(typeof value === 'string' && value !== '' && Number.isFinite(Number(value))),
	duration: (value) => typeof value === 'string' && /^-?\d+(\.\d{1,9})?s$/.test(value),
	timestamp: (value) =>
		typeof value === 'string' &&
		/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
		!Number.isNaN(Date.parse(value)),
	object: isObject,
};

const TYPE_NAMES: Record<Plain, string> = {
	string: 'TYPE_STRING',
	boolean: 'TYPE_BOOL',
	integer: 'TYPE_INT32',
	number: 'TYPE_FLOAT',
	duration: 'type.googleapis.com/google.protobuf.Duration',
	timestamp: 'type.googleapis.com/google.protobuf.Timestamp',
	object: 'type.googleapis.com/google.protobuf.Struct',
};

const knownNames = new WeakMap<Fields, Map<string, string>>();

/** Both spellings of each field's name, with the one in snake_case. */
function namesOf(fields: Fields): Map<string, string> {
	let names = knownNames.get(fields);
	if (names === undefined) {
		names = new Map(
			Object.keys(fields).flatMap((name) => [
				[name, name],
				[name.replace(/_([a-z0-9])/g, (_part, letter: string) => letter.toUpperCase()), name],
			]),
		);
		knownNames.set(fields, names);
	}
	return names;
}
