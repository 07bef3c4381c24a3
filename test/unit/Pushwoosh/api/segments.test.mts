import { describe, expect, it } from 'vitest';

import {
	createSegmentRequest,
	deleteSegmentRequest,
	listSegmentsRequest,
	noSegment,
	readSegments,
	segmentCode,
	segmentName,
} from '../../../../nodes/Pushwoosh/api/segments.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { AGAIN, FIRST } from '../../support/earlierTries.mts';
import { ACCESS } from '../access.mts';

/** What a first try is told. */
/** What a try is told after one that may have been acted on. */

const BASE = ACCESS.baseUrl;
const answer = (body: unknown, status = 200) =>
	toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body));
const ok = (response: unknown, message = 'OK') =>
	answer({ status_code: 200, status_message: message, response });

describe('createFilter', () => {
	const madrid = { name: 'Madrid adults', filterExpression: 'T("City", EQ, "Madrid") * T("Age", GTE, 18)' };

	it('the documented request', () => {
		expect(createSegmentRequest(ACCESS, { ...madrid, expirationDate: '2027-01-01' })).toMatchObject({
			method: 'POST',
			url: `${BASE}/json/1.3/createFilter`,
			body: {
				request: {
					name: 'Madrid adults',
					filter_expression: 'T("City", EQ, "Madrid") * T("Age", GTE, 18)',
					expiration_date: '2027-01-01',
				},
			},
			onlyOnce: true,
		});
	});

	it('sends an application only when there is one', () => {
		expect(createSegmentRequest(ACCESS, madrid).body).toStrictEqual({
			request: { name: madrid.name, filter_expression: madrid.filterExpression },
		});
		expect(
			createSegmentRequest(ACCESS, { ...madrid, application: 'AAAAA-00000' }).body?.request,
		).toHaveProperty('application', 'AAAAA-00000');
	});

	it('takes the documented answer, and hands warnings on', () => {
		const { judge } = createSegmentRequest(ACCESS, madrid);
		expect(judge(ok({ name: 'Madrid adults' }), FIRST)).toEqual({
			ok: true,
			value: { response: { name: 'Madrid adults' } },
		});
		expect(judge(ok(null, 'Careful'), FIRST)).toEqual({
			ok: true,
			value: { response: {}, warning: 'Careful' },
		});
	});

	it('is repeated only when it certainly wasn’t acted on', () => {
		const { retry } = createSegmentRequest(ACCESS, madrid);
		expect(retry({ passing: true, notActedOn: true })).toBe(true);
		expect(retry({ passing: true, notActedOn: false })).toBe(false);
		expect(retry({ passing: false, notActedOn: true })).toBe(false);
	});

	it.each([
		[
			{ status_code: 210, status_message: 'Invalid filter expression', response: null },
			200,
			'210',
			"Check 'Filter Expression', or use the Builder",
		],
		[
			{ status_code: 403, status_message: 'Token restrictions forbid this operation', response: null },
			200,
			'403',
			'API Access',
		],
		[{ status_code: 500, status_message: 'Internal error', response: null }, 500, '500', 'try again later'],
	])('refuses %o', (body, status, code, advice) => {
		const judged = createSegmentRequest(ACCESS, madrid).judge(answer(body, status), FIRST);
		expect(judged).toMatchObject({
			ok: false,
			failure: {
				code,
				message: expect.stringMatching(new RegExp(`create the segment.*${body.status_message}`)) as string,
				advice: expect.stringContaining(advice) as string,
			},
		});
	});
});

describe('listFilters', () => {
	const documented = {
		code: '12345-ABCDE',
		name: 'Madrid adults',
		filter_expression: 'T("City", eq, "madrid") * T("Age", gte, 18)',
		expiration_date: '2027-01-01',
		application: 'AAAAA-00000',
	};
	const { judge, body, url } = listSegmentsRequest(ACCESS, 'AAAAA-00000');

	it('the documented request and answer', () => {
		expect(url).toBe(`${BASE}/json/1.3/listFilters`);
		expect(body).toEqual({ request: { application: 'AAAAA-00000' } });
		expect(judge(ok({ filters: [documented] }), FIRST)).toStrictEqual({
			ok: true,
			value: { segments: [documented] },
		});
		expect(judge(ok({ filters: [] }, 'Slow down'), FIRST)).toEqual({
			ok: true,
			value: { segments: [], warning: 'Slow down' },
		});
	});

	it.each([
		['no list', ok({})],
		['a null response', ok(null)],
		['a text for a list', ok({ filters: 'none' })],
		['HTML', answer('<html><body>Welcome</body></html>')],
		['an empty body', answer('')],
		['other JSON', answer({ filters: [documented] })],
	])('%s proves nothing', (_what, given) => {
		expect(judge(given, FIRST)).toMatchObject({ ok: false, failure: { code: 'UNEXPECTED_ANSWER' } });
	});
});

