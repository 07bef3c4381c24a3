import { describe, expect, it } from 'vitest';

import { looksLikeKeyFile, readKeyFile } from '../../../../../nodes/Google/api/auth/keyFile.ts';

const KEY = '-----BEGIN PRIVATE KEY-----\nAbCd\n-----END PRIVATE KEY-----\n';
const FILE = {
	type: 'service_account',
	project_id: 'acme-demo-4711',
	private_key_id: '0123456789abcdef',
	private_key: KEY,
	client_email: 'n8n@acme-demo-4711.iam.gserviceaccount.com',
};
const JSON_TEXT = JSON.stringify(FILE, null, 2);
const READ = {
	clientEmail: FILE.client_email,
	privateKey: KEY,
	projectId: FILE.project_id,
	keyId: FILE.private_key_id,
};
const base64 = (text: string) => Buffer.from(text).toString('base64');
const linesOf76 = (text: string) => text.replace(/.{76}/g, '$&\n');
const changed = (changes: object) => JSON.stringify({ ...FILE, ...changes });

describe('a key file', () => {
	it.each<[string, string]>([
		['as it is', JSON_TEXT],
		['on one line', JSON.stringify(FILE)],
		['with a byte order mark and blanks around it', `\uFEFF \n${JSON_TEXT}\u200B ,; \n`],
		['with something behind it', `${JSON_TEXT}\n-- copied from the console`],
		['in double quotes', JSON.stringify(JSON_TEXT)],
		['in single quotes', `'${JSON_TEXT}'`],
		['in backticks', `\`${JSON_TEXT}\``],
		['as text of a text of a text', JSON.stringify(JSON.stringify(JSON.stringify(JSON_TEXT)))],
		['as a list of one', `[${JSON_TEXT}]`],
		['as a list of one text', JSON.stringify([JSON_TEXT])],
		['as base64', base64(JSON_TEXT)],
		['as base64 in lines', linesOf76(base64(JSON_TEXT))],
		['as base64 in quotes', `'${base64(JSON_TEXT)}'`],
		['as base64 of base64', base64(base64(JSON_TEXT))],
		['as a line of an environment file', `export GOOGLE_KEY='${JSON.stringify(FILE)}'`],
		['as a constant', `const key = ${JSON_TEXT};`],
		['as a line of YAML with base64', `google.key: ${base64(JSON_TEXT)}`],
	])('%s', (_, pasted) => expect(readKeyFile(pasted)).toStrictEqual(READ));

	it.each<[string, string]>([
		['in a Markdown fence', `\`\`\`json\n${JSON_TEXT}\n\`\`\``],
		['behind a comment', `// the key\n${JSON_TEXT}`],
		['with typographic quotes', JSON_TEXT.replaceAll('"', '\u201D')],
		['with escaped quotes', JSON_TEXT.replaceAll('"', '\\"')],
		['with quotes that were escaped twice', JSON_TEXT.replaceAll('"', '\\\\\\"')],
		['without its last brace', JSON_TEXT.slice(0, -2)],
	])('%s still shows its fields', (_, pasted) => {
		expect(readKeyFile(pasted)).toStrictEqual({ ...READ, privateKey: KEY.replaceAll('\n', '\\n') });
	});

	it('with line breaks in its key shows its fields, too', () => {
		expect(readKeyFile(JSON_TEXT.replaceAll('\\n', '\n'))).toStrictEqual(READ);
	});

	it('has blanks taken off its fields, and needs no project or key ID', () => {
		const padded = changed({ client_email: ' a@b ', project_id: ' p ', private_key_id: ' 01234567 ' });
		expect(readKeyFile(padded)).toStrictEqual({
			clientEmail: 'a@b',
			privateKey: KEY,
			projectId: 'p',
			keyId: '01234567',
		});
		for (const [project, keyId] of [
			['  ', 'x0123456789'],
			[7, '0123456789x'],
			[undefined, '0123456'],
			[null, 5],
		]) {
			const pasted = changed({ project_id: project, private_key_id: keyId });
			expect(readKeyFile(pasted)).toStrictEqual({ ...READ, projectId: undefined, keyId: undefined });
		}
	});

	it('without a type is one all the same', () => {
		expect(readKeyFile(changed({ type: undefined }))).toStrictEqual(READ);
	});
});

describe('what is no key file', () => {
	it.each<[string, unknown, string]>([
		['an app’s configuration', { project_info: {} }, "an app's google-services.json"],
		['a part of it', { client: [] }, "an app's google-services.json"],
		['an OAuth client', { installed: {} }, 'an OAuth client'],
		['one for the web', { web: {} }, 'an OAuth client'],
		['a sign-in', { type: 'authorized_user' }, 'the sign-in of a person'],
		['an identity', { type: 'external_account' }, 'a workload identity configuration, which has no key'],
		['a web app', { apiKey: 'a', appId: 'b' }, "a web app's Firebase configuration"],
		['another type', { ...FILE, type: 'other' }, "that isn't the key file of a service account"],
		['no key', { ...FILE, private_key: undefined }, "has no 'private_key'"],
		['a blank key', { ...FILE, private_key: ' \n' }, "has no 'private_key'"],
		['a key that is a number', { ...FILE, private_key: 7 }, "has no 'private_key'"],
		['no e-mail', { ...FILE, client_email: undefined }, "has no 'client_email'"],
		['a blank e-mail', { ...FILE, client_email: ' ' }, "has no 'client_email'"],
		['an e-mail that is none', { ...FILE, client_email: {} }, "has no 'client_email'"],
		['a list of two', [FILE, FILE], 'holds a list of 2, not one key file'],
		['a list of one and something', [1, FILE], 'holds a list of 2, not one key file'],
		['only an API key', { apiKey: 'a' }, "has no 'private_key'"],
	])('%s', (_, content, text) => {
		expect(() => readKeyFile(JSON.stringify(content))).toThrow(text);
	});

	it.each(['', KEY, 'AbCd', '[1, 2]', '"hello"', 'name: value', '"a": "b"', "''"])(
		'%j shows no sign of one',
		(pasted) => expect(readKeyFile(pasted)).toBeUndefined(),
	);

	it('a part of one says what is missing', () => {
		expect(() => readKeyFile('"client_email": "a@b",')).toThrow("has no 'private_key'");
		expect(() => readKeyFile('"private_key": "abc",')).toThrow("has no 'client_email'");
		expect(() => readKeyFile('{ "private')).toThrow("has no 'private_key'");
	});
});

describe('what looks like a key file', () => {
	it.each<[string, boolean]>([
		[JSON_TEXT, true],
		[` \n${JSON_TEXT}`, true],
		['{', true],
		[base64(JSON_TEXT), true],
		[` ${base64(JSON_TEXT)}\n`, true],
		['"client_email": "x"', true],
		['me@acme.iam.gserviceaccount.com', true],
		[KEY, false],
		['x {', false],
		['', false],
	])('%j: %s', (pasted, looks) => expect(looksLikeKeyFile(pasted)).toBe(looks));
});
