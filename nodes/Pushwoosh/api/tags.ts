import type { IDataObject } from 'n8n-workflow';
import { ItemProblem, toFailure } from '../../shared/failure';
import { asList, asRecord } from '../../shared/json';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { readValue, type ValueType, type WireValue } from '../values/typedValue';
import { filledText } from './applications';
import { asAnswered, pushwooshRequest } from './request';
import type { PushwooshAnswer } from './answer';
import type { PushwooshAccess } from './session';

/** A tag of the account. */
export interface Tag {
	name: string;
	/** The service's number of its type (its reference, 8.1); undefined where it said none. */
	type?: number;
}

/** The number of tags that hold lists. */
export const LIST_TAG = 3;

/** What the tags of each type hold: how a value is read for it, and what to call that. */
const TAG_TYPES: Readonly<
	Record<number, { type: ValueType; holds: string; fits?: (value: WireValue) => boolean }>
> = {
	1: { type: 'number', holds: 'whole numbers', fits: (value) => Number.isSafeInteger(value) },
	2: { type: 'text', holds: 'texts' },
	3: { type: 'list', holds: 'lists' },
	4: { type: 'date', holds: 'dates' },
	5: { type: 'boolean', holds: 'true or false' },
	6: { type: 'number', holds: 'numbers' },
	7: {
		type: 'text',
		holds: 'versions like 1.2.0',
		fits: (value) => /^\d{1,4}(\.\d{1,4}){0,3}$/.test(String(value)),
	},
};

/** How listTags is called: there is no paging, and no application (Pushwoosh API reference, listTags). */
export const LIST_TAGS = {
	method: 'listTags',
	asks: 'list the tags',
	unproven: { message: "Pushwoosh's answer holds no list of tags" },
};

/** Lists the tags of the account. */
export function listTagsRequest(session: PushwooshAccess): RequestSpec<Tag[]> {
	return pushwooshRequest({
		session,
		family: 'remote',
		...LIST_TAGS,
		read: ({ response: { tags } }) => readTags(tags)?.flatMap(toTag),
	});
}

/** @returns the tags as the service describes them, names alone included; undefined for no list */
export function readTags(tags: unknown): IDataObject[] | undefined {
	return asList(tags)?.flatMap((tag): IDataObject[] => {
		const name = filledText(tag);
		const described = asRecord(tag);
		if (described) return [described];
		return name === undefined ? [] : [{ name }];
	});
}

function toTag(entry: IDataObject): Tag[] {
	const { name, type } = entry;
	if (typeof name !== 'string' || name === '') return [];
	const number = Number(filledText(type) ?? NaN);
	return [{ name, ...(Number.isInteger(number) ? { type: number } : {}) }];
}

/** Makes a tag (Pushwoosh API reference, addTag). Sent again only when it certainly wasn't acted on. */
export function addTagRequest(
	session: PushwooshAccess,
	name: string,
	type: number,
): RequestSpec<PushwooshAnswer> {
	return pushwooshRequest({
		session,
		family: 'remote',
		method: 'addTag',
		request: { tag: { name, type } },
		asks: `make the tag “${name}”`,
		onlyOnce: true,
		// The documented yes is `"result": true`.
		read: (answer) => (answer.response.result === false ? undefined : asAnswered(answer)),
	});
}

/**
 * Brings a value into the form that its tag takes: a value of another type is lost without a word by some of the
 * service's methods (its reference, 8.4).
 * @param type what the form says of the value
 * @param tagType what the service says of the tag; undefined where it doesn't know it
 * @throws ItemProblem when the tag can't take it
 */
export function fitTag(
	name: string,
	value: unknown,
	type: ValueType,
	tagType: number | undefined,
): WireValue {
	const own = type === 'auto' || type === 'json' ? value : readValue(value, type, name);
	const taken = tagType === undefined ? undefined : TAG_TYPES[tagType];
	if (taken === undefined) return readValue(value, type, name);
	const fitting = readAs(own, taken.type, name);
	if (fitting !== undefined && (taken.fits?.(fitting) ?? true)) return fitting;
	throw new ItemProblem(
		`The tag '${name}' takes ${taken.holds} only, not ${shown(value)}`,
		"Check the value and its type, or the tag's type in the Pushwoosh Control Panel.",
		'INVALID_TAG_VALUE',
	);
}

/** @returns undefined for what can't be read that way, which the caller tells in words of the tag */
function readAs(value: unknown, type: ValueType, name: string): WireValue | undefined {
	try {
		return readValue(value, type, name);
	} catch {
		return undefined;
	}
}

function shown(value: unknown): string {
	const text = typeof value === 'string' ? `“${value}”` : (JSON.stringify(value) ?? String(value));
	return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** @returns whether the service itself said no, to the token say: what asks may go on without the list */
export function isRefusedList(error: unknown): boolean {
	const { code, refusesCredential } = toFailure(error);
	return ['210', '403', '404'].includes(code) && refusesCredential !== true;
}