describe('readSegments', () => {
	it.each([
		[
			'objects stay as they are',
			[{ name: 'a', conditions: '#x', expiration_date: null }],
			[{ name: 'a', conditions: '#x', expiration_date: null }],
		],
		['names', ['a', ' b ', '', 3], [{ name: 'a' }, { name: ' b ' }, { name: '3' }]],
		[
			'an object by code',
			{ X: { name: 'a' }, Y: 'b', Z: null, V: { code: 'own', name: 'c' } },
			[
				{ code: 'X', name: 'a' },
				{ code: 'Y', name: 'b' },
				{ code: 'own', name: 'c' },
			],
		],
		['nonsense', [null, [], true, {}], [{}]],
		['null', null, []],
		['an empty object', {}, []],
	])('%s', (_form, filters, expected) => expect(readSegments({ filters })).toStrictEqual(expected));

	it.each([null, undefined, 'x', [], {}, { filters: 5 }, { filters: 'x' }, { filters: true }])(
		'%o holds no list',
		(response) => {
			expect(readSegments(response)).toBeUndefined();
		},
	);

	it('names are as they are listed, codes trimmed', () => {
		expect([
			segmentName({ name: ' a ' }),
			segmentName({ name: 5 }),
			segmentName({ name: null }),
			segmentName({ name: '  ' }),
			segmentName({}),
		]).toEqual([' a ', '5', undefined, undefined, undefined]);
		expect([segmentCode({ code: ' X ' }), segmentCode({ code: '' }), segmentCode({ code: {} })]).toEqual([
			'X',
			undefined,
			undefined,
		]);
	});
});

describe('deleteFilter', () => {
	const { judge, body, url, retry } = deleteSegmentRequest(ACCESS, 'Madrid adults', 'AAAAA-00000');

	it('sends name and application, and takes the documented answer', () => {
		expect(url).toBe(`${BASE}/json/1.3/deleteFilter`);
		expect(body).toEqual({ request: { name: 'Madrid adults', application: 'AAAAA-00000' } });
		expect(judge(ok(null), FIRST)).toEqual({ ok: true, value: { response: {} } });
		expect(retry({ passing: true, notActedOn: false })).toBe(true);
	});

	it('says what it asks for, and that somebody else may have been faster', () => {
		const refused = judge(answer({ status_code: 500, status_message: 'Oops', response: null }, 500), FIRST);
		expect(refused).toMatchObject({
			failure: { message: expect.stringContaining('delete the segment') as string },
		});
		const gone = judge(
			answer({ status_code: 404, status_message: 'Resource not found', response: null }),
			FIRST,
		);
		expect(gone).toMatchObject({
			failure: {
				advice: 'It was in the list of the application a moment ago: somebody else may have deleted it.',
			},
		});
	});

	const missing = [
		answer({ status_code: 404, status_message: 'Resource not found', response: null }),
		answer({ status_code: 404, status_message: 'Resource not found', response: null }, 404),
		answer({ status_code: 210, status_message: 'Filter not found', response: null }),
		answer({ status_code: 404, status_message: 'Filter not found in this application', response: null }),
		answer({ status_code: '210', status_message: "Filter doesn't exist", response: null }),
	];

	it.each(missing)(
		'"not found" is success only when an earlier try may have been acted on ($text)',
		(given) => {
			expect(judge(given, FIRST)).toMatchObject({ ok: false, failure: { code: 'NOT_FOUND' } });
			expect(judge(given, AGAIN)).toEqual({ ok: true, value: { response: {} } });
		},
	);

	it.each([
		answer({ status_code: 210, status_message: 'Application not found', response: null }),
		answer({ status_code: 210, status_message: 'Access denied, or application not found', response: null }),
		answer({ status_code: 404, status_message: 'Application not found', response: null }),
		answer({ status_code: 210, status_message: 'Account is suspended', response: null }),
		answer('<html>404 Not Found</html>', 404),
		answer('Resource not found', 404),
		answer('', 404),
	])('at a repeat too, only the segment’s own "not found" is success ($text)', (given) => {
		const judged = judge(given, AGAIN);
		expect(judged.ok).toBe(false);
		expect(judged).not.toMatchObject({ failure: { code: 'NOT_FOUND' } });
	});
});

describe('a segment that is not there', () => {
	it('is told by what was looked for', () => {
		expect(noSegment('Adults', 'name')).toEqual({
			message: "This application has no segment 'Adults'",
			advice: 'Pick it from the list; capitals and blanks at the ends count.',
		});
		expect(noSegment('1-2', 'code')).toEqual({
			message: "This application has no segment with the code '1-2'",
			advice: 'Pick it from the list, or check the code and the application.',
		});
	});
});
