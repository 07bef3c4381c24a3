/** The sandbox's own time: the machine's, plus whatever a test has advanced it by. */
export class SandboxClock {
	#offset = 0;

	/** Milliseconds since 1970. */
	now(): number {
		return Date.now() + this.#offset;
	}

	/** Moves the sandbox's time forward (or back) by so many milliseconds. */
	advance(milliseconds: number): void {
		this.#offset += milliseconds;
	}

	reset(): void {
		this.#offset = 0;
	}
}
