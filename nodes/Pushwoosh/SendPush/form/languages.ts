import type { INodePropertyOptions } from 'n8n-workflow';

/** Codes of ISO 639-1, which Pushwoosh keeps the language of a device as; further ones by expression. */
const CODES =
	'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh zu';

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** The languages to choose from, by name: "Spanish (es)". */
export const languageChoices: INodePropertyOptions[] = CODES.split(' ')
	.map((code) => ({ name: `${names.of(code) ?? code} (${code})`, value: code }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));
