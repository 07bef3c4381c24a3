import { readdirSync, readFileSync } from 'node:fs';
import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { SendPush } from '../../../../nodes/Pushwoosh/SendPush/SendPush.node.ts';

const { properties } = new SendPush().description;

const byName = (list: INodeProperties[], name: string) => list.find((property) => property.name === name);
const names = (list: INodeProperties[]) => list.map(({ name }) => name);
const members = (name: string) => byName(properties, name)?.options as INodeProperties[];
const shape = (list: INodeProperties[], wanted: string[]) =>
	Object.fromEntries(wanted.map((name) => [name, [byName(list, name)?.type, byName(list, name)?.default]]));

describe('names, types and defaults that saved workflows depend on', () => {
	it('parameters', () => {
		expect(shape(properties, names(properties))).toEqual({
			operation: ['options', 'send'],
			application: ['resourceLocator', { mode: 'list', value: '' }],
			audience: ['options', 'users'],
			userIds: ['string', ''],
			deviceIds: ['string', ''],
			segment: ['resourceLocator', { mode: 'list', value: '' }],
			conditions: ['fixedCollection', {}],
			conditionsOperator: ['options', 'AND'],
			latitude: ['number', 0],
			longitude: ['number', 0],
			range: ['number', 1000],
			broadcastNotice: ['notice', ''],
			confirmBroadcast: ['boolean', false],
			content: ['string', ''],
			messageCode: ['string', ''],
			messageCodes: ['string', ''],
			title: ['string', ''],
			message: ['collection', {}],
			delivery: ['collection', {}],
			platformSettings: ['collection', {}],
			options: ['collection', {}],
		});
	});

	it('members of the collections', () => {
		const all = (list: INodeProperties[]) => shape(list, names(list));
		const text = ['string', ''];
		const json = ['json', '{}'];
		expect(all(members('message'))).toEqual({
			data: json,
			dynamicContentPlaceholders: json,
			fallbackLanguage: ['options', 'en'],
			imageUrl: text,
			link: text,
			localizedContent: [
				'fixedCollection',
				{ translation: [{ language: '', content: '', title: '', subtitle: '' }] },
			],
			minimizeLink: ['options', 0],
			preset: ['options', ''],
			rawFields: json,
			remotePage: text,
			richMedia: text,
			subtitle: text,
		});
		expect(all(members('delivery'))).toEqual({
			campaign: ['options', ''],
			cappingAvoid: ['boolean', true],
			cappingExclude: ['boolean', true],
			deduplicationKey: text,
			ignoreUserTimezone: ['boolean', true],
			platforms: ['multiOptions', []],
			sendDate: ['dateTime', ''],
			sendRate: ['number', 500],
			timezone: ['options', ''],
		});
		const collection = ['collection', {}];
		expect(all(members('platformSettings'))).toEqual({
			androidSettings: collection,
			iosSettings: collection,
			otherPlatformSettings: collection,
			webSettings: collection,
		});
	});

	it('lists of languages and time zones', () => {
		const choices = (collection: string, name: string) => byName(members(collection), name)?.options ?? [];
		expect(choices('message', 'fallbackLanguage')).toContainEqual({ name: 'Spanish (es)', value: 'es' });
		expect(choices('delivery', 'timezone')).toContainEqual({
			name: 'America/New York',
			value: 'America/New_York',
		});
	});

	it('options', () => {
		const forSend = properties.find(
			({ name, displayOptions }) => name === 'options' && displayOptions?.show?.operation?.includes('send'),
		);
		const options = forSend?.options as INodeProperties[];
		expect(Object.fromEntries(options.map(({ name, default: value }) => [name, value]))).toEqual({
			batchSize: 1000,
			combineItems: true,
			concurrency: 10,
			includeInputFields: false,
			keepConnections: false,
			maxRetries: 4,
			messagesPerRequest: 1,
			onWarning: 'report',
			repeatUncertain: false,
			requestsPerMinute: 600,
			timeout: 30000,
		});
	});
});

it('the form says before the run that items with messages of their own send one each, for whoever has no list', () => {
	for (const audience of ['segment', 'conditions', 'geozone', 'everyone', 'users', 'devices']) {
		const notices = properties.filter(
			({ type, displayOptions }) => type === 'notice' && displayOptions?.show?.audience?.includes(audience),
		);
		expect([audience, notices.length]).toEqual([audience, ['users', 'devices'].includes(audience) ? 0 : 1]);
		for (const { displayName } of notices) {
			expect(displayName).toContain('Each item with a different text is a push of its own');
			expect(displayName).toContain('Execute Once');
		}
	}
});

it('the deduplication key is described as the name of an event', () => {
	const key = byName(members('delivery'), 'deduplicationKey');
	expect(key?.description).toContain('order number and status');
	expect(key?.placeholder).toBe('e.g. order-4711-shipped');
});

it('messages call a field by the name it has in the form', () => {
	const labels = new Set<string>(['On Error', 'Execute Once', 'API Token', 'Base URL']);
	const collect = (list: INodeProperties['options'] = []) => {
		for (const entry of list) {
			labels.add('displayName' in entry ? entry.displayName : entry.name);
			if ('options' in entry) collect(entry.options);
			if ('values' in entry) collect(entry.values);
		}
	};
	collect(properties);
	let found = 0;
	const folders = ['', 'message/', 'sending/'];
	for (const folder of folders.map(
		(name) => new URL(`../../../../nodes/Pushwoosh/SendPush/${name}`, import.meta.url),
	)) {
		for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
			const code = readFileSync(new URL(file, folder), 'utf8');
			// Names of fields stand in single quotes inside a text in other quotes, and begin with a capital.
			for (const text of code.match(/"[^"\n]*"|`[^`]*`/g) ?? []) {
				for (const [, label] of text.matchAll(/(?<![A-Za-z])'([A-Z][A-Za-z ()]+)'(?![A-Za-z])/g)) {
					found++;
					expect([file, labels.has(String(label)) ? 'known' : label]).toEqual([file, 'known']);
				}
			}
		}
	}
	expect(found).toBeGreaterThan(25);
});
