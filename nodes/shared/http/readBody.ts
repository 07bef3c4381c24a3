import { asRecord } from '../json';

/** Bytes of the largest answer that is read: many times what any of the services sends. */
export const LARGEST_ANSWER = 16 * 1024 * 1024;

/** What n8n's helper hands over with `encoding: 'stream'`, as far as it matters here. */
interface ByteStream {
	on(event: 'data', listener: (piece: Uint8Array) => void): unknown;
	on(event: 'end' | 'close' | 'error', listener: (error: unknown) => void): unknown;
	destroy(): unknown;
	readonly destroyed?: boolean;
	readonly errored?: unknown;
}

/** An answer that never seems to end: nothing the services send is nearly as large. */
export class AnswerTooLarge extends Error {
	readonly code = 'ANSWER_TOO_LARGE';

	/** @param largest bytes that it may have */
	constructor(readonly largest: number) {
		super('too large');
		this.name = 'AnswerTooLarge';
	}
}

/**
 * Reads the body of an answer. n8n's HTTP helper sets no limit of its own, so that one endless answer would take all of
 * the memory: as a stream it is left as soon as it is larger than anything a service sends.
 * @param body a stream of Node.js, or one of its `fetch`; whatever else the helper hands over stays as it is
 * @param signal ends the reading, whether the HTTP client listens to it or not; a stream of `fetch` ends with its request
 * @param largest bytes that are read at most
 * @returns the bytes of the stream
 * @throws AnswerTooLarge, and what the stream ends with when it doesn't end well
 */
export async function readBody(
	body: unknown,
	signal?: AbortSignal,
	largest = LARGEST_ANSWER,
): Promise<unknown> {
	if (body instanceof ReadableStream) return await readWebStream(body, largest);
	if (!isStream(body)) return body;
	const stop = () => body.destroy();
	signal?.addEventListener('abort', stop);
	try {
		return await new Promise<Buffer>((resolve, reject) => {
			const bytes = new ByteCollector(largest);
			body.on('data', (chunk) => {
				if (bytes.add(chunk)) return;
				reject(new AnswerTooLarge(largest));
				stop();
			});
			body.on('end', () => resolve(bytes.all()));
			body.on('error', reject);
			// Comes last; says something new only when neither an end nor an error came.
			body.on('close', () => reject(new Error('aborted')));
			if (signal?.aborted) stop();
			// Of what was lost before anybody listened nothing more is heard.
			if (body.destroyed) reject(body.errored ?? new Error('aborted'));
		});
	} finally {
		signal?.removeEventListener('abort', stop);
	}
}

async function readWebStream(stream: ReadableStream<Uint8Array>, largest: number): Promise<Buffer> {
	const bytes = new ByteCollector(largest);
	const reader = stream.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return bytes.all();
		if (bytes.add(value)) continue;
		// Closes the connection, which nobody needs to wait for.
		void reader.cancel().catch(() => {});
		throw new AnswerTooLarge(largest);
	}
}

export function isStream(value: unknown): value is ByteStream {
	const { on, destroy } = asRecord(value) ?? {};
	return typeof on === 'function' && typeof destroy === 'function';
}

/** Puts pieces together in one buffer: millions of pieces of one byte would take hundreds of times their size. */
class ByteCollector {
	private buffer: Buffer = Buffer.alloc(0);
	private size = 0;

	constructor(private readonly largest: number) {}

	/** @returns false when that is more than an answer may have */
	add(piece: Uint8Array): boolean {
		const end = this.size + piece.length;
		if (end > this.largest) return false;
		if (end > this.buffer.length) {
			const larger = Buffer.allocUnsafe(Math.max(end, this.size * 2));
			this.buffer.copy(larger, 0, 0, this.size);
			this.buffer = larger;
		}
		this.buffer.set(piece, this.size);
		this.size = end;
		return true;
	}

	all(): Buffer {
		return this.buffer.subarray(0, this.size);
	}
}
