import { fork, type ForkOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a worker process can be asked: names to functions of one argument. */
export type Handlers = Record<string, (argument: never) => unknown>;

type Argument<H extends Handlers, N extends keyof H> = Parameters<H[N]>[0];
type Result<H extends Handlers, N extends keyof H> = Awaited<ReturnType<H[N]>>;

interface Question {
	id: number;
	name: string;
	argument: unknown;
}

interface Reply {
	id: number;
	result?: unknown;
	error?: string;
}

/** A process of its own, so that its CPU time and memory are nobody else's. */
export class Worker<H extends Handlers> {
	readonly #process;
	readonly #waiting = new Map<
		number,
		{ resolve: (value: unknown) => void; reject: (error: Error) => void }
	>();
	#questions = 0;

	/** @param file beside this one, e.g. `sandboxWorker.mts` */
	constructor(file: string, options: ForkOptions = {}) {
		const path = fileURLToPath(new URL(file, import.meta.url));
		this.#process = fork(path, [], { execArgv: ['--expose-gc'], ...options });
		this.#process.on('message', (message) => this.#settle(message as Reply));
		this.#process.on('exit', (code) => this.#abandon(new Error(`${file} ended with ${code}`)));
	}

	async call<N extends keyof H & string>(name: N, argument: Argument<H, N>): Promise<Result<H, N>> {
		const id = this.#questions++;
		const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
		this.#process.send({ id, name, argument } satisfies Question);
		return (await answered) as Result<H, N>;
	}

	/** Ends the process. */
	async stop(): Promise<void> {
		if (this.#process.exitCode !== null) return;
		const ended = new Promise((resolve) => this.#process.once('exit', resolve));
		this.#process.disconnect();
		await ended;
	}

	#settle({ id, result, error }: Reply): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (error === undefined) waiting?.resolve(result);
		else waiting?.reject(new Error(error));
	}

	#abandon(error: Error): void {
		for (const { reject } of this.#waiting.values()) reject(error);
		this.#waiting.clear();
	}
}

/** Called by a worker's file: answers the parent process until that ends. */
export function serve(handlers: Handlers): void {
	process.on('disconnect', () => process.exit());
	process.on('message', (question: Question) => void reply(handlers, question));
}

async function reply(handlers: Handlers, { id, name, argument }: Question): Promise<void> {
	try {
		const result = await handlers[name]?.(argument as never);
		process.send?.({ id, result } satisfies Reply);
	} catch (error) {
		process.send?.({
			id,
			error: error instanceof Error ? (error.stack ?? error.message) : String(error),
		} satisfies Reply);
	}
}
