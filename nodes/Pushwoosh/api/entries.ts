import type { IDataObject } from 'n8n-workflow';
import { asRecord } from '../../shared/json';
import { filledText } from './applications';

/** Codes of presets, campaigns and the like: two groups of letters and digits (the service's reference, 1.7). */
const CODE = /^[A-Za-z0-9]{3,}-[A-Za-z0-9]{3,}$/;

/**
 * Reads a list in every form that the service's lists are known to have: an object keyed by code, a list of objects, or a
 * list of texts, which are codes or names.
 * @param codeKey how an entry may call its code beside `code`
 * @returns the entries as the service describes them, each with `name`, and `code` where it has one; undefined for no list
 */
export function readEntries(value: unknown, codeKey = 'code'): IDataObject[] | undefined {
	if (Array.isArray(value)) return value.flatMap((entry) => fromEntry(undefined, entry, codeKey));
	const byCode = Object.entries(asRecord(value) ?? {});
	if (asRecord(value) === undefined || (byCode.length > 0 && !byCode.some(([key]) => CODE.test(key)))) {
		return undefined;
	}
	return byCode.flatMap(([key, entry]) => fromEntry(key, entry, codeKey));
}

function fromEntry(key: string | undefined, entry: unknown, codeKey: string): IDataObject[] {
	const { code: ownCode, name: ownName, ...more } = asRecord(entry) ?? {};
	const text = filledText(entry);
	const code =
		filledText(ownCode) ?? filledText(more[codeKey]) ?? key ?? (CODE.test(text ?? '') ? text : undefined);
	const name = filledText(ownName) ?? filledText(more.title) ?? text ?? code;
	if (name === undefined) return [];
	return [{ ...(code === undefined ? {} : { code }), name, ...more }];
}
