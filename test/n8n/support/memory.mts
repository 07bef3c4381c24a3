import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 15_000;

/** What a running Node process holds in memory, asked through its inspector. */
export class MemoryProbe {
	readonly #socket: WebSocket;
	#nextId = 1;
	readonly #waiting = new Map<number, (answer: { result?: unknown; error?: { message: string } }) => void>();

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.onmessage = ({ data }) => {
			const answer = JSON.parse(String(data)) as {
				id?: number;
				result?: unknown;
				error?: { message: string };
			};
			if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
		};
	}

	/**
	 * Wakes the inspector of a process up (by SIGUSR1) and connects to it.
	 * @param logFile where the process says the inspector's address
	 */
	static async connect(pid: number, logFile: string): Promise<MemoryProbe> {
		process.kill(pid, 'SIGUSR1');
		const socket = new WebSocket(await inspectorAddress(logFile));
		await new Promise<void>((resolve, reject) => {
			socket.onopen = () => resolve();
			socket.onerror = () => reject(new Error('The inspector of n8n doesn’t answer'));
		});
		return new MemoryProbe(socket);
	}

	/** @returns bytes on the heap that are still needed, after the garbage was collected */
	async usedHeap(): Promise<number> {
		await this.#call('HeapProfiler.enable');
		await this.#call('HeapProfiler.collectGarbage');
		const { usedSize } = (await this.#call('Runtime.getHeapUsage')) as { usedSize: number };
		return usedSize;
	}

	close(): void {
		this.#socket.close();
	}

	async #call(method: string): Promise<unknown> {
		const id = this.#nextId++;
		return await new Promise((resolve, reject) => {
			this.#waiting.set(id, ({ result, error }) => {
				this.#waiting.delete(id);
				if (error) reject(new Error(`${method}: ${error.message}`));
				else resolve(result);
			});
			this.#socket.send(JSON.stringify({ id, method }));
		});
	}
}

async function inspectorAddress(logFile: string): Promise<string> {
	for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await pause(100)) {
		const found = [...readFileSync(logFile, 'utf8').matchAll(/Debugger listening on (ws:\S+)/g)].at(-1)?.[1];
		if (found !== undefined) return found;
	}
	throw new Error(`The inspector of n8n didn't start; see ${logFile}`);
}
