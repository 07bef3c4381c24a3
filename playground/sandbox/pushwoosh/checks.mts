import { isObject } from '../http/message.mts';
import { isPlatform } from './platforms.mts';

/** Says what a value should have been; `undefined` when it is that. */
export type Check = (value: unknown) => string | undefined;

export function check(wanted: string, test: (value: unknown) => boolean): Check {
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

export const platform = check('a platform code', isPlatform);
export const unixSeconds = check(
	'Unix seconds as a whole number',
	(value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 10_000_000_000,
);
export const objectList = check(
	'a list of objects',
	(value) => Array.isArray(value) && value.every((entry) => isObject(entry)),
);
/** Names to texts. */
export const textMap = check(
	'an object of texts',
	(value) => isObject(value) && Object.values(value).every(isText),
);
/** A number, or the text of one. */
export const numeral = check(
	'a number',
	(value) => (typeof value === 'number' || isText(value)) && value !== '' && Number.isFinite(Number(value)),
);
/** A moment as `YYYY-MM-DD HH:mm:ss`. */
export const moment = check(
	'YYYY-MM-DD HH:mm:ss',
	(value) => isText(value) && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) && isRealMoment(value),
);
/** A calendar day as `YYYY-MM-DD`. */
export const day = check(
	'YYYY-MM-DD',
	(value) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && isRealMoment(`${value} 00:00:00`),
);

function isRealMoment(text: string): boolean {
	const moment = new Date(`${text.replace(' ', 'T')}Z`);
	return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text.replace(' ', 'T'));
}

/** Text of at most so many characters. */
export function textUpTo(most: number): Check {
	return check(`text of at most ${most} characters`, (value) => isText(value) && [...value].length <= most);
}

export const list = check('a list', Array.isArray);
export const platforms = check(
	'a list of at least one platform code',
	(value) => Array.isArray(value) && value.length > 0 && value.every(isPlatform),
);
/** Base64 whose bytes begin as a PNG's do. */
export const pngInBase64 = check(
	'a PNG picture in Base64',
	(value) => isBase64(value) && String(value).startsWith('iVBORw0KGgo'),
);
export const emailAddress = check(
	'an e-mail address',
	(value) => isText(value) && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
);
/** One of the four kinds of header with its value. */
export const headerVariables = check(
	'one of text, image, video and document with its value',
	(value) =>
		isObject(value) &&
		Object.keys(value).length === 1 &&
		Object.entries(value).every(
			([name, entry]) => ['text', 'image', 'video', 'document'].includes(name) && isText(entry),
		),
);
export const textOrList = check(
	'text or a list of texts',
	(value) =>
		(isText(value) && value !== '') || (Array.isArray(value) && value.length > 0 && value.every(isText)),
);

/** A list whose entries all pass a check. */
export function listOf(entry: Check): Check {
	return (value) => {
		if (!Array.isArray(value)) return 'a list';
		const wanted = value.map((one) => entry(one)).find((problem) => problem !== undefined);
		return wanted === undefined ? undefined : `a list of ${wanted}`;
	};
}
