import { isIP } from 'node:net';
import type { SandboxRequest } from '../http/message.mts';

/**
 * Says why a request to the sandbox's own pages and control endpoints is refused; `undefined` when it isn't.
 * Web pages of other origins shall neither read them nor press their switches:
 * - a name in the Host header that isn't `localhost` may be a foreign page's own name, rebound to this machine
 *   (an IP address can't be), so only `localhost`, addresses and `ownHost` pass;
 * - browsers name the origin of every request that changes something, and say for all requests whether they
 *   come from another site; opening an address in a tab is harmless, since no other page sees what comes back.
 * Programs (n8n, curl, tests) send neither header and pass.
 */
export function refusalFor(request: SandboxRequest, ownHost: string): string | undefined {
	if (!isOwnName(request.headers.host, ownHost)) {
		return 'The sandbox answers under localhost, an IP address or the host it was started with only.';
	}
	const isReading = request.method === 'GET' || request.method === 'HEAD';
	if (isReading && request.headers['sec-fetch-mode'] === 'navigate') return undefined;
	const { origin } = request.headers;
	const site = request.headers['sec-fetch-site'];
	const isForeign =
		(origin !== undefined && origin !== request.origin) || site === 'cross-site' || site === 'same-site';
	return isForeign ? 'Pages of other origins may not use the control endpoints of the sandbox.' : undefined;
}

function isOwnName(host: string | undefined, ownHost: string): boolean {
	if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return false;
	const { hostname } = new URL(`http://${host}`);
	const name = hostname.replace(/^\[(.*)\]$/, '$1');
	return name === 'localhost' || name.endsWith('.localhost') || name === ownHost || isIP(name) !== 0;
}
