import { describe, expect, it } from 'vitest';

import { topicPath, topicSegment, toTopicName } from '../../../../../nodes/Google/api/formats/topicName.ts';
import { ItemProblem } from '../../../../../nodes/shared/failure.ts';

const field = { name: 'topic', label: 'Topic' };

describe('a topic name', () => {
	it.each([
		['storm-alerts', 'storm-alerts'],
		['/topics/storm-alerts', 'storm-alerts'],
		['private/beta', 'private/beta'],
		['/topics/private/beta', 'private/beta'],
		['A-Za-z0-9-_.~%', 'A-Za-z0-9-_.~%'],
		['region_9%3A', 'region_9%3A'],
	])('%s is taken as %s', (text, name) => {
		expect(toTopicName(text, field)).toBe(name);
	});

	it.each([
		'storm alerts',
		'topics/x',
		'/topics//topics/x',
		'/topics/',
		'a/b',
		'/storm',
		'größe',
		'a,b',
		'x\ny',
	])('%j is refused', (text) => {
		expect(() => toTopicName(text, field)).toThrow(ItemProblem);
		expect(() => toTopicName(text, field)).toThrow("'Topic'");
	});

	it('may have 900 characters, not counting the prefix', () => {
		const longest = 'x'.repeat(900);
		expect(toTopicName(`/topics/${longest}`, field)).toBe(longest);
		expect(() => toTopicName(`${longest}x`, field)).toThrow('longer than 900 characters');
	});

	it('gets its prefix back exactly once', () => {
		expect(topicPath(toTopicName('/topics/news', field))).toBe('/topics/news');
	});

	it('in a path has only its % encoded', () => {
		expect(topicSegment('region_9%3A')).toBe('region_9%253A');
		expect(topicSegment('a.b~c-d_e')).toBe('a.b~c-d_e');
	});

	it('that is only dots cannot be in a path', () => {
		expect(toTopicName('a..b', field, { inPath: true })).toBe('a..b');
		for (const name of ['.', '..', 'private/..']) {
			expect(() => toTopicName(name, field, { inPath: true })).toThrow('only dots');
			expect(toTopicName(name, field)).toBe(name);
		}
	});

	it.each(['private/news', '/topics/private/news'])(
		'%s is none of FCM, whose pattern has no slash',
		(name) => {
			expect(toTopicName(name, field)).toBe('private/news');
			expect(() => toTopicName(name, field, { noPrivate: true })).toThrow(
				/begins with private\/.*no such topics/,
			);
		},
	);
});
