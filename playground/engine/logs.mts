import type { IDataObject } from 'n8n-workflow';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** One line that n8n or a node logged; errors in `metadata` stand there as n8n's own logger prints them. */
export interface LogLine {
	level: LogLevel;
	message: string;
	metadata: IDataObject;
}

const SEVERITY: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };

/** Whether n8n, set to `level`, would keep the line. */
export function isLoggedAt(level: LogLevel, line: LogLine): boolean {
	return SEVERITY[line.level] <= SEVERITY[level];
}

/** Takes the place of n8n's Logger: hands every line of every level to `sink` and prints nothing. */
export class CapturingLogger {
	readonly #sink: (line: LogLine) => void;

	constructor(sink: (line: LogLine) => void) {
		this.#sink = sink;
	}

	error = (message: string, metadata?: object) => this.#log('error', message, metadata);
	warn = (message: string, metadata?: object) => this.#log('warn', message, metadata);
	info = (message: string, metadata?: object) => this.#log('info', message, metadata);
	debug = (message: string, metadata?: object) => this.#log('debug', message, metadata);
	scoped = (): this => this;

	#log(level: LogLevel, message: string, metadata: object = {}): void {
		const entries = Object.entries(metadata).map(([key, value]) => [key, withErrorText(value)]);
		this.#sink({ level, message, metadata: Object.fromEntries(entries) as IDataObject });
	}
}

function withErrorText(value: unknown): unknown {
	if (!(value instanceof Error)) return value;
	const { name, message, stack, cause } = value;
	return { name, message, stack, cause: cause instanceof Error ? withErrorText(cause) : cause };
}
