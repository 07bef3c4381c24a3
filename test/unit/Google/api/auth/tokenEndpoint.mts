import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

type Helpers = IHttpRequestHelper['helpers'];

export interface FakeAnswer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** A stand-in for n8n's HTTP helper that answers as scripted and keeps what it was asked. */
export class TokenEndpoint {
	readonly requests: IHttpRequestOptions[] = [];
	/** Access tokens handed out so far. */
	minted = 0;
	lifetime: unknown = 3599;
	/** Answers instead of a fresh token, used up one by one; an Error is thrown. */
	readonly script: Array<FakeAnswer | Error> = [];
	#held: Array<() => void> | undefined;

	/** Keeps answers back until `release`. */
	hold(): void {
		this.#held = [];
	}

	release(): void {
		const held = this.#held ?? [];
		this.#held = undefined;
		for (const answer of held) answer();
	}

	get assertion(): string {
		return new URLSearchParams(this.requests.at(-1)?.body as string).get('assertion') ?? '';
	}

	readonly helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			this.requests.push(options);
			const held = this.#held;
			if (held) await new Promise<void>((resolve) => held.push(resolve));
			const next = this.script.shift() ?? this.#token();
			if (next instanceof Error) throw next;
			const { status = 200, headers = {}, body } = next;
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			return { statusCode: status, headers, body: text };
		},
	} as unknown as Helpers;

	#token(): FakeAnswer {
		this.minted++;
		const access_token = `ya29.c.minted-${this.minted}....`;
		return { body: { access_token, expires_in: this.lifetime, token_type: 'Bearer' } };
	}
}
