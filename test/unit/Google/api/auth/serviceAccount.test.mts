import { describe, expect, it } from 'vitest';

import { readGoogleUrl, readGoogleUrls } from '../../../../../nodes/Google/api/auth/addresses.ts';
import { readServiceAccount } from '../../../../../nodes/Google/api/auth/serviceAccount.ts';
import { EMAIL, KEY_ID, keyFile, rsaKey, serviceAccount, TOKEN_URL } from './keys.mts';

const { pem } = rsaKey();
const whole = { clientEmail: EMAIL, projectId: 'acme-demo-4711', keyId: KEY_ID, privateKeyPem: pem };

describe('a key file pasted as a whole', () => {
	const file = keyFile(pem);
	it.each([
		['as it is', file],
		['on one line', JSON.stringify(JSON.parse(file))],
		['spaces for line breaks', file.replaceAll('\n', ' ')],
		['CRLF', file.replaceAll('\n', '\r\n')],
		['a byte order mark', `\ufeff${file}`],
		['white space around', `\n\t${file}\n\n`],
		['a comma after it', `${file},`],
		['single quotes', `'${file}'`],
		['double quotes', `"${file}"`],
		['as a JSON string', JSON.stringify(file)],
		['line breaks in the key resolved', file.replaceAll('\\n', '\n')],
		['escaped twice', file.replaceAll('\\n', '\\\\n')],
		['base64', Buffer.from(file).toString('base64')],
		['base64 in quotes', JSON.stringify(Buffer.from(file).toString('base64'))],
		['base64 of the file as a JSON string', Buffer.from(JSON.stringify(file)).toString('base64')],
		['made a JSON string twice', JSON.stringify(JSON.stringify(file))],
		['made a JSON string four times', [1, 2, 3, 4].reduce((text) => JSON.stringify(text), file)],
		['a line of an environment file', `FIREBASE_CREDENTIALS='${JSON.stringify(JSON.parse(file))}'`],
		['the same, exported, with a space', `export GOOGLE_KEY = ${file}\n`],
		['the same, escaped', `FIREBASE_CREDENTIALS=${JSON.stringify(file)}`],
		['the same, in base64', `KEY=${Buffer.from(file).toString('base64')}`],
		['a Markdown fence', `\`\`\`json\n${file}\n\`\`\``],
		['a Markdown fence on one line', `\`\`\`${JSON.stringify(JSON.parse(file))}\`\`\``],
		['a list of one', `[${file}]`],
		['a list of one text', JSON.stringify([file])],
		['a comment before it', `// the key of {acme}\n# and more\n${file}`],
		['a comment of several lines', `/* the key\nof acme */ ${file}`],
		['words around it', `Here it is: ${file} Thanks!`],
		['smart quotes', file.replaceAll('"', '”')],
		['cut off after what counts', file.slice(0, file.indexOf('"client_id"'))],
	])('%s', (_, pasted) => {
		expect(readServiceAccount(serviceAccount(pasted))).toEqual(whole);
	});

	it('wins over the fields beside it', () => {
		const credentials = serviceAccount(file, {
			clientEmail: 'other@x.iam.gserviceaccount.com',
			projectId: 'other',
		});
		expect(readServiceAccount(credentials)).toEqual(whole);
	});

	it('may do without what is only convenient', () => {
		const pasted = keyFile(pem, { project_id: undefined, private_key_id: undefined, type: undefined });
		expect(readServiceAccount(serviceAccount(pasted, { projectId: ' my-project ' }))).toEqual({
			clientEmail: EMAIL,
			projectId: 'my-project',
			privateKeyPem: pem,
		});
		expect(readServiceAccount(serviceAccount(pasted))).toEqual({ clientEmail: EMAIL, privateKeyPem: pem });
	});

	it.each([
		[keyFile(pem, { private_key: undefined }), "no 'private_key'"],
		[keyFile(pem, { private_key: '' }), "no 'private_key'"],
		[keyFile(pem, { client_email: undefined }), "no 'client_email'"],
		[keyFile(pem, { client_email: 'not an address' }), "isn't an e-mail address"],
		[keyFile(pem, { type: 'external_account' }), 'workload identity'],
		[keyFile(pem, { type: 'authorized_user' }), 'the sign-in of a person'],
		[keyFile(pem, { type: 'something_new' }), "isn't the key file of a service account"],
		['{"installed":{"client_id":"x"}}', 'an OAuth client'],
		['{"web":{"client_id":"x"}}', 'an OAuth client'],
		['{"project_info":{"project_number":"1"},"client":[]}', 'google-services.json'],
		['{"project_info":{"project_number":"1"}}', "an app's google-services.json"],
		['{"client":[]}', "an app's google-services.json"],
		['{"apiKey":"AIza"}', "no 'private_key'"],
		['{"appId":"1:2:web:3"}', "no 'private_key'"],
		['{"apiKey":"AIza","appId":"1:2:web:3","projectId":"x"}', 'Firebase configuration'],
		['{}', "no 'private_key'"],
		['{"private_key": "-----BEG', "no 'private_key'"],
		['[1,2]', "isn't the private key"],
		[`[${keyFile(pem)},${keyFile(pem)}]`, 'a list of 2'],
		[keyFile(pem.replaceAll('PRIVATE KEY', 'PUBLIC KEY')), 'a public key'],
	])('refuses %.60s', (pasted, why) => {
		expect(() => readServiceAccount(serviceAccount(pasted))).toThrow(why);
	});
});

