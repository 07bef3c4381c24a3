import { randomUUID } from 'node:crypto';

/** The account of the playground's n8n. It guards nothing: the instance listens on this machine only. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Playground',
	lastName: 'Owner',
	password: 'Playground1',
};

/** n8n's own REST interface, as its editor uses it, signed in as the owner. */
export class N8nApi {
	readonly #url: string;
	readonly #browserId = randomUUID();
	#cookie = '';

	constructor(url: string) {
		this.#url = url;
	}

	/** Creates the owner on a fresh instance, else signs in. */
	async signIn(): Promise<void> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) await this.call('POST', '/rest/owner/setup', OWNER);
		else
			await this.call('POST', '/rest/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
	}

	/** @returns the answer's `data` @throws Error with n8n's message for any other status than 2xx */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await fetch(`${this.#url}${path}`, {
			method,
			headers: {
				'browser-id': this.#browserId,
				...(this.#cookie ? { cookie: this.#cookie } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.#cookie = cookies.join('; ');
		const text = await answer.text();
		if (!answer.ok)
			throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		const parsed = JSON.parse(text) as { data?: T };
		return parsed.data ?? (parsed as T);
	}
}
