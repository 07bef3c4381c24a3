// Writes examples/contacts.csv anew: the same rows at every run. Names, addresses and tokens are invented.
import { createECDH } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const ROWS = 3000;
const FIRST_NAMES = [
	'Ana',
	'Ben',
	'Chloé',
	'Dario',
	'Elif',
	'Finn',
	'Greta',
	'Hugo',
	'Ines',
	'Jonas',
	'Kira',
	'Luca',
	'Mila',
	'Noor',
	'Olga',
	'Pedro',
];
const LAST_NAMES = [
	'Alonso',
	'Berg',
	'Costa',
	'Dubois',
	'Eriksen',
	'Fischer',
	'García',
	'Haas',
	'Ivanova',
	'Jensen',
	'Kaya',
	'Lopes',
	'Moreau',
	'Novak',
];
const CITIES: Array<[city: string, language: string]> = [
	['Madrid', 'es'],
	['Sevilla', 'es'],
	['Lisboa', 'pt'],
	['Berlin', 'de'],
	['Wien', 'de'],
	['Dublin', 'en'],
	['Leeds', 'en'],
];

/** A small random generator with a seed (mulberry32), so that the file never changes by itself. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const random = seeded(20261001);
const pick = <T,>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const text = (alphabet: string, length: number) => Array.from({ length }, () => pick([...alphabet])).join('');
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const registrationToken = () => `${text(BASE64URL, 11)}:APA91b${text(BASE64URL, 30)}`;
const apnsToken = () => text('0123456789abcdef', 64);

function webSubscription(): string {
	// The point of a key pair: random bytes wouldn't lie on the curve.
	const pair = createECDH('prime256v1');
	pair.setPrivateKey(Buffer.from(Array.from({ length: 32 }, () => 1 + Math.floor(random() * 254))));
	return JSON.stringify({
		endpoint: `https://fcm.googleapis.com/fcm/send/${text(BASE64URL, 11)}:APA91b${text(BASE64URL, 30)}`,
		expirationTime: null,
		keys: { p256dh: pair.getPublicKey('base64url'), auth: text(BASE64URL, 21) + 'A' },
	});
}

/** Some of what a grown table holds where a token should be. */
const DAMAGED = ['', 'n/a', 'null', '#REF!', 'see old CRM'];

const rows = [
	[
		'contactId',
		'name',
		'city',
		'language',
		'platform',
		'userId',
		'registrationToken',
		'apnsToken',
		'webSubscription',
	],
];
for (let number = 1; number <= ROWS; number++) {
	const [city, language] = pick(CITIES);
	const platform = number % 10 === 0 ? 'web' : number % 3 === 0 ? 'ios' : 'android';
	const damaged = number % 29 === 0;
	const apns = apnsToken();
	rows.push([
		String(number),
		`${pick(FIRST_NAMES)} ${pick(LAST_NAMES)}`,
		city,
		language,
		platform,
		number % 97 === 0 ? '' : `user-${String(number).padStart(5, '0')}`,
		platform === 'android' ? (damaged ? pick(DAMAGED) : registrationToken()) : '',
		// Old exports hold the token as iOS prints it: in angle brackets, in groups of eight.
		platform === 'ios'
			? damaged
				? pick(DAMAGED)
				: number % 50 === 0
					? `<${apns.match(/.{8}/g)!.join(' ')}>`
					: apns
			: '',
		platform === 'web' ? (damaged ? '{"endpoint":' : webSubscription()) : '',
	]);
}

const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = rows.map((row) => row.map(quoted).join(',')).join('\n');
writeFileSync(new URL('../../examples/contacts.csv', import.meta.url), `${csv}\n`);
