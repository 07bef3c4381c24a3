import { PassThrough, Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import {
	AnswerTooLarge,
	isStream,
	LARGEST_ANSWER,
	readBody,
} from '../../../../nodes/shared/http/readBody.ts';

describe('the body of an answer', () => {
	it.each([['text'], [{ a: 1 }], [undefined], [null], [Buffer.from('bytes')]])(
		'that is no stream stays: %j',
		async (body) => {
			expect(await readBody(body)).toBe(body);
		},
	);

	it('is the bytes of the stream, wherever they are cut', async () => {
		const bytes = Buffer.from('{"name":"Zoë 🚀"}');
		const pieces = [...bytes].map((byte) => Buffer.from([byte]));
		expect(await readBody(Readable.from(pieces, { objectMode: false }))).toEqual(bytes);
	});

	it('may be empty', async () => {
		expect(await readBody(Readable.from([], { objectMode: false }))).toEqual(Buffer.alloc(0));
	});

	it('may be as large as the limit', async () => {
		const half = Buffer.alloc(LARGEST_ANSWER / 2, 'a');
		expect(((await readBody(Readable.from([half, half], { objectMode: false }))) as Buffer).length).toBe(
			LARGEST_ANSWER,
		);
	});

	it('that never ends is left at the limit', async () => {
		let made = 0;
		const stream = new Readable({
			read() {
				made += 1024 * 1024;
				this.push(Buffer.alloc(1024 * 1024));
			},
		});
		await expect(readBody(stream)).rejects.toBeInstanceOf(AnswerTooLarge);
		expect(stream.destroyed).toBe(true);
		expect(made).toBeLessThan(LARGEST_ANSWER + 4 * 1024 * 1024);
	});

	it('that breaks off is none', async () => {
		const stream = new PassThrough();
		stream.write('{"results":[');
		setImmediate(() => stream.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
		await expect(readBody(stream)).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	it('that closes without an end or an error is none', async () => {
		const stream = new PassThrough();
		setImmediate(() => stream.destroy());
		await expect(readBody(stream)).rejects.toThrow('aborted');
	});

	it.each([
		['without a word', undefined, 'aborted'],
		['by an error', new Error('lost'), 'lost'],
	])('that was lost %s before anybody listened is none', async (_how, error, said) => {
		const stream = new PassThrough();
		stream.once('error', () => {});
		stream.destroy(error);
		await new Promise((resolve) => stream.once('close', resolve));
		await expect(readBody(stream)).rejects.toThrow(said);
	});

	it.each(['before', 'while'])('is left when the request is ended %s it is read', async (when) => {
		const controller = new AbortController();
		if (when === 'before') controller.abort();
		else setImmediate(() => controller.abort());
		const stream = new PassThrough();
		await expect(readBody(stream, controller.signal)).rejects.toThrow('aborted');
		expect(stream.destroyed).toBe(true);
	});
});

it.each([
	[new PassThrough(), true],
	[Buffer.alloc(1), false],
	['text', false],
	[null, false],
	[undefined, false],
])('a stream is told by what it can do (%#)', (value, expected) => {
	expect(isStream(value)).toBe(expected);
});
