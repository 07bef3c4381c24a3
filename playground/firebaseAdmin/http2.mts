import http2 from 'node:http2';
import { connect as connectTls } from 'node:tls';

import type { Destination } from './destination.mts';

type Connect = (
	authority: string | URL,
	options?: http2.SecureClientSessionOptions,
) => http2.ClientHttp2Session;

/**
 * Leads all HTTP/2 connections of this process to one address.
 * @param mend what firebase-admin 14.5.1 sends: its `:scheme` is `https:` with a colon. Google's servers overlook that;
 *   Node's close the stream (PROTOCOL_ERROR)
 * @returns puts everything back
 */
export function leadHttp2({ address, wanted }: Destination, mend: boolean): () => void {
	const original = http2.connect as Connect;
	const connect: Connect = (authority, options) => {
		wanted(new URL(authority).hostname);
		const session = original(authority, {
			...options,
			createConnection: () => connectTls({ ...address, ALPNProtocols: ['h2'] }),
		});
		if (mend) {
			const request = session.request.bind(session);
			session.request = (headers, ...rest) => request({ ...headers, ':scheme': 'https' }, ...rest);
		}
		return session;
	};
	Object.assign(http2, { connect });
	return () => void Object.assign(http2, { connect: original });
}
