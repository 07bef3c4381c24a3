import { ItemProblem } from '../../../shared/failure';
import { changesAsText } from '../../../shared/form/exactNumbers';
import type { CollectionReader } from '../../../shared/form/fieldReader';
import type { FormField } from '../../../shared/form/formField';
import { readJsonList, refuseBrokenList } from '../../../shared/form/jsonList';
import { toText, type Field } from '../../../shared/form/values';
import { asList, isObject } from '../../../shared/json';
import type { Notification } from './notification';

/**
 * Reads one collection of platform settings, whose members are named like Pushwoosh's own fields. Their types and limits
 * in the form are the rules.
 * @returns the fields as they are sent; members left empty are left out, except for a sound, where empty means silent
 * @throws ItemProblem naming the member
 */
export function readPlatformSettings(values: CollectionReader): Notification {
	const settings: Notification = {};
	for (const field of values.added()) {
		const value = readSetting(values, field);
		if (value !== undefined) settings[field.name] = value;
	}
	// Safari wants the values for its URL template even where the template has no place for any.
	const isForSafari = Object.keys(settings).some((name) => name.startsWith('safari_'));
	if (isForSafari && settings.safari_url_args === undefined) settings.safari_url_args = [];
	return settings;
}

function readSetting(values: CollectionReader, field: FormField): unknown {
	const { name, type } = field;
	const special = SPECIAL.find(({ names }) => names.test(name));
	if (special) return special.read(values.raw(name), field);
	switch (type) {
		case 'number':
			return values.wholeNumber(name);
		case 'options':
			return values.choice(name);
		case 'json': {
			const object = values.jsonObject(name);
			return object && Object.keys(object).length > 0 ? object : undefined;
		}
		default:
			return values.text(name).trim() || undefined;
	}
}

/** Settings whose type alone doesn't tell how they are sent. */
const SPECIAL: Array<{ names: RegExp; read: (value: unknown, field: Field) => unknown }> = [
	{ names: /^(ios|android|huawei_android)_badges$/, read: readBadge },
	{ names: /_sound$/, read: readSound },
	{ names: /_banner$|_custom_icon$|^chrome_image$/, read: readUrl },
	{ names: /_led$/, read: textLike(/^#[0-9a-f]{6}$/i, "isn't a color", 'Write it like #ff8800.') },
	{ names: /^safari_url_args$/, read: readPlaces },
	{ names: /^wns_content$/, read: readWindowsContent },
	{
		names: /^wns_tag$/,
		read: textLike(/^[A-Za-z0-9]{1,16}$/, "can't be used", 'Use at most 16 letters and digits.'),
	},
];

/** Makes the reader of a text of some form; left empty it isn't set. @param problem with “text”, which … */
function textLike(form: RegExp, problem: string, advice: string) {
	return (value: unknown, field: Field): string | undefined => {
		const text = toText(value, field).trim();
		if (text === '') return undefined;
		if (form.test(text)) return text;
		throw new ItemProblem(`'${field.label}' is “${text}”, which ${problem}`, advice);
	};
}

/** A number sets the badge; a sign before it, as in "+1", raises or lowers it and has to stay a text. */
function readBadge(value: unknown, field: Field): number | string | undefined {
	const advice = 'Enter a whole number, or +1 or -1 to raise or lower it.';
	const text = textLike(/^[+-]?\d{1,9}$/, "isn't a badge", advice)(value, field);
	return text !== undefined && /^\d/.test(text) ? Number(text) : text;
}

function readSound(value: unknown, field: Field): string | undefined {
	return value === undefined || value === null ? undefined : toText(value, field).trim();
}

function readUrl(value: unknown, field: Field): string | undefined {
	const text = toText(value, field).trim();
	if (text === '') return undefined;
	if (/^https?:\/\/[^/\s]/i.test(text) && URL.canParse(text)) return text;
	throw new ItemProblem(
		`'${field.label}' isn't a full web address`,
		'Enter an address that begins with https://.',
	);
}

/** Each value has its place, also an empty one before or between others: they fill placeholders from left to right. */
function readPlaces(value: unknown, field: Field): string[] {
	const text = Array.isArray(value) ? '' : toText(value, field);
	const list = asList(value) ?? readJsonList(text, `'${field.label}'`, changesAsText);
	if (list) return list.map((entry) => toPlace(entry, field));
	refuseBrokenList(text, `'${field.label}'`);
	const lines = text.trimEnd().split(/\r?\n/);
	return lines.length === 1 && lines[0] === '' ? [] : lines.map((line) => line.trim());
}

function toPlace(entry: unknown, field: Field): string {
	if (typeof entry === 'string' || typeof entry === 'number') return toText(entry, field).trim();
	throw new ItemProblem(
		`'${field.label}' holds an entry that is neither a text nor a number`,
		'Give one value per line, or an array of texts; for an empty place an empty text.',
	);
}

/** Windows takes Base64 only; XML, which can't be mistaken for it, is encoded here. By expression also per language. */
function readWindowsContent(value: unknown, field: Field): unknown {
	if (isObject(value)) {
		const entries = Object.entries(value).map(([language, text]) => [
			language,
			encode(toText(text, field), field),
		]);
		return entries.length > 0 ? Object.fromEntries(entries) : undefined;
	}
	const text = toText(value, field);
	return text.trim() === '' ? undefined : encode(text, field);
}

function encode(content: string, field: Field): string {
	const text = content.trim();
	if (text.startsWith('<')) return Buffer.from(text, 'utf8').toString('base64');
	if (text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return text;
	throw new ItemProblem(
		`'${field.label}' is neither XML nor Base64`,
		'Enter the XML of the notification, or encode other content as Base64.',
	);
}
