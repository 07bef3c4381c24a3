import { describe, expect, it } from 'vitest';

import { buildTexts } from '../../../../../nodes/Pushwoosh/SendPush/message/texts.ts';

const none = { content: '', title: '', subtitle: '' };
const text = (language: string, content: string, title = '', subtitle = '') => ({
	language,
	content,
	title,
	subtitle,
});

describe('without translations', () => {
	it('texts are sent as written, empty ones not at all', () => {
		expect(buildTexts({ content: ' Hi\nthere ', title: '', subtitle: 'S' }, [], 'en')).toEqual({
			content: ' Hi\nthere ',
			subtitle: 'S',
		});
		expect(buildTexts({ ...none, content: '  ' }, [], 'en')).toEqual({});
	});

	it('the fallback language does not matter', () => {
		expect(buildTexts({ ...none, content: 'Hi' }, [], 'xx-YY')).toEqual({ content: 'Hi' });
	});
});

describe('with translations', () => {
	it('the plain texts are those of the fallback language', () => {
		expect(
			buildTexts({ content: 'Hi', title: 'T', subtitle: 'S' }, [text('es', 'Hola', 'TE', 'SE')], 'en'),
		).toEqual({
			content: { en: 'Hi', es: 'Hola' },
			title: { en: 'T', es: 'TE' },
			subtitle: { en: 'S', es: 'SE' },
		});
	});

	it('title and subtitle fill what a translation leaves empty', () => {
		expect(
			buildTexts(
				{ content: 'Hi', title: 'T', subtitle: '' },
				[text('ES', 'Hola', ' ', 'SE'), text('de', 'Hallo')],
				'en',
			),
		).toEqual({
			content: { en: 'Hi', es: 'Hola', de: 'Hallo' },
			title: { en: 'T', es: 'T', de: 'T' },
			subtitle: { es: 'SE' },
		});
	});

	it('without content of its own, a translation may be the fallback language', () => {
		expect(buildTexts({ ...none, title: 'T' }, [text('en', 'Hi'), text('es', 'Hola', 'TE')], 'en')).toEqual({
			content: { en: 'Hi', es: 'Hola' },
			title: { en: 'T', es: 'TE' },
		});
	});

	it.each([
		[
			'a language twice',
			{ ...none },
			[text('es', 'a'), text(' ES ', 'b')],
			'en',
			"'es' has two translations",
		],
		[
			'the fallback language twice',
			{ ...none, content: 'Hi' },
			[text('en', 'a')],
			'EN',
			"'en' has 'Content' and a translation",
		],
		[
			'no content',
			{ ...none, content: 'Hi' },
			[text('es', '  ', 'Title')],
			'en',
			"'es' in 'Translations' has no content",
		],
		['no language', none, [text('', 'a')], 'en', "'Translations' lacks a language"],
		['a language with region', none, [text('es-MX', 'a')], 'en', "“es-MX”, which isn't a two-letter"],
		['a fallback that is no code', none, [text('es', 'a')], 'english', "'Fallback Language' holds “english”"],
		['a name of an object’s own', none, [text('__proto__', 'a')], 'en', 'two-letter'],
	])('%s fails', (_name, texts, translations, fallback, message) => {
		expect(() => buildTexts(texts, translations, fallback)).toThrow(message);
	});
});