describe('more than a key, of which no e-mail can be read', () => {
	it.each([
		[
			'the lines of the file without braces',
			`private_key: |\n  ${pem.replaceAll('\n', '\n  ')}\nclient_email: ${EMAIL}`,
		],
		['a comment with the account', `${pem}\n# ${EMAIL}`],
	])('%s: says to paste the file alone, and blames no other field', (_, pasted) => {
		const read = () => readServiceAccount(serviceAccount(pasted, { clientEmail: '' }));
		expect(read).toThrow(
			expect.objectContaining({
				failure: expect.objectContaining({ code: 'INVALID_PRIVATE_KEY' }) as object,
			}) as Error,
		);
		expect(read).toThrow(/'Key File \(JSON\)' holds more than the key file.*Paste the JSON key file alone/);
		expect(readServiceAccount(serviceAccount(pasted)).privateKeyPem).toBe(pem);
	});
});

describe('the URLs of a credential', () => {
	const other = {
		iidUrl: 'https://iid.example/',
		fcmUrl: 'https://fcm.example',
		tokenUrl: 'https://t.example/token',
	};

	it('count only when other addresses are on', () => {
		expect(readGoogleUrls(serviceAccount(pem, other))).toEqual({ ...other, iidUrl: 'https://iid.example' });
		for (const otherAddresses of [false, '', null] as const) {
			expect(
				readGoogleUrls({ ...serviceAccount(pem, other), otherAddresses } as ReturnType<
					typeof serviceAccount
				>),
			).toEqual({
				iidUrl: 'https://iid.googleapis.com',
				fcmUrl: 'https://fcm.googleapis.com',
				tokenUrl: 'https://oauth2.googleapis.com/token',
			});
		}
	});

	it('count when other addresses are on by an expression, which gives a text', () => {
		expect(readGoogleUrls(serviceAccount(pem, { ...other, otherAddresses: 'true' })).tokenUrl).toBe(
			other.tokenUrl,
		);
	});

	it('are those of Google where a field is missing', () => {
		expect(readGoogleUrls({ otherAddresses: true })).toEqual({
			iidUrl: 'https://iid.googleapis.com',
			fcmUrl: 'https://fcm.googleapis.com',
			tokenUrl: TOKEN_URL,
		});
	});

	it.each([
		['iidUrl', 'Instance ID URL'],
		['fcmUrl', 'FCM URL'],
		['tokenUrl', 'Token URL'],
	])('are named where they can not be used: %s', (field, name) => {
		const credentials = serviceAccount(pem, { [field]: 'http://example.com' });
		expect(() => readGoogleUrls(credentials)).toThrow(`'${name}' can't be used`);
	});

	it('are not even read while they are not shown', () => {
		const credentials = serviceAccount(pem, {
			otherAddresses: false,
			iidUrl: 'http://example.com',
			tokenUrl: '',
		});
		expect(readGoogleUrls(credentials).iidUrl).toBe('https://iid.googleapis.com');
		expect(readGoogleUrl({ otherAddresses: false, iidUrl: 'http://example.com' }, 'iidUrl')).toBe(
			'https://iid.googleapis.com',
		);
		expect(readGoogleUrl({ otherAddresses: true, iidUrl: 'https://iid.example/' }, 'iidUrl')).toBe(
			'https://iid.example',
		);
	});
});

describe('the fields on their own', () => {
	it('takes e-mail, key and project', () => {
		const credentials = serviceAccount(pem.replaceAll('\n', '\\n'), { projectId: 'my-project' });
		expect(readServiceAccount(credentials)).toEqual({
			clientEmail: EMAIL,
			projectId: 'my-project',
			privateKeyPem: pem,
		});
	});

	it.each([undefined, null, 5, ''])('says that the key is empty where it is %j', (privateKey) => {
		const credentials = { ...serviceAccount(pem), privateKey } as ReturnType<typeof serviceAccount>;
		expect(() => readServiceAccount(credentials)).toThrow("'Key File (JSON)' is empty");
	});

	it.each([`  ${EMAIL}\n`, `"${EMAIL}"`, `"${EMAIL}",`, `'${EMAIL}'`])(
		'cleans the e-mail %j',
		(clientEmail) => {
			expect(readServiceAccount(serviceAccount(pem, { clientEmail })).clientEmail).toBe(EMAIL);
		},
	);

	it.each([
		['', 'is empty'],
		['push-tools', "isn't an e-mail address"],
		['a b@c.d', "isn't an e-mail address"],
		['a@b', "isn't an e-mail address"],
		['a@b.c d@e.f', "isn't an e-mail address"],
	])('refuses the e-mail %j', (clientEmail, why) => {
		expect(() => readServiceAccount(serviceAccount(pem, { clientEmail }))).toThrow(why);
		expect(() => readServiceAccount(serviceAccount(pem, { clientEmail }))).toThrow("'Service Account Email'");
		expect(() => readServiceAccount(serviceAccount(pem, { clientEmail }))).toThrow(
			expect.objectContaining({
				failure: {
					code: 'INVALID_CLIENT_EMAIL',
					message: expect.stringContaining(why) as string,
					advice: expect.stringMatching(/^Enter the 'client_email'.*Generate new private key/) as string,
				},
			}) as Error,
		);
	});
});
