import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { GoogleFcmServerKeyApi } from '../../../credentials/GoogleFcmServerKeyApi.credentials.ts';
import { GoogleFcmServiceAccountApi } from '../../../credentials/GoogleFcmServiceAccountApi.credentials.ts';
import { PushwooshApi } from '../../../credentials/PushwooshApi.credentials.ts';
import { NODE_TYPES } from '../../nodes.mts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const types: ICredentialType[] = [
	new PushwooshApi(),
	new GoogleFcmServiceAccountApi(),
	new GoogleFcmServerKeyApi(),
];
const each = types.map((type): [string, ICredentialType] => [type.name, type]);

const stored = ({ properties }: ICredentialType) => properties.filter(({ type }) => type !== 'notice');
const fields = (type: ICredentialType) =>
	Object.fromEntries(stored(type).map(({ name, default: value }) => [name, value]));
const isMasked = ({ typeOptions }: INodeProperties) => typeOptions?.password === true;

describe('what saved credentials depend on', () => {
	it('names and defaults', () => {
		expect(Object.fromEntries(types.map((type) => [type.name, fields(type)]))).toEqual({
			pushwooshApi: {
				apiToken: '',
				deviceToken: '',
				baseUrl: 'https://api.pushwoosh.com',
				otherAddresses: false,
				journeyUrl: 'https://journey.pushwoosh.com',
				statisticsScheme: 'Api',
			},
			googleFcmServiceAccountApi: {
				clientEmail: '',
				privateKey: '',
				projectId: '',
				otherAddresses: false,
				iidUrl: 'https://iid.googleapis.com',
				fcmUrl: 'https://fcm.googleapis.com',
				tokenUrl: 'https://oauth2.googleapis.com/token',
				accessToken: '',
			},
			googleFcmServerKeyApi: {
				serverApiKey: '',
				otherAddresses: false,
				iidUrl: 'https://iid.googleapis.com',
			},
		});
	});

	it('exactly the secrets are masked', () => {
		const masked = types.flatMap((type) => stored(type).filter(isMasked));
		expect(masked.map(({ name }) => name)).toEqual([
			'apiToken',
			'deviceToken',
			'privateKey',
			'accessToken',
			'serverApiKey',
		]);
	});

	it('the access token is hidden and expirable: else n8n never asks for one', () => {
		const token = types[1].properties.find(({ name }) => name === 'accessToken');
		expect(token).toMatchObject({ type: 'hidden', typeOptions: { expirable: true }, default: '' });
	});
});

it('the test of Instance ID takes a made-up token off a made-up topic', () => {
	const { request, rules } = types[2].test ?? {};
	expect(request).toEqual({
		method: 'POST',
		baseURL:
			'={{ $credentials.otherAddresses ? String($credentials.iidUrl).trim().replace(/\\/+$/, "") : "https://iid.googleapis.com" }}',
		url: '/iid/v1:batchRemove',
		body: { to: '/topics/n8n-credential-test', registration_tokens: ['n8n-credential-test'] },
	});
	expect(rules?.[1].properties).toMatchObject({ key: 'results.0', value: undefined });
});

describe.each(each)('%s', (_, type) => {
	it('has its icons', () => {
		const { light, dark } = type.icon as { light: string; dark: string };
		expect(light).not.toBe(dark);
		for (const icon of [light, dark])
			expect(existsSync(root(`credentials/${icon.slice('file:'.length)}`))).toBe(true);
	});

	it('links to a section that the documentation has', () => {
		const [page, anchor] = String(type.documentationUrl).split('/blob/main/')[1].split('#');
		const headings = readFileSync(root(page), 'utf8').matchAll(/^#+ (.+)$/gm);
		const anchors = [...headings].map(([, heading]) =>
			heading
				.toLowerCase()
				.replace(/[^\w -]/g, '')
				.replaceAll(' ', '-'),
		);
		expect(anchors).toContain(anchor);
	});

	it('says where each field is found', () => {
		for (const property of stored(type)) {
			if (property.type !== 'hidden') expect(property.description?.length).toBeGreaterThan(40);
		}
	});

	it('answers every failed test in a sentence that says what to do', () => {
		expect(type.test?.rules?.length).toBeGreaterThan(5);
		for (const { properties } of type.test?.rules ?? []) {
			expect(properties.message).toMatch(/(Check|Copy|Try|Use|Give) .*\.$/);
		}
	});
});

describe.each([...NODE_TYPES, 'pushwoosh', 'google-fcm'])('the icon %s', (name) => {
	it('is a square SVG in two versions', () => {
		const [light, dark] = ['', '.dark'].map((suffix) =>
			readFileSync(root(`icons/${name}${suffix}.svg`), 'utf8'),
		);
		expect(light).not.toBe(dark);
		for (const svg of [light, dark]) {
			expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]*viewBox="0 0 24 24"/);
			expect(svg).not.toMatch(/<script|href|<image/);
		}
	});
});
