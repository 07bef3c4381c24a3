import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { requestFailure } from '../../nodes/Google/api/errors/requestFailure.ts';
import { INSTANCE_ID } from '../../nodes/Google/api/errors/services.ts';
import { fcmVerdict, instanceIdVerdict } from '../../nodes/Google/api/errors/verdict.ts';
import { lookupRequest } from '../../nodes/Google/api/lookup.ts';
import { tokenCheckRequest } from '../../nodes/Google/IidLookup/throughFcm.ts';
import { topicPageRequest } from '../../nodes/Google/IidLookup/topicList.ts';
import { apnsImportRequest, matchResults } from '../../nodes/Google/ImportApns/batchImport.ts';
import { subscribeOneRequest } from '../../nodes/Google/TopicBatch/subscribeOneByOne.ts';
import { subscribeRequest, unsubscribeRequest } from '../../nodes/Google/TopicBatch/throughFcm.ts';
import { topicBatchRequest } from '../../nodes/Google/TopicBatch/throughInstanceId.ts';
import { deleteRequest } from '../../nodes/Google/WebSubscription/deleteSubscription.ts';
import { webPushRequest } from '../../nodes/Google/WebSubscription/shared.ts';
import { judgeAnswer } from '../../nodes/Pushwoosh/api/answer.ts';
import { FAMILIES } from '../../nodes/Pushwoosh/api/families.ts';
import { startExportRequest, exportStateRequest } from '../../nodes/Pushwoosh/api/exportTask.ts';
import { fileName, mayBeFetched } from '../../nodes/Pushwoosh/api/exportFile.ts';
import { createMessageRequest } from '../../nodes/Pushwoosh/SendPush/sending/createMessage.ts';
import {
	createSegmentRequest,
	deleteSegmentRequest,
	listSegmentsRequest,
} from '../../nodes/Pushwoosh/api/segments.ts';
import { readBaseUrl } from '../../nodes/shared/credentials/baseUrl.ts';
import { readableText, toAnswer } from '../../nodes/shared/http/answer.ts';
import type { Judgement } from '../../nodes/shared/http/requestSpec.ts';
import { describeNetworkFailure } from '../../nodes/shared/http/networkFailure.ts';
import { withoutSecrets } from '../../nodes/shared/http/redact.ts';
import { parseRetryAfter } from '../../nodes/shared/http/retry.ts';
import { always, anything, text, valueOrSentence } from './support.mts';
import { fcm, instanceId } from '../unit/Google/api/answers.mts';
import { AGAIN, FIRST } from '../unit/support/earlierTries.mts';
import { ACCESS } from '../unit/Pushwoosh/access.mts';

/** What a first try is told. */
/** What a try is told after one that may have been acted on. */

const NOW = Date.parse('2026-11-22T00:00:00Z');

describe('Retry-After', () => {
	it('of any text is a wait of at least nothing, or unreadable', () => {
		always(fc.option(text, { nil: undefined }), (header) => {
			const seconds = parseRetryAfter(header, NOW);
			if (seconds !== undefined) expect(seconds).toBeGreaterThanOrEqual(0);
		});
	});

	it('is the seconds that were written, or until the date that was', () => {
		always(fc.nat(1_000_000), (seconds) => {
			expect(parseRetryAfter(` ${seconds} `, NOW)).toBe(seconds);
			expect(parseRetryAfter(new Date(NOW + seconds * 1000).toUTCString(), NOW)).toBe(seconds);
			expect(parseRetryAfter(new Date(NOW + seconds * 1000).toISOString(), NOW)).toBe(seconds);
		});
	});
});

