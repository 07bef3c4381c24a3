import { describe, expect, it } from 'vitest';

import { readableText, toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { answerInside, causes, failureInside } from '../../../../nodes/shared/http/errorChain.ts';

describe('an answer', () => {
	it('has lower-case headers, the text as it came, and its JSON', () => {
		const answer = toAnswer(200, { 'Retry-After': 5, 'set-cookie': ['a', 'b'] }, ' {"a": 1} ');
		expect(answer).toEqual({
			status: 200,
			headers: { 'retry-after': '5', 'set-cookie': 'a, b' },
			text: ' {"a": 1} ',
			json: { a: 1 },
		});
	});

	it.each([
		['<html>', '<html>', undefined],
		['', '', undefined],
		['null', 'null', null],
		[undefined, '', undefined],
		[null, '', undefined],
		[Buffer.from('[1]'), '[1]', [1]],
		[Buffer.from('\uFEFF[1]'), '[1]', [1]],
		[Buffer.from('"a\uFEFFb"'), '"a\uFEFFb"', 'a\uFEFFb'],
		[{ a: 1 }, '{"a":1}', { a: 1 }],
	])('%j', (body, text, json) => {
		expect(toAnswer(204, undefined, body)).toEqual({ status: 204, headers: {}, text, json });
	});
});

describe('a body as a person reads it', () => {
	it('has no tags, scripts and styles, and single spaces', () => {
		const page =
			'<html><head><title>T</title></head><style>p{}</style><p>502 <b>Bad</b>\n Gateway</p><script>x<y</script>';
		expect(readableText(page)).toBe('502 Bad Gateway');
	});

	it('has a space where a tag, script or style stood between words', () => {
		expect(readableText('a<br>b')).toBe('a b');
		expect(readableText('a<script>x</script>b<STYLE>y</STYLE>c')).toBe('a b c');
	});

	it('is cut where it is long', () => {
		expect(readableText('a'.repeat(500))).toBe(`${'a'.repeat(299)}…`);
		expect(readableText('abc', 2)).toBe('a…');
		expect(readableText('ab', 2)).toBe('ab');
	});

	it('is made in no time of a page that is made to be slow', () => {
		const started = performance.now();
		for (const piece of ['<', '<head', '<script ', ' ', '<style></head>'])
			readableText(piece.repeat(100_000));
		expect(performance.now() - started).toBeLessThan(3000);
	});
});

describe('what an error holds', () => {
	const failure = { code: 'X', message: 'Y' };
	const client = Object.assign(new Error('401'), {
		response: { status: 401, headers: { A: 'b' }, data: '{"c":1}' },
	});

	it('is found however n8n wrapped it', () => {
		const answer = { status: 401, headers: { a: 'b' }, text: '{"c":1}', json: { c: 1 } };
		expect(answerInside(client)).toEqual(answer);
		expect(answerInside(new Error('outer', { cause: new Error('middle', { cause: client }) }))).toEqual(
			answer,
		);
		expect(failureInside(new Error('outer', { cause: Object.assign(new Error(), { failure }) }))).toEqual({
			failure,
			passing: false,
		});
		expect(failureInside(Object.assign(new Error(), { failure, passing: true }))).toEqual({
			failure,
			passing: true,
		});
	});

	it('may be neither', () => {
		const others = [
			new Error(),
			'text',
			undefined,
			null,
			{ response: null },
			{ response: {} },
			{ failure: 'x' },
			{ failure: { code: 'x' } },
		];
		for (const error of others) {
			expect(answerInside(error)).toBeUndefined();
			expect(failureInside(error)).toBeUndefined();
		}
	});

	it('is looked for a few causes deep', () => {
		const loop: { cause?: unknown } = {};
		loop.cause = loop;
		expect([...causes(loop)]).toHaveLength(5);
	});
});
