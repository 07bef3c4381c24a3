import { describe, expect, it } from 'vitest';

import { decodeBase64Text } from '../../../../../nodes/Google/api/auth/base64Text.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const TEXT = `{\r\n\t"name": "Zoë 🔑\u00a0",\n\t"more": "${'words '.repeat(30)}"\n}`;

describe('a text in base64', () => {
	it.each([
		['as it is', base64(TEXT)],
		['with white space around the text', base64(` \n${TEXT}\t\r\n`)],
		['in lines', base64(TEXT).replace(/.{76}/g, '$&\r\n')],
		['without padding', base64(TEXT).replace(/=+$/, '')],
	])('is read and trimmed: %s', (_, encoded) => {
		expect(decodeBase64Text(encoded)).toBe(TEXT);
	});

	it.each([
		['a plain text', TEXT],
		['one character that base64 has not, before it', `!${base64(TEXT)}`],
		['one character that base64 has not, after it', `${base64(TEXT)}!`],
		['more after the padding', `${base64('x'.repeat(160))}${base64('y'.repeat(160))}`],
		['too much padding', `${base64('x'.repeat(159))}===`],
		['too few characters for a key', base64('x'.repeat(147))],
		['bytes that are no text', Buffer.alloc(160, 0xff).toString('base64')],
		['a text with a control character', base64(`${TEXT}\u0007${TEXT}`)],
		['a text with a zero byte at its end', base64(`${TEXT}\0`)],
		['nothing', ''],
	])('is not seen in %s', (_, encoded) => {
		expect(decodeBase64Text(encoded)).toBeUndefined();
	});

	it.each([
		[200, true],
		[199, false],
	])('of %i characters counts: %s', (length, counts) => {
		expect(decodeBase64Text(base64('x'.repeat(150)).slice(0, length)) !== undefined).toBe(counts);
	});
});