describe('base URLs', () => {
	const host = fc.oneof(
		fc.domain(),
		fc.ipV4(),
		fc.ipV4Extended(),
		fc.ipV6().map((ip) => `[${ip}]`),
		fc.constantFrom(
			'localhost',
			'127.0.0.1',
			'[::1]',
			'169.254.169.254',
			'metadata.google.internal',
			'0xa9fea9fe',
			'[::ffff:169.254.169.254]',
			'2852039166',
		),
	);
	const url = fc
		.tuple(
			fc.constantFrom('https:', 'http:', 'HTTPS:', 'ftp:', 'file:', 'javascript:', ''),
			fc.constantFrom('//', '/', '', '\\\\'),
			fc.constantFrom('', 'user@', 'a:b@', '@'),
			host,
			fc.constantFrom('', ':443', ':8080', ':99999'),
			fc.constantFrom('', '/', '/path/', '?a=b', '#x', '/a?b', ' ', '\n/x'),
		)
		.map((parts) => parts.join(''));

	it('of anything are safe to send a credential to, or a sentence with https in it', () => {
		always(fc.oneof(url, text, anything), (given) => {
			const base = valueOrSentence(() => readBaseUrl(given, 'Base URL'), /^'Base URL' .*https/);
			if (base === undefined) return;
			const { protocol, username, password, search, hash, hostname } = new URL(base);
			expect([username, password, search, hash]).toEqual(['', '', '', '']);
			expect(base.endsWith('/')).toBe(false);
			expect(hostname).not.toMatch(/^169\.254\.|^metadata\.google\.internal$|^\[fe[89ab]/);
			if (protocol !== 'https:') expect(hostname).toMatch(/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/);
			expect(readBaseUrl(base, 'Base URL')).toBe(base);
		});
	});
});

describe('answers', () => {
	const body = fc.oneof(
		fc.json(),
		text,
		fc.constantFrom('', 'null', '[]', '{}', '<html>'),
		fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
	);
	const part = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('OK', 'NOT_FOUND', 200, '200', 404));
	/** With the names that the services use, and anything in them. */
	const named = fc.record(
		{
			error: part,
			results: fc.oneof(
				part,
				fc.array(
					fc.oneof(
						part,
						fc.constant({}),
						fc.record(
							{ error: part, status: part, apns_token: part, registration_token: part },
							{ requiredKeys: [] },
						),
					),
				),
			),
			token: part,
			name: part,
			application: part,
			platform: part,
			topic_subscriptions: part,
			next_page_token: part,
			status_code: part,
			status_message: part,
			response: fc.oneof(
				part,
				fc.record({ Messages: part, UnknownDevices: part, filters: part }, { requiredKeys: [] }),
			),
			task_id: part,
			status: part,
			devices_count: part,
			filename: part,
		},
		{ requiredKeys: [] },
	);
	const answer = fc
		.tuple(
			fc.oneof(
				fc.constantFrom(200, 200, 200, 400, 401, 403, 404, 409, 429, 500, 503),
				fc.integer({ min: 100, max: 599 }),
			),
			fc.oneof(
				body,
				named.map((json) => JSON.stringify(json)),
			),
		)
		.map(([status, sent]) => toAnswer(status, { 'content-type': 'application/json' }, sent));

	const purpose = { service: INSTANCE_ID, authentication: 'serviceAccount', action: 'do it' } as const;
	const tokens = ['aa', 'bb', 'cc'];
	const unit = { token: 'aa', topic: 'news' };
	const push = {
		subscription: { endpoint: 'https://push', keys: { auth: 'a', p256dh: 'p' } },
		applicationPublicKey: 'k',
	};
	const message = { session: ACCESS, application: 'A', repeatUncertain: false, pace: async () => {} };
	const segment = { name: 'n', filterExpression: 'e' };
	type Judge = (given: ReturnType<typeof toAnswer>) => Judgement<unknown>;
	const judges: Record<string, Judge> = {
		lookup: (given) => lookupRequest(instanceId, 'aa', true).judge(given, FIRST),
		tokenCheck: (given) => tokenCheckRequest(fcm, 'aa').judge(given, FIRST),
		topicPage: (given) => topicPageRequest(fcm, 'aa').judge(given, FIRST),
		topicBatch: (given) =>
			topicBatchRequest(instanceId, { change: 'subscribe', topic: 'news', tokens }).judge(given, FIRST),
		subscribeOne: (given) => subscribeOneRequest(instanceId, unit).judge(given, FIRST),
		fcmSubscribe: (given) => subscribeRequest(fcm, unit).judge(given, FIRST),
		fcmUnsubscribe: (given) => unsubscribeRequest(fcm, unit).judge(given, FIRST),
		apnsImport: (given) =>
			apnsImportRequest(instanceId, { bundleId: 'b', sandbox: false, apnsTokens: tokens }).judge(
				given,
				FIRST,
			),
		webToken: (given) => webPushRequest(instanceId, 'do it', '', push).judge(given, FIRST),
		webDeletion: (given) => deleteRequest(instanceId, unit).judge(given, AGAIN),
		...Object.fromEntries(
			Object.entries(FAMILIES).map(([name, family]): [string, Judge] => [
				name,
				(given) => judgeAnswer(family, given, 'do it'),
			]),
		),
		createMessage: (given) => createMessageRequest({ ...message, notifications: [{}] }).judge(given, FIRST),
		createMessages: (given) =>
			createMessageRequest({ ...message, notifications: [{}, {}] }).judge(given, FIRST),
		createSegment: (given) => createSegmentRequest(ACCESS, segment).judge(given, FIRST),
		listSegments: (given) => listSegmentsRequest(ACCESS, 'A').judge(given, FIRST),
		deleteSegment: (given) => deleteSegmentRequest(ACCESS, 'n', 'A').judge(given, AGAIN),
		startExport: (given) =>
			startExportRequest(ACCESS, { filterExpression: 'e', exportCsv: true }).judge(given, FIRST),
		exportState: (given) => exportStateRequest(ACCESS, 't').judge(given, FIRST),
	};

	it.each(Object.entries(judges))('%s: a value, or what happened and what to do', (_, judge) => {
		always(answer, (given) => {
			const judged = judge(given);
			if (judged.ok) return;
			const { message: said, advice, code } = judged.failure;
			expect(said).toMatch(/^\S[^]*[^.]$/);
			expect(said.length).toBeLessThan(1000);
			expect(advice).toMatch(/[.)]$/);
			expect(code).not.toBe('');
			expect(said.replace(/“[^”]*”/g, '')).not.toMatch(/undefined|\[object|NaN/);
		});
	});

	it('never make a dead token of what isn’t the service’s own word', () => {
		always(answer, (given) => {
			const isVerdict = instanceIdVerdict(given) !== undefined || fcmVerdict(given, 'POST') !== undefined;
			if (isVerdict) {
				expect([400, 404]).toContain(given.status);
				expect((given.json as { error: unknown }).error).toBeTruthy();
			}
			const { code } = requestFailure(given, purpose);
			expect(['NOT_FOUND', 'UNREGISTERED', 'INVALID_ARGUMENT', 'TOO_MANY_TOPICS']).not.toContain(code);
		});
	});

	it('never give an APNs token the registration token of another', () => {
		const result = fc.record(
			{
				apns_token: fc.constantFrom(...tokens, 'dd', '', null),
				status: fc.constantFrom('OK', 'Internal Server Error'),
				registration_token: fc.constantFrom('ra', 'rb', 'rc'),
			},
			{ requiredKeys: ['status'] },
		);
		always(fc.array(result, { maxLength: 6 }), (results) => {
			matchResults(tokens, results).forEach((match, index) => {
				if (match?.registrationToken === undefined) return;
				const sources = results.filter(({ registration_token: token }) => token === match.registrationToken);
				expect(sources.some(({ apns_token: echo }) => echo === tokens[index] || !echo)).toBe(true);
			});
		});
	});

	it('are readable texts without tags, never longer than wanted', () => {
		always(
			fc.oneof(
				text,
				fc
					.array(fc.constantFrom('<p>', '</p>', '<script>', '</script>', '<', '>', 'a', ' '))
					.map((parts) => parts.join('')),
			),
			(given) => {
				expect(readableText(given, 50).length).toBeLessThanOrEqual(50);
			},
		);
	});

	it('hold no secret, in whatever form JSON or a URL has it', () => {
		const secret = fc
			.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 })
			.filter((word) => word.trim() === word);
		always(secret, text, text, (key, before, after) => {
			for (const form of [
				key,
				JSON.stringify(key),
				JSON.stringify(key).replaceAll('/', '\\/'),
				encodeURIComponent(key),
			]) {
				const clean = withoutSecrets(`${before}${form}${after}`, [key]);
				if (!`${before}…${after}`.includes(key)) expect(clean).not.toContain(key);
			}
			expect(JSON.stringify(JSON.parse(withoutSecrets(JSON.stringify({ a: [key, key] }), [key])))).toBe(
				'{"a":["…","…"]}',
			);
		});
	});
});

describe('what comes instead of an answer', () => {
	it('is described whatever was thrown', () => {
		always(
			fc.oneof(
				anything,
				fc.record(
					{ code: text, message: text, cause: anything, errors: anything, name: anything, syscall: text },
					{ requiredKeys: [] },
				),
			),
			(thrown) => {
				const { failure } = describeNetworkFailure(thrown, 'host.example');
				expect(failure.message).toContain('host.example');
				expect(failure.code).not.toBe('');
			},
		);
	});

	it('file names lead nowhere else', () => {
		always(fc.option(text, { nil: undefined }), text, (disposition, path) => {
			const address = `https://host/${encodeURIComponent(path.toWellFormed())}`;
			for (const header of [
				disposition,
				`attachment; filename="${disposition}"`,
				`attachment; filename*=UTF-8''${disposition}`,
			]) {
				expect(fileName(address, header)).not.toMatch(/[/\\\p{Cc}]|^\.|^$/u);
			}
		});
	});

	it('addresses of files are judged whatever they are', () => {
		always(fc.oneof(text, fc.webUrl()), (url) => {
			if (mayBeFetched(url, 'https://files.example/1')) expect(new URL(url).protocol).toBe('https:');
		});
	});
});
