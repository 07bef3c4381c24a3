import { isObject } from '../http/message.mts';

/** Says what a value should have been; `undefined` when it is that. */
export type Check = (value: unknown) => string | undefined;

function check(wanted: string, test: (value: unknown) => boolean): Check {
	return (value) => (test(value) ? undefined : wanted);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFullUrl = (value: unknown) => isText(value) && URL.canParse(value) && /^https?:/i.test(value);

export const text = check('text', isText);
export const filledText = check('non-empty text', (value) => isText(value) && value !== '');
export const object = check('an object', isObject);
export const flag = check('true or false', (value) => typeof value === 'boolean');
export const bit = check('0 or 1', (value) => value === 0 || value === 1);
export const bitOrFlag = check('0, 1, true or false', (value) =>
	[0, 1, true, false].includes(value as never),
);
export const wholeNumber = check('a whole number', Number.isInteger);
export const seconds = check(
	'seconds as a whole number',
	(value) => Number.isInteger(value) && Number(value) >= 0,
);
export const code = check(
	'a code like AAAAA-00000',
	(value) => isText(value) && /^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/.test(value),
);
export const fullUrl = check('a full URL', isFullUrl);
export const textList = check('a list of texts', (value) => Array.isArray(value) && value.every(isText));
export const uuid = check(
	'a UUID',
	(value) => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
);
export const color = check('a colour as #rrggbb', (value) => isText(value) && /^#[0-9a-f]{6}$/i.test(value));
export const background = check(
	'#RRGGBB, #AARRGGBB or a colour name',
	(value) => isText(value) && /^(#[0-9a-f]{6}|#[0-9a-f]{8}|[a-z]+)$/i.test(value),
);
export const badge = check(
	'a whole number, "+n" or "-n"',
	(value) => Number.isInteger(value) || (isText(value) && /^[+-]?\d+$/.test(value)),
);
export const androidSound = check(
	'a sound name without file extension',
	(value) => isText(value) && !/\.[a-z0-9]{2,4}$/i.test(value),
);
export const iconSource = check('a full URL or a resource path', (value) => isText(value) && value !== '');

/** Text, or a non-empty object of ISO 639-1 codes to texts. */
export const localizedText = check(
	'text, or texts by two-letter language code',
	(value) => isText(value) || isTextByLanguage(value, isText),
);

/** Base64 text, or an object of language codes to it. */
export const base64 = check(
	'Base64 text, or one by language',
	(value) => isBase64(value) || isTextByLanguage(value, isBase64),
);

function isTextByLanguage(value: unknown, test: (text: unknown) => boolean): boolean {
	if (!isObject(value)) return false;
	const entries = Object.entries(value);
	return (
		entries.length > 0 && entries.every(([language, entry]) => /^[a-z]{2}$/.test(language) && test(entry))
	);
}

function isBase64(value: unknown): boolean {
	return isText(value) && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}

export function range(least: number, most: number): Check {
	return check(
		`a whole number from ${least} to ${most}`,
		(value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
	);
}

export function oneOf(...allowed: Array<string | number>): Check {
	return check(`one of ${allowed.join(', ')}`, (value) => (allowed as unknown[]).includes(value));
}

/** `now`, or a real calendar minute as `YYYY-MM-DD HH:mm`. */
export const sendDate = check('"now" or YYYY-MM-DD HH:mm', (value) => {
	if (value === 'now') return true;
	if (!isText(value) || !/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value)) return false;
	const moment = new Date(`${value.replace(' ', 'T')}Z`);
	return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 16) === value.replace(' ', 'T');
});

/** A zone by name; offsets such as +02:00 aren't names. */
export const timeZone = check('a time zone name such as America/New_York', (value) => {
	if (!isText(value) || !/^[A-Za-z]/.test(value)) return false;
	try {
		new Intl.DateTimeFormat('en', { timeZone: value });
		return true;
	} catch {
		return false;
	}
});

/** An object, or the JSON text of one. */
export const objectOrJson = check('an object or the JSON text of one', (value) => {
	if (!isText(value)) return isObject(value);
	try {
		return isObject(JSON.parse(value));
	} catch {
		return false;
	}
});

/** Root parameters of iOS: an object whose `data` stays within 4 KB. */
export const iosRootParameters = check(
	'an object with at most 4 KB of data',
	(value) => isObject(value) && Buffer.byteLength(JSON.stringify(value.data ?? null)) <= 4096,
);
