import { describe, expect, it } from 'vitest';
import { isMeant, readCondition } from '../../playground/sandbox/google/fcmMessages/condition.mts';
import { refusal, said, useFcm } from './fcmSupport.mts';

const { sandbox, push, check } = useFcm();
const inTopic = (topic: string) => `'${topic}' in topics`;

describe('a condition', () => {
	const reads = (text: string, ...topics: string[]) => {
		const read = readCondition(text);
		return read === undefined ? undefined : isMeant(read.condition, (topic) => topics.includes(topic));
	};

	it.each<[string, string[], boolean]>([
		[`'a' in topics`, ['a'], true],
		[`  'a'  in   topics  `, [], false],
		[`'a' in topics && 'b' in topics`, ['a'], false],
		[`'a' in topics&&'b' in topics`, ['a', 'b'], true],
		[`'a' in topics || 'b' in topics`, ['b'], true],
		[`!('a' in topics)`, [], true],
		[`! ('a' in topics || 'b' in topics)`, ['b'], false],
		[`('a' in topics)`, ['a'], true],
		// From left to right: (a || b) && c, where && first would be a || (b && c).
		[`'a' in topics || 'b' in topics && 'c' in topics`, ['a'], false],
		[`'a' in topics || ('b' in topics && 'c' in topics)`, ['a'], true],
		[`'a' in topics && !('b' in topics)`, ['a', 'b'], false],
	])('%s for %j', (text, topics, expected) => {
		expect(reads(text, ...topics)).toBe(expected);
	});

	it.each([
		'',
		'a in topics',
		'"a" in topics',
		`'a'`,
		`'a' in topic`,
		`'a' IN topics`,
		`'a' in topicsx`,
		`'a b' in topics`,
		`'/topics/a' in topics`,
		`'' in topics`,
		`'a' in topics &&`,
		`&& 'a' in topics`,
		`'a' in topics & 'b' in topics`,
		`'a' in topics and 'b' in topics`,
		`'a' in topics 'b' in topics`,
		`('a' in topics`,
		`'a' in topics)`,
		'()',
		`!'a' in topics`,
		`!!('a' in topics)`,
	])('%j is none, and FCM says nothing about it', async (condition) => {
		expect(readCondition(condition)).toBeUndefined();
		const refused = refusal(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
		expect(said(await push({ condition }))).toEqual(refused);
		expect(said(await check({ condition }))).toEqual(refused);
	});

	it('has five topics at most, counted by places unless a switch says otherwise', async () => {
		const joined = (names: string) => ({ condition: [...names].map(inTopic).join(' || ') });
		expect((await push(joined('abcde'))).status).toBe(200);
		expect((await push(joined('abcdef'))).status).toBe(400);
		expect((await push(joined('abcdea'))).status).toBe(400);
		sandbox.google.settings.fcm.conditionCounts = 'topics';
		expect((await push(joined('abcdea'))).status).toBe(200);
		expect((await push(joined('abcdef'))).status).toBe(400);
	});
});

describe('who is reached', () => {
	const recipients = () => sandbox.google.deliveredMessages.at(-1)?.recipients;

	it('the subscribers of a topic, and nobody of another project', async () => {
		sandbox.google.subscribe('news', ['a:1', 'b:1']);
		sandbox.google.subscribe('news', ['z:1'], 'another-project');
		await push({ topic: 'news' });
		expect(recipients()).toEqual(['a:1', 'b:1']);
		await push({ topic: 'nobody' });
		expect(recipients()).toEqual([]);
	});

	it('those whom a condition means; with a negation also those without any topic', async () => {
		const { google } = sandbox;
		google.subscribe('news', ['a:1', 'b:1']);
		google.subscribe('sports', ['b:1', 'c:1']);
		google.fcm.addAppInstances(['lonely:1']);
		google.declareTokens('declared:1', { platform: 'ios' });
		google.declareTokens('foreign:1', { projectId: 'another-project' });
		google.declareTokens('group-of-devices'.repeat(4), { deviceGroup: ['a:1'] });
		await push({ condition: `${inTopic('news')} && !(${inTopic('sports')})` });
		expect(recipients()).toEqual(['a:1']);
		await push({ token: 'sentTo:1' });
		await push({ condition: `!(${inTopic('news')})` });
		expect(recipients()?.toSorted()).toEqual(['c:1', 'declared:1', 'lonely:1', 'sentTo:1']);
	});

	it('the members of a device group', async () => {
		const group = 'APA91bGroupKeyWithoutAColon'.padEnd(60, 'x');
		sandbox.google.declareTokens('gone:1', { state: 'unregistered' });
		sandbox.google.declareTokens(group, { deviceGroup: ['a:1', 'gone:1'] });
		expect((await push({ token: group })).status).toBe(200);
		expect(sandbox.google.deliveredMessages).toMatchObject([
			{ recipients: ['a:1'], lost: [{ to: 'gone:1', reason: 'unregistered' }] },
		]);
	});

	it('a device as long as its own list of outcomes lets it', async () => {
		const { google } = sandbox;
		google.declareTokens('a:1', { sends: [{ answer: 'taken', times: 1 }, { answer: 'apnsError' }] });
		google.subscribe('news', ['a:1']);
		await push({ topic: 'news' });
		expect(recipients()).toEqual(['a:1']);
		await push({ token: 'a:1' });
		await push({ topic: 'news' });
		expect(recipients()).toEqual([]);
	});

	it('not the dead ones, of which the answer says nothing', async () => {
		const { google } = sandbox;
		google.declareTokens('gone:1', { state: 'unregistered' });
		google.declareTokens('uninstalled:1', { platform: 'ios', sends: [{ answer: 'apnsError' }] });
		google.declareTokens('iphone:1', { platform: 'ios' });
		google.declareTokens('browser:1', { platform: 'web' });
		google.settings.fcm.webPushKey = 'bad';
		google.subscribe('news', ['a:1', 'gone:1', 'uninstalled:1', 'iphone:1', 'browser:1']);
		expect((await push({ topic: 'news' })).status).toBe(200);
		expect(recipients()).toEqual(['a:1', 'iphone:1']);
		expect(google.fcm.books.losses()).toMatchObject([
			{ to: 'gone:1', reason: 'unregistered' },
			{ to: 'uninstalled:1', reason: 'refusedByPushService' },
			{ to: 'browser:1', reason: 'pushServiceLoginRefused' },
		]);
	});
});
