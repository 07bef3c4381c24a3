import { ItemProblem } from '../../../shared/failure';
import type { Notification } from './notification';

/** The texts of one language; those not given are empty. */
interface Texts {
	content: string;
	title: string;
	subtitle: string;
}

interface Translation extends Texts {
	language: string;
}

/**
 * Writes the texts of a push: plain texts, or with translations an object of texts by language (Pushwoosh API
 * reference, createMessage: `content`, `title`, `subtitle`).
 * @param texts those of the fallback language; title and subtitle also fill what a translation leaves empty
 * @param fallbackLanguage two-letter ISO 639-1 code
 * @returns only the texts that there are
 * @throws ItemProblem for a language that isn't a two-letter code or occurs twice, and a translation without content
 */
export function buildTexts(
	texts: Texts,
	translations: Translation[],
	fallbackLanguage: string,
): Notification {
	if (translations.length === 0) return withoutEmpty(texts);
	const fallback = languageCode(fallbackLanguage, 'Fallback Language');
	const byLanguage = new Map<string, Texts>();
	for (const { language, ...translated } of translations) {
		const code = languageCode(language, 'Translations');
		if (byLanguage.has(code)) throw twice(code, 'two translations');
		if (isBlank(translated.content)) {
			throw new ItemProblem(
				`The translation '${code}' in 'Translations' has no content`,
				'Fill its content in, or remove the translation: Pushwoosh then uses the text of another language.',
				'EMPTY_PARAMETER',
			);
		}
		byLanguage.set(code, translated);
	}
	if (byLanguage.has(fallback) && !isBlank(texts.content))
		throw twice(fallback, "'Content' and a translation");

	const inAll = (name: keyof Texts): Record<string, string> => {
		const result: Record<string, string> = {};
		if (!isBlank(texts[name])) result[fallback] = texts[name];
		for (const [code, translated] of byLanguage) {
			const text = isBlank(translated[name]) ? texts[name] : translated[name];
			if (!isBlank(text)) result[code] = text;
		}
		return result;
	};
	return withoutEmpty({ content: inAll('content'), title: inAll('title'), subtitle: inAll('subtitle') });
}

/** @returns whether there is nothing to read in a text */
export function isBlank(text: string): boolean {
	return text.trim() === '';
}

function languageCode(value: string, label: string): string {
	const code = value.trim().toLowerCase();
	if (/^[a-z]{2}$/.test(code)) return code;
	throw new ItemProblem(
		code === ''
			? `'${label}' lacks a language`
			: `'${label}' holds “${value.trim()}”, which isn't a two-letter language code`,
		'Use codes such as en, es or de (ISO 639-1).',
	);
}

function twice(code: string, where: string): ItemProblem {
	return new ItemProblem(
		`The language '${code}' has ${where}`,
		"Give each language once: 'Content' holds the text of the fallback language.",
	);
}

function withoutEmpty(fields: Record<keyof Texts, string | Record<string, string>>): Notification {
	const isThere = (value: string | object) =>
		typeof value === 'string' ? !isBlank(value) : Object.keys(value).length > 0;
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => isThere(value)));
}
