import type { IBinaryData } from 'n8n-workflow';
import { OWNER } from '../../../playground/n8n/api.mts';

const HEADERS = { 'browser-id': 'downloads' };

/** Files that nodes gave, downloaded as from the output pane. `N8nApi` reads JSON only, so this signs in for itself. */
export class Files {
	readonly #url: string;
	#cookie: string | undefined;

	constructor(url: string) {
		this.#url = url;
	}

	async download({ id, data }: IBinaryData): Promise<Buffer> {
		if (id === undefined) return Buffer.from(data, 'base64');
		const cookie = (this.#cookie ??= await this.#signIn());
		const path = `/rest/binary-data?action=download&id=${encodeURIComponent(id)}`;
		const answer = await fetch(`${this.#url}${path}`, { headers: { ...HEADERS, cookie } });
		if (!answer.ok) throw new Error(`n8n answered ${answer.status} to GET ${path}`);
		return Buffer.from(await answer.arrayBuffer());
	}

	async #signIn(): Promise<string> {
		const answer = await fetch(`${this.#url}/rest/login`, {
			method: 'POST',
			headers: { ...HEADERS, 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: OWNER.email, password: OWNER.password }),
		});
		return answer.headers
			.getSetCookie()
			.map((text) => text.split(';')[0])
			.join('; ');
	}
}
