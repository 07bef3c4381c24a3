import { describe, expect, it } from 'vitest';

import { apnsImportRequest, matchResults } from '../../../../nodes/Google/ImportApns/batchImport.ts';
import { instanceId, judged, UNAUTHORIZED_PAGE } from '../api/answers.mts';

const ONE = 'b937efbe644c09a055b74a43d4cfb835c2244583eca2e85077abfbaad077c9b6';
const TWO = '902effbba8731b74c2ff66cbd0c87e0871a512bb03ab5532b085c5a101627c83';
const THREE = 'aa'.repeat(32);
const ok = (token: string | undefined, registration: string) => ({
	...(token === undefined ? {} : { apns_token: token }),
	status: 'OK',
	registration_token: registration,
});

const requestFor = (...apnsTokens: string[]) =>
	apnsImportRequest(instanceId, { bundleId: 'org.example.weatherapp', sandbox: false, apnsTokens });

it('the request is the documented one', () => {
	expect(requestFor(ONE, TWO)).toMatchObject({
		method: 'POST',
		url: 'https://iid.googleapis.com/iid/v1:batchImport',
		body: { application: 'org.example.weatherapp', sandbox: false, apns_tokens: [ONE, TWO] },
	});
});

it('the documented answer is read', () => {
	const body = {
		results: [
			{ apns_token: ONE, status: 'OK', registration_token: 'fQ0aZ7uV_Ps:APA91bImportedOne' },
			{ apns_token: TWO, status: 'Internal Server Error' },
		],
	};
	expect(judged(requestFor(ONE, TWO), 200, body)).toEqual({
		ok: true,
		value: [
			{ status: 'OK', registrationToken: 'fQ0aZ7uV_Ps:APA91bImportedOne' },
			{ status: 'Internal Server Error' },
		],
	});
});

it.each([
	'',
	UNAUTHORIZED_PAGE,
	{},
	{ results: [] },
	{ results: {} },
	{ error: 'INTERNAL', results: [ok(ONE, 'r1')] },
])('an answer %j is a failure of all', (body) => {
	expect(judged(requestFor(ONE), 200, body).ok).toBe(false);
});

describe('results are matched', () => {
	const tokensOf = (results: unknown[], sent = [ONE, TWO, THREE]) =>
		matchResults(sent, results).map((result) => result?.registrationToken);

	it('by the token that they repeat, in any order and case', () => {
		expect(tokensOf([ok(THREE, 'r3'), ok(ONE.toUpperCase(), 'r1'), ok(`<${TWO}>`, 'r2')])).toEqual([
			'r1',
			'r2',
			'r3',
		]);
	});

	it('by position where they repeat none', () => {
		expect(tokensOf([ok(undefined, 'r1'), ok(TWO, 'r2'), ok('', 'r3')])).toEqual(['r1', 'r2', 'r3']);
	});

	it('by position up to where a short list ends', () => {
		expect(tokensOf([ok(undefined, 'r1')])).toEqual(['r1', undefined, undefined]);
	});

	it('never by position once something shows another order', () => {
		expect(tokensOf([ok(TWO, 'r2'), ok(undefined, 'r?'), ok(THREE, 'r3')])).toEqual([undefined, 'r2', 'r3']);
		expect(
			tokensOf([ok(undefined, 'a'), ok(undefined, 'b'), ok(undefined, 'c'), ok(undefined, 'd')]),
		).toEqual([undefined, undefined, undefined]);
	});

	it('never to a token that they do not repeat', () => {
		expect(tokensOf([ok('ff'.repeat(32), 'stranger'), ok(TWO, 'r2'), ok(THREE, 'r3')])).toEqual([
			undefined,
			'r2',
			'r3',
		]);
	});

	it('once each: a second result for the same token changes nothing', () => {
		expect(tokensOf([ok(ONE, 'r1'), ok(ONE, 'again'), ok(TWO, 'r2')])).toEqual(['r1', 'r2', undefined]);
		expect(
			matchResults([ONE], [{ apns_token: ONE, status: 'Internal Server Error' }, ok(ONE, 'late')]),
		).toEqual([{ status: 'Internal Server Error' }]);
	});

	it('with missing and extra ones', () => {
		expect(tokensOf([ok(THREE, 'r3')])).toEqual([undefined, undefined, 'r3']);
		expect(tokensOf([ok(ONE, 'r1'), ok(TWO, 'r2'), ok(THREE, 'r3'), ok('ee'.repeat(32), 'x')])).toEqual([
			'r1',
			'r2',
			'r3',
		]);
	});

	it.each([
		[{ apns_token: ONE, status: 'OK' }, { status: 'OK' }],
		[{ apns_token: ONE, status: 'OK', registration_token: ' ' }, { status: 'OK' }],
		[{ apns_token: ONE, status: 'ok', registration_token: 'r1' }, { status: 'ok' }],
		[{ apns_token: ONE, registration_token: 'r1' }, { status: '' }],
		[{ apns_token: ONE, error: 'INVALID' }, { status: 'INVALID' }],
		[{ apns_token: ONE, status: 5 }, { status: '' }],
		['OK', undefined],
		[null, undefined],
	])('%j is no success', (result, expected) => {
		expect(matchResults([ONE], [result])).toEqual([expected]);
	});
});
