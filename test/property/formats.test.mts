import { generateKeyPairSync } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readKeyFile } from '../../nodes/Google/api/auth/keyFile.ts';
import { repairPrivateKey, signingKey } from '../../nodes/Google/api/auth/privateKey.ts';
import { readServerKey } from '../../nodes/Google/api/auth/serverKey.ts';
import { cleanApnsToken } from '../../nodes/Google/api/formats/apnsToken.ts';
import { toPushSubscription } from '../../nodes/Google/api/formats/pushSubscription.ts';
import { checkRegistrationToken } from '../../nodes/Google/api/formats/registrationToken.ts';
import { toTopicName, topicSegment } from '../../nodes/Google/api/formats/topicName.ts';
import { toVapidPublicKey } from '../../nodes/Google/api/formats/vapidKey.ts';
import { always, anything, FIELD, text, valueOrSentence } from './support.mts';

const point = fc
	.uint8Array({ minLength: 64, maxLength: 64 })
	.map((bytes) => Buffer.concat([Buffer.from([4]), bytes]));
const secret = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));
const encoding = fc.constantFrom<BufferEncoding>('base64', 'base64url');

describe('topic names', () => {
	it('of any text are names or a sentence, and nothing of a name can change an address', () => {
		always(
			fc.oneof(
				text,
				text.map((name) => `/topics/${name}`),
			),
			(given) => {
				const name = valueOrSentence(() => toTopicName(given, FIELD));
				if (name === undefined) return;
				const address = new URL(`https://host/rel/topics/${topicSegment(name)}`);
				expect(address.search + address.hash).toBe('');
				if (!/^(private\/)?\.+$/.test(name))
					expect(decodeURIComponent(address.pathname)).toBe(`/rel/topics/${name}`);
			},
		);
	});

	it('are the same with and without /topics/ in front', () => {
		always(fc.stringMatching(/^[a-zA-Z0-9\-_.~%]{1,100}$/), (name) => {
			expect(toTopicName(name, FIELD)).toBe(name);
			expect(toTopicName(`/topics/${name}`, FIELD)).toBe(name);
		});
	});
});

describe('registration tokens', () => {
	it('of any text are tokens or a sentence, and nothing of a token can change an address', () => {
		always(text, (given) => {
			const token = valueOrSentence(() => checkRegistrationToken(given.trim(), FIELD));
			if (token === undefined) return;
			expect(new URL(`https://host/iid/info/${token}?details=true`).pathname).toBe(`/iid/info/${token}`);
		});
	});

	it('as Google writes them stay as they are', () => {
		always(fc.stringMatching(/^[A-Za-z0-9_-]{11,22}:APA91b[A-Za-z0-9_-]{50,134}$/), (token) => {
			expect(checkRegistrationToken(token, FIELD)).toBe(token);
		});
	});
});

describe('APNs tokens', () => {
	it('of any text are digits or a sentence', () => {
		always(text, (given) => {
			const token = valueOrSentence(() => cleanApnsToken(given, FIELD));
			if (token !== undefined) expect(token).toMatch(/^([0-9a-f]{2})+$/);
		});
	});

	it('are the same bytes however they are written', () => {
		always(fc.uint8Array({ minLength: 32, maxLength: 100 }), fc.boolean(), (bytes, upper) => {
			const hex = Buffer.from(bytes).toString('hex');
			const written = `<${(upper ? hex.toUpperCase() : hex).replace(/.{8}/g, '$& ').trim()}>`;
			expect(cleanApnsToken(written, FIELD)).toBe(hex);
		});
	});
});

describe('web push', () => {
	it('subscriptions of anything are subscriptions or a sentence', () => {
		const part = fc.oneof(anything, text);
		const like = fc.record(
			{
				endpoint: fc.oneof(part, fc.webUrl()),
				keys: fc.oneof(part, fc.record({ auth: part, p256dh: part })),
			},
			{ requiredKeys: [] },
		);
		always(fc.oneof(like, fc.constant(undefined)), (json) => {
			valueOrSentence(() => toPushSubscription(json, FIELD));
		});
	});

	it('subscriptions of browsers keep endpoint and keys', () => {
		always(
			fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
			point,
			secret,
			encoding,
			(endpoint, p256dh, auth, how) => {
				const keys = { p256dh: p256dh.toString(how), auth: auth.toString(how) };
				expect(toPushSubscription({ endpoint, expirationTime: null, keys }, FIELD)).toEqual({
					endpoint,
					keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') },
				});
			},
		);
	});

	it('VAPID keys of any text are 65 bytes or a sentence', () => {
		always(
			fc.oneof(
				text,
				point.map((bytes) => bytes.toString('base64')),
			),
			(given) => {
				const key = valueOrSentence(() => toVapidPublicKey(given, FIELD));
				if (key !== undefined) expect(Buffer.from(key, 'base64url').length).toBe(65);
			},
		);
	});

	it('VAPID keys keep their bytes', () => {
		always(point, encoding, (bytes, how) => {
			expect(
				Buffer.from(toVapidPublicKey(` ${bytes.toString(how)} `, FIELD), 'base64url').equals(bytes),
			).toBe(true);
		});
	});
});

describe('private keys', () => {
	const { privateKey: pem } = generateKeyPairSync('rsa', {
		modulusLength: 1024,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});

	/** What happens to a key between the console and the field, in any order and number. */
	const damage = fc.constantFrom<(key: string) => string>(
		(key) => key.replaceAll('\n', '\\n'),
		(key) => key.replaceAll('\n', '\\\\n'),
		(key) => key.replaceAll('\n', '\r\n'),
		(key) => key.replaceAll('\n', ' '),
		(key) => key.replace(/\n(?!-----END)(?<!-----\n)/g, ''),
		(key) => `"${key}"`,
		(key) => `'${key}',`,
		(key) => `  ${key}\n\n`,
		(key) => `"private_key": "${key}",`,
		(key) => key.replaceAll('/', '\\/'),
		(key) => key.replaceAll('=', '\\u003d'),
		(key) => key.replaceAll('-----', '\u2014\u2014'),
		(key) => `\ufeff${key}`,
		(key) => key.split('\n').join('\n  '),
	);

	it('are mended whatever happened to them', () => {
		always(fc.array(damage, { maxLength: 3 }), (damages) => {
			const pasted = damages.reduce((key, hurt) => hurt(key), pem);
			expect(repairPrivateKey(pasted)).toBe(pem);
		});
	});

	it('with a changed or lost character are keys or a sentence', () => {
		always(fc.nat(pem.length - 1), text, (at, instead) => {
			const repaired = valueOrSentence(
				() => repairPrivateKey(pem.slice(0, at) + instead + pem.slice(at + 1)),
				/'Key File \(JSON\)'/,
			);
			if (repaired !== undefined) valueOrSentence(() => signingKey(repaired), /'Key File \(JSON\)'/);
		});
	});

	it('of any text are keys or a sentence that doesn’t repeat it', () => {
		always(fc.oneof(text, fc.string({ minLength: 20, maxLength: 3000 })), (pasted) => {
			valueOrSentence(() => repairPrivateKey(pasted), /'Key File \(JSON\)'/);
			valueOrSentence(() => readKeyFile(pasted), /'Key File \(JSON\)'/);
			valueOrSentence(() => readServerKey(pasted), /'Server Key'/);
		});
	});

	it('are found in a key file, pretty or not, in quotes or not, whole or base64', () => {
		const form = fc.constantFrom<(file: object) => string>(
			(file) => JSON.stringify(file),
			(file) => JSON.stringify(file, null, 2),
			(file) => JSON.stringify(JSON.stringify(file)),
			(file) => `'${JSON.stringify(file)}'`,
			(file) => Buffer.from(JSON.stringify(file)).toString('base64'),
			(file) => JSON.stringify(file, null, 2).replaceAll('\\n', '\n'),
			(file) => `\ufeff ${JSON.stringify(file)} ,`,
		);
		always(form, fc.stringMatching(/^[a-z][a-z0-9-]{4,20}$/), (write, project) => {
			const email = `bot@${project}.iam.gserviceaccount.com`;
			const file = {
				type: 'service_account',
				project_id: project,
				private_key_id: 'a'.repeat(40),
				private_key: pem,
				client_email: email,
			};
			const read = readKeyFile(write(file));
			expect(read).toMatchObject({ clientEmail: email, projectId: project });
			expect(repairPrivateKey(read?.privateKey ?? '')).toBe(pem);
		});
	});

	it('files of any JSON are files or a sentence', () => {
		always(
			fc.oneof(
				fc.json(),
				fc
					.record({ private_key: text, client_email: text, type: text }, { requiredKeys: [] })
					.map((file) => JSON.stringify(file)),
			),
			(pasted) => {
				valueOrSentence(() => readKeyFile(pasted), /'Key File \(JSON\)'/);
			},
		);
	});
});
